import { afterEach, expect, it } from 'vitest';
import type { BullQueue } from '../../src/queue/bull-queue.ts';
import { describeOnBothStores } from './describe-stores.ts';
import { createListener, createRecorder, openQueue, until } from './open-queue.ts';

const queues: BullQueue[] = [];
const open = (...options: Parameters<typeof openQueue>): BullQueue => {
  const queue = openQueue(...options);
  queues.push(queue);
  return queue;
};
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
const ready = (queue: BullQueue): Promise<void> => until(() => queue.state().state === 'ready');

describeOnBothStores('workers', (store) => {
  it('keep nothing but ids in the store, and log neither ids nor messages of errors', async () => {
    const recorder = createRecorder();
    const queue = open(store(), {}, recorder.log);
    let failures = 0;
    const handler = async (): Promise<void> => {
      failures += 1;
      throw Object.assign(new Error('marker-words of a student'), { code: 'invented' });
    };
    await queue.startWorkers({ turn: handler, delivery: handler, escalation: handler });
    await ready(queue);
    await queue.wake('turn', 'marker-address', 0);
    await until(() => failures === 1);
    await queue.wake('delivery', 'marker-later', 60_000);
    const kept = await store().dump();
    expect(kept).toContain('marker-later');
    expect(kept).not.toContain('marker-words');
    expect(kept).not.toContain('invented');
    const logged = JSON.stringify(recorder.lines);
    expect(recorder.lines.map((line) => line.event)).toContain('wake-handler-failed');
    expect(logged).toContain('invented');
    expect(logged).not.toContain('marker');
  });

  it('keep no trace of a wake that was handled, but of events', async () => {
    const { heard, handlers } = createListener();
    const queue = open(store());
    await queue.startWorkers(handlers);
    await ready(queue);
    for (let index = 0; index < 20; index += 1) await queue.wake('turn', `gone-${index}`, 0);
    await until(() => heard.length === 20);
    let kept = 'gone-';
    while (kept.includes('gone-')) kept = await store().dump();
  });

  it('tell full hands from dead ones, and are not built again for it', async () => {
    const queue = open(store(), { canaryMs: 300 });
    let started = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { handlers } = createListener();
    await queue.startWorkers({
      ...handlers,
      escalation: async () => {
        started += 1;
        await gate;
      },
    });
    await ready(queue);
    for (let index = 0; index < 4; index += 1) await queue.wake('escalation', `case-${index}`, 0);
    await until(() => queue.state().code === 'handlers-busy');
    release();
    await ready(queue);
    expect(started).toBe(4);
  });

  it('share the work between processes, and prove themselves all the same', async () => {
    const one = createListener();
    const other = createListener();
    const first = open(store());
    const second = open(store());
    await first.startWorkers(one.handlers);
    await second.startWorkers(other.handlers);
    await ready(first);
    await ready(second);
    for (let index = 0; index < 40; index += 1) await first.wake('delivery', `row-${index}`, 0);
    await until(() => one.heard.length + other.heard.length === 40);
    await first.close();
    await second.wake('delivery', 'after', 0);
    await until(() => other.heard.includes('after'));
    expect(one.heard).not.toContain('after');
  });

  it('are not needed to wake those of another process', async () => {
    const { heard, handlers } = createListener();
    const worker = open(store());
    await worker.startWorkers(handlers);
    const web = open(store());
    await ready(worker);
    await ready(web);
    await web.wake('turn', 'from the web', 0);
    await until(() => heard.includes('from the web'));
  });

  it('let a running handler end before they stop', async () => {
    const queue = open(store());
    let ended = false;
    const { handlers } = createListener();
    let started = false;
    const workers = await queue.startWorkers({
      ...handlers,
      delivery: async () => {
        started = true;
        await new Promise((resolve) => setTimeout(resolve, 200));
        ended = true;
      },
    });
    await ready(queue);
    await queue.wake('delivery', 'slow', 0);
    await until(() => started);
    await workers.stop();
    expect(ended).toBe(true);
    expect(await store().dump()).not.toContain('"slow"');
  });

  it('stop although a handler never ends', async () => {
    const queue = open(store(), { finishMs: 200 });
    let started = false;
    const workers = await queue.startWorkers({
      ...createListener().handlers,
      turn: () => {
        started = true;
        return new Promise(() => undefined);
      },
    });
    await ready(queue);
    await queue.wake('turn', 'hangs', 0);
    await until(() => started);
    const from = performance.now();
    await workers.stop();
    expect(performance.now() - from).toBeLessThan(2_500);
  });

  it('are not taken for dead in a flood of wakes', async () => {
    const { heard, handlers } = createListener();
    const recorder = createRecorder();
    const queue = open(store(), { canaryMs: 3_000 }, recorder.log);
    await queue.startWorkers(handlers);
    await ready(queue);
    const from = performance.now();
    const flood = Array.from({ length: 3_000 }, (_, index) => queue.wake('turn', `flood-${index}`, 0));
    await Promise.all(flood);
    expect(performance.now() - from).toBeLessThan(3_000);
    await queue.wake('turn', 'after', 0);
    await until(() => heard.includes('after'));
    expect(recorder.lines.filter((line) => line.fields.state === 'degraded')).toEqual([]);
  });
});
