import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresLeaseStore } from '../../../src/storage/postgres-lease-store.ts';
import { outgoingStoreContract } from '../../contracts/outgoing-store-contract.ts';
import { createOutgoingActions, NOW } from '../../contracts/outgoing-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

let world: StoreWorld;

beforeAll(async () => {
  world = await openStoreWorld();
});

afterAll(() => world.close());

outgoingStoreContract('PostgreSQL', async () => {
  const { db } = world.database;
  const leases = createPostgresLeaseStore(db);
  return {
    store: world.stores.outgoing,
    async addAddress(bot) {
      const { addressId } = await world.addPerson('telegram', bot);
      return { addressId, account: await world.stores.addresses.account(addressId) };
    },
    async takeLease(name) {
      const holder = randomUUID();
      const taken = await leases.take(name, holder, 60_000);
      if (taken === null) throw new Error('somebody has this lease');
      await leases.release(name, holder);
      return taken.epoch;
    },
  };
});

describe('outgoing rows under many hands, on real PostgreSQL', () => {
  const { add, drain, row } = createOutgoingActions(() => world.stores.outgoing);

  it('keeps every lane in its order while ten senders work and new rows come', async () => {
    const { addressId } = await world.addPerson('telegram');
    const texts = Array.from({ length: 30 }, (_, index) => `${index}`);
    const lanes = ['crisis', 'conversation', 'campaign'] as const;
    const sent = new Map(lanes.map((lane) => [lane, [] as string[]]));
    const { outgoing } = world.stores;
    const left = async (): Promise<boolean> => {
      const query = world.database.db.selectFrom('outgoing').select('id');
      const rows = await query.where('address_id', '=', addressId).where('status', '!=', 'sent').execute();
      return rows.length > 0;
    };
    const sendFrom = async (by: string): Promise<void> => {
      for (let more = true; more; more = await left()) {
        for (const lane of lanes) {
          const place = { addressId, lane, channel: 'telegram', bot: 'bot' } as const;
          const one = await outgoing.claim(place, { claimedBy: by, lease: null, now: NOW });
          if (one === null) continue;
          sent.get(lane)?.push(one.message.text);
          await outgoing.sent(one.id, by, null, NOW);
        }
      }
    };
    for (const lane of lanes) await add(addressId, lane, ...texts.slice(0, 15));
    const senders = Array.from({ length: 10 }, (_, index) => sendFrom(`sender ${index}`));
    for (const text of texts.slice(15)) for (const lane of lanes) await add(addressId, lane, text);
    await Promise.all(senders);
    for (const lane of lanes) await drain(addressId, lane).then((rest) => sent.get(lane)?.push(...rest));
    for (const lane of lanes) expect(sent.get(lane)).toEqual(texts);
  });

  it('makes one message of twenty with the same key at once', async () => {
    const { addressId } = await world.addPerson('telegram');
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.transactions.run(({ outgoing }) =>
          outgoing.add([row(addressId, 'crisis', `${index}`, { dedupeKey: 'one key' })], NOW),
        ),
      ),
    );
    expect(added.flat()).toHaveLength(1);
    expect(await drain(addressId, 'crisis')).toHaveLength(1);
  });

  it('holds no word in the open', async () => {
    const { addressId } = await world.addPerson('telegram');
    await add(addressId, 'crisis', '标记字样');
    const rows = await world.database.sql<{ row: string; body: Buffer }>(
      'select o::text as row, body_sealed as body from xinqiao.outgoing o where address_id = $1',
      [addressId],
    );
    expect(rows).toHaveLength(1);
    for (const { row, body } of rows) {
      expect(row).not.toContain('标记字样');
      expect(body.includes(Buffer.from('标记字样'))).toBe(false);
    }
  });
});
