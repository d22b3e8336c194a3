/** All intervals of the queue, in milliseconds; tests make them short. */
export type QueueTiming = {
  /** How long the store may take to accept a connection. */
  readonly connectMs: number;
  /** How long one step of building may take, the migrations of an empty database included. */
  readonly buildMs: number;
  /** Between two attempts to reach a store, and at least between two checks of a living one. */
  readonly retryMs: number;
  /** Between two canary jobs. */
  readonly canaryEveryMs: number;
  /** How long a canary may stay away before the workers count as dead. */
  readonly canaryMs: number;
  /** How long a caller of `wake` waits at most. */
  readonly wakeMs: number;
  /** How long handlers that run may finish when the queue is closed. */
  readonly finishMs: number;
  /** How long closing a connection may take before it is cut. */
  readonly closeMs: number;
  /** A job whose holder died starts again after about this long (`lockMs`, then `stalledEveryMs`). */
  readonly lockMs: number;
  readonly stalledEveryMs: number;
  /** BullMQ's pause after an error of the store; its default of 15 s makes the first job after an outage late. */
  readonly runRetryMs: number;
};

export const QUEUE_TIMING: QueueTiming = {
  connectMs: 2_000,
  buildMs: 15_000,
  retryMs: 500,
  canaryEveryMs: 5_000,
  canaryMs: 3_000,
  wakeMs: 1_000,
  finishMs: 2_000,
  closeMs: 1_000,
  lockMs: 5_000,
  stalledEveryMs: 2_000,
  runRetryMs: 500,
};
