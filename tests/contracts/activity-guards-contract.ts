import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hoursMs } from '../../src/core/clock.ts';
import type { NewActivity } from '../../src/groups/activity-store.ts';
import { NOW, newActivity } from './activity-store-contract.ts';
import { type BookedWorld, daysAfter } from './booked-world.ts';

const WORDS = { text: '你希望得到什么？', en: null, kind: 'words' } as const;

/** What every store of activities keeps when people come at once, come from elsewhere, or after a restart. */
export function activityGuardsContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`activities at once: ${name}`, () => {
    let world: BookedWorld;
    let leaderId: string;
    const activities = () => world.stores.activities;

    beforeAll(async () => {
      world = await open();
      leaderId = await world.addStaff(`带领 ${randomUUID()}`);
    });

    const make = async (more: Partial<NewActivity> = {}) => {
      const activity = newActivity(leaderId, more);
      await activities().add(activity);
      await activities().setStatus(activity.id, ['draft'], 'open', NOW);
      return activity;
    };
    const signUp = async (activityId: string, answer: string | null = null) => {
      const person = await world.addPerson();
      const order = { id: randomUUID(), activityId, ...person, answer, now: NOW };
      const done = await activities().signUp(order);
      if (!done.ok) throw new Error(done.code);
      return { ...person, order, id: done.value.signUp.id };
    };

    it('writes one where the form is sent twice at once', async () => {
      const activity = newActivity(leaderId);
      const added = await Promise.all([1, 2, 3].map(() => activities().add(activity)));
      expect(added.filter(Boolean)).toHaveLength(1);
      const changed = await Promise.all(
        [1, 2, 3].map(() => activities().setStatus(activity.id, ['draft'], 'open', NOW)),
      );
      expect(changed.filter(Boolean)).toHaveLength(1);
    });

    it('signs somebody up once, however often they tap at once', async () => {
      const { id } = await make();
      const person = await world.addPerson();
      const tap = () =>
        activities().signUp({ id: randomUUID(), activityId: id, ...person, answer: null, now: NOW });
      const done = await Promise.all([tap(), tap(), tap(), tap()]);
      expect(new Set(done.map((one) => JSON.stringify(one))).size).toBe(1);
      expect(await activities().count(id)).toMatchObject({ 'signed-up': 1 });
      const off = await Promise.all([1, 2].map(() => activities().signOff(id, person.contactId, NOW)));
      expect(off.sort()).toEqual([false, true]);
    });

    it('gives the last place to one of those whom the leader takes at once', async () => {
      const { id } = await make({ kind: 'group', capacity: 1, question: WORDS });
      const people = [await signUp(id, '一'), await signUp(id, '二'), await signUp(id, '三')];
      const taken = await Promise.all(people.map((person) => activities().decide(person.id, true, NOW)));
      expect(taken.map((one) => one?.signUp.status).sort()).toEqual(['signed-up', 'waiting', 'waiting']);
      const [first] = people;
      const words = await Promise.all(
        [true, false].map((yes) => activities().decide(first?.id ?? '', yes, NOW)),
      );
      expect(words).toEqual([null, null]);
    });

    it.each([
      ['was called off', 'cancelled', NOW],
      ['is over', 'open', daysAfter(NOW, 4)],
      ['is over and takes no more', 'closed', daysAfter(NOW, 4)],
    ] as const)('takes, talks with and turns away nobody once it %s', async (_, status, now) => {
      const { id } = await make({ kind: 'group', question: WORDS });
      const person = await signUp(id, '一');
      if (status !== 'open') await activities().setStatus(id, ['open'], status, NOW);
      expect(await activities().decide(person.id, true, now)).toBeNull();
      expect(await activities().decide(person.id, false, now)).toBeNull();
      expect(await activities().askTalk(person.id, now)).toBe(false);
      expect(await activities().bySignUp(person.id)).toMatchObject({ status: 'pending', talkAskedAt: null });
      expect(await activities().count(id)).toMatchObject({ 'signed-up': 0, pending: 1 });
    });

    it('still takes somebody while the last of it goes on and no more can sign up', async () => {
      const { id, dates } = await make({ kind: 'group', question: WORDS });
      const person = await signUp(id, '一');
      await activities().setStatus(id, ['open'], 'closed', NOW);
      const late = dates[0]?.startsAt ?? NOW;
      expect(await activities().askTalk(person.id, late)).toBe(true);
      expect(await activities().decide(person.id, true, late)).toMatchObject({
        signUp: { status: 'signed-up' },
      });
    });

    it('is changed by one of two who write at once', async () => {
      const { id, code: _, madeBy: __, now: ___, dates, ...draft } = await make();
      const edit = (title: string) => activities().edit(id, 2, { ...draft, title }, dates, true, NOW);
      const done = await Promise.all([edit('甲的改动'), edit('乙的改动')]);
      expect(done.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await world.reopen().activities.byId(id)).toMatchObject({
        version: 3,
        title: done[0].ok ? '甲的改动' : '乙的改动',
      });
    });

    it('reminds of a date once, whoever claims it at the same moment', async () => {
      const { dates } = await make();
      const claims = await Promise.all(
        [1, 2, 3].map(() => activities().claimReminders(NOW, daysAfter(NOW, 4))),
      );
      expect(claims.flat().filter(({ dateId }) => dateId === dates[0]?.id)).toHaveLength(1);
    });

    it('marks who came, each time anew, and knows it after a restart', async () => {
      const { id, dates } = await make();
      const [dateId = ''] = dates.map((date) => date.id);
      const someone = await signUp(id);
      for (const attended of [true, true, false])
        await activities().attend(someone.id, dateId, attended, leaderId, NOW);
      await Promise.all([1, 2].map(() => activities().attend(someone.id, dateId, true, null, NOW)));
      const nobody = await signUp(id);
      await activities().noteAbsent([someone.id, nobody.id], dateId, leaderId, NOW);
      const [row, other] = await world.reopen().activities.signUps(id, null);
      expect([...(row?.attendance ?? [])]).toEqual([[dateId, true]]);
      expect([...(other?.attendance ?? [])]).toEqual([[dateId, false]]);
      expect(await activities().countAttended(id)).toEqual(new Map([[dateId, 1]]));
    });

    it('knows nothing of what never was, and shows nobody another one’s sign-up', async () => {
      const { id } = await make({ question: WORDS });
      await signUp(id, '只给带领老师');
      const stranger = await world.addPerson();
      expect(await activities().find(id, stranger.contactId)).toBeNull();
      expect(await activities().ofContact(stranger.contactId, NOW)).toEqual([]);
      expect(await activities().signOff(id, stranger.contactId, NOW)).toBe(false);
      expect(await activities().find(randomUUID(), stranger.contactId)).toBeNull();
      expect(await activities().signOff(randomUUID(), stranger.contactId, NOW)).toBe(false);
      expect(await activities().fill(randomUUID(), NOW)).toEqual([]);
      expect(await activities().decide(randomUUID(), true, NOW)).toBeNull();
      expect(await activities().askTalk(randomUUID(), NOW)).toBe(false);
      expect(await activities().bySignUp('book:12')).toBeNull();
      expect(await activities().byCode('999999')).toBeNull();
      expect(await activities().byCheckIn('000000', NOW)).toBeNull();
      expect(await activities().setStatus(randomUUID(), ['draft'], 'open', NOW)).toBe(false);
      await activities().setName(id, stranger.contactId, '测试同学');
      expect((await activities().signUps(id, leaderId)).map((one) => one.name)).toEqual([null]);
    });

    it('lies in the table without names and answers, and without either once it is given up', async () => {
      const startsAt = daysAfter(NOW, 3);
      const date = {
        id: randomUUID(),
        startsAt,
        endsAt: new Date(startsAt.getTime() + hoursMs(1)),
      };
      const { id } = await make({ question: WORDS, dates: [date] });
      const someone = await signUp(id, '海豚标记');
      await activities().setName(id, someone.contactId, '鲸鱼标记');
      expect(await world.reopen().activities.signUps(id, leaderId)).toMatchObject([
        { name: '鲸鱼标记', answer: '海豚标记' },
      ]);
      expect(await world.readRaw('sign_up', 'activity', 'activity_attendance')).not.toMatch(/标记/);
      await activities().signOff(id, someone.contactId, NOW);
      expect(await activities().signUps(id, leaderId)).toMatchObject([{ name: null, answer: null }]);
    });
  });
}
