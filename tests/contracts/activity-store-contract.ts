import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { addMs, daysMs, hoursMs, minutesMs } from '../../src/core/clock.ts';
import type { ActivityDraft } from '../../src/groups/activity.ts';
import type { ActivityStore, NewActivity } from '../../src/groups/activity-store.ts';

export type ActivityStoreWorld = {
  readonly store: ActivityStore;
  readonly leaderId: string;
  readonly otherId: string;
  addContact(): Promise<{ readonly contactId: string; readonly addressId: string }>;
};

export const NOW = new Date('2026-11-23T02:00:00Z');
let lastCode = 1_000;

export function newActivity(leaderId: string, change: Partial<NewActivity> = {}): NewActivity {
  lastCode += 1;
  const startsAt = addMs(NOW, daysMs(3));
  return {
    id: randomUUID(),
    code: String(lastCode),
    kind: 'lecture',
    title: '样例讲座',
    titleEn: null,
    text: '怎样睡得好一点。',
    textEn: null,
    place: '样例楼 101',
    capacity: 2,
    signUpFrom: addMs(NOW, -daysMs(1)),
    signUpUntil: addMs(NOW, daysMs(2)),
    question: null,
    leaderId,
    madeBy: leaderId,
    now: NOW,
    dates: [
      {
        id: randomUUID(),
        startsAt,
        endsAt: addMs(startsAt, hoursMs(1)),
      },
    ],
    ...change,
  };
}

