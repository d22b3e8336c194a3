import { unreachable } from '../../../core/result.ts';
import type { LostCode, ShownMedia } from '../../../media/media.ts';
import type { KeptMedia } from '../../../media/media-store.ts';
import type { ConsoleParts } from '../../parts.ts';
import { type ByteRange, readRange } from '../../read-range.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';

const LOST: Readonly<Record<LostCode, string>> = {
  forgotten: '取不回来（平台上已经没有了）。请让同学再发一次，或打字说。',
  'too-large': '太大（超过 5 MB），没有存。请让同学发小一点的，或打字说。',
  'too-many': '这位同学一天里发的太多，这个没有存。',
  'gave-up': '试了很多次都没有取到。请让同学再发一次，或打字说。',
};

/** What a student sent, beside its line; a page that is drawn anew keeps a recording playing. */
export const Media = ({ media, alt = '学生发来的图片' }: { media: ShownMedia; alt?: string }) => {
  switch (media.state) {
    case 'wanted':
      return <p class="media-state">正在取回……</p>;
    case 'lost':
      return <p class="media-state">{LOST[media.code]}</p>;
    case 'unreadable':
      return <p class="media-state">图片打不开，没有显示。请让同学再发一次，或打字说。</p>;
    case 'kept':
      return <Kept id={media.id} kind={media.kind} alt={alt} />;
    default:
      return unreachable(media);
  }
};

const Kept = ({ id, kind, alt }: { id: string; kind: KeptMedia['kind']; alt: string }) => {
  const address = `/console/media/${id}`;
  switch (kind) {
    case 'picture':
      return (
        <a class="media-picture" href={address} target="_blank" rel="noopener">
          <img src={address} alt={alt} loading="lazy" />
        </a>
      );
    case 'audio':
      return (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down what the student said
        <audio
          class="media-audio"
          id={`media-${id}`}
          src={address}
          controls
          preload="none"
          aria-label="学生发来的语音"
          hx-preserve="true"
        />
      );
    case 'download':
      return (
        <p class="media-state">
          <a href={address} download>
            下载文件
          </a>
          （程序没有检查过内容，打开前请留意）
        </p>
      );
    default:
      return unreachable(kind);
  }
};

/**
 * The bytes, so that nothing in them can act: no type is guessed, no script runs, and what is no picture or recording
 * is never opened in the page.
 */
export async function showMedia(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = idOf(c);
  const found = id === null ? null : await parts.media.read(c.get('actor'), id);
  if (id === null || found === null) return renderAbsent(c, parts);
  const range = readRange(c.req.header('Range'), found.bytes.byteLength);
  const headers = { ...headersOf(id, found), ...(range === 'whole' ? {} : rangeHeaders(range, found)) };
  if (range === 'outside') return c.body(null, 416, headers);
  if (range === 'whole') return c.body(new Uint8Array(found.bytes), 200, headers);
  return c.body(new Uint8Array(found.bytes.subarray(range.from, range.to + 1)), 206, headers);
}

function headersOf(id: string, { kind, mime, extension }: KeptMedia): Record<string, string> {
  const name = `${id.slice(0, 8)}.${extension ?? 'bin'}`;
  return {
    'Content-Type': mime,
    'Content-Disposition': `${kind === 'download' ? 'attachment' : 'inline'}; filename="${name}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Accept-Ranges': 'bytes',
  };
}

function rangeHeaders(range: ByteRange | 'outside', { bytes }: KeptMedia): Record<string, string> {
  const part = range === 'outside' ? '*' : `${range.from}-${range.to}`;
  return { 'Content-Range': `bytes ${part}/${bytes.byteLength}` };
}
