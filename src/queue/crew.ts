import type { WakeHandlers, WakeKind } from '../conversation/ports/wake-queue.ts';
import { describeError, type Logger } from '../core/log.ts';
import { CANARY, type JobWorker, type QueueLine, WAKE_KINDS } from './line.ts';
import type { QueueTiming } from './timing.ts';
import { endsWithin, within } from './within.ts';

const CONCURRENCY: Readonly<Record<WakeKind, number>> = { turn: 8, delivery: 8, escalation: 4 };

/** With the default of 1, jobs are failed for good when their process is killed twice. */
const MAX_STALLED = 1_000;

/** The three workers of one line. */
export interface Crew {
  readonly workers: Readonly<Record<WakeKind, JobWorker>>;
  /** Jobs started so far: one more is a sign of life. */
  started(kind: WakeKind): number;
  /** Every place is taken by a handler that has not ended. */
  isFull(kind: WakeKind): boolean;
  /** Calls back, once, when that canary was worked off here. */
  expectCanary(jobId: string, seen: () => void): () => void;
  ready(signal: AbortSignal): Promise<void>;
  /** Never hangs and never throws. `healthy`: the store answered just now, so a tidy end is possible. */
  close(healthy: boolean): Promise<void>;
}

export function hireCrew(line: QueueLine, handlers: WakeHandlers, timing: QueueTiming, log: Logger): Crew {
  const started: Record<WakeKind, number> = { turn: 0, delivery: 0, escalation: 0 };
  const running: Record<WakeKind, number> = { turn: 0, delivery: 0, escalation: 0 };
  const canaries = new Map<string, () => void>();
  let dismissed = false;
  let onIdle: (() => void) | null = null;
  const isIdle = (): boolean => WAKE_KINDS.every((kind) => running[kind] === 0);

  const hire = (kind: WakeKind): JobWorker =>
    line.hire(
      kind,
      async (job) => {
        started[kind] += 1;
        if (job.name === CANARY) return canaries.get(job.id ?? '')?.();
        const id = readId(job.data);
        if (id === null || dismissed) return;
        running[kind] += 1;
        try {
          await handlers[kind](id);
        } catch (error) {
          // It ends here: BullMQ would store the message in clear text, and the sweep retries from the rows anyway.
          log.error('wake-handler-failed', { kind, ...describeError(error) });
        } finally {
          running[kind] -= 1;
          if (isIdle()) onIdle?.();
        }
      },
      {
        concurrency: CONCURRENCY[kind],
        lockDuration: timing.lockMs,
        stalledInterval: timing.stalledEveryMs,
        maxStalledCount: MAX_STALLED,
        runRetryDelay: timing.runRetryMs,
      },
    );
  const workers = { turn: hire('turn'), delivery: hire('delivery'), escalation: hire('escalation') };
  const all = Object.values(workers);

  return {
    workers,
    started: (kind) => started[kind],
    isFull: (kind) => running[kind] >= CONCURRENCY[kind],
    expectCanary(jobId, seen) {
      canaries.set(jobId, seen);
      return () => canaries.delete(jobId);
    },
    async ready(signal) {
      await within(timing.connectMs, Promise.all(all.map((worker) => worker.waitUntilReady())), signal);
    },
    async close(healthy) {
      await Promise.all(all.map((worker) => worker.pause(true).catch(() => undefined)));
      const finished =
        isIdle() || (await endsWithin(timing.finishMs, new Promise<void>((done) => (onIdle = done))));
      const force = !(healthy && finished);
      const ended = await endsWithin(
        timing.closeMs,
        Promise.all(all.map((worker) => dismiss(worker, force))),
      );
      dismissed = true;
      if (ended) return;
      line.cut();
      await endsWithin(timing.closeMs, Promise.all(all.map((worker) => worker.getBackend().close(true))));
    },
  };
}

/** A forced end leaves BullMQ's wait for the next job behind, whose timer would hold the process for up to an hour. */
async function dismiss(worker: JobWorker, force: boolean): Promise<void> {
  const closed = worker.close(force);
  if (force)
    worker
      .getBackend()
      .disconnectBlocking(false)
      .catch(() => undefined);
  await closed;
}

function readId(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('id' in data)) return null;
  return typeof data.id === 'string' ? data.id : null;
}
