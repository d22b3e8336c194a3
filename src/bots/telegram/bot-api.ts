/**
 * grammY's API client on Node's own `fetch`. The `web` build is used because the other one brings node-fetch 2,
 * whose punycode warning would greet everybody who starts the bot on a newer Node.
 */
import { Api } from 'grammy/web';

type FetchedAnswer = { json(): Promise<unknown> };

/** grammY is typed with the signal of a package that is older than Node's own; it only listens for `abort`. */
export type ApiSignal = NonNullable<Parameters<Api['getUpdates']>[1]>;

export const TELEGRAM_ROOT = 'https://api.telegram.org';

/** The bot's number; throws when the token is not "digits:text". */
export function readBotId(token: string): string {
  const id = /^([0-9]+):./.exec(token)?.[1];
  // The token itself stays out of the message: errors are logged.
  if (id === undefined) throw new Error('a Telegram token is digits, a colon and text');
  return id;
}

/**
 * A client for one bot; `apiRoot` may end in slashes. Failed calls reject, see `readFailure`. Nothing leaves after
 * `notAfter`, a moment of `performance.now()`.
 */
export function createBotApi(token: string, apiRoot: string, notAfter?: number): Api {
  const fetch = (url: string, init: RequestInit) => fetchAnswer(url, init, notAfter);
  return new Api(token, { apiRoot: withoutSlashes(apiRoot), buildUrl, fetch });
}

/** Where a file of this bot is; holds the token, so it is shown to nobody and logged nowhere. */
export function buildFileUrl(apiRoot: string, token: string, path: string): string {
  const parts = path.split('/').map(encodeURIComponent);
  return `${withoutSlashes(apiRoot)}/file/bot${escapeToken(token)}/${parts.join('/')}`;
}

function buildUrl(root: string, token: string, method: string): string {
  return `${root}/bot${escapeToken(token)}/${method}`;
}

const withoutSlashes = (root: string): string => root.replace(/\/+$/, '');

/** A token is "digits:text" and the text may hold what would end the path of an address. */
const escapeToken = (token: string): string => token.replace(/[/?#%\\]/g, encodeURIComponent);

/**
 * Turns whatever a server or a proxy in between answers into the Bot API's shape, so that an HTML page with status
 * 502 is a "no" with a status and not a parse error without one. Redirects are not followed: the address holds the
 * token.
 */
async function fetchAnswer(url: string, made: RequestInit, notAfter?: number): Promise<FetchedAnswer> {
  const init = await leaveInTime(made, notAfter);
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const answer = readAnswer(await response.text());
  return { json: async () => answer ?? { ok: false, error_code: response.status, description: '' } };
}

/** A code as Node and undici have them. */
export const TOO_LATE = 'TOO_LATE';

/**
 * Making a connection takes time, and the process may be stopped meanwhile: so the text is handed over only when the
 * connection is there, and looks at the clock once more. Its length is said, so that half a request is none.
 */
async function leaveInTime(init: RequestInit, notAfter: number | undefined): Promise<RequestInit> {
  const bytes = await collect(init.body ?? null);
  if (bytes === null) return init;
  if (notAfter === undefined) return { ...init, body: bytes };
  const headers = new Headers(init.headers);
  headers.set('content-length', String(bytes.byteLength));
  return { ...init, headers, body: handOver(bytes, notAfter), duplex: 'half' };
}

/** What grammY hands over: JSON as text, and a form with a picture as a stream. */
async function collect(body: RequestInit['body']): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null) return null;
  return typeof body === 'string'
    ? new TextEncoder().encode(body)
    : new Uint8Array(await new Response(body).arrayBuffer());
}

async function* handOver(bytes: Uint8Array, notAfter: number): AsyncGenerator<Uint8Array> {
  if (performance.now() > notAfter) throw Object.assign(new Error('too late to send'), { code: TOO_LATE });
  yield bytes;
}

function readAnswer(body: string): object | null {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'ok' in answer ? answer : null;
  } catch {
    return null;
  }
}

/**
 * Makes a call that is given up after `ms` or when `stop` is aborted; it rejects then. A timer of our own, since
 * combined signals have been seen to be collected as garbage before they fired (nodejs/node#54614).
 */
export async function callWithin<T>(
  ms: number,
  stop: AbortSignal | null,
  call: (signal: ApiSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, ms);
  stop?.addEventListener('abort', abort);
  if (stop?.aborted) abort();
  try {
    return await call(controller.signal as unknown as ApiSignal);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', abort);
  }
}
