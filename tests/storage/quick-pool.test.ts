import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNow } from '../../src/storage/postgres-clock.ts';
import { openStoreWorld, type StoreWorld } from './store-world.ts';

const HOUR = 3_600_000;

describe('the quick pool, on real PostgreSQL', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  it('tells every transaction its own present, and later within it the later one', async () => {
    const { db } = world.database;
    const present = () => db.transaction().execute(readNow);
    const first = await present();
    await world.database.advance(HOUR);
    const second = await present();
    expect(second.getTime() - first.getTime()).toBeGreaterThanOrEqual(HOUR);

    const [early, late] = await db.transaction().execute(async (trx) => {
      const before = await readNow(trx);
      await world.database.advance(HOUR);
      return [before, await readNow(trx)] as const;
    });
    expect(late.getTime() - early.getTime()).toBeGreaterThanOrEqual(HOUR);
  });

  it('undoes a transaction that fails', async () => {
    const { db } = world.database;
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('contact').values({ id: randomUUID(), made_at: new Date() }).execute();
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await db.selectFrom('contact').selectAll().execute()).toEqual([]);
  });

  // A statement that the server had kept would be planned without its values from the sixth time on.
  it('can open the tenth case over the same connection as well as the first', async () => {
    for (let times = 0; times < 10; times += 1) {
      const { contactId, addressId } = await world.addPerson('telegram');
      const opened = await world.transactions.run(async (stores) =>
        stores.cases.openOrJoin({
          id: randomUUID(),
          contactId,
          addressId,
          channel: 'telegram',
          level: 'high',
          knownContact: true,
          now: await stores.now(),
        }),
      );
      expect(opened.change).toBe('opened');
    }
  });
});
