import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Slot } from '../../../src/booking/slot.ts';
import { NO_WISHES, type OfferableSlot } from '../../../src/booking/waiting-list/wishes.ts';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { NOW, newSlot, type Person } from '../../contracts/appointment-store-world.ts';
import { rawText } from '../../support/raw-text.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';
import { openBookingWorld } from './booking-world.ts';

const later = (minutes: number): Date => addMs(NOW, minutesMs(minutes));
const EXPIRES = later(180);

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

const toOfferable = (slot: Slot): OfferableSlot => ({
  ...slot,
  gender: null,
  languages: [],
  topics: [],
  weekday: 1,
  minute: 540,
});

async function waits(): Promise<Person & { entryId: string }> {
  const person = await world.addPerson();
  const entryId = randomUUID();
  await world.stores.waitingList.join({ id: entryId, ...person, wishes: NO_WISHES, now: NOW });
  return { ...person, entryId };
}

async function offered(entryId: string, slot: Slot): Promise<string> {
  const id = randomUUID();
  const offer = { id, entryId, slot: toOfferable(slot), now: NOW, expiresAt: EXPIRES };
  expect(await world.stores.waitingList.addOffer(offer)).toBe(true);
  return id;
}

const hoursOn = (slot: Slot, hours: number): Slot => ({
  ...slot,
  startAt: addMs(slot.startAt, hoursMs(hours)),
  endAt: addMs(slot.endAt, hoursMs(hours)),
});

const freeSlot = () => newSlot(openBookingWorld(world.database));

/** What a tap on 就要这个时间 does. */
const accept = (offerId: string, { contactId, addressId }: Person, slot: Slot, now: Date): Promise<boolean> =>
  world.transactions.run(async ({ waitingList, appointments }) => {
    await waitingList.lockForBooking();
    const heldUntil = addMs(now, minutesMs(20));
    if (!(await waitingList.takeOffer(offerId, contactId, now, heldUntil)).ok) return false;
    const order = { id: randomUUID(), contactId, addressId, slot, now, heldUntil, upcomingLimit: 1 };
    const held = (await appointments.hold(order)).ok;
    if (!held) await waitingList.endOffer(offerId, 'withdrawn', now);
    return held;
  });

/** What a round does once the time is up: over, and on to the next. */
const passOn = (offerId: string, toEntryId: string, slot: Slot, now: Date): Promise<boolean> =>
  world.transactions.run(async ({ waitingList }) => {
    if (!(await waitingList.lockForRound())) return false;
    const line = await waitingList.readLine(now);
    const open = line.openOffers.find(({ id }) => id === offerId);
    if (open === undefined || open.expiresAt > now) return false;
    await waitingList.endOffer(offerId, 'expired', now);
    if (await isTaken(slot, now)) return false;
    const offer = {
      id: randomUUID(),
      entryId: toEntryId,
      slot: toOfferable(slot),
      now,
      expiresAt: addMs(now, minutesMs(180)),
    };
    return waitingList.addOffer(offer);
  });

async function isTaken(slot: Slot, now: Date): Promise<boolean> {
  const taken = await world.stores.appointments.busy(slot.startAt, slot.endAt, now);
  return taken.some((time) => time.staffId === slot.staffId && time.status !== 'offered');
}

/** Everybody to whom the slot is held or promised at that moment. */
async function claimsOn(slot: Slot, now: Date): Promise<string[]> {
  const taken = await world.stores.appointments.busy(slot.startAt, slot.endAt, now);
  return [...new Set(taken.filter((time) => time.staffId === slot.staffId).map((time) => time.contactId))];
}

