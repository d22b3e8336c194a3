import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  WakeHandlers,
  WakeKind,
  WakeQueue,
  WakeWorkers,
} from '../../src/conversation/ports/wake-queue.ts';

export type WakeQueueHarness = {
  queue: WakeQueue & { startWorkers(handlers: WakeHandlers): Promise<WakeWorkers> };
  /** Milliseconds, by the clock that the queue follows. */
  now(): number;
  /** Lets time pass until it holds; fails when it does not within a hard ceiling. */
  until(condition: () => boolean): Promise<void>;
  /** Lets so much time pass, to see that nothing happens. */
  pass(ms: number): Promise<void>;
  breakStore(): Promise<void>;
  mendStore(): Promise<void>;
  close(): Promise<void>;
};

type Heard = { kind: WakeKind; id: string; at: number };

/** What every alarm clock does, the fake as well as BullMQ on either store. */
export function describeWakeQueue(name: string, open: () => Promise<WakeQueueHarness>): void {
  describe(`wake queue contract: ${name}`, () => {
    let harness: WakeQueueHarness;
    let heard: Heard[];
    const hear = (kind: WakeKind) => async (id: string) => {
      heard.push({ kind, id, at: harness.now() });
    };
    const listening = (): WakeHandlers => ({
      turn: hear('turn'),
      delivery: hear('delivery'),
      escalation: hear('escalation'),
    });
    const ids = (): string[] => heard.map((one) => one.id);
    const start = async (handlers: WakeHandlers): Promise<WakeWorkers> => {
      const workers = await harness.queue.startWorkers(handlers);
      await harness.until(() => workers.state().state === 'ready');
      return workers;
    };

    beforeEach(async () => {
      heard = [];
      harness = await open();
    });
    afterEach(() => harness.close());

    it('wakes the handler of the kind with the id, soon', async () => {
      await start(listening());
      const from = harness.now();
      await harness.queue.wake('turn', 'address-a', 0);
      await harness.queue.wake('delivery', '17', 0);
      await harness.queue.wake('escalation', 'case:b', 0);
      await harness.until(() => heard.length === 3);
      expect(heard.map((one) => `${one.kind} ${one.id}`).sort()).toEqual([
        'delivery 17',
        'escalation case:b',
        'turn address-a',
      ]);
      expect(Math.max(...heard.map((one) => one.at)) - from).toBeLessThan(2_000);
    });

    it('wakes later when told so, and does not hold up others', async () => {
      await start(listening());
      const from = harness.now();
      await harness.queue.wake('escalation', 'late', 600);
      await harness.queue.wake('escalation', 'soon', 0);
      await harness.until(() => heard.length === 2);
      expect(ids()).toEqual(['soon', 'late']);
      expect((heard[1]?.at ?? 0) - from).toBeGreaterThanOrEqual(590);
    });

    it('takes odd delays as now', async () => {
      await start(listening());
      for (const [index, inMs] of [Number.NaN, -5, 0.4].entries()) {
        await harness.queue.wake('turn', `odd-${index}`, inMs);
      }
      await harness.until(() => heard.length === 3);
    });

    it('goes on when a handler throws', async () => {
      await start({
        ...listening(),
        turn: async (id) => {
          if (id === 'bad') throw new Error('invented failure');
          await hear('turn')(id);
        },
      });
      for (let round = 0; round < 10; round += 1) await harness.queue.wake('turn', 'bad', 0);
      await harness.queue.wake('turn', 'good', 0);
      await harness.until(() => ids().includes('good'));
    });

    it('survives a doubled wake', async () => {
      await start(listening());
      await harness.queue.wake('delivery', 'twice', 0);
      await harness.queue.wake('delivery', 'twice', 0);
      await harness.queue.wake('delivery', 'after', 0);
      await harness.until(() => ids().includes('twice') && ids().includes('after'));
    });

    it('does not merge a wake into its twin that is being handled', async () => {
      let started = 0;
      let release = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      await start({
        ...listening(),
        turn: async () => {
          started += 1;
          if (started === 1) await gate;
        },
      });
      await harness.queue.wake('turn', 'same', 0);
      await harness.until(() => started === 1);
      await harness.queue.wake('turn', 'same', 0);
      release();
      await harness.until(() => started === 2);
    });

    it('neither throws nor holds up its caller while the store is away, and works again after', async () => {
      const workers = await start(listening());
      await harness.breakStore();
      const from = performance.now();
      await harness.queue.wake('turn', 'lost', 0);
      expect(performance.now() - from).toBeLessThan(1_500);
      await harness.until(() => workers.state().state === 'degraded');
      expect(workers.state().code).not.toBeNull();
      await harness.queue.wake('turn', 'lost as well', 0);
      await harness.mendStore();
      await harness.until(() => workers.state().state === 'ready');
      await harness.queue.wake('turn', 'found', 0);
      await harness.until(() => ids().includes('found'));
    });

    it('handles nothing more once it is stopped', async () => {
      const workers = await start(listening());
      await workers.stop();
      expect(workers.state().state).toBe('stopped');
      await harness.queue.wake('turn', 'too late', 0);
      await harness.pass(300);
      expect(heard).toEqual([]);
      await workers.stop();
    });

    it('refuses a second set of handlers', async () => {
      await start(listening());
      await expect(harness.queue.startWorkers(listening())).rejects.toThrow('already');
    });
  });
}
