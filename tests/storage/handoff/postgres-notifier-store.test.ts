import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

describe('the pace of groups, on real PostgreSQL', () => {
  let world: StoreWorld;
  let name: string;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    name = `group-${randomUUID().slice(0, 8)}`;
  });
  const makeDue = (seconds: number, names = [name]) =>
    world.stores.notifiers.makeDue(names, 60, inSeconds(seconds));
  const take = (seconds: number) => world.stores.notifiers.take(name, inSeconds(seconds));
  const due = (seconds: number) => world.stores.notifiers.due(inSeconds(seconds), 1_000);

  it('lets the first go at once, and the next a minute after it was told', async () => {
    await makeDue(0);
    expect(await take(0)).toBe(true);
    await world.stores.notifiers.told(name, NOW);
    expect(await take(0)).toBe(false);
    await makeDue(10);
    await makeDue(59);
    expect(await due(59)).not.toContain(name);
    expect(await take(59)).toBe(false);
    expect(await due(60)).toContain(name);
    expect(await take(60)).toBe(true);
  });

  it('costs nobody a minute when there was nothing to tell', async () => {
    await makeDue(0);
    expect(await take(0)).toBe(true);
    await makeDue(1);
    expect(await take(1)).toBe(true);
  });

  it('has one teller, however many try at once', async () => {
    const others = [`${name}-b`, name, `${name}-a`];
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        world.transactions.run((stores) =>
          stores.notifiers.makeDue(index % 2 === 0 ? others : [...others].reverse(), 60, NOW),
        ),
      ),
    );
    const taken = await Promise.all(
      Array.from({ length: 8 }, () => world.transactions.run((stores) => stores.notifiers.take(name, NOW))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('loses whoever was reached by a notifier that is gone, and nobody else', async () => {
    const at = async (channel: 'sms' | 'telegram', bot: string) => {
      const place = { channel, bot, account: randomUUID(), now: NOW };
      return (await world.transactions.run(({ addresses }) => addresses.findOrCreate(place))).addressId;
    };
    const ids = [
      await at('sms', name),
      await at('sms', `${name}-gone`),
      await at('telegram', `${name}-gone`),
    ];
    const reachable = async () => {
      const rows = await world.database.sql<{ id: string }>(
        'select id from xinqiao.address where reachable and id = any($1)',
        [ids],
      );
      return ids.map((id) => rows.some((row) => row.id === id));
    };
    await world.stores.notifiers.loseOthers([{ channel: 'sms', bot: name }]);
    expect(await reachable()).toEqual([true, false, true]);
    await world.stores.notifiers.loseOthers([]);
    expect(await reachable()).toEqual([false, false, true]);
  });

  it('gives up only what surely never left, of one place and kind', async () => {
    const place = { channel: 'wecom', bot: name, account: 'group', now: NOW } as const;
    const { addressId } = await world.transactions.run(({ addresses }) => addresses.findOrCreate(place));
    const keys = ['due', 'sending', 'unknown', 'sent', 'other'];
    const rows = keys.map((key) => ({
      id: randomUUID(),
      addressId,
      lane: 'crisis' as const,
      dedupeKey: `${key === 'other' ? 'test' : 'page'}:${name}:${key}`,
      message: say('试'),
      notBefore: NOW,
      caseId: null,
      authorStaffId: null,
    }));
    await world.transactions.run(({ outgoing }) => outgoing.add(rows, NOW));
    const setStatus = `update xinqiao.outgoing set status = split_part(dedupe_key, ':', 3)
      where address_id = $1 and dedupe_key like 'page:%'`;
    await world.database.sql(setStatus, [addressId]);
    await world.stores.notifiers.dropUnsent(addressId, `page:${name}:`);
    const after = await world.database.sql<{ status: string }>(
      'select status from xinqiao.outgoing where address_id = $1 order by seq',
      [addressId],
    );
    expect(after.map(({ status }) => status)).toEqual(['failed', 'sending', 'unknown', 'sent', 'due']);
  });

  it('knows the page that came after another at the same group, and no other message', async () => {
    const place = { channel: 'wecom', bot: name, account: 'group', now: NOW } as const;
    const { addressId } = await world.transactions.run(({ addresses }) => addresses.findOrCreate(place));
    const key = `page:${name}:`;
    const add = async (dedupeKey: string) => {
      const row = { id: randomUUID(), addressId, lane: 'crisis', dedupeKey, message: say('试') } as const;
      const rest = { notBefore: NOW, caseId: null, authorStaffId: null };
      await world.transactions.run(({ outgoing }) => outgoing.add([{ ...row, ...rest }], NOW));
      return row.id;
    };
    const later = (id: string) => world.stores.notifiers.laterThan(id, key);
    const first = await add(`${key}1`);
    const test = await add(`test:${name}:1`);
    expect(await later(first)).toBeNull();
    const second = await add(`${key}2`);
    expect(await later(first)).toBe(second);
    expect(await later(second)).toBeNull();
    expect(await later(test)).toBeNull();
  });

  it('knows what became of the newest message of a key, and of no other notifier', async () => {
    const add = async (bot: string, dedupeKey: string, at: Date) => {
      const place = { channel: 'wecom', bot, account: 'group', now: at } as const;
      const { addressId } = await world.transactions.run(({ addresses }) => addresses.findOrCreate(place));
      const row = { id: randomUUID(), addressId, lane: 'conversation', dedupeKey } as const;
      const rest = { message: say('试'), notBefore: at, caseId: null, authorStaffId: null };
      await world.transactions.run(({ outgoing }) => outgoing.add([{ ...row, ...rest }], at));
      return { id: row.id, addressId };
    };
    const latest = () => world.stores.notifiers.latest({ channel: 'wecom', bot: name }, 'try:');
    expect(await latest()).toBeNull();
    await add(name, `try:${randomUUID()}`, NOW);
    await add(`${name}-x`, `try:${randomUUID()}`, inSeconds(9));
    await add(name, `page:${randomUUID()}`, inSeconds(9));
    expect(await latest()).toEqual({ status: 'due', code: null, at: NOW });
    const { id } = await add(name, `try:${randomUUID()}`, inSeconds(3));
    await world.database.sql(
      `update xinqiao.outgoing set status = 'failed', error_code = 'rejected' where id = $1`,
      [id],
    );
    expect(await latest()).toEqual({ status: 'failed', code: 'rejected', at: inSeconds(3) });
  });
});
