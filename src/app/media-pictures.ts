import type sharpPackage from 'sharp';
import { describeError, type Logger } from '../core/log.ts';
import type { EncodedPicture, PictureEncoder } from '../media/picture-encoder.ts';

type Sharp = typeof sharpPackage;

/** Edge of a kept picture at most, in pixels. */
const LONGEST_EDGE = 2_048;
/** Larger than any phone's camera; a small file that unfolds into more is an attack. */
const MOST_PIXELS = 40_000_000;
const LONGEST_SECONDS = 20;
const JPEG_QUALITY = 82;
const WEBP_QUALITY = 82;

/** Decoders of what people send; all others, SVG and PDF among them, stay shut whatever the content says. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`);

/**
 * Pictures through libvips, loaded when the first one comes. One at a time, since each may need a hundred megabytes.
 * A machine where it cannot be loaded loses no file: nothing is shown there.
 */
export function createPictureEncoder(log: Logger, load: () => Promise<Sharp> = loadSharp): PictureEncoder {
  let loading: Promise<Sharp | null> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const loaded = (): Promise<Sharp | null> => {
    loading ??= load().catch((error: unknown) => {
      log.error('media.no-picture-encoder', describeError(error));
      // The next picture tries again: it may have been installed since.
      loading = null;
      return null;
    });
    return loading;
  };

  const encode = async (bytes: Uint8Array): Promise<EncodedPicture> => {
    const sharp = await loaded();
    if (sharp === null) return { ok: false, code: 'no-picture-encoder' };
    try {
      return await draw(sharp, bytes);
    } catch {
      // Its message may quote what the file holds.
      return { ok: false, code: 'broken-picture' };
    }
  };

  return {
    encode(bytes) {
      const mine = last.then(() => encode(bytes));
      last = mine;
      return mine;
    },
  };
}

async function loadSharp(): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  return sharp;
}

async function draw(sharp: Sharp, bytes: Uint8Array): Promise<EncodedPicture> {
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  const { hasAlpha } = await picture.metadata();
  const upright = picture
    .timeout({ seconds: LONGEST_SECONDS })
    .rotate()
    .resize({ width: LONGEST_EDGE, height: LONGEST_EDGE, fit: 'inside', withoutEnlargement: true });
  // Metadata is written only where it is asked for, and it is not.
  const drawn = hasAlpha
    ? await upright.webp({ quality: WEBP_QUALITY }).toBuffer()
    : await upright.jpeg({ quality: JPEG_QUALITY }).toBuffer();
  return { ok: true, mime: hasAlpha ? 'image/webp' : 'image/jpeg', bytes: drawn };
}
