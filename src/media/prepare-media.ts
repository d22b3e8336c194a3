import type { PreparedMedia } from './media.ts';
import type { PictureEncoder } from './picture-encoder.ts';
import { recognise } from './recognise.ts';

/**
 * How a file is kept: a picture drawn anew, a recording as it came, anything else for download. A picture that cannot
 * be drawn is kept as it came and handed to nobody, since only drawing takes out what it may hide.
 */
export async function prepareMedia(bytes: Uint8Array, pictures: PictureEncoder): Promise<PreparedMedia> {
  const { kind, mime, extension } = await recognise(bytes);
  if (kind !== 'picture') return { state: 'kept', kind, mime, extension, bytes };
  const encoded = await pictures.encode(bytes);
  if (!encoded.ok) return { state: 'unreadable', code: encoded.code, bytes };
  return {
    state: 'kept',
    kind,
    mime: encoded.mime,
    extension: encoded.mime === 'image/webp' ? 'webp' : 'jpg',
    bytes: encoded.bytes,
  };
}
