import { setTimeout as sleep } from 'node:timers/promises';
import type { WakeHandlers } from '../../src/conversation/ports/wake-queue.ts';
import type { LogFields, Logger } from '../../src/core/log.ts';
import { type BullQueue, createBullQueue } from '../../src/queue/bull-queue.ts';
import type { QueueTiming } from '../../src/queue/timing.ts';
import type { StoreUnderTest } from './store-under-test.ts';

export const FAST: Partial<QueueTiming> = {
  connectMs: 1_000,
  retryMs: 50,
  canaryEveryMs: 250,
  canaryMs: 1_500,
  finishMs: 1_000,
};

export type Recorded = { event: string; fields: LogFields };

export function createRecorder(): { log: Logger; lines: Recorded[] } {
  const lines: Recorded[] = [];
  const record = (event: string, fields: LogFields = {}): void => {
    lines.push({ event, fields });
  };
  return { log: { info: record, warn: record, error: record }, lines };
}

export const openQueue = (
  store: Pick<StoreUnderTest, 'backend' | 'prefix'>,
  timing: Partial<QueueTiming> = {},
  log: Logger = createRecorder().log,
): BullQueue =>
  createBullQueue({
    backend: store.backend,
    prefix: store.prefix || 'xinqiao',
    log,
    timing: { ...FAST, ...timing },
  });

/** Handlers that note what they are woken for. */
export function createListener(): { heard: string[]; handlers: WakeHandlers } {
  const heard: string[] = [];
  const hear = async (id: string): Promise<void> => {
    heard.push(id);
  };
  return { heard, handlers: { turn: hear, delivery: hear, escalation: hear } };
}

const CEILING_MS = 15_000;

/** @throws when it does not hold within a hard ceiling */
export async function until(condition: () => boolean, ceilingMs: number = CEILING_MS): Promise<void> {
  const end = performance.now() + ceilingMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`did not happen within ${ceilingMs} ms`);
    await sleep(5);
  }
}
