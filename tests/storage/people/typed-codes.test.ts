import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StaffChannel } from '../../../src/people/staff.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

describe('codes that are typed, on real PostgreSQL', () => {
  let world: StoreWorld;
  let staffId: string;
  let tests = 0;
  beforeAll(async () => {
    world = await openStoreWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tests += 1;
    staffId = await world.addStaff(`老师 ${tests}`);
  });

  const prepare = async (code: string, channel: StaffChannel = 'sms', onCall = false) => {
    const place = { channel, bot: 'gateway', account: randomUUID(), now: NOW };
    const { addressId } = await world.transactions.run(({ addresses }) => addresses.findOrCreate(place));
    const id = randomUUID();
    const { account } = place;
    const sentTo = { notifier: 'gateway', addressId };
    const rest = { expiresAt: later(24), onCall, now: NOW };
    await world.transactions.run(({ staff }) =>
      staff.prepareAddress({ id, staffId, channel, account, sentTo, code, ...rest }),
    );
    return { id, addressId, account };
  };
  const type = (code: string, now = NOW, who = staffId) =>
    world.transactions.run(({ staff }) => staff.confirm({ staffId: who, code, onCallId: randomUUID(), now }));
  const presence = async () => {
    const everybody = await world.stores.duty.presence(NOW);
    return everybody.find((one) => one.staffId === staffId);
  };

  it.each(['sms', 'voice', 'email'] as const)(
    'make an address by %s that can wake its owner',
    async (channel) => {
      const { addressId } = await prepare('XQ-AAAAAAAA', channel, true);
      expect(await presence()).toMatchObject({ messenger: false, besideRota: false });
      expect(await type('XQ-AAAAAAAA')).toEqual({ kind: 'confirmed', onCall: true });
      expect(await presence()).toMatchObject({
        messenger: true,
        wakes: true,
        hears: false,
        besideRota: true,
      });
      expect(await world.stores.staff.addresses([staffId])).toMatchObject([
        { channel, notifier: 'gateway', addressId, activeAt: NOW, reachable: true },
      ]);
    },
  );

  it('are as good the second time, also at the same moment, and nobody else’s', async () => {
    await prepare('XQ-BBBBBBBB');
    const other = await world.addStaff(`别人 ${tests}`);
    expect(await type('XQ-BBBBBBBB', NOW, other)).toEqual({ kind: 'no-code' });
    const both = await Promise.all([type('XQ-BBBBBBBB'), type('XQ-BBBBBBBB')]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['already', 'confirmed']);
    expect(await type('XQ-BBBBBBBB')).toEqual({ kind: 'already' });
  });

  it('are guessed five times at most, each of those that wait', async () => {
    await prepare('XQ-CCCCCCCC');
    await prepare('XQ-DDDDDDDD', 'email');
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      expect(await type('XQ-ZZZZZZZZ')).toEqual({ kind: 'wrong', triesLeft });
    }
    expect(await type('XQ-CCCCCCCC')).toEqual({ kind: 'no-code' });
    expect(await type('XQ-DDDDDDDD')).toEqual({ kind: 'no-code' });
    expect(await world.stores.staff.addresses([staffId])).toMatchObject([
      { triesLeft: 0, activeAt: null },
      { triesLeft: 0, activeAt: null },
    ]);
  });

  it('end after a day; a new one begins anew, and not twice in a minute', async () => {
    const { id } = await prepare('XQ-EEEEEEEE');
    expect(await type('XQ-EEEEEEEE', later(24))).toEqual({ kind: 'no-code' });
    for (let tries = 0; tries < 5; tries += 1) await type('XQ-ZZZZZZZZ');
    const renew = (code: string, at: Date, unlessBeyond: Date) =>
      world.transactions.run(({ staff }) =>
        staff.renewCode({ id, staffId, code, expiresAt: at, unlessBeyond }),
      );
    expect(await renew('XQ-FFFFFFFF', later(25), later(23))).toEqual({ ok: false, code: 'too-soon' });
    expect(await renew('XQ-FFFFFFFF', later(25), later(24))).toMatchObject({ ok: true });
    expect(await type('XQ-EEEEEEEE')).toEqual({ kind: 'wrong', triesLeft: 4 });
    expect(await type('XQ-FFFFFFFF')).toMatchObject({ kind: 'confirmed' });
    expect(await renew('XQ-GGGGGGGG', later(99), later(98))).toEqual({ ok: false, code: 'active' });
  });

  it('do not activate an account that has to write, nor what was removed', async () => {
    const sms = await prepare('XQ-HHHHHHHH');
    const written = { id: randomUUID(), staffId, channel: 'telegram', account: randomUUID() } as const;
    const rest = { sentTo: null, code: 'XQ-JJJJJJJJ', expiresAt: later(24), onCall: false, now: NOW };
    await world.stores.staff.prepareAddress({ ...written, ...rest });
    expect(await type('XQ-JJJJJJJJ')).toMatchObject({ kind: 'wrong' });
    const remove = (id: string, who = staffId) =>
      world.stores.staff.revokeAddress({ id, staffId: who, now: NOW });
    expect(await remove(sms.id, randomUUID())).toBe(false);
    expect(await remove(sms.id)).toBe(true);
    expect(await remove(sms.id)).toBe(false);
    expect(await type('XQ-HHHHHHHH')).toEqual({ kind: 'no-code' });
    expect(await world.stores.staff.addresses([staffId])).toMatchObject([{ channel: 'telegram' }]);
  });

  it('leave an address alone when another one is removed', async () => {
    const [kept, gone] = [await prepare('XQ-KKKKKKKK'), await prepare('XQ-LLLLLLLL', 'voice')];
    await type('XQ-KKKKKKKK');
    await type('XQ-LLLLLLLL');
    await world.stores.staff.revokeAddress({ id: gone.id, staffId, now: NOW });
    expect(await presence()).toMatchObject({ messenger: true });
    expect(await world.stores.staff.addresses([staffId])).toMatchObject([{ id: kept.id }]);
    await world.stores.staff.revokeAddress({ id: kept.id, staffId, now: NOW });
    expect(await presence()).toMatchObject({ messenger: false });
  });
});