describe('an offer of the waiting list', () => {
  it('keeps its slot from everybody else, and not from whoever it is for', async () => {
    const slot = await freeSlot();
    const person = await waits();
    const offerId = await offered(person.entryId, slot);
    const other = await world.addPerson();
    const order = { slot, now: later(1), heldUntil: later(20), upcomingLimit: 1 };
    expect(await world.stores.appointments.hold({ id: randomUUID(), ...other, ...order })).toEqual({
      ok: false,
      code: 'taken',
    });
    expect(await accept(offerId, person, slot, later(2))).toBe(true);
    expect(await claimsOn(slot, later(3))).toEqual([person.contactId]);
    // Nobody else can take what is somebody's.
    expect(await accept(offerId, other, slot, later(2))).toBe(false);
  });

  it('that is taken twice at once is one hold', async () => {
    const slot = await freeSlot();
    const person = await waits();
    const offerId = await offered(person.entryId, slot);
    const taken = await Promise.all(Array.from({ length: 8 }, () => accept(offerId, person, slot, later(5))));
    expect(taken).toEqual(Array.from({ length: 8 }, () => true));
    const rows = await world.database.sql('select status from xinqiao.appointment where contact_id = $1', [
      person.contactId,
    ]);
    expect(rows).toEqual([{ status: 'held' }]);
  });

  it('is prolonged once, for whoever has no hold of it yet, and then over', async () => {
    const slot = await freeSlot();
    const person = await waits();
    const offerId = await offered(person.entryId, slot);
    const standsUntil = async () =>
      (await world.stores.waitingList.findOffer(offerId, person.contactId))?.expiresAt;
    // A hold that lies within the offer prolongs nothing, nor does a second tap on it.
    expect(await accept(offerId, person, slot, later(155))).toBe(true);
    expect(await accept(offerId, person, slot, later(170))).toBe(true);
    expect(await standsUntil()).toEqual(EXPIRES);
    expect(await accept(offerId, person, slot, later(176))).toBe(true);
    expect(await standsUntil()).toEqual(later(196));
    expect(await accept(offerId, person, slot, later(190))).toBe(true);
    expect(await standsUntil()).toEqual(later(196));
    expect(await accept(offerId, person, slot, later(196))).toBe(false);
  });

  it('that is made at night waits for the morning, and is told to nobody who holds it', async () => {
    const { waitingList } = world.stores;
    const [slot, person] = [await freeSlot(), await waits()];
    const offerId = await offered(person.entryId, slot);
    expect(await waitingList.untold(1_000, false)).not.toContain(offerId);
    expect(await waitingList.untold(1_000, true)).toContain(offerId);
    expect(await waitingList.claimNews(offerId, later(1), false)).toBeNull();
    expect(await waitingList.claimNews(offerId, later(1), true)).toMatchObject({ news: 'offered' });
    expect(await waitingList.claimNews(offerId, later(1), true)).toBeNull();

    const [other, taker] = [await freeSlot(), await waits()];
    const taken = await offered(taker.entryId, other);
    const order = { slot: other, now: later(1), heldUntil: later(20), upcomingLimit: 1 };
    await world.stores.appointments.hold({ id: randomUUID(), ...taker, ...order });
    expect(await waitingList.claimNews(taken, later(2), true)).toBeNull();
    expect(await waitingList.claimNews(taken, later(21), true)).toMatchObject({ news: 'offered' });
  });

  it('has one winner among taking it, its end and somebody who books', async () => {
    const winners = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const slot = await freeSlot();
      const [first, next] = [await waits(), await waits()];
      const booker = await world.addPerson();
      const offerId = await offered(first.entryId, slot);
      const justOver = addMs(EXPIRES, 1);
      const order = { slot, now: justOver, heldUntil: addMs(justOver, 60_000), upcomingLimit: 1 };
      const tries = [
        () => accept(offerId, first, slot, addMs(EXPIRES, -1)),
        () => passOn(offerId, next.entryId, slot, justOver),
        async () => (await world.stores.appointments.hold({ id: randomUUID(), ...booker, ...order })).ok,
      ];
      const turn = [...tries.slice(round % 3), ...tries.slice(0, round % 3)];
      await Promise.all(turn.map((one) => one()));
      const claims = await claimsOn(slot, justOver);
      expect(claims.length).toBeLessThanOrEqual(1);
      for (const claim of claims)
        winners.add(claim === first.contactId ? 'first' : claim === next.contactId ? 'next' : 'booker');
    }
    expect(winners.size).toBeGreaterThan(0);
  });

  it('ends with the waiting of whoever has booked, accepted where it was this one', async () => {
    const [slot, elsewhere] = [await freeSlot(), await freeSlot()];
    const [taker, booker] = [await waits(), await waits()];
    const [taken, lost] = [await offered(taker.entryId, slot), await offered(booker.entryId, elsewhere)];
    await accept(taken, taker, slot, later(5));
    const book = async (person: Person, of: Slot) => {
      const { appointments } = world.stores;
      const order = {
        id: randomUUID(),
        ...person,
        slot: of,
        now: later(6),
        heldUntil: later(9),
        upcomingLimit: 1,
      };
      const held = await appointments.hold(order);
      if (!held.ok) throw new Error(held.code);
      await appointments.confirm({
        ...person,
        appointmentId: held.value.id,
        now: later(7),
        upcomingLimit: 1,
      });
    };
    await book(taker, slot);
    await book(booker, await freeSlot());
    expect(await world.stores.waitingList.settleBooked(later(8))).toBe(2);
    const outcomes = await world.database.sql<{ id: string; outcome: string }>(
      'select id, outcome from xinqiao.slot_offer where id = any($1)',
      [[taken, lost]],
    );
    expect(new Map(outcomes.map(({ id, outcome }) => [id, outcome]))).toEqual(
      new Map([
        [taken, 'accepted'],
        [lost, 'withdrawn'],
      ]),
    );
    expect(await world.stores.waitingList.placeOf(taker.contactId, later(8))).toBeNull();
  });

  it('outlives an appointment that is moved, unless it was moved to the time that was offered', async () => {
    const { appointments, waitingList } = world.stores;
    const person = await waits();
    const order = { ...person, now: later(1), heldUntil: later(9), upcomingLimit: 3 };
    const hold = async (slot: Slot): Promise<string> => {
      const held = await appointments.hold({ id: randomUUID(), ...order, slot });
      if (!held.ok) throw new Error(held.code);
      return held.value.id;
    };
    const old = await hold(await freeSlot());
    await appointments.confirm({ ...person, appointmentId: old, now: later(2), upcomingLimit: 3 });
    // Booked before they joined.
    await world.database.sql('update xinqiao.appointment set booked_at = $2 where id = $1', [old, later(-9)]);
    const move = async (from: string, slot: Slot): Promise<string> => {
      const holdId = await hold(slot);
      const how = { contactId: person.contactId, noticePeriodMinutes: null, by: 'student' } as const;
      expect(await appointments.move({ ...how, appointmentId: from, holdId, now: later(3) })).toMatchObject({
        ok: true,
      });
      return holdId;
    };
    const moved = await move(old, hoursOn(await freeSlot(), 2));
    expect(await waitingList.settleBooked(later(4), person.contactId)).toBe(0);
    expect(await waitingList.placeOf(person.contactId, later(4))).not.toBeNull();
    const wanted = hoursOn(await freeSlot(), 4);
    const offerId = await offered(person.entryId, wanted);
    await move(moved, wanted);
    expect(await waitingList.settleBooked(later(5), person.contactId)).toBe(1);
    expect(await waitingList.findOffer(offerId, person.contactId)).toMatchObject({ outcome: 'accepted' });
  });

  it('is decided by one round at a time', async () => {
    const { transactions } = world;
    const second = await transactions.run(async ({ waitingList }) => {
      expect(await waitingList.lockForRound()).toBe(true);
      return transactions.run((inner) => inner.waitingList.lockForRound());
    });
    expect(second).toBe(false);
  });

  it('keeps wishes and reasons where nobody reads them in the rows', async () => {
    const person = await world.addPerson();
    const staffId = await world.addStaff('测试老师丙');
    const entryId = randomUUID();
    const wishes = { ...NO_WISHES, topic: '海豚标记' };
    const { waitingList } = world.stores;
    await waitingList.join({ id: entryId, ...person, wishes, now: NOW });
    const decided = { entryId, staffId, reason: '鲸鱼标记', now: later(1) };
    expect(await waitingList.setUrgent({ ...decided, urgent: true })).toBe(true);
    expect((await waitingList.list(later(2)))[0]).toMatchObject({
      entryId,
      wishes,
      urgentReason: '鲸鱼标记',
    });
    expect((await waitingList.placeOf(person.contactId, later(2)))?.ahead).toBe(0);
    expect(await waitingList.remove(decided)).toMatchObject({ addressId: person.addressId });
    expect(await waitingList.remove(decided)).toBeNull();
    const rows = await world.database.sql('select * from xinqiao.waiting_list_entry where id = $1', [
      entryId,
    ]);
    expect(rawText(rows)).not.toMatch(/标记/);
  });
});
