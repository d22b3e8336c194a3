import { inflateSync } from 'node:zlib';

/** The text of a PDF as our own program writes it: each font tells which glyph stands for which character. */
export function readPdf(bytes: Buffer): string {
  const streams = streamsOf(bytes);
  const glyphs = new Map(streams.flatMap(readMap));
  const text = streams
    .filter((stream) => /\bT[jJ]\b/.test(stream))
    .flatMap((stream) => stream.match(/<[0-9a-f]+>/gi) ?? [])
    .map((hex) =>
      (hex.slice(1, -1).match(/.{4}/g) ?? []).map((one) => glyphs.get(one.toLowerCase()) ?? '').join(''),
    );
  return text.join('');
}

function streamsOf(bytes: Buffer): string[] {
  const found: string[] = [];
  let at = 0;
  for (;;) {
    const start = bytes.indexOf('stream\n', at);
    if (start < 0) return found;
    const from = start + 'stream\n'.length;
    const end = bytes.indexOf('endstream', from);
    if (end < 0) return found;
    try {
      found.push(inflateSync(bytes.subarray(from, end)).toString('latin1'));
    } catch {
      // A font, or something that is not compressed.
    }
    at = end + 'endstream'.length;
  }
}

const toText = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function readMap(stream: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [, body = ''] of stream.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', , list = ''] of body.matchAll(
      /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi,
    )) {
      (list.match(/<[0-9a-f]*>/gi) ?? []).forEach((hex, index) => {
        const glyph = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0');
        pairs.push([glyph, toText(hex.slice(1, -1))]);
      });
    }
  }
  return pairs;
}
