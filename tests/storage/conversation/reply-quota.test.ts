import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { createOutgoingActions, inSeconds, NOW } from '../../contracts/outgoing-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';

const QUOTA = { count: 5, withinMs: hoursMs(48) };

let world: StoreWorld;
let to: string;
const { add, row, claim, claimed, drain } = createOutgoingActions(() => world.stores.outgoing);

beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  to = (await world.addPerson('telegram')).addressId;
  await world.stores.addresses.heard(to, NOW);
});

const left = async (at = inSeconds(60), startsChats = false): Promise<number> =>
  (await world.stores.outgoing.repliesLeft(to, QUOTA, startsChats, at)).left;

async function makeStaffAddress(addressId: string): Promise<void> {
  const { staff, addresses } = world.stores;
  const code = 'XQ-TESTCODE';
  await staff.prepareAddress({
    id: randomUUID(),
    staffId: await world.addStaff(`测试老师 ${randomUUID()}`),
    channel: 'telegram',
    account: await addresses.account(addressId),
    sentTo: null,
    code,
    expiresAt: inSeconds(60),
    onCall: false,
    now: NOW,
  });
  if ((await staff.activate({ addressId, code, onCallId: randomUUID(), now: NOW })) === null) {
    throw new Error('the code was refused');
  }
}

describe('answers that a platform permits', () => {
  it('are counted from what the person wrote last, sent or perhaps sent', async () => {
    expect(await left()).toBe(5);
    await add(to, 'crisis', '一', '二', '三');
    for (const _ of ['一', '二']) {
      const one = await claimed(to, 'crisis', 1);
      await world.stores.outgoing.sent(one.id, 'me', null, inSeconds(1));
    }
    await claimed(to, 'crisis', 2);
    expect(await left()).toBe(2);
    await world.stores.addresses.heard(to, inSeconds(10));
    expect(await left()).toBe(5);
  });

  it('end with their time', async () => {
    expect(await left(addMs(NOW, QUOTA.withinMs))).toBe(5);
    expect(await left(addMs(NOW, QUOTA.withinMs + 1))).toBe(0);
  });

  it('are without number for staff who may be written to first, and for nobody else', async () => {
    await makeStaffAddress(to);
    expect(await left(inSeconds(60), true)).toBe(Number.POSITIVE_INFINITY);
    expect(await left(inSeconds(60), false)).toBe(5);
    to = (await world.addPerson('telegram')).addressId;
    await world.stores.addresses.heard(to, NOW);
    expect(await left(NOW, true)).toBe(5);
  });
});

describe('whoever of the staff can only be answered', () => {
  it('counts as unreachable once their time is over, until they write; nobody else does', async () => {
    const { addresses } = world.stores;
    const student = to;
    to = (await world.addPerson('telegram')).addressId;
    await addresses.heard(to, NOW);
    await makeStaffAddress(to);
    const bot = { channel: 'telegram', bot: 'bot' } as const;
    await addresses.closeWindows(bot, NOW);
    expect((await addresses.byId(to)).reachable).toBe(true);
    await addresses.closeWindows(bot, inSeconds(1));
    expect((await addresses.byId(to)).reachable).toBe(false);
    expect((await addresses.byId(student)).reachable).toBe(true);
    await addresses.heard(to, inSeconds(2));
    expect((await addresses.byId(to)).reachable).toBe(true);
  });
});

