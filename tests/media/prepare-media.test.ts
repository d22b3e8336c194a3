import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPictureEncoder } from '../../src/app/media-pictures.ts';
import type { LogFields } from '../../src/core/log.ts';
import type { PreparedMedia } from '../../src/media/media.ts';
import { prepareMedia } from '../../src/media/prepare-media.ts';
import { AUDIO, bomb, type Format, OTHERS, photoOfPlace, picture, polyglot } from './samples.ts';

const logged: [string, LogFields | undefined][] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (event: string, fields?: LogFields) => void logged.push([event, fields]),
};
const pictures = createPictureEncoder(log);
const prepare = (bytes: Uint8Array): Promise<PreparedMedia> => prepareMedia(bytes, pictures);

const colourAt = async (bytes: Uint8Array, left: number, top: number): Promise<string> => {
  const { data } = await sharp(bytes)
    .removeAlpha()
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [red = 0, , blue = 0] = data;
  return red > blue ? 'red' : 'blue';
};

describe('how a file is kept', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] satisfies Format[])('draws a %s anew', async (format) => {
    const kept = await prepare(await picture(format));
    expect(kept).toMatchObject({ state: 'kept', kind: 'picture' });
    const { width, height } = await sharp(kept.bytes).metadata();
    expect([width, height]).toEqual([32, 16]);
    expect(await colourAt(kept.bytes, 16, 2)).toBe('red');
    expect(await colourAt(kept.bytes, 16, 13)).toBe('blue');
  });

  it('keeps what is transparent so', async () => {
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    expect(await prepare(clear)).toMatchObject({ state: 'kept', mime: 'image/webp', extension: 'webp' });
  });

  it('takes out where and with what a photo was taken, after turning it upright', async () => {
    const photo = await photoOfPlace();
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('TestPhone');
    const kept = await prepare(photo);
    const { exif, xmp, iptc, orientation, width, height } = await sharp(kept.bytes).metadata();
    expect([exif, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect([width, height]).toEqual([16, 32]);
    // A quarter turn clockwise: what was above is on the right.
    expect(await colourAt(kept.bytes, 13, 16)).toBe('red');
    expect(await colourAt(kept.bytes, 2, 16)).toBe('blue');
  });

  it('makes a large picture no larger than a screen', async () => {
    const kept = await prepare(await picture('jpeg', 5_000, 100));
    expect(await sharp(kept.bytes).metadata()).toMatchObject({ width: 2_048, height: 41 });
  });

  it('leaves nothing of a second content in a picture', async () => {
    const kept = await prepare(await polyglot());
    expect(kept).toMatchObject({ state: 'kept', kind: 'picture' });
    expect(Buffer.from(kept.bytes).includes('script')).toBe(false);
  });

  it('keeps a torn picture, and shows nothing of it', async () => {
    const torn = (await picture('png', 200, 200)).subarray(0, 300);
    expect(await prepare(torn)).toEqual({ state: 'unreadable', code: 'broken-picture', bytes: torn });
  });

  it('does not unfold a small file into a picture of a hundred and fifty megabytes', async () => {
    const bytes = await bomb();
    expect(bytes.byteLength).toBeLessThan(2_000_000);
    expect(await prepare(bytes)).toMatchObject({ state: 'unreadable', code: 'broken-picture' });
  });

  it('draws no picture of what only pretends to be one', async () => {
    for (const bytes of [OTHERS.svg, OTHERS.svgWithHeader, OTHERS.html]) {
      expect(await prepare(bytes)).toMatchObject({ kind: 'download', mime: 'application/octet-stream' });
      expect(await pictures.encode(bytes)).toEqual({ ok: false, code: 'broken-picture' });
    }
  });

  it('keeps recordings as they came', async () => {
    expect(await prepare(AUDIO.opus)).toMatchObject({ kind: 'audio', bytes: AUDIO.opus });
    expect(await prepare(AUDIO.silk)).toMatchObject({ kind: 'download', bytes: AUDIO.silk });
  });

  it('loses no picture where pictures cannot be drawn, and tries again with the next one', async () => {
    let broken = true;
    const onOddMachine = createPictureEncoder(log, async () => {
      if (broken) throw Object.assign(new Error('secret path'), { code: 'ERR_DLOPEN_FAILED' });
      return sharp;
    });
    const bytes = await picture('jpeg');
    const kept = await prepareMedia(bytes, onOddMachine);
    expect(kept).toEqual({ state: 'unreadable', code: 'no-picture-encoder', bytes });
    expect(logged).toEqual([['media.no-picture-encoder', { error: 'Error', code: 'ERR_DLOPEN_FAILED' }]]);
    broken = false;
    expect(await prepareMedia(bytes, onOddMachine)).toMatchObject({ state: 'kept' });
  });
});
