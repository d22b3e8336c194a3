import { afterEach, beforeEach, describe, inject } from 'vitest';
import { freePort } from './free-port.ts';
import { startOwnRedis } from './own-redis.ts';
import { openPostgres, openRedis, type StoreUnderTest } from './store-under-test.ts';

/** The same tests on both stores, each test with a fresh one that it may ruin. */
export function describeOnBothStores(name: string, tests: (store: () => StoreUnderTest) => void): void {
  describe(`${name} on PostgreSQL`, () => withStore(openPostgres, tests));
  describe.skipIf(inject('redisUrl') === null)(`${name} on Redis`, () => withStore(openOwnRedis, tests));
}

function withStore(open: () => Promise<StoreUnderTest>, tests: (store: () => StoreUnderTest) => void): void {
  let store: StoreUnderTest;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());
  tests(() => store);
}

async function openOwnRedis(): Promise<StoreUnderTest> {
  const server = await startOwnRedis(await freePort());
  const store = await openRedis(server.url);
  return {
    ...store,
    async close() {
      await store.close();
      await server.close();
    },
  };
}
