import { Queue } from 'bullmq';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { BullQueue } from '../../src/queue/bull-queue.ts';
import { WAKE_KINDS } from '../../src/queue/line.ts';
import { freePort } from './free-port.ts';
import { createListener, openQueue, until } from './open-queue.ts';
import { startOwnRedis } from './own-redis.ts';
import { openPostgres, type StoreUnderTest, sql } from './store-under-test.ts';

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

describe('on PostgreSQL alone', () => {
  const withStore = async (run: (store: StoreUnderTest) => Promise<void>): Promise<void> => {
    const store = await openPostgres();
    try {
      await run(store);
      await Promise.all(queues.splice(0).map((queue) => queue.close()));
    } finally {
      await store.close();
    }
  };

  it('uses few connections', () =>
    withStore(async (store) => {
      const { heard, handlers } = createListener();
      const queue = open(store);
      await queue.startWorkers(handlers);
      await ready(queue);
      for (let round = 0; round < 10; round += 1) {
        await Promise.all(WAKE_KINDS.map((kind) => queue.wake(kind, `${kind}-${round}`, 0)));
      }
      await until(() => heard.length === 30);
      const rows = await sql(
        inject('postgresUrl'),
        `select count(*)::int as n from pg_stat_activity where datname = '${new URL(store.backend.url).pathname.slice(1)}'`,
      );
      expect(rows[0]?.n).toBeLessThanOrEqual(8);
    }));

  it('says that a wrong database or a lack of rights is no outage', () =>
    withStore(async (store) => {
      const url = new URL(store.backend.url);
      url.pathname = '/no_such_database';
      const queue = open({ backend: { kind: 'postgres', url: url.href }, prefix: '' });
      await until(() => queue.state().code === 'store-refused');
    }));
});

describe.skipIf(inject('redisUrl') === null)('on Redis alone', () => {
  it('works again after Redis was killed and came back on its port', async () => {
    const redis = await startOwnRedis(await freePort());
    const { heard, handlers } = createListener();
    const queue = open({ backend: { kind: 'redis', url: redis.url }, prefix: 'killed' });
    try {
      await queue.startWorkers(handlers);
      await ready(queue);
      await redis.kill();
      await until(() => queue.state().state === 'degraded');
      await queue.wake('turn', 'lost', 0);
      await redis.start();
      await ready(queue);
      await queue.wake('turn', 'found', 0);
      await until(() => heard.includes('found'));
    } finally {
      await queue.close();
      await redis.close();
    }
  });

  it('works on a Redis that may evict, and says so', async () => {
    const redis = await startOwnRedis(await freePort(), '--maxmemory-policy', 'allkeys-lru');
    const queue = open({ backend: { kind: 'redis', url: redis.url }, prefix: 'evict' });
    try {
      await queue.startWorkers(createListener().handlers);
      await ready(queue);
      expect(queue.state()).toEqual({ state: 'ready', code: 'eviction-policy' });
    } finally {
      await queue.close();
      await redis.close();
    }
  });

  it('says that a refused password is no outage', async () => {
    const redis = await startOwnRedis(await freePort(), '--requirepass', 'invented');
    const queue = open({ backend: { kind: 'redis', url: redis.url }, prefix: 'auth' });
    try {
      await until(() => queue.state().code === 'store-refused');
    } finally {
      await queue.close();
      await redis.close();
    }
  });

  it('finds workers dead that look alive', async () => {
    const redis = await startOwnRedis(await freePort());
    const backend = { kind: 'redis', url: redis.url } as const;
    const queue = open({ backend, prefix: 'paused' }, { canaryMs: 300 });
    // Paused by somebody else, a queue takes jobs and gives none away: like dead workers, seen from here.
    const hand = new Queue('escalation', { connection: { url: redis.url }, prefix: 'paused' });
    hand.on('error', () => undefined);
    try {
      await queue.startWorkers(createListener().handlers);
      await ready(queue);
      await hand.pause();
      await until(() => queue.state().code === 'canary-lost');
      await hand.resume();
      await ready(queue);
    } finally {
      await hand.close();
      await queue.close();
      await redis.close();
    }
  });
});
