import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_RECORD } from '../../src/sessions/record.ts';
import type { Attendance } from '../../src/sessions/session.ts';
import {
  type Booked,
  type BookedWorld,
  createBooking,
  daysAfter,
  laterTime,
  minutesAfter,
  NOW,
  newTime,
  START,
} from './booked-world.ts';

/** When the session of nine o'clock is over. */
const AFTER = minutesAfter(START, 60);

/** What every store of sessions keeps. */
export function sessionStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`sessions: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold, cancel } = createBooking(() => world);
    const sessions = () => world.stores.sessions;

    beforeAll(async () => {
      world = await open();
    });

    const attend = ({ appointmentId, slot }: Booked, attendance: Attendance, now = AFTER) =>
      sessions().setAttendance({ id: randomUUID(), appointmentId, attendance, staffId: slot.staffId, now });

    it('is an appointment that takes place, and nothing else', async () => {
      const slot = await newTime(world);
      const gone = await book(slot);
      await cancel(gone);
      const kept = await book(slot);
      const person = await world.addPerson();
      const held = await hold(laterTime(slot, 60), person);
      const found = await sessions().find(kept.appointmentId);
      expect(found).toEqual({
        appointmentId: kept.appointmentId,
        contactId: kept.contactId,
        addressId: kept.addressId,
        staffId: slot.staffId,
        counsellor: slot.counsellor,
        room: null,
        startAt: slot.startAt,
        endAt: slot.endAt,
        status: 'booked',
        seriesId: null,
        checkedInAt: null,
        signed: false,
      });
      expect(await world.reopen().sessions.find(kept.appointmentId)).toEqual(found);
      for (const id of [gone.appointmentId, held, randomUUID(), 'book:12'])
        expect(await sessions().find(id)).toBeNull();
    });

    it('is listed to whoever may know it, from its start on', async () => {
      const slot = await newTime(world);
      const [later, sooner] = [await book(laterTime(slot, 60)), await book(slot)];
      const other = await book(await newTime(world));
      const listed = async (whose: readonly string[] | 'all', from: Date, to: Date) =>
        (await sessions().list(whose, from, to)).map(({ appointmentId }) => appointmentId);
      const both = [sooner.appointmentId, later.appointmentId];
      expect(await listed([slot.staffId], START, AFTER)).toEqual([sooner.appointmentId]);
      expect(await listed([slot.staffId], START, minutesAfter(AFTER, 1))).toEqual(both);
      expect(await listed([slot.staffId], minutesAfter(START, 1), daysAfter(START, 1))).toEqual([
        later.appointmentId,
      ]);
      expect(await listed([], START, daysAfter(START, 1))).toEqual([]);
      expect(await listed([randomUUID()], START, daysAfter(START, 1))).toEqual([]);
      expect(await listed('all', START, daysAfter(START, 1))).toEqual(
        expect.arrayContaining([...both, other.appointmentId]),
      );
    });

    it('is found again later, the latest first and page by page, of one counsellor and of one visitor', async () => {
      const slot = await newTime(world);
      const made = [await book(slot), await book(laterTime(slot, 60)), await book(laterTime(slot, 120))];
      const [first, second, third] = made.map(({ appointmentId }) => appointmentId);
      const all = {
        whose: [slot.staffId],
        from: START,
        to: daysAfter(START, 1),
        skip: 0,
        limit: 10,
      };
      const found = async (change: object = {}) =>
        (await sessions().earlier({ ...all, ...change })).map(({ appointmentId }) => appointmentId);
      expect(await found()).toEqual([third, second, first]);
      expect(await found({ skip: 1, limit: 1 })).toEqual([second]);
      expect(await found({ to: minutesAfter(START, 120) })).toEqual([second, first]);
      expect(await found({ from: minutesAfter(START, 1) })).toEqual([third, second]);
      expect(await found({ contactId: made[0]?.contactId })).toEqual([first]);
      expect(await found({ attended: true })).toEqual([]);
      expect(await found({ whose: [] })).toEqual([]);
      const own = await sessions().ofVisitor(made[1]?.contactId ?? '', START, daysAfter(START, 1));
      expect(own.map(({ appointmentId }) => appointmentId)).toEqual([second]);
    });

    it('is marked where its counsellor closed the time, and only there', async () => {
      const { appointmentId, slot } = await book(await newTime(world));
      const { staffId, startAt } = slot;
      await book(laterTime(slot, 60));
      const endAt = minutesAfter(startAt, 30);
      const absence = { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW };
      await world.transactions.run(({ changeOffers }) => changeOffers.closeDay(absence, randomUUID));
      const listed = await sessions().list([staffId], START, daysAfter(START, 1));
      expect(listed.map(({ closed }) => closed)).toEqual([true, undefined]);
      expect(await sessions().find(appointmentId)).toMatchObject({ closed: true });
    });

    it('keeps every word on who came, in order, and the same word once', async () => {
      const booked = await book(await newTime(world));
      const { staffId } = booked.slot;
      const said = await Promise.all([1, 2, 3].map(() => attend(booked, 'attended')));
      expect(said.filter(Boolean)).toHaveLength(1);
      const later = minutesAfter(AFTER, 5);
      expect(await attend(booked, 'no-show', later)).toBe(true);
      expect(await attend(booked, 'no-show', later)).toBe(false);
      const restarted = world.reopen().sessions;
      expect(await restarted.changes(booked.appointmentId)).toEqual([
        { attendance: 'attended', staffId, at: AFTER },
        { attendance: 'no-show', staffId, at: later },
      ]);
      expect(await restarted.find(booked.appointmentId)).toMatchObject({ status: 'no-show' });
    });

    it('says nothing of who came where it was called off or never was', async () => {
      const booked = await book(await newTime(world));
      await cancel(booked);
      expect(await attend(booked, 'attended')).toBe(false);
      expect(await attend({ ...booked, appointmentId: randomUUID() }, 'attended')).toBe(false);
      expect(await sessions().changes(booked.appointmentId)).toEqual([]);
    });

    it('is checked in once, by the student or by staff', async () => {
      const booked = await book(await newTime(world));
      const { appointmentId, slot } = booked;
      const all = [null, slot.staffId, null].map((by) => sessions().checkIn(appointmentId, by, START));
      expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
      expect(await sessions().checkIn(appointmentId, null, AFTER)).toBe(false);
      expect(await world.reopen().sessions.find(appointmentId)).toMatchObject({ checkedInAt: START });
    });

    it('is owed a word until somebody said it, and a record until it is signed', async () => {
      const booked = await book(await newTime(world));
      const { appointmentId, contactId, slot } = booked;
      const { staffId } = slot;
      const owed = async (now = AFTER) =>
        (await sessions().owed(staffId, now)).map((one) => one.appointmentId);
      expect(await owed(minutesAfter(slot.endAt, -1))).toEqual([]);
      expect(await owed()).toEqual([appointmentId]);
      expect(await sessions().owed(randomUUID(), AFTER)).toEqual([]);
      await attend(booked, 'attended');
      expect(await owed()).toEqual([appointmentId]);
      const record = { id: randomUUID(), appointmentId, contactId, staffId, body: EMPTY_RECORD, now: AFTER };
      const write = (signs: boolean) =>
        world.transactions.run(({ records }) => records.write({ ...record, signs, seen: null }));
      await write(false);
      expect(await owed()).toEqual([appointmentId]);
      await write(true);
      expect(await owed()).toEqual([]);
      expect(await sessions().find(appointmentId)).toMatchObject({ signed: true });
    });

    it('is asked about once, by one caller, and not when it is long over', async () => {
      const booked = await book(await newTime(world));
      const take = async (now: Date) =>
        (await sessions().takeUnasked(now, 1_000)).filter(
          (one) => one.appointmentId === booked.appointmentId,
        );
      expect(await take(minutesAfter(booked.slot.endAt, -1))).toEqual([]);
      const taken = await Promise.all([take(AFTER), take(AFTER), take(AFTER)]);
      expect(taken.flat()).toHaveLength(1);
      expect(await world.reopen().sessions.takeUnasked(AFTER, 1_000)).toEqual([]);
      // Who checked in is asked about all the same.
      const other = await book(await newTime(world));
      await sessions().checkIn(other.appointmentId, null, NOW);
      const [found] = await sessions().takeUnasked(AFTER, 1_000);
      expect(found?.appointmentId).toBe(other.appointmentId);
      const old = await book(await newTime(world));
      const nextDay = (await sessions().takeUnasked(daysAfter(AFTER, 1), 1_000)).map(
        (one) => one.appointmentId,
      );
      expect(nextDay).not.toContain(old.appointmentId);
    });
  });
}
