/**
 * grammY's API client on Node's own `fetch`. The `web` build is used because the other one brings node-fetch 2,
 * whose punycode warning would greet everybody who starts the bot on a newer Node.
 */
import { Api } from 'grammy/web';

type FetchedAnswer = { json(): Promise<unknown> };

/** grammY is typed with the signal of a package that is older than Node's own; it only listens for `abort`. */
export type ApiSignal = NonNullable<Parameters<Api['getUpdates']>[1]>;

/** A client for one bot; `apiRoot` may end in slashes. Failed calls reject, see `readFailure`. */
export function createBotApi(token: string, apiRoot: string): Api {
  return new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ''), buildUrl, fetch: fetchAnswer });
}

/** A token is "digits:text" and the text may hold what would end the path of an address. */
function buildUrl(root: string, token: string, method: string): string {
  return `${root}/bot${token.replace(/[/?#%\\]/g, encodeURIComponent)}/${method}`;
}

/**
 * Turns whatever a server or a proxy in between answers into the Bot API's shape, so that an HTML page with status
 * 502 is a "no" with a status and not a parse error without one. Redirects are not followed: the address holds the
 * token.
 */
async function fetchAnswer(url: string, init: RequestInit): Promise<FetchedAnswer> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const answer = readAnswer(await response.text());
  return { json: async () => answer ?? { ok: false, error_code: response.status, description: '' } };
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
