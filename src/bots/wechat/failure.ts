/** Why a call of a puppet failed. Nothing of the error itself is kept: its text can hold ids and words of people. */
export type PuppetFailure =
  /** The puppet answered with an error. */
  | 'refused'
  /** It answered that there is no such thing. */
  | 'not-found'
  | 'unauthorized'
  /** The request never left: nothing happened on the other side. */
  | 'not-reached'
  /** The request left and no answer came. */
  | 'lost';

/** Status codes of gRPC (github.com/grpc/grpc, doc/statuscodes.md). */
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** What @grpc/grpc-js and wechaty-puppet-service say when no request was sent. */
const NEVER_SENT =
  /no connection established|name resolution failed|before call started|econnrefused|no client|no grpc manager/i;

/**
 * What grpc-js says under other codes when its connection broke in the middle of a call, and what a puppet passes on
 * when its own request to WeChat got no answer.
 */
const NO_ANSWER =
  /rst_stream|call ended without|no status information|write (error|failed)|econnreset|epipe|socket hang ?up|timed?[ -]?out|deadline/i;

/** Reads what a puppet threw; one that is no service has no codes, and its errors count as refusals. */
export function readFailure(error: unknown): PuppetFailure {
  const { code, details, message } = (error ?? {}) as Record<string, unknown>;
  if (NEVER_SENT.test(`${details} ${message}`)) return 'not-reached';
  if (code === UNAUTHENTICATED) return 'unauthorized';
  if (code === NOT_FOUND) return 'not-found';
  if (code === CANCELLED || code === DEADLINE_EXCEEDED || code === UNAVAILABLE) return 'lost';
  return NO_ANSWER.test(`${details} ${message}`) ? 'lost' : 'refused';
}
