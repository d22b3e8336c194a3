import sharp from 'sharp';

/** Tiny files made here, each as its format begins; nobody's picture, nobody's voice. */

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

export const AUDIO = {
  opus: bytes('OggS', zeros(24), 'OpusHead', zeros(40)),
  mp3: bytes([0xff, 0xfb, 0x90, 0x64], zeros(400)),
  wav: bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt ', zeros(32)),
  m4a: bytes([0, 0, 0, 24], 'ftypM4A ', zeros(40)),
  flac: bytes('fLaC', zeros(40)),
  amr: bytes('#!AMR\n', zeros(40)),
  silk: bytes([2], '#!SILK_V3', zeros(40)),
  plainSilk: bytes('#!SILK_V3', zeros(40)),
} as const;

export const OTHERS = {
  pdf: bytes('%PDF-1.7\n', zeros(40)),
  video: bytes([0, 0, 0, 24], 'ftypisom', zeros(40)),
  html: bytes('<!doctype html><script>alert(document.cookie)</script>'),
  svg: bytes('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
  svgWithHeader: bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
  text: bytes('just words'),
  nothing: bytes(),
} as const;

export type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

/** Red above and blue below, so that which way is up can be seen. */
export async function picture(format: Format, width = 32, height = 16): Promise<Buffer> {
  const half = { width, height: height / 2, channels: 3 as const };
  const blue = await sharp({ create: { ...half, background: '#0000ff' } })
    .png()
    .toBuffer();
  return sharp({ create: { ...half, height, background: '#ff0000' } })
    .composite([{ input: blue, top: height / 2, left: 0 }])
    .toFormat(format)
    .toBuffer();
}

/** As a phone takes it: turned by a quarter, with the place where it was taken. */
export const photoOfPlace = async (): Promise<Buffer> =>
  sharp(await picture('jpeg'))
    .withMetadata({
      orientation: 6,
      exif: {
        IFD0: { Make: 'TestPhone' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 49/1 0/1', GPSLongitudeRef: 'E' },
      },
    })
    .toBuffer();

/** A picture that a browser would also run, were it told to. */
export const polyglot = async (): Promise<Buffer> =>
  Buffer.concat([await picture('jpeg'), Buffer.from('<script>alert(1)</script>')]);

/** A few kilobytes that unfold into a hundred and fifty megabytes. */
export const bomb = (): Promise<Buffer> =>
  sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#000' } })
    .png({ compressionLevel: 1 })
    .toBuffer();

/** Silence that a browser really plays: one channel, 8,000 samples a second. */
export function silence(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * 8_000, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