describe('rows that are held back', () => {
  it('wait until the person writes, and then go as one message of each lane', async () => {
    const { outgoing } = world.stores;
    const held = [...(await add(to, 'crisis', '一', '二')), ...(await add(to, 'conversation', '三'))];
    await outgoing.hold(to, []);
    expect(await claim(to, 'crisis')).toBeNull();
    expect(await outgoing.dueOf(to, NOW)).toEqual([]);
    const places = await outgoing.duePlaces(NOW, [{ channel: 'telegram', bot: 'bot' }], 100);
    expect(places.filter((id) => held.includes(id))).toEqual([]);
    expect(await outgoing.release(to, [], inSeconds(5))).toHaveLength(2);
    expect(await claim(to, 'crisis', { seconds: 4 })).toBeNull();
    expect((await claimed(to, 'crisis', 5)).message.text).toBe('一\n\n二');
    expect((await claimed(to, 'conversation', 5)).message.text).toBe('三');
  });

  it('of a person answer, as one message, whatever the last of their words answers', async () => {
    const { outgoing } = world.stores;
    const staffId = await world.addStaff('林老师');
    for (const [index, authorStaffId] of [staffId, null, staffId, null].entries())
      await outgoing.add([row(to, 'crisis', String(index), { authorStaffId })], inSeconds(index));
    await outgoing.hold(to, []);
    await outgoing.release(to, [], inSeconds(9));
    expect(await claimed(to, 'crisis', 9)).toMatchObject({ authorStaffId: staffId, at: inSeconds(2) });
  });

  it('are given up where nothing in them stays true, and not where it is unknown whether they came', async () => {
    const { outgoing } = world.stores;
    const until = (seconds: number) => ({ staleAt: inSeconds(seconds) });
    await outgoing.add(
      [
        row(to, 'reminder', '提议', until(20)),
        row(to, 'reminder', '取消了'),
        row(to, 'crisis', '一', until(20)),
        row(to, 'crisis', '二', until(30)),
      ],
      NOW,
    );
    await outgoing.hold(to, []);
    await outgoing.release(to, [], inSeconds(9));
    await outgoing.dropStale(to, inSeconds(29));
    expect((await claimed(to, 'reminder', 29)).message.text).toBe('提议\n\n取消了');
    const sent = await claimed(to, 'crisis', 29);
    expect(sent.message.text).toBe('一\n\n二');
    await outgoing.unknown(sent.id, 'me', 'timeout', inSeconds(30));
    await outgoing.dropStale(to, inSeconds(40));
    expect(await claimed(to, 'crisis', 40)).toMatchObject({ repeat: true });
    await outgoing.add([row(to, 'campaign', '三', until(20)), row(to, 'campaign', '四', until(30))], NOW);
    await outgoing.hold(to, []);
    await outgoing.release(to, [], inSeconds(9));
    await outgoing.dropStale(to, inSeconds(30));
    expect(await claim(to, 'campaign', { seconds: 30 })).toBeNull();
  });

  it('let the one message pass that may go', async () => {
    const key = randomUUID();
    await add(to, 'crisis', '一');
    await world.stores.outgoing.add([row(to, 'crisis', '最后一条', { dedupeKey: key })], NOW);
    expect(await world.stores.outgoing.has(key)).toBe(true);
    await world.stores.outgoing.hold(to, [key]);
    expect(await drain(to, 'crisis')).toEqual(['最后一条']);
  });

  it('are those of one lane alone where that is asked for', async () => {
    await add(to, 'campaign', '活动');
    await add(to, 'crisis', '急');
    await world.stores.outgoing.holdLane(to, 'campaign');
    expect(await claim(to, 'campaign')).toBeNull();
    expect(await drain(to, 'crisis')).toEqual(['急']);
  });

  it('are dropped where they say what is true at the moment only', async () => {
    const told = row(to, 'crisis', '过了 3 分钟', { dedupeKey: `tell:${randomUUID()}` });
    await world.stores.outgoing.add([told], NOW);
    await add(to, 'crisis', '值班老师接手了');
    expect(await world.stores.outgoing.drop(to, ['tell:'])).toBe(true);
    expect(await world.stores.outgoing.drop(to, ['tell:'])).toBe(false);
    await world.stores.outgoing.hold(to, []);
    await world.stores.outgoing.release(to, [], NOW);
    expect(await drain(to, 'crisis')).toEqual(['值班老师接手了']);
  });
});
