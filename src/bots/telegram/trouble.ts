import type { ApiFailure } from './failure.ts';
import type { TelegramTiming } from './timing.ts';

/** Why the bot hears nobody, for people who run it. */
export type TroubleCode =
  | 'unauthorized'
  /** Somebody else polls with this token, or has set a webhook of theirs. */
  | 'conflict'
  | 'unreachable'
  | 'rate-limited'
  | 'server-error'
  | 'strange-answer'
  | 'not-stored'
  /** Telegram does not take the address of the webhook. */
  | 'webhook-refused'
  /** Telegram has updates for us and does not get them delivered. */
  | 'webhook-failing'
  /** A fault of our own, which is in the log. */
  | 'broken';

export function readTrouble(failure: ApiFailure): TroubleCode {
  if (failure.kind !== 'refused') return 'unreachable';
  // Telegram answers 404 for a token that cannot be one, 401 for one that it does not know.
  if (failure.status === 401 || failure.status === 404) return 'unauthorized';
  if (failure.status === 409) return 'conflict';
  if (failure.status === 429) return 'rate-limited';
  return failure.status >= 500 ? 'server-error' : 'strange-answer';
}

/** How long to wait after so many failures in a row, in ms. */
export function choosePause(
  timing: TelegramTiming,
  failure: ApiFailure,
  code: TroubleCode,
  failures: number,
): number {
  if (failure.kind === 'refused' && failure.retryAfterMs !== null) return failure.retryAfterMs;
  if (code === 'unauthorized') return timing.unauthorizedMs;
  if (code === 'conflict') return timing.conflictMs;
  return Math.min(timing.retryMs * 2 ** Math.min(failures - 1, 10), timing.longestRetryMs);
}
