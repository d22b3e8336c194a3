import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestSealed } from 'node:https';

export type HttpRequest = {
  readonly url: URL;
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  /** Null: a request without a body. */
  readonly body: string | null;
};

/** What became of a request. Nothing of the error itself is kept: it can name the address, and with it a secret. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly body: string;
    }
  /** No connection came about: nothing happened on the other side. */
  | { readonly kind: 'not-reached' }
  /** The request may have left, and no whole answer came. */
  | { readonly kind: 'lost'; readonly code: 'timeout' | 'connection-lost' };

/** Answers are a few hundred bytes of JSON; more than this is somebody else's page. */
const LONGEST_ANSWER = 64 * 1024;

/**
 * One request on a connection of its own, since a kept one that the other side has just closed looks like a request
 * that was lost. Redirects are not followed: they would carry the page, and signatures, to somewhere nobody entered.
 * @param deadlineMs for everything from the name lookup to the last byte
 */
export function exchange(request: HttpRequest, deadlineMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    let connected = false;
    const sealed = request.url.protocol === 'https:';
    const outgoing = (sealed ? requestSealed : requestPlain)(request.url, optionsOf(request));
    const finish = (outcome: Exchange): void => {
      clearTimeout(timer);
      resolve(outcome);
      outgoing.destroy();
    };
    const lose = (code: 'timeout' | 'connection-lost'): void =>
      finish(connected ? { kind: 'lost', code } : { kind: 'not-reached' });
    const timer = setTimeout(() => lose('timeout'), deadlineMs);
    outgoing.on('socket', (socket) => {
      socket.once(sealed ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    outgoing.on('error', () => lose('connection-lost'));
    outgoing.on('response', (response) => readAnswer(response, finish, () => lose('connection-lost')));
    outgoing.end(request.body ?? undefined);
  });
}

const optionsOf = ({ method, headers, body }: HttpRequest): RequestOptions => ({
  method,
  agent: false,
  headers: { ...headers, ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
});

function readAnswer(response: IncomingMessage, finish: (answer: Exchange) => void, lose: () => void): void {
  const status = response.statusCode ?? 0;
  const retryAfterMs = readRetryAfter(response.headers['retry-after']);
  const chunks: Buffer[] = [];
  let length = 0;
  const answer = (): void =>
    finish({ kind: 'answer', status, retryAfterMs, body: Buffer.concat(chunks).toString('utf8') });
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > LONGEST_ANSWER) return answer();
    chunks.push(chunk);
  });
  response.on('end', answer);
  response.on('aborted', lose);
  response.on('error', lose);
}

/** Only seconds are understood; a date is as good as nothing. */
function readRetryAfter(header: string | undefined): number | null {
  return header !== undefined && /^[0-9]{1,5}$/.test(header) ? Number(header) * 1_000 : null;
}

/** The JSON object of an answer, or null when it is anything else. */
export function readObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
