import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WakeKind } from '../conversation/ports/wake-queue.ts';
import type { Crew } from './crew.ts';
import { CANARY, KEPT_FAILURES, type QueueLine, WAKE_KINDS } from './line.ts';
import type { QueueTiming } from './timing.ts';
import { within } from './within.ts';

export type ProofCode =
  /** The store did not take the canary. */
  | 'store-lost'
  /** Nobody worked it off, and nothing else either: the workers are dead, however healthy they look. */
  | 'canary-lost'
  /** The workers live, but every place is held by a handler that does not end. */
  | 'handlers-busy';

const GRAVITY: readonly ProofCode[] = ['store-lost', 'canary-lost', 'handlers-busy'];
const LOOK_EVERY_MS = 100;
/** In seconds, long enough for whoever sent it to look whether it was worked off elsewhere. */
const KEPT_CANARIES = { age: 60, count: 50 };

/** Null when everything works; with a crew, that is a job through each of its workers. */
export async function prove(
  line: QueueLine,
  crew: Crew | null,
  timing: QueueTiming,
  signal: AbortSignal,
): Promise<ProofCode | null> {
  const codes = await Promise.all(
    WAKE_KINDS.map((kind) =>
      crew === null ? ask(line, kind, timing, signal) : sendCanary(line, crew, kind, timing, signal),
    ),
  );
  return GRAVITY.find((code) => codes.includes(code)) ?? null;
}

/** A process without workers can only see that the store and BullMQ's tables are there. */
async function ask(line: QueueLine, kind: WakeKind, timing: QueueTiming, signal: AbortSignal) {
  try {
    await within(timing.canaryMs, line.queues[kind].getJobState(CANARY), signal);
    return null;
  } catch {
    return 'store-lost';
  }
}

async function sendCanary(
  line: QueueLine,
  crew: Crew,
  kind: WakeKind,
  timing: QueueTiming,
  signal: AbortSignal,
): Promise<ProofCode | null> {
  const jobId = `${CANARY}-${randomUUID()}`;
  const before = crew.started(kind);
  let added = false;
  const flight = new AbortController();
  const seen = new Promise<void>((resolve) => {
    flight.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const forget = crew.expectCanary(jobId, () => flight.abort());
  try {
    await within(timing.canaryMs, addCanary(line, kind, jobId), signal);
    added = true;
    await within(
      timing.canaryMs,
      Promise.race([seen, workedElsewhere(line, kind, jobId, flight.signal)]),
      signal,
    );
    return null;
  } catch {
    if (crew.started(kind) > before) return null;
    if (!added) return 'store-lost';
    return crew.isFull(kind) ? 'handlers-busy' : 'canary-lost';
  } finally {
    forget();
    flight.abort();
  }
}

/** It jumps the queue: a long backlog is no death. */
const addCanary = (line: QueueLine, kind: WakeKind, jobId: string): Promise<unknown> =>
  line.queues[kind].add(
    CANARY,
    { id: '' },
    { jobId, lifo: true, removeOnComplete: KEPT_CANARIES, removeOnFail: KEPT_FAILURES },
  );

/** Other processes work on the same queues and may take it first; then the queue works, which is what matters. */
async function workedElsewhere(
  line: QueueLine,
  kind: WakeKind,
  jobId: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    if ((await line.queues[kind].getJobState(jobId)) === 'completed') return;
  }
}
