import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answers } from '../../src/sessions/evaluation.ts';
import {
  type Booked,
  type BookedWorld,
  createBooking,
  daysAfter,
  minutesAfter,
  newTime,
  START,
} from './booked-world.ts';

const ASK_AT = minutesAfter(START, 110);
const WHOLE: Answers = { heard: 5, fit: 4, helped: 3, words: '海豚标记' };

/** What every store of visitors' evaluations keeps. */
export function evaluationStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`evaluations: ${name}`, () => {
    let world: BookedWorld;
    const { book } = createBooking(() => world);
    const evaluations = () => world.stores.evaluations;

    beforeAll(async () => {
      world = await open();
    });

    const plan = ({ appointmentId, contactId, slot }: Booked, askAt = ASK_AT) =>
      evaluations().plan({ appointmentId, contactId, staffId: slot.staffId, askAt });
    const planned = async () => {
      const booked = await book(await newTime(world));
      await plan(booked);
      return booked;
    };
    const take = async ({ appointmentId }: Booked, now = ASK_AT) =>
      (await world.transactions.run((stores) => stores.evaluations.takeDue(now, 1_000))).filter(
        (one) => one.appointmentId === appointmentId,
      );
    const statusOf = async ({ appointmentId, contactId }: Booked) =>
      (await world.reopen().evaluations.find(appointmentId, contactId))?.status;
    const answer = (
      { appointmentId, contactId }: Booked,
      more: Answers,
      status: 'asked' | 'done' = 'asked',
    ) =>
      world.transactions.run(async (stores) => {
        const one = await stores.evaluations.find(appointmentId, contactId);
        if (one === null) return null;
        const answers = { ...one.answers, ...more };
        await stores.evaluations.save({ ...one, answers, status }, ASK_AT);
        return answers;
      });

    it('is asked for once a session, when it is due, by one caller', async () => {
      const booked = await planned();
      await plan(booked, minutesAfter(ASK_AT, 60));
      expect(await take(booked, minutesAfter(ASK_AT, -1))).toEqual([]);
      const taken = await Promise.all([take(booked), take(booked), take(booked)]);
      const { appointmentId, contactId, slot } = booked;
      expect(taken.flat()).toEqual([
        { appointmentId, contactId, staffId: slot.staffId, status: 'asked', answers: {} },
      ]);
      await plan(booked);
      expect(await take(booked, daysAfter(ASK_AT, 1))).toEqual([]);
    });

    it('is not asked for where nobody came, unless it is said anew that somebody did', async () => {
      const booked = await planned();
      await evaluations().drop(booked.appointmentId);
      expect(await take(booked)).toEqual([]);
      expect(await statusOf(booked)).toBe('dropped');
      await plan(booked);
      expect(await take(booked)).toHaveLength(1);
      await evaluations().drop(booked.appointmentId);
      expect(await statusOf(booked)).toBe('dropped');
      await evaluations().drop(randomUUID());
    });

    it('keeps both of two answers at once', async () => {
      const booked = await planned();
      await take(booked);
      await Promise.all([
        answer(booked, { heard: 5 }),
        answer(booked, { fit: 2 }),
        answer(booked, { helped: 1 }),
      ]);
      const found = await world.reopen().evaluations.find(booked.appointmentId, booked.contactId);
      expect(found?.answers).toEqual({ heard: 5, fit: 2, helped: 1 });
    });

    it('is there for whoever was asked, and for nobody else', async () => {
      const booked = await planned();
      const stranger = await world.addPerson();
      expect(await evaluations().find(booked.appointmentId, stranger.contactId)).toBeNull();
      expect(await evaluations().find(randomUUID(), booked.contactId)).toBeNull();
      expect(await evaluations().find('book:12', booked.contactId)).toBeNull();
    });

    it('counts for its counsellor and its time once it is whole', async () => {
      const booked = await planned();
      const { staffId, startAt } = booked.slot;
      const counted = (who: string, from: Date, to: Date) => evaluations().answersOf(who, from, to);
      await take(booked);
      await answer(booked, { heard: 5 });
      expect(await counted(staffId, startAt, daysAfter(startAt, 1))).toEqual([]);
      await answer(booked, WHOLE, 'done');
      expect(await counted(staffId, startAt, minutesAfter(startAt, 1))).toEqual([
        { contactId: booked.contactId, answers: WHOLE },
      ]);
      expect(await counted(staffId, minutesAfter(startAt, 1), daysAfter(startAt, 1))).toEqual([]);
      expect(await counted(staffId, daysAfter(startAt, -1), startAt)).toEqual([]);
      expect(await counted(randomUUID(), startAt, daysAfter(startAt, 1))).toEqual([]);
      const { appointmentId } = booked;
      const corrected = {
        id: randomUUID(),
        appointmentId,
        attendance: 'no-show',
        staffId,
        now: ASK_AT,
      } as const;
      expect(await world.stores.sessions.setAttendance(corrected)).toBe(true);
      expect(await counted(staffId, startAt, daysAfter(startAt, 1))).toEqual([]);
    });

    it('lies in the table without its words and its scores', async () => {
      const booked = await planned();
      await take(booked);
      await answer(booked, WHOLE, 'done');
      expect(await world.readRaw('visitor_evaluation')).not.toMatch(/标记|heard|helped/);
    });
  });
}
