import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, hoursMs } from '../../../src/core/clock.ts';
import { say } from '../../../src/core/message.ts';
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

  it('stay apart where they ask for a choice, so that numbers mean one of them', async () => {
    const { outgoing } = world.stores;
    const asks = (text: string) => ({ message: say(text, [{ id: `wait.yes.${text}`, label: '要' }]) });
    await outgoing.add(
      [row(to, 'reminder', '', asks('一')), row(to, 'reminder', '二'), row(to, 'reminder', '', asks('三'))],
      NOW,
    );
    await outgoing.hold(to, []);
    expect(await outgoing.release(to, [], inSeconds(1))).toHaveLength(3);
    for (const [index, text] of ['一', '二', '三'].entries()) {
      const one = await claimed(to, 'reminder', index + 2);
      expect(one.message.text).toBe(text);
      await outgoing.sent(one.id, 'me', null, inSeconds(index + 2));
    }
  });

  it('keep a picture, and a file, as what they are, in the order in which all was said', async () => {
    const { outgoing } = world.stores;
    const picture = randomUUID();
    const file = { name: 'a.ics', type: 'text/calendar', text: 'BEGIN' } as const;
    await outgoing.add(
      [
        ...['一', '二'].map((text) => row(to, 'crisis', text)),
        row(to, 'crisis', '', { message: { ...say('［图片］'), picture } }),
        ...['三', '四'].map((text) => row(to, 'crisis', text)),
        row(to, 'crisis', '', { message: { ...say('五'), file } }),
      ],
      NOW,
    );
    await outgoing.hold(to, []);
    expect(await outgoing.release(to, [], inSeconds(1))).toHaveLength(4);
    for (const [index, message] of [
      say('一\n\n二'),
      { ...say('［图片］'), picture },
      say('三\n\n四'),
      { ...say('五'), file },
    ].entries()) {
      const one = await claimed(to, 'crisis', index + 2);
      expect(one.message).toEqual(message);
      await outgoing.sent(one.id, 'me', null, inSeconds(index + 2));
    }
  });

  it('were shown when they went, not when they were made, and what was joined with them never by itself', async () => {
    const { outgoing } = world.stores;
    const choices = [{ id: 'change.take.1', label: '周三' }];
    await outgoing.add([row(to, 'reminder', '', { message: say('改时间', choices) })], NOW);
    await add(to, 'crisis', '一', '二');
    await outgoing.hold(to, []);
    await add(to, 'conversation', '你好');
    await outgoing.sent((await claimed(to, 'conversation', 1)).id, 'me', null, inSeconds(9));
    expect(await outgoing.lastShown(to, 9)).toMatchObject([{ lane: 'conversation', choices: [] }]);
    await outgoing.release(to, [], inSeconds(2));
    const one = await claimed(to, 'reminder', 3);
    // On its way counts: whoever answers at once may be quicker than the note.
    expect(await outgoing.lastShown(to, 9)).toMatchObject([
      { lane: 'reminder', choices },
      { lane: 'conversation' },
    ]);
    await outgoing.reword(one.id, to, say('改时间，回复「周三」'));
    await outgoing.sent(one.id, 'me', null, inSeconds(4));
    await outgoing.sent((await claimed(to, 'crisis', 5)).id, 'me', null, inSeconds(5));
    expect(await outgoing.lastShown(to, 9)).toMatchObject([
      { lane: 'crisis' },
      { lane: 'reminder', choices: [] },
      { lane: 'conversation' },
    ]);
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

  it('stay apart by who says them and in which case; what the program said goes with the words beside it', async () => {
    const { outgoing, cases } = world.stores;
    const [owner, invited] = [await world.addStaff('周老师'), await world.addStaff('何老师')];
    const caseOf = async () => {
      const opened = await cases.openOrJoin({
        id: randomUUID(),
        contactId: (await world.addPerson('telegram')).contactId,
        addressId: to,
        channel: 'telegram',
        level: 'high',
        knownContact: true,
        now: NOW,
      });
      return opened.case.id;
    };
    const [own, report] = [await caseOf(), await caseOf()];
    const says = (text: string, authorStaffId: string | null, caseId: string) =>
      row(to, 'crisis', text, { authorStaffId, caseId });
    const said = [
      says('老师接手了', null, report),
      says('我在', owner, own),
      says('我也在', invited, own),
      says('还在叫', null, own),
      says('你在哪', owner, own),
      says('室友呢', owner, report),
    ];
    for (const [index, one] of said.entries()) await outgoing.add([one], inSeconds(index));
    await outgoing.hold(to, []);
    // Nobody has heard it.
    expect(await world.stores.waiting.spokenAt(own, inSeconds(9))).toBeNull();
    expect(await outgoing.release(to, [], inSeconds(9))).toHaveLength(3);
    // Nor had they when they wrote what let it go.
    expect(await world.stores.waiting.spokenAt(own, inSeconds(9))).toBeNull();
    expect(await world.stores.waiting.spokenAt(own, inSeconds(10))).toEqual(inSeconds(4));
    for (const wanted of [
      { text: '老师接手了\n\n我在\n\n你在哪', authorStaffId: owner, caseId: own, at: inSeconds(4) },
      { text: '我也在\n\n还在叫', authorStaffId: invited, caseId: own, at: inSeconds(2) },
      { text: '室友呢', authorStaffId: owner, caseId: report, at: inSeconds(5) },
    ]) {
      const { message, ...one } = await claimed(to, 'crisis', 9);
      expect({ ...one, text: message.text }).toMatchObject(wanted);
      await outgoing.sent(one.id, 'me', null, inSeconds(9));
    }
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

  it('are unsaid under their whole key, which may be said anew; what went is not said twice', async () => {
    const { outgoing } = world.stores;
    const key = `rate:${randomUUID()}`;
    const other = `${key}:2`;
    const asks = (text: string, dedupeKey: string) => row(to, 'reminder', text, { dedupeKey });
    await outgoing.add([asks('一', key), asks('二', other)], NOW);
    await outgoing.hold(to, []);
    await outgoing.unsay(to, key);
    expect([await outgoing.has(key), await outgoing.has(other)]).toEqual([false, true]);
    await outgoing.add([asks('三', key)], NOW);
    await outgoing.release(to, [], NOW);
    expect(await drain(to, 'reminder')).toEqual(['二', '三']);
    await outgoing.unsay(to, key);
    expect(await outgoing.has(key)).toBe(true);
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
