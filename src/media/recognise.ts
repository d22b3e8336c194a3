import type { MediaKind } from './media.ts';

export type Recognised = {
  readonly kind: MediaKind;
  /** What it is served as: a download is never anything that a browser opens by itself. */
  readonly mime: string;
  readonly extension: string | null;
};

const DOWNLOAD_MIME = 'application/octet-stream';

/** What browsers play, by what the content was recognised as. */
const PLAYED_AS: Readonly<Record<string, string>> = {
  'audio/ogg': 'audio/ogg',
  'audio/opus': 'audio/ogg',
  'audio/mpeg': 'audio/mpeg',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/aac': 'audio/aac',
  'audio/wav': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/flac': 'audio/flac',
  'audio/x-flac': 'audio/flac',
};

/** WeChat's recordings begin so, sometimes behind one byte of their own. */
const SILK = '#!SILK_V3';

/**
 * What a file is, by its content alone: neither its name nor what its platform says of it counts. What nobody
 * recognises can only be downloaded.
 */
export async function recognise(bytes: Uint8Array): Promise<Recognised> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, SILK.length + 1));
  if (head.startsWith(SILK) || head.slice(1) === SILK) return download('silk');
  // Only when the first file comes: it is not needed to start.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes);
  if (found === undefined) return download(null);
  const mime = found.mime.split(';')[0]?.trim() ?? '';
  const played = PLAYED_AS[mime];
  if (played !== undefined) return { kind: 'audio', mime: played, extension: found.ext };
  if (mime.startsWith('image/')) return { kind: 'picture', mime, extension: found.ext };
  return download(found.ext);
}

const download = (extension: string | null): Recognised => ({
  kind: 'download',
  mime: DOWNLOAD_MIME,
  extension,
});
