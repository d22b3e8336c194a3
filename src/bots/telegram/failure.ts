import { GrammyError, HttpError } from 'grammy/web';
import { TOO_LATE } from './bot-api.ts';

/**
 * Why a call failed. Nothing of the error itself is kept: its payload holds people's words, and its message can hold
 * an address with the token in it.
 */
export type ApiFailure =
  /** The server said no. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly unknownChat: boolean;
    }
  /** The request never left this machine: nothing happened on the other side. */
  | { readonly kind: 'not-reached' }
  /** The request left and no answer came: whether it took effect is not known. */
  | { readonly kind: 'lost'; readonly code: 'timeout' | 'connection-lost' };

/** Error codes of Node and undici that mean that no connection was made. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  TOO_LATE,
]);
const CERTIFICATE_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** What Telegram says of a chat that this bot cannot know. */
const UNKNOWN_CHAT = /chat not found|user not found|peer_id_invalid|chat_id_invalid|chat_id is empty/i;

/** Reads a rejection of grammY's client; whatever else was thrown counts as a lost connection. */
export function readFailure(error: unknown): ApiFailure {
  if (error instanceof GrammyError) return readRefusal(error);
  const cause = error instanceof HttpError ? error.error : error;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'AbortError' || name === 'TimeoutError') return { kind: 'lost', code: 'timeout' };
  return neverConnected(cause) ? { kind: 'not-reached' } : { kind: 'lost', code: 'connection-lost' };
}

function readRefusal(error: GrammyError): ApiFailure {
  const seconds = error.parameters.retry_after;
  return {
    kind: 'refused',
    status: typeof error.error_code === 'number' ? error.error_code : 0,
    retryAfterMs: typeof seconds === 'number' && seconds >= 0 ? seconds * 1_000 : null,
    unknownChat: UNKNOWN_CHAT.test(String(error.description)),
  };
}

/** `fetch` wraps what the socket said once or twice. */
function neverConnected(error: unknown): boolean {
  let cause: unknown = error;
  for (let depth = 0; depth < 4 && typeof cause === 'object' && cause !== null; depth += 1) {
    const { code, syscall } = cause as { code?: unknown; syscall?: unknown };
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
    if (typeof code === 'string' && (NEVER_CONNECTED.has(code) || CERTIFICATE_CODE.test(code))) return true;
    cause = (cause as { cause?: unknown }).cause;
  }
  return false;
}
