import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { REMINDER_KINDS, type ReminderKind } from '../../src/booking/reminder.ts';
import type { Reminder } from '../../src/booking/reminder-store.ts';
import {
  type Booked,
  type BookedWorld,
  createBooking,
  daysAfter,
  minutesAfter,
  NOW,
  newTime,
  START,
} from './booked-world.ts';

/** A little more than a day before the start. */
const PLANNED_AT = minutesAfter(START, -24.5 * 60);

/** What every store of reminders keeps. */
export function reminderStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`reminders: ${name}`, () => {
    let world: BookedWorld;
    const { book, cancel } = createBooking(() => world);
    const reminders = () => world.stores.reminders;

    beforeAll(async () => {
      world = await open();
    });

    const plan = (kinds: readonly ReminderKind[] = REMINDER_KINDS, now = PLANNED_AT) =>
      reminders().plan(kinds, now);
    const ofBooked = async ({ appointmentId }: Booked): Promise<Reminder[]> => {
      const ids = await reminders().dueIds(daysAfter(START, 400), 10_000);
      const all = await Promise.all(ids.map((id) => reminders().byId(id)));
      return all.filter((one): one is Reminder => one?.appointmentId === appointmentId);
    };
    const kindsOf = async (booked: Booked) => (await ofBooked(booked)).map(({ kind }) => kind);
    const planned = async (kind: ReminderKind) => {
      const booked = await book(await newTime(world));
      await plan();
      const found = (await ofBooked(booked)).find((one) => one.kind === kind);
      if (found === undefined) throw new Error('nothing was planned');
      return { booked, id: found.id };
    };

    it('plans both once, however often and by how many', async () => {
      const booked = await book(await newTime(world));
      await plan(REMINDER_KINDS, daysAfter(START, -2));
      expect(await kindsOf(booked)).toEqual([]);
      await Promise.all([plan(), plan(), plan()]);
      await plan();
      expect(await kindsOf(booked)).toEqual(['day', 'hour']);
      const [day, hour] = await ofBooked(booked);
      expect(await world.reopen().reminders.byId(day?.id ?? '')).toEqual(day);
      expect(day).toMatchObject({
        contactId: booked.contactId,
        addressId: booked.addressId,
        startsAt: booked.slot.startAt,
        startsNow: booked.slot.startAt,
        status: 'booked',
        calledOff: false,
        settledAt: null,
        answer: null,
        room: null,
      });
      const dueAt = (at: Date) => reminders().dueIds(at, 10_000);
      expect(await dueAt(minutesAfter(START, -24 * 60 - 1))).not.toContain(day?.id);
      expect(await dueAt(minutesAfter(START, -24 * 60))).toContain(day?.id);
      expect(await dueAt(minutesAfter(START, -60))).toEqual(expect.arrayContaining([day?.id, hour?.id]));
    });

    it('plans what the centre has switched on, for what is booked and ahead', async () => {
      const slot = await newTime(world);
      const gone = await book(slot);
      await cancel(gone);
      const kept = await book(slot);
      await plan(['hour']);
      expect(await kindsOf(kept)).toEqual(['hour']);
      expect(await kindsOf(gone)).toEqual([]);
      const over = await book(await newTime(world));
      await plan(REMINDER_KINDS, START);
      expect(await kindsOf(over)).toEqual([]);
      await plan([]);
    });

    it('reminds nobody of what they booked a moment ago', async () => {
      const late = minutesAfter(START, -120);
      const booked = await book(await newTime(world), undefined, late);
      await plan(REMINDER_KINDS, late);
      expect(await kindsOf(booked)).toEqual(['hour']);
    });

    it('is in the hands of one at a time, and settled once', async () => {
      const { id } = await planned('day');
      const now = daysAfter(START, -1);
      const say = () =>
        world.transactions.run(async (stores) => {
          if ((await stores.reminders.claim(id)) === null) return false;
          await stores.reminders.settle(id, 'sent', now);
          return true;
        });
      expect((await Promise.all([say(), say(), say()])).filter(Boolean)).toHaveLength(1);
      expect(await say()).toBe(false);
      expect(await reminders().dueIds(daysAfter(START, 1), 10_000)).not.toContain(id);
      expect(await world.reopen().reminders.byId(id)).toMatchObject({ settledAt: now });
      await plan();
      expect(await reminders().claim(id)).toBeNull();
    });

    it('knows what became of the appointment, and keeps the answer', async () => {
      const { booked, id } = await planned('hour');
      await reminders().answer(id, 'coming', NOW);
      expect(await reminders().byId(id)).toMatchObject({ answer: 'coming', calledOff: false });
      const { staffId, startAt, endAt } = booked.slot;
      const absence = { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW };
      await world.stores.changeOffers.closeDay(absence, randomUUID);
      expect(await reminders().byId(id)).toMatchObject({ status: 'booked', calledOff: true });
      await cancel(booked);
      await reminders().answer(id, 'cancelled', NOW);
      expect(await reminders().byId(id)).toMatchObject({ status: 'cancelled', answer: 'cancelled' });
    });

    it('is unanswered while it was said, has no answer, and somebody comes', async () => {
      const booked = await book(await newTime(world));
      await plan();
      const [day, hour] = await ofBooked(booked);
      const open = async (now = PLANNED_AT) =>
        (await reminders().unanswered(booked.contactId, now)).map(({ id }) => id);
      expect(await open()).toEqual([]);
      await reminders().settle(day?.id ?? '', 'sent', NOW);
      expect(await open()).toEqual([day?.id]);
      expect(await open(booked.slot.startAt)).toEqual([]);
      await reminders().settle(hour?.id ?? '', 'sent', NOW);
      expect(await open()).toEqual([hour?.id]);
      await reminders().answer(day?.id ?? '', 'coming', NOW);
      expect(await open()).toEqual([]);
    });

    it('knows nothing of what never was', async () => {
      expect(await reminders().byId(randomUUID())).toBeNull();
      expect(await reminders().claim(randomUUID())).toBeNull();
    });
  });
}
