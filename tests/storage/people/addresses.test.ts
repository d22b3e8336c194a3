import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

describe('addresses, on real PostgreSQL', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  const find = (account: string, bot = 'bot', channel: 'telegram' | 'web' = 'telegram') =>
    world.transactions.run(({ addresses }) => addresses.findOrCreate({ channel, bot, account, now: NOW }));
  const count = async (table: string): Promise<number> =>
    (await world.database.sql(`select from xinqiao.${table}`)).length;

  it('are one, of one contact, when twenty first updates of an account come at once', async () => {
    const before = {
      address: await count('address'),
      contact: await count('contact'),
      key: await count('data_key'),
    };
    const found = await Promise.all(Array.from({ length: 20 }, () => find('marker-account-1')));
    expect(new Set(found.map((one) => one.addressId)).size).toBe(1);
    expect(found.filter((one) => one.created)).toHaveLength(1);
    expect(await count('address')).toBe(before.address + 1);
    expect(await count('contact')).toBe(before.contact + 1);
    expect(await count('data_key')).toBe(before.key + 1);
    expect(await find('marker-account-1')).toEqual({ addressId: found[0]?.addressId, created: false });
  });

  it('are another for another account, bot or channel', async () => {
    const all = [
      await find('account 2'),
      await find('account 3'),
      await find('account 2', 'another bot'),
      await find('account 2', 'bot', 'web'),
    ];
    expect(new Set(all.map((one) => one.addressId)).size).toBe(4);
    const contacts = await Promise.all(all.map((one) => world.stores.addresses.byId(one.addressId)));
    expect(new Set(contacts.map((one) => one.contactId)).size).toBe(4);
  });

  it('give the account back to the program alone: no column of any table has it in the open', async () => {
    const { addressId } = await find('marker-account-4');
    expect(await world.stores.addresses.account(addressId)).toBe('marker-account-4');
    await world.stores.addresses.saveFlow(addressId, '{"flow":"marker-flow"}');
    const tables = await world.database.sql<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'xinqiao'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const rows = await world.database.sql<{ row: string }>(`select t::text as row from xinqiao.${name} t`);
      // Binary columns show as hexadecimal digits.
      for (const marker of ['marker-account', 'marker-flow']) {
        const inHex = Buffer.from(marker).toString('hex');
        expect(
          rows.some(({ row }) => row.includes(marker) || row.includes(inHex)),
          name,
        ).toBe(false);
      }
    }
  });

  it('keep where the conversation stands, and what became of them', async () => {
    const { addressId } = await find('account 5');
    const { addresses } = world.stores;
    expect(await addresses.byId(addressId)).toMatchObject({
      flow: null,
      language: 'zh',
      speaksAs: 'student',
      reachable: true,
      optedOutAt: null,
      madeAt: NOW,
    });
    await addresses.saveFlow(addressId, '{"flow":"一"}');
    await addresses.setSpeaksAs(addressId, 'staff');
    expect(await addresses.setReachable(addressId, false)).toBe(true);
    expect(await addresses.setReachable(addressId, false)).toBe(false);
    await addresses.setOptedOut(addressId, NOW);
    expect(await addresses.byId(addressId)).toMatchObject({
      flow: '{"flow":"一"}',
      speaksAs: 'staff',
      reachable: false,
      optedOutAt: NOW,
    });
    await addresses.heard(addressId, later(60));
    await addresses.saveFlow(addressId, null);
    expect(await addresses.byId(addressId)).toMatchObject({ reachable: true, flow: null });
  });

  it('let one turn after another see what the one before it saved', async () => {
    const { addressId } = await find('account 6');
    await Promise.all(
      Array.from({ length: 20 }, () =>
        world.transactions.run(async ({ addresses }) => {
          const { flow } = await addresses.lock(addressId);
          await addresses.saveFlow(addressId, `${Number(flow ?? 0) + 1}`);
        }),
      ),
    );
    expect((await world.stores.addresses.byId(addressId)).flow).toBe('20');
  });
});

describe('consent, on real PostgreSQL', () => {
  let world: StoreWorld;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());

  it('is the last word of the person, for this purpose and this version', async () => {
    const person = await world.addPerson();
    const { consents, incoming } = world.stores;
    const record = (given: boolean, version: string, seconds: number, purpose: 'service' | 'health-data') =>
      consents.record({ id: randomUUID(), ...person, purpose, version, given, now: later(seconds) });
    const given = (version: string, purpose: 'service' | 'health-data' = 'service') =>
      agreed(person.addressId).then((versions) => versions?.[purpose] === version);
    /** As a turn sees it, which is always one of an update. */
    const agreed = async (addressId: string) => {
      const update = { channel: 'telegram', bot: 'bot', updateKey: randomUUID(), from: 'x' } as const;
      const body = { kind: 'text', text: '一' } as const;
      await incoming.store([{ id: randomUUID(), addressId, incoming: { ...update, body } }], NOW);
      return (await incoming.next(addressId, NOW))?.agreed;
    };
    expect(await given('1')).toBe(false);
    await record(true, '1', 0, 'service');
    expect(await given('1')).toBe(true);
    expect(await given('2')).toBe(false);
    expect(await given('1', 'health-data')).toBe(false);
    await record(false, '1', 1, 'service');
    expect(await given('1')).toBe(false);
    await record(true, '2', 2, 'service');
    expect(await given('2')).toBe(true);
    expect(await given('1')).toBe(false);
    await record(false, '1', 3, 'health-data');
    expect(await given('2')).toBe(true);
    const another = await world.addPerson();
    expect(await agreed(another.addressId)).toEqual({ service: null, 'health-data': null });
  });
});
