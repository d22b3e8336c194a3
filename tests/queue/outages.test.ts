import { afterEach, expect, it } from 'vitest';
import type { BullQueue } from '../../src/queue/bull-queue.ts';
import { describeOnBothStores } from './describe-stores.ts';
import { createListener, createRecorder, openQueue, until } from './open-queue.ts';

describeOnBothStores('outages', (store) => {
  let queue: BullQueue | null = null;
  afterEach(async () => {
    await queue?.close();
    queue = null;
  });
  const isReady = (): boolean => queue?.state().state === 'ready';
  const wakeUntilHeard = async (heard: string[], id: string): Promise<void> => {
    await queue?.wake('turn', id, 0);
    await until(() => heard.includes(id));
  };

  it('comes up once a store that was away at the start is there', async () => {
    await store().proxy.down();
    const { heard, handlers } = createListener();
    queue = openQueue(store());
    const workers = await queue.startWorkers(handlers);
    await until(() => workers.state().state === 'degraded');
    expect(workers.state().code).toBe('store-unreachable');
    await queue.wake('turn', 'lost', 0);
    await store().proxy.up();
    await until(isReady);
    await wakeUntilHeard(heard, 'found');
    expect(heard).toEqual(['found']);
  });

  it('comes up after a store that took connections and said nothing', async () => {
    store().proxy.freeze();
    const { heard, handlers } = createListener();
    queue = openQueue(store(), { connectMs: 300 });
    await queue.startWorkers(handlers);
    await until(() => queue?.state().code === 'store-unreachable');
    store().proxy.thaw();
    await until(isReady);
    await wakeUntilHeard(heard, 'found');
  });

  it('survives the loss of everything it keeps', async () => {
    const { heard, handlers } = createListener();
    queue = openQueue(store());
    await queue.startWorkers(handlers);
    await until(isReady);
    await queue.wake('turn', 'never', 60_000);
    await store().wipe();
    // Like the sweep, which wakes again what is due.
    const again = setInterval(() => void queue?.wake('turn', 'found', 0), 50);
    try {
      await until(() => heard.includes('found'));
    } finally {
      clearInterval(again);
    }
    await until(isReady);
    await wakeUntilHeard(heard, 'last');
    expect(heard).not.toContain('never');
  });

  it('survives a server that ends its connections', async () => {
    const { heard, handlers } = createListener();
    queue = openQueue(store());
    await queue.startWorkers(handlers);
    await until(isReady);
    for (let round = 0; round < 5; round += 1) {
      // Right after the round before there may be none: it is building them.
      while ((await store().sever()) === 0) await until(isReady);
      const id = `round-${round}`;
      const again = setInterval(() => void queue?.wake('escalation', id, 0), 50);
      try {
        await until(() => heard.includes(id));
      } finally {
        clearInterval(again);
      }
    }
    await until(isReady);
  });

  it('notices a line that went silent, and never holds up a caller', async () => {
    const { heard, handlers } = createListener();
    queue = openQueue(store(), { canaryMs: 500, wakeMs: 300 });
    await queue.startWorkers(handlers);
    await until(isReady);
    store().proxy.freeze();
    const from = performance.now();
    await queue.wake('turn', 'lost', 0);
    expect(performance.now() - from).toBeLessThan(800);
    await until(() => queue?.state().state === 'degraded');
    store().proxy.thaw();
    await until(isReady);
    await wakeUntilHeard(heard, 'found');
  });

  it('says little while the store is away', async () => {
    const { handlers } = createListener();
    const recorder = createRecorder();
    queue = openQueue(store(), {}, recorder.log);
    await queue.startWorkers(handlers);
    await until(isReady);
    await store().proxy.down();
    await until(() => queue?.state().state === 'degraded');
    const end = performance.now() + 1_000;
    while (performance.now() < end) {
      await queue.wake('turn', 'lost', 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(recorder.lines.length).toBeLessThan(20);
    await store().proxy.up();
    await until(isReady);
  });

  it('ends soon while the store is away or silent', async () => {
    for (const fail of [() => store().proxy.down(), async () => store().proxy.freeze()]) {
      queue = openQueue(store(), { closeMs: 300 });
      await queue.startWorkers(createListener().handlers);
      await until(isReady);
      await fail();
      const from = performance.now();
      await queue.close();
      expect(performance.now() - from).toBeLessThan(3_000);
      expect(queue.state()).toEqual({ state: 'stopped', code: null });
      store().proxy.thaw();
      await store().proxy.down();
      await store().proxy.up();
    }
  });
});
