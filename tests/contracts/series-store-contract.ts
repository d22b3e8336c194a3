import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../src/booking/slot.ts';
import type { Person } from './appointment-store-world.ts';
import {
  type BookedWorld,
  createBooking,
  daysAfter,
  laterTime,
  minutesAfter,
  NOW,
  newTime,
  START,
} from './booked-world.ts';

const UNTIL = daysAfter(NOW, 2);
const WEEK_MINUTES = 7 * 24 * 60;
const NO_CAPS = { daily: null, weekly: null };

/** What every store of series keeps. */
export function seriesStoreContract(name: string, open: () => Promise<BookedWorld>): void {
  describe(`series: ${name}`, () => {
    let world: BookedWorld;
    const { book, hold } = createBooking(() => world);

    beforeAll(async () => {
      world = await open();
    });

    const weekly = (slot: Slot, count = 3): Slot[] =>
      Array.from({ length: count }, (_, index) => laterTime(slot, index * WEEK_MINUTES));
    const offer = (
      person: Person,
      slots: readonly Slot[],
      more: { id?: string; upcomingLimit?: number } = {},
    ) => {
      const { id = randomUUID(), upcomingLimit = 1 } = more;
      const staffId = slots[0]?.staffId ?? '';
      const series = { id, ...person, staffId, everyWeeks: 1 as const, expiresAt: UNTIL };
      const kept = slots.map((slot) => ({ id: randomUUID(), slot }));
      const order = { series, slots: kept, now: NOW, upcomingLimit, caps: NO_CAPS };
      return world.transactions.run(async (stores) => ({ id, ...(await stores.series.offer(order)) }));
    };
    const accept = (id: string, { contactId }: Person, now = NOW, upcomingLimit = 1) =>
      world.transactions.run(({ series }) =>
        series.accept(id, contactId, now, { upcomingLimit, caps: NO_CAPS }),
      );
    const close = (id: string, as: 'declined' | 'withdrawn' | 'expired', now = NOW) =>
      world.transactions.run(({ series }) => series.close(id, as, now));
    const end = (id: string, now = NOW) => world.transactions.run(({ series }) => series.end(id, now));
    const statuses = async (id: string) =>
      (await world.reopen().series.find(id))?.times.map(({ status }) => status);
    const offered = async () => {
      const [person, slot] = [await world.addPerson(), await newTime(world)];
      const slots = weekly(slot);
      const { id, outcome } = await offer(person, slots);
      expect(outcome).toBe('offered');
      return { id, person, slots, staffId: slot.staffId };
    };

    it('keeps every time of an offer for the student, and for nobody else', async () => {
      const { id, person, slots, staffId } = await offered();
      expect(await world.reopen().series.find(id)).toMatchObject({
        id,
        ...person,
        staffId,
        everyWeeks: 1,
        status: 'offered',
        expiresAt: UNTIL,
        times: slots.map(({ startAt, endAt }) => ({ startAt, endAt, status: 'held' })),
      });
      const other = await world.addPerson();
      for (const slot of slots) await expect(hold(slot, other)).rejects.toThrow('taken');
      expect(await world.stores.series.ofContact(person.contactId, staffId)).toHaveLength(1);
      expect(await world.stores.series.ofContact(other.contactId, staffId)).toEqual([]);
      expect(await world.stores.series.ofContact(person.contactId, randomUUID())).toEqual([]);
    });

    it('stands open once for a student, whoever asks twice or at once', async () => {
      const { id, person, slots } = await offered();
      expect(await offer(person, slots, { id })).toMatchObject({ outcome: 'offered-before' });
      expect(await offer(person, weekly(await newTime(world)))).toMatchObject({ outcome: 'offered-before' });
      const [fresh, slot] = [await world.addPerson(), await newTime(world)];
      const both = await Promise.all([1, 2, 3].map(() => offer(fresh, weekly(slot))));
      expect(both.map(({ outcome }) => outcome).sort()).toEqual([
        'offered',
        'offered-before',
        'offered-before',
      ]);
      expect(await world.stores.series.ofContact(fresh.contactId, slot.staffId)).toHaveLength(1);
    });

    it('is offered whole or not at all', async () => {
      const [person, slot] = [await world.addPerson(), await newTime(world)];
      const [first, second, third] = weekly(slot);
      if (!first || !second || !third) throw new Error('three');
      await book(second);
      const { id, ...answer } = await offer(person, [first, second, third]);
      expect(answer).toEqual({ outcome: 'taken', taken: [second.startAt] });
      expect(await statuses(id)).not.toContain('held');
      expect(await accept(id, person)).toBe('expired');
      await hold(first, await world.addPerson());
    });

    it('keeps to the limit, for which it counts as one', async () => {
      const slot = await newTime(world);
      const person = await book(laterTime(slot, 120));
      expect(await offer(person, weekly(slot))).toMatchObject({ outcome: 'limit' });
      const { id } = await offer(person, weekly(slot), { upcomingLimit: 2 });
      expect(await accept(id, person, NOW, 2)).toBe('accepted');
      const order = { id: randomUUID(), ...person, slot: laterTime(slot, 240), now: NOW, heldUntil: UNTIL };
      const { appointments } = world.stores;
      expect(await appointments.hold({ ...order, upcomingLimit: 2 })).toEqual({ ok: false, code: 'limit' });
      expect(await appointments.hold({ ...order, upcomingLimit: 3 })).toMatchObject({ ok: true });
    });

    it('keeps to the limit again when it is accepted, and stands for whoever has booked meanwhile', async () => {
      const { id, person } = await offered();
      const { appointments } = world.stores;
      const slot = await newTime(world);
      const order = { id: randomUUID(), ...person, slot: laterTime(slot, 120), now: NOW, heldUntil: UNTIL };
      const held = await appointments.hold({ ...order, upcomingLimit: 1 });
      if (!held.ok) throw new Error(held.code);
      const appointmentId = held.value.id;
      await appointments.confirm({ ...person, appointmentId, now: NOW, upcomingLimit: 1 });
      expect(await accept(id, person)).toBe('limit');
      expect(await statuses(id)).toEqual(['held', 'held', 'held']);
      await appointments.cancel({ ...person, appointmentId, now: NOW, noticePeriodMinutes: 0 });
      expect(await accept(id, person)).toBe('accepted');
      expect(await accept(id, person)).toBe('already');
    });

    it('is gone where one of its times was closed meanwhile, for whoever accepts it to be told', async () => {
      const { id, person, slots, staffId } = await offered();
      const [, second] = slots;
      if (second === undefined) throw new Error('three');
      const { startAt, endAt } = second;
      const absence = { id: randomUUID(), staffId, startAt, endAt, madeBy: staffId, now: NOW };
      await world.transactions.run(({ changeOffers }) => changeOffers.closeDay(absence, randomUUID));
      expect(await accept(id, person)).toBe('gone');
      expect(await statuses(id)).toEqual(['held', 'cancelled', 'held']);
      expect(await close(id, 'withdrawn')).toMatchObject({ id });
      expect(await statuses(id)).not.toContain('held');
      expect(await accept(id, person)).toBe('expired');
    });

    it('is accepted once, whole, and by nobody else', async () => {
      const { id, person } = await offered();
      const stranger = await world.addPerson();
      expect(await accept(id, stranger)).toBe('expired');
      expect(await accept(randomUUID(), person)).toBe('expired');
      expect(await accept('book:12', person)).toBe('expired');
      const answers = await Promise.all([1, 2, 3].map(() => accept(id, person)));
      expect(answers.sort()).toEqual(['accepted', 'already', 'already']);
      expect(await statuses(id)).toEqual(['booked', 'booked', 'booked']);
    });

    it('is over at the moment its time runs out', async () => {
      const { id, person } = await offered();
      const isOverdue = async (now: Date) => (await world.stores.series.overdue(now, 1_000)).includes(id);
      expect(await isOverdue(minutesAfter(UNTIL, -1))).toBe(false);
      expect(await isOverdue(UNTIL)).toBe(true);
      expect(await accept(id, person, UNTIL)).toBe('expired');
      expect(await close(id, 'expired', UNTIL)).toMatchObject({ id });
      expect(await close(id, 'expired', UNTIL)).toBeNull();
      expect(await isOverdue(UNTIL)).toBe(false);
      expect(await statuses(id)).toEqual(['cancelled', 'cancelled', 'cancelled']);
    });

    it('knows what a counsellor offers that nobody has answered', async () => {
      const [one, { person, ...other }] = [await offered(), await offered()];
      expect(await world.stores.series.offeredBy(one.staffId)).toEqual([one.id]);
      await accept(other.id, person);
      expect(await world.stores.series.offeredBy(other.staffId)).toEqual([]);
    });

    it('is found for its student until it is answered', async () => {
      const [one, other] = [await offered(), await offered()];
      const ids = async () =>
        (await world.stores.series.offeredTo(one.person.contactId)).map(({ id, times }) => [
          id,
          times.length,
        ]);
      expect(await ids()).toEqual([[one.id, 3]]);
      await accept(other.id, other.person);
      expect(await ids()).toHaveLength(1);
      await close(one.id, 'declined');
      expect(await ids()).toEqual([]);
    });

    it('has one winner between the answer of the student and the end of the offer', async () => {
      for (const as of ['declined', 'withdrawn', 'expired'] as const) {
        const { id, person } = await offered();
        const [answer, closed] = await Promise.all([accept(id, person), close(id, as)]);
        const left = await statuses(id);
        if (answer === 'accepted') expect([closed, left]).toEqual([null, ['booked', 'booked', 'booked']]);
        else expect([closed?.id, left]).toEqual([id, ['cancelled', 'cancelled', 'cancelled']]);
      }
    });

    it('lets a student go for another time that overlaps one whose offer is over', async () => {
      const { person, slots } = await offered();
      const elsewhere = { ...(await newTime(world)), startAt: START, endAt: slots[0]?.endAt ?? START };
      await expect(hold(elsewhere, person)).rejects.toThrow('taken');
      // Whether or not a round has cleared it away by then.
      await hold(elsewhere, person, { now: UNTIL });
    });

    it('ends without what the student moved to somebody else', async () => {
      const { id, person } = await offered();
      await accept(id, person);
      const [, second] = (await world.stores.series.find(id))?.times ?? [];
      const elsewhere = laterTime(await newTime(world), 3 * WEEK_MINUTES);
      const moved = await world.stores.appointments.move({
        ...person,
        appointmentId: second?.appointmentId ?? '',
        holdId: await hold(elsewhere, person),
        now: NOW,
        noticePeriodMinutes: 0,
        by: 'student',
      });
      expect(moved).toMatchObject({ ok: true });
      const { staffId, counsellor } = elsewhere;
      expect((await world.stores.series.find(id))?.times).toContainEqual(
        expect.objectContaining({ staffId, counsellor, status: 'booked' }),
      );
      const ended = (await end(id)) ?? [];
      expect(ended).toHaveLength(2);
      expect(ended.map((time) => time.staffId)).not.toContain(staffId);
    });

    it('ends once, and leaves what lies ahead to whoever calls it off', async () => {
      const { id, person } = await offered();
      expect(await end(id)).toBeNull();
      await accept(id, person);
      const afterFirst = minutesAfter(START, 60);
      const ended = await Promise.all([end(id, afterFirst), end(id, afterFirst)]);
      expect(ended.filter((times) => times !== null)).toHaveLength(1);
      expect(ended.find((times) => times !== null)).toHaveLength(2);
      expect(await statuses(id)).toEqual(['booked', 'booked', 'booked']);
      expect(await end(randomUUID())).toBeNull();
      expect(await close('book:12', 'declined')).toBeNull();
      expect(await world.stores.series.find('book:12')).toBeNull();
    });
  });
}