/** What every store of activities does. */
export function describeActivityStore(open: () => Promise<ActivityStoreWorld>): void {
  describe('an activity store', () => {
    let world: ActivityStoreWorld;
    beforeAll(async () => {
      world = await open();
    });

    const make = async (change: Partial<NewActivity> = {}): Promise<NewActivity> => {
      const activity = newActivity(world.leaderId, change);
      expect(await world.store.add(activity)).toBe(true);
      await world.store.setStatus(activity.id, ['draft'], 'open', NOW);
      return activity;
    };
    const join = async (activityId: string, answer: string | null = null, now = NOW) => {
      const person = await world.addContact();
      const done = await world.store.signUp({ id: randomUUID(), activityId, ...person, answer, now });
      return { ...person, done };
    };
    const standing = ({ done }: Awaited<ReturnType<typeof join>>) =>
      done.ok ? [done.value.signUp.status, done.value.signUp.number, done.value.place] : done.code;

    it('keeps what was written, and takes a code once', async () => {
      const question = { text: '有没有想先说的？', en: null, kind: 'yes-no' } as const;
      const activity = await make({ question, titleEn: 'A sample' });
      const { madeBy: _, now: __, dates, ...draft } = activity;
      expect(await world.store.byCode(activity.code)).toMatchObject({
        ...draft,
        status: 'open',
        taken: 0,
        dates: dates.map((date) => ({ ...date, walkIns: 0 })),
      });
      expect(await world.store.add({ ...newActivity(world.leaderId), code: activity.code })).toBe(false);
      expect(await world.store.byId('nonsense')).toBeNull();
      expect((await world.store.listOpen(NOW)).map(({ id }) => id)).toContain(activity.id);
      expect((await world.store.listOpen(addMs(NOW, daysMs(2)))).map(({ id }) => id)).not.toContain(
        activity.id,
      );
    });

    it('gives places in order, then the waiting list, and a freed place to its first', async () => {
      const { id } = await make();
      const people = [await join(id), await join(id), await join(id), await join(id)];
      expect(people.map(standing)).toEqual([
        ['signed-up', 1, null],
        ['signed-up', 2, null],
        ['waiting', 3, 1],
        ['waiting', 4, 2],
      ]);
      const [first, , third, fourth] = people;
      if (!first || !third || !fourth) throw new Error('nobody');
      expect(await world.store.signOff(id, first.contactId, NOW)).toBe(true);
      expect(await world.store.signOff(id, first.contactId, NOW)).toBe(false);
      // The place is free, yet whoever comes now stands behind those who wait.
      expect(standing(await join(id))).toEqual(['waiting', 5, 3]);
      expect((await world.store.fill(id, NOW)).map(({ contactId }) => contactId)).toEqual([third.contactId]);
      expect(await world.store.fill(id, NOW)).toEqual([]);
      expect(await world.store.find(id, fourth.contactId)).toMatchObject({ place: 1 });
      // Back again, at the end.
      const back = { id: randomUUID(), activityId: id, answer: null, now: NOW };
      const again = await world.store.signUp({
        ...back,
        contactId: first.contactId,
        addressId: first.addressId,
      });
      expect(again).toMatchObject({
        ok: true,
        value: { signUp: { status: 'waiting', number: 6 }, place: 3 },
      });
      expect(await world.store.count(id)).toMatchObject({ 'signed-up': 2, waiting: 3, cancelled: 0 });
    });

    it('answers the same sign-up to whoever asks twice, and nobody before or after its time', async () => {
      const { id } = await make();
      const one = await join(id);
      const order = { id: randomUUID(), activityId: id, answer: null, now: NOW };
      const twice = await world.store.signUp({
        ...order,
        contactId: one.contactId,
        addressId: one.addressId,
      });
      expect(twice).toEqual(one.done);
      expect(standing(await join(id, null, addMs(NOW, daysMs(2))))).toBe('barred');
      expect(standing(await join(id, null, addMs(NOW, -daysMs(2))))).toBe('barred');
      await world.store.setStatus(id, ['open'], 'closed', NOW);
      expect(standing(await join(id))).toBe('barred');
      expect(standing(await join(randomUUID()))).toBe('barred');
    });

    it('lets the leader decide, with the answer in their hands alone', async () => {
      const question = { text: '你希望得到什么？', en: null, kind: 'words' } as const;
      const { id } = await make({ kind: 'group', capacity: 1, question });
      const people = [await join(id, '第一句'), await join(id, '第二句'), await join(id, '第三句')];
      expect(people.map(standing)).toEqual([1, 2, 3].map((number) => ['pending', number, null]));
      const ids = people.map(({ done }) => (done.ok ? done.value.signUp.id : ''));
      const [a = '', b = '', c = ''] = ids;
      expect(await world.store.askTalk(c, NOW)).toBe(true);
      expect(await world.store.askTalk(c, NOW)).toBe(false);
      expect(await world.store.decide(b, true, NOW)).toMatchObject({ signUp: { status: 'signed-up' } });
      expect(await world.store.decide(b, true, NOW)).toBeNull();
      expect(await world.store.decide(a, true, NOW)).toMatchObject({
        signUp: { status: 'waiting' },
        place: 1,
      });
      expect(await world.store.decide(c, false, NOW)).toMatchObject({ signUp: { status: 'declined' } });
      const [person] = people;
      await world.store.setName(id, person?.contactId ?? '', '测试同学');
      expect(
        (await world.store.signUps(id, world.leaderId)).map(({ name, answer }) => [name, answer]),
      ).toEqual([
        ['测试同学', '第一句'],
        [null, '第二句'],
        [null, '第三句'],
      ]);
      expect((await world.store.signUps(id, null)).map(({ answer }) => answer)).toEqual([null, null, null]);
      expect((await world.store.signUps(id, world.otherId)).map(({ answer }) => answer)).toEqual([
        null,
        null,
        null,
      ]);
    });

    it('is passed on by its leader once somebody answered, and no answer goes with it unless they agree', async () => {
      const question = { text: '你希望得到什么？', en: null, kind: 'words' } as const;
      const activity = await make({ kind: 'group', question });
      const { madeBy: _, now: __, dates, id, code: ___, ...draft } = activity;
      const { leaderId, otherId } = world;
      const pass = (
        version: number,
        to: string,
        mayPass: boolean,
        asked: typeof question | null = question,
      ) => world.store.edit(id, version, { ...draft, question: asked, leaderId: to }, dates, mayPass, NOW);
      // While nobody has answered, whoever may write may also say who leads.
      expect(await pass(2, otherId, false)).toEqual({ ok: true, value: null });
      expect(await pass(3, leaderId, false)).toEqual({ ok: true, value: null });
      await join(id, '只想对带领老师说');
      const refused = { ok: false, code: 'answers-given' };
      expect(await pass(4, otherId, false)).toEqual(refused);
      expect(await pass(4, otherId, false, null)).toEqual(refused);
      expect(await pass(4, leaderId, false)).toEqual({ ok: true, value: null });
      const unasked = async () =>
        (await world.store.unasked(100)).filter(({ activityId }) => activityId === id);
      expect(await unasked()).toEqual([]);
      expect(await pass(5, otherId, true)).toEqual({ ok: true, value: null });
      const readBy = async (reader: string) =>
        (await world.store.signUps(id, reader)).map(({ answered, answer }) => [answered, answer]);
      expect(await readBy(otherId)).toEqual([[true, null]]);
      expect(await readBy(leaderId)).toEqual([[true, '只想对带领老师说']]);
      const [asked] = await unasked();
      expect(await world.store.claimUnasked(asked?.id ?? '')).toBe(6);
      expect(await world.store.claimUnasked(asked?.id ?? '')).toBeNull();
      // An older question shows it to nobody; agreeing twice is agreeing.
      expect(await world.store.showAnswer(asked?.id ?? '', 5)).toBe(false);
      expect(await readBy(otherId)).toEqual([[true, null]]);
      expect(await world.store.showAnswer(asked?.id ?? '', 6)).toBe(true);
      expect(await world.store.showAnswer(asked?.id ?? '', 6)).toBe(true);
      expect(await readBy(otherId)).toEqual([[true, '只想对带领老师说']]);
      expect(await readBy(leaderId)).toEqual([[true, null]]);
      expect(await unasked()).toEqual([]);
    });

    it('is changed by one at a time, never below what is given away, and keeps a date with marks', async () => {
      const activity = await make();
      const { id } = activity;
      const { madeBy: _, now: __, dates, id: ___, code: ____, ...draft } = activity;
      const change = (version: number, to: Partial<ActivityDraft>, times = dates) =>
        world.store.edit(id, version, { ...draft, ...to }, times, true, NOW);
      await join(id);
      await join(id);
      expect(await change(1, {})).toEqual({ ok: false, code: 'changed' });
      expect(await change(2, { capacity: 1 })).toEqual({ ok: false, code: 'below-taken' });
      expect(await change(2, { capacity: 3, title: '新的名称' })).toEqual({ ok: true, value: null });
      expect(await world.store.byId(id)).toMatchObject({ capacity: 3, title: '新的名称', version: 3 });
      const [date] = dates;
      const [someone] = await world.store.signUps(id, null);
      if (!date || !someone) throw new Error('nothing');
      await world.store.attend(someone.id, date.id, true, null, NOW);
      const startsAt = addMs(date.startsAt, daysMs(7));
      const later = { ...date, id: randomUUID(), startsAt, endsAt: addMs(startsAt, hoursMs(1)) };
      expect(await change(3, {}, [later])).toEqual({ ok: false, code: 'date-used' });
      expect(await change(3, {}, [date, later])).toEqual({ ok: true, value: null });
      expect((await world.store.byId(id))?.dates).toHaveLength(2);
      expect(await world.store.countAttended(id)).toEqual(new Map([[date.id, 1]]));
      expect(await world.store.setWalkIns(date.id, 4, 0)).toBe(true);
      // Whoever read it before that sees it first; whoever means the same is right.
      expect(await world.store.setWalkIns(date.id, 5, 0)).toBe(false);
      expect(await world.store.setWalkIns(date.id, 4, 0)).toBe(true);
      expect((await world.store.byId(id))?.dates[0]).toMatchObject({ walkIns: 4 });
    });

    it('takes back what staff noted on a date, and nobody’s own check-in', async () => {
      const { id, dates } = await make();
      const [date] = dates;
      const [one, other] = [await join(id), await join(id)].map(({ done }) =>
        done.ok ? done.value.signUp.id : '',
      );
      if (!date || !one || !other) throw new Error('nothing');
      await world.store.attend(one, date.id, true, null, NOW);
      await world.store.attend(other, date.id, true, world.leaderId, NOW);
      // Ticked first, and there to check in all the same.
      const late = (await join(id)).done;
      const lateId = late.ok ? late.value.signUp.id : '';
      await world.store.attend(lateId, date.id, true, world.leaderId, NOW);
      await world.store.attend(lateId, date.id, true, null, NOW);
      await world.store.attend(lateId, date.id, true, world.leaderId, NOW);
      await world.store.setWalkIns(date.id, 3, 0);
      await world.store.takeBackMarks(date.id);
      const marks = (await world.store.signUps(id, null)).map(({ attendance }) => [...attendance]);
      expect(marks).toEqual([[[date.id, true]], [], [[date.id, true]]]);
      expect((await world.store.byId(id))?.dates[0]).toMatchObject({ walkIns: 0 });
    });

    it('knows since when somebody has their place, also where they gave it up in between', async () => {
      const { id } = await make({ capacity: 1 });
      const [one, waits] = [await join(id), await join(id)];
      const at = (hours: number): Date => addMs(NOW, hoursMs(hours));
      await world.store.signOff(id, one.contactId, at(1));
      await world.store.fill(id, at(2));
      await world.store.signOff(id, waits.contactId, at(3));
      const { contactId, addressId } = one;
      await world.store.signUp({
        id: randomUUID(),
        activityId: id,
        contactId,
        addressId,
        answer: null,
        now: at(4),
      });
      expect(await world.store.signUps(id, null)).toMatchObject([
        { contactId: waits.contactId, status: 'cancelled', since: at(3) },
        { contactId, status: 'signed-up', madeAt: NOW, since: at(4) },
      ]);
      await world.store.signUp({ id: randomUUID(), activityId: id, ...waits, answer: null, now: at(5) });
      await world.store.signOff(id, contactId, at(6));
      expect(await world.store.fill(id, at(7))).toMatchObject([{ status: 'signed-up', since: at(7) }]);
    });

    it('was held by whoever led it then, also once somebody else leads and the rest is called off', async () => {
      const day = (days: number): Date => addMs(NOW, daysMs(100 + days));
      const dates = [3, 10, 17].map((days) => ({
        id: randomUUID(),
        startsAt: day(days),
        endsAt: addMs(day(days), hoursMs(1)),
      }));
      const activity = await make({ dates });
      const { madeBy: _, now: __, id, code: ___, dates: ____, ...draft } = activity;
      const { leaderId, otherId } = world;
      const led = async (staffId: string) =>
        (await world.store.led(staffId, day(0), day(30))).map(({ startsAt }) => startsAt);
      const [first, second, third] = dates.map(({ startsAt }) => startsAt);
      expect(await led(leaderId)).toEqual([first, second, third]);
      const pass = (version: number, to: string, now: Date) =>
        world.store.edit(id, version, { ...draft, leaderId: to }, dates, true, now);
      expect(await pass(2, otherId, day(3))).toMatchObject({ ok: true });
      expect([await led(leaderId), await led(otherId)]).toEqual([[first], [second, third]]);
      expect(await pass(3, leaderId, day(10))).toMatchObject({ ok: true });
      expect([await led(leaderId), await led(otherId)]).toEqual([[first, third], [second]]);
      expect((await world.store.byId(id))?.dates.map(({ ledBy }) => ledBy)).toEqual([
        leaderId,
        otherId,
        null,
      ]);
      // A date that is to go is looked at before anything is written down: one that has begun stays, marked or not.
      const without = dates.slice(2);
      const drop = (now: Date) =>
        world.store.edit(id, 4, { ...draft, leaderId: otherId }, without, true, now);
      expect(await drop(day(18))).toEqual({ ok: false, code: 'date-held' });
      expect(await drop(day(3))).toEqual({ ok: false, code: 'date-held' });
      expect(await led(leaderId)).toEqual([first, third]);
      await world.store.setStatus(id, ['open'], 'cancelled', day(12));
      expect([await led(leaderId), await led(otherId)]).toEqual([[first], [second]]);
      expect(await world.store.byId(id)).toMatchObject({ status: 'cancelled', calledOffAt: day(12) });
    });

    it('lets go a date that nobody held: of a draft, or of a wrong year', async () => {
      const datesAt = (...days: readonly number[]) =>
        days.map((day) => {
          const startsAt = addMs(NOW, daysMs(day));
          return { id: randomUUID(), startsAt, endsAt: addMs(startsAt, hoursMs(1)) };
        });
      const dates = datesAt(-365, 4);
      const { id, madeBy: _, now: __, code: ___, dates: ____, ...draft } = await make({ dates });
      expect(await world.store.edit(id, 2, draft, dates.slice(1), true, NOW)).toMatchObject({ ok: true });
      const written = newActivity(world.leaderId, { dates: datesAt(4, 5) });
      await world.store.add(written);
      const later = addMs(NOW, daysMs(9));
      const left = written.dates.slice(1);
      expect(await world.store.edit(written.id, 1, draft, left, true, later)).toMatchObject({ ok: true });
    });

    it('was never held as a draft', async () => {
      const startsAt = addMs(NOW, daysMs(200));
      const dates = [{ id: randomUUID(), startsAt, endsAt: addMs(startsAt, hoursMs(1)) }];
      const activity = newActivity(world.otherId, { dates });
      await world.store.add(activity);
      const after = addMs(startsAt, daysMs(1));
      await world.store.setStatus(activity.id, ['draft', 'open'], 'cancelled', after);
      expect(await world.store.byId(activity.id)).toMatchObject({ status: 'cancelled', calledOffAt: null });
      expect(await world.store.led(world.otherId, startsAt, after)).toEqual([]);
    });

    it('knows the code that is shown at the place while it is shown, and claims a reminder once', async () => {
      const { id, dates } = await make();
      const [date] = dates;
      if (!date) throw new Error('no date');
      const { store } = world;
      const at = (minutes: number): Date => addMs(date.startsAt, minutesMs(minutes));
      const shown = (minutes: number): string => store.checkInCode(date.id, at(minutes));
      const look = (code: string, minutes: number) => store.byCheckIn(code, at(minutes));
      expect(shown(0)).toMatch(/^\d{6}$/);
      expect([shown(4), shown(5), store.checkInCode(randomUUID(), at(0))]).toEqual([
        shown(0),
        expect.not.stringMatching(shown(0)),
        expect.not.stringMatching(shown(0)),
      ]);
      // Shown and the one before; then it has changed, and at last it is over.
      for (const minutes of [0, 4, 5, 9])
        expect(await look(shown(0), minutes)).toMatchObject({
          activity: { id },
          date: { id: date.id },
          phase: 'now',
        });
      for (const minutes of [10, 60, 89])
        expect(await look(shown(0), minutes)).toMatchObject({ phase: 'changed' });
      for (const minutes of [90, 600]) expect(await look(shown(0), minutes)).toMatchObject({ phase: 'over' });
      expect(await look(shown(0), 2 * 1_440)).toBeNull();
      // Nor is one known before its time.
      expect(await look(shown(0), -5)).toBeNull();
      expect(await look(shown(-65), -61)).toBeNull();
      expect(await look(shown(-60), -60)).toMatchObject({ phase: 'now' });
      const due = async () =>
        (await world.store.claimReminders(NOW, addMs(NOW, daysMs(4)))).map((one) => one.dateId);
      expect(await due()).toContain(date.id);
      expect(await due()).not.toContain(date.id);
      const someone = await join(id);
      expect(await world.store.ofContact(someone.contactId, NOW)).toHaveLength(1);
      expect(await world.store.ofContact(someone.contactId, date.endsAt)).toEqual([]);
    });
  });
}
