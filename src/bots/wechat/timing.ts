import { setTimeout as wait } from 'node:timers/promises';

/**
 * All durations in ms. A dead or hanging puppet must be known within 45 s, since people are told of a silent channel
 * after 90 s: `silenceMs` is the longest that this takes.
 */
export type WechatTiming = {
  /** How often the puppet is asked for a sign of life. */
  readonly dingEveryMs: number;
  /** Without any sign for so long it is thrown away. */
  readonly silenceMs: number;
  /** How long a service may take to answer a connection. */
  readonly probeMs: number;
  /** How long a puppet that has started may take to say whether somebody is signed in. */
  readonly signInGraceMs: number;
  /** Before a new puppet is built; doubled each time in a row, up to `longestRestartMs`. */
  readonly restartMs: number;
  readonly longestRestartMs: number;
  /** How long a puppet that is thrown away may take to stop; it is left to itself then. */
  readonly discardMs: number;
  /** After a failed storing; doubled each time in a row, up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** For one part of a message that is sent. */
  readonly sendTimeoutMs: number;
  /** For one question about a message or a contact. */
  readonly askTimeoutMs: number;
  /** How long to go on asking what a message says that was announced, over restarts of the puppet. */
  readonly askWithinMs: number;
  /** How long messages that came later wait for one that is still asked for. */
  readonly overtakeMs: number;
  readonly fileTimeoutMs: number;
  /** When to try again to send while nobody is signed in. */
  readonly signedOutMs: number;
};

export const DEFAULT_TIMING: WechatTiming = {
  dingEveryMs: 8_000,
  silenceMs: 30_000,
  probeMs: 10_000,
  signInGraceMs: 10_000,
  restartMs: 1_000,
  longestRestartMs: 30_000,
  discardMs: 6_000,
  retryMs: 1_000,
  longestRetryMs: 15_000,
  sendTimeoutMs: 15_000,
  askTimeoutMs: 8_000,
  askWithinMs: 60_000,
  overtakeMs: 3_000,
  fileTimeoutMs: 30_000,
  signedOutMs: 10_000,
};

/** Waits, and resolves early when the signal is aborted; never rejects. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pauseByTimer: Pause = async (ms, signal) => {
  if (signal.aborted || ms <= 0) return;
  await wait(ms, undefined, { signal }).catch(() => undefined);
};

/** `firstMs` doubled for each failure after the first, at most `longestMs`. */
export function backOff(firstMs: number, longestMs: number, failures: number): number {
  return Math.min(firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 20), longestMs);
}
