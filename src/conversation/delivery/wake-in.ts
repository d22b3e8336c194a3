import type { WakeQueue } from '../ports/wake-queue.ts';

/** Shorter waits are kept here, in ms: the store of the queue may round them up, Redis to a tenth of a second. */
const SOON_MS = 200;

/** Has a row delivered after a wait, in ms. One that is lost with the process is found by the sweep. */
export function wakeIn(queue: WakeQueue, outgoingId: string, waitMs: number): void {
  if (waitMs >= SOON_MS) void queue.wake('delivery', outgoingId, waitMs);
  else setTimeout(() => void queue.wake('delivery', outgoingId, 0), waitMs).unref();
}
