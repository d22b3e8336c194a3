import { setTimeout as sleep } from 'node:timers/promises';
import { describe, inject } from 'vitest';
import { describeWakeQueue, type WakeQueueHarness } from '../contracts/wake-queue-contract.ts';
import { FakeWakeQueue } from '../fakes/fake-wake-queue.ts';
import { openQueue, until } from './open-queue.ts';
import { openPostgres, openRedis, type StoreUnderTest } from './store-under-test.ts';

async function openReal(store: StoreUnderTest): Promise<WakeQueueHarness> {
  const queue = openQueue(store);
  return {
    queue,
    now: () => performance.now(),
    until,
    pass: async (ms) => {
      await sleep(ms);
    },
    breakStore: () => store.proxy.down(),
    mendStore: () => store.proxy.up(),
    async close() {
      await queue.close();
      await store.close();
    },
  };
}

async function openFake(): Promise<WakeQueueHarness> {
  const queue = new FakeWakeQueue();
  return {
    queue,
    now: () => queue.now(),
    async until(condition) {
      for (let step = 0; !condition(); step += 1) {
        if (step > 1_000) throw new Error('did not happen within 10 s of the test clock');
        await queue.advance(10);
      }
    },
    pass: (ms) => queue.advance(ms),
    breakStore: async () => queue.leave(),
    mendStore: async () => queue.comeBack(),
    close: () => queue.close(),
  };
}

describeWakeQueue('fake', openFake);
describeWakeQueue('BullMQ on PostgreSQL', async () => openReal(await openPostgres()));

const redisUrl = inject('redisUrl');
describe.skipIf(redisUrl === null)('with Redis', () => {
  describeWakeQueue('BullMQ on Redis', async () => openReal(await openRedis(redisUrl ?? '')));
});
