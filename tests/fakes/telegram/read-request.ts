import type { IncomingMessage } from 'node:http';

export type Params = Readonly<Record<string, unknown>>;
export type BotRequest = { readonly token: string; readonly method: string; readonly params: Params };

/** Fields that hold JSON when a request is not JSON itself. */
const JSON_FIELDS = new Set([
  'reply_markup',
  'entities',
  'allowed_updates',
  'commands',
  'link_preview_options',
]);

export type FileRequest = { readonly token: string; readonly path: string };

/** Reads `/file/bot<token>/<path>`; null for other paths. */
export function readFileRequest(request: IncomingMessage): FileRequest | null {
  const url = new URL(request.url ?? '/', 'http://fake');
  const match = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
  if (match === null) return null;
  return { token: decodeURIComponent(match[1] ?? ''), path: decodeURIComponent(match[2] ?? '') };
}

/** Reads `/bot<token>/<method>` with parameters from query, JSON, urlencoded or multipart; null for other paths. */
export async function readRequest(request: IncomingMessage): Promise<BotRequest | null> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const match = /^\/bot([^/]+)\/([A-Za-z]+)$/.exec(url.pathname);
  if (match === null) return null;
  const params = { ...readFields(url.searchParams), ...(await readBody(request)) };
  return { token: decodeURIComponent(match[1] ?? ''), method: match[2] ?? '', params };
}

async function readBody(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) return JSON.parse(body.toString('utf8')) as Params;
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return readFields(new URLSearchParams(body.toString('utf8')));
  }
  if (type.startsWith('multipart/form-data')) {
    return readFields(await new Response(spaced(body), { headers: { 'content-type': type } }).formData());
  }
  return {};
}

/** Telegram takes headers of parts without blanks in them, as grammY writes them; the reader of Node does not. */
function spaced(body: Buffer): Buffer<ArrayBuffer> {
  const text = body
    .toString('latin1')
    .replace(
      /\r\ncontent-disposition:form-data;name=("[^"\r\n]*")(?:;filename=([^\r\n]*))?/g,
      (_whole, name: string, file: string | undefined) =>
        `\r\nContent-Disposition: form-data; name=${name}${file === undefined ? '' : `; filename="${file}"`}`,
    )
    .replace(/\r\ncontent-type:(?=\S)/g, '\r\nContent-Type: ');
  return Buffer.from(text, 'latin1');
}

function readFields(fields: Iterable<[string, unknown]>): Params {
  const params: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    params[name] = JSON_FIELDS.has(name) && typeof value === 'string' ? JSON.parse(value) : value;
  }
  return params;
}

export function numberParam(params: Params, name: string): number | null {
  const value = params[name];
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value !== ''
        ? Number(value)
        : Number.NaN;
  return Number.isSafeInteger(number) ? number : null;
}
