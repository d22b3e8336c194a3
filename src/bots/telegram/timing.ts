import { setTimeout as wait } from 'node:timers/promises';

/** All durations in ms. */
export type TelegramTiming = {
  /** How long the server may hold an empty poll open. */
  readonly longPollMs: number;
  /** Beyond the long poll: how long a server may be silent before it counts as gone. */
  readonly graceMs: number;
  /** Shortest time between the starts of two polls when the first one was empty. */
  readonly emptyPollMs: number;
  /** After a failed poll or a failed storing; doubled per failed poll in a row up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** While the server refuses the token. */
  readonly unauthorizedMs: number;
  /** While somebody else polls with the same token. */
  readonly conflictMs: number;
  /** Between two looks at how the webhook is. */
  readonly probeMs: number;
  /** For one call that sends. Longer than the 10 s in which Node gives up connecting, which is a known failure. */
  readonly sendTimeoutMs: number;
  /** For the whole of a file. */
  readonly fileTimeoutMs: number;
  /** How long a posted update may take to be stored before Telegram is asked to post it again. */
  readonly storeTimeoutMs: number;
};

/** Telegram out of reach is known after so long, in ms, so that the alarm is given in time. */
export const LONGEST_BLIND_MS = 45_000;

/** `longPollMs + graceMs` and `probeMs + graceMs` stay below `LONGEST_BLIND_MS`. */
export const DEFAULT_TIMING: TelegramTiming = {
  longPollMs: 25_000,
  graceMs: 10_000,
  emptyPollMs: 1_000,
  retryMs: 1_000,
  longestRetryMs: 15_000,
  unauthorizedMs: 30_000,
  conflictMs: 5_000,
  probeMs: 15_000,
  sendTimeoutMs: 12_000,
  fileTimeoutMs: 30_000,
  storeTimeoutMs: 20_000,
};

/** Waits, and resolves early when the signal is aborted; never rejects. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export const pauseByTimer: Pause = async (ms, signal) => {
  if (signal.aborted || ms <= 0) return;
  await wait(ms, undefined, { signal }).catch(() => undefined);
};
