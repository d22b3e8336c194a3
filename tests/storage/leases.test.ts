import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LeaseStore } from '../../src/conversation/ports/process-store.ts';
import { createPostgresLeaseStore } from '../../src/storage/postgres-lease-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const MINUTE = 60_000;

describe('leases on real PostgreSQL', () => {
  let database: TestDatabase;
  let leases: LeaseStore;
  beforeAll(async () => {
    database = await createTestDatabase();
    leases = createPostgresLeaseStore(database.db);
  });
  beforeEach(() => database.sql('delete from xinqiao.lease'));
  afterAll(() => database.close());

  /** As if the time had passed, without waiting for it. */
  const expire = () =>
    database.sql(`update xinqiao.lease set expires_at = clock_timestamp() - interval '1 ms'`);

  it('is held by one, and refused to everybody else', async () => {
    expect(await leases.take('bot:1', 'a', MINUTE)).toEqual({ epoch: 1 });
    expect(await leases.take('bot:1', 'b', MINUTE)).toBeNull();
    expect(await leases.take('bot:2', 'b', MINUTE)).toEqual({ epoch: 1 });
  });

  it('is renewed by its holder in the same epoch, and lasts longer by it', async () => {
    await leases.take('bot:1', 'a', 1_000);
    expect(await leases.take('bot:1', 'a', MINUTE)).toEqual({ epoch: 1 });
    const [row] = await database.sql<{ left: number }>(
      'select extract(epoch from expires_at - clock_timestamp())::float as left from xinqiao.lease',
    );
    expect(row?.left).toBeGreaterThan(50);
  });

  it('goes to another once it has expired, in a new epoch, and not back', async () => {
    await leases.take('bot:1', 'a', MINUTE);
    await expire();
    expect(await leases.take('bot:1', 'b', MINUTE)).toEqual({ epoch: 2 });
    expect(await leases.take('bot:1', 'a', MINUTE)).toBeNull();
    await expire();
    expect(await leases.take('bot:1', 'a', MINUTE)).toEqual({ epoch: 3 });
  });

  it('is free at once when released, and only by its holder', async () => {
    await leases.take('bot:1', 'a', MINUTE);
    await leases.release('bot:1', 'b');
    expect(await leases.take('bot:1', 'b', MINUTE)).toBeNull();
    await leases.release('bot:1', 'a');
    expect(await leases.take('bot:1', 'b', MINUTE)).toEqual({ epoch: 2 });
  });

  it('gives the epoch on even when the same holder comes back after a release', async () => {
    await leases.take('bot:1', 'a', MINUTE);
    await leases.release('bot:1', 'a');
    expect(await leases.take('bot:1', 'a', MINUTE)).toEqual({ epoch: 2 });
  });

  it('goes to exactly one of many that ask at once', async () => {
    const ask = (who: string) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => leases.take('bot:1', `${who}-${n}`, MINUTE)));
    expect((await ask('first')).filter((taken) => taken !== null)).toEqual([{ epoch: 1 }]);
    await expire();
    expect((await ask('second')).filter((taken) => taken !== null)).toEqual([{ epoch: 2 }]);
  });

  it('does not move with the clock of the tests', async () => {
    await leases.take('bot:1', 'a', MINUTE);
    await database.advance(3_600_000);
    expect(await leases.take('bot:1', 'b', MINUTE)).toBeNull();
  });
});
