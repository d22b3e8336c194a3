import { beforeEach, describe, expect, it } from 'vitest';
import type { WakeHandlers } from '../../src/conversation/ports/wake-queue.ts';
import { createNearQueue, type WorkingQueue } from '../../src/queue/near-queue.ts';
import { FakeWakeQueue } from '../fakes/fake-wake-queue.ts';
import { until } from '../support/until.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the near queue', () => {
  let far: FakeWakeQueue;
  let near: WorkingQueue;
  let started: string[];
  let finish: Map<string, () => void>;
  beforeEach(() => {
    far = new FakeWakeQueue();
    near = createNearQueue(far, SILENT);
    started = [];
    finish = new Map();
  });

  /** Every handler is under way until the test ends it. */
  const lasting = (): WakeHandlers => {
    const handle = (id: string): Promise<void> => {
      started.push(id);
      return new Promise((resolve) => finish.set(id, resolve));
    };
    return { turn: handle, delivery: handle, escalation: handle };
  };
  const end = (id: string): void => finish.get(id)?.();

  it('does what is due now itself, and leaves what is due later to the far queue', async () => {
    await near.startWorkers(lasting());
    await near.wake('turn', 'a', 0);
    await near.wake('turn', 'b', 900);
    expect(started).toEqual(['a']);
    expect(far.waiting()).toEqual([{ kind: 'turn', id: 'b', dueAt: 900 }]);
    end('a');
  });

  it('tells the far queue of what is far away once nobody works, or after a moment', async () => {
    await near.startWorkers(lasting());
    await near.wake('turn', 'a', 0);
    await near.wake('escalation', 'b', 5_000);
    expect(far.waiting()).toEqual([]);
    end('a');
    await until('the first alarm', () => far.waiting().length === 1);
    expect(far.waiting()[0]?.dueAt).toBeGreaterThan(4_000);
    await near.wake('turn', 'a', 0);
    await near.wake('escalation', 'c', 5_000);
    await until('the second alarm, beside work that goes on', () => far.waiting().length === 2);
    await near.wake('escalation', 'd', 5_000);
    end('a');
    await until('all of them', () => far.waiting().length === 3);
    await near.wake('escalation', 'e', 5_000);
    expect(
      far
        .waiting()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['b', 'c', 'd', 'e']);
  });

  it('tells the far queue of an escalation too, since this process may end', async () => {
    await near.startWorkers(lasting());
    await near.wake('escalation', 'a', 0);
    await near.wake('delivery', 'b', 0);
    expect(started).toEqual(['a', 'b']);
    expect(far.waiting()).toEqual([{ kind: 'escalation', id: 'a', dueAt: 0 }]);
    end('a');
    end('b');
  });

  it('tells the far queue everything in a process without workers', async () => {
    await near.wake('turn', 'a', 0);
    expect(far.waiting().map(({ id }) => id)).toEqual(['a']);
  });

  it('works on with the store of the far queue away', async () => {
    await near.startWorkers(lasting());
    far.leave();
    await near.wake('turn', 'a', 0);
    expect(started).toEqual(['a']);
    end('a');
  });

  it('looks once more at what was woken while it was looked at, and never twice at the same time', async () => {
    await near.startWorkers(lasting());
    for (let times = 0; times < 3; times += 1) await near.wake('turn', 'a', 0);
    expect(started).toEqual(['a']);
    end('a');
    await until('a second look', () => started.length === 2);
    end('a');
    await near.wake('turn', 'b', 0);
    await until('somebody else', () => started.length === 3);
    expect(started).toEqual(['a', 'a', 'b']);
    end('b');
  });

  it('lets a few wait in order, and gives the rest of a flood away', async () => {
    await near.startWorkers(lasting());
    const ids = Array.from({ length: 120 }, (_, index) => `a${index}`);
    for (const id of ids) await near.wake('turn', id, 0);
    expect(started).toEqual(ids.slice(0, 8));
    expect(far.waiting().map(({ id }) => id)).toEqual(ids.slice(108));
    for (const id of ids.slice(0, 108)) {
      await until(id, () => started.includes(id));
      end(id);
    }
    expect(started).toEqual(ids.slice(0, 108));
  });

  it('does first what may not wait behind the rest, however much waits', async () => {
    await near.startWorkers(lasting());
    const notices = Array.from({ length: 130 }, (_, index) => `notice${index}`);
    for (const id of notices) await near.wake('delivery', id, 0);
    await near.wake('delivery', 'notice20', 0, true);
    await near.wake('delivery', 'page', 0, true);
    expect(started).toEqual(notices.slice(0, 16));
    for (const id of notices.slice(0, 3)) end(id);
    await until('three free hands', () => started.length === 19);
    expect(started.slice(16)).toEqual(['notice20', 'page', 'notice16']);
    for (const id of notices.slice(3, 8)) end(id);
    await until('five more', () => started.length === 24);
    expect(started.slice(19)).toEqual(['notice17', 'notice18', 'notice19', 'notice21', 'notice22']);
  });

  it('goes on after a handler that failed, and logs no message', async () => {
    const logged: string[] = [];
    const log = { ...SILENT, error: (event: string) => void logged.push(event) };
    near = createNearQueue(far, log);
    const fails = async (): Promise<void> => {
      throw new Error('words of a student');
    };
    await near.startWorkers({ ...lasting(), turn: fails });
    await near.wake('turn', 'a', 0);
    await near.wake('delivery', 'b', 0);
    await until('the failure', () => logged.length === 1);
    expect(logged).toEqual(['wake-handler-failed']);
    expect(started).toEqual(['b']);
    end('b');
  });

  it('lets what is under way finish when it is closed, and takes up nothing more', async () => {
    await near.startWorkers(lasting());
    await near.wake('turn', 'a', 0);
    let closed = false;
    const closing = near.close().then(() => (closed = true));
    await near.wake('turn', 'b', 0);
    expect(closed).toBe(false);
    end('a');
    await closing;
    expect(started).toEqual(['a']);
    expect(far.state().state).toBe('stopped');
  });
});
