import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Appointment } from '../../../src/booking/appointment-store.ts';
import { addMs, minutesMs } from '../../../src/core/clock.ts';
import {
  type AppointmentStoreWorld,
  createActions,
  HELD_UNTIL,
  laterSlot,
  NOW,
  newSlot,
  type Person,
} from '../../contracts/appointment-store-world.ts';
import { createCaseActions } from '../../contracts/case-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';
import { openBookingWorld } from './booking-world.ts';

const AFTER = addMs(HELD_UNTIL, minutesMs(1));

describe('times that are offered in a hand-off, on real PostgreSQL', () => {
  let stores: StoreWorld;
  let world: AppointmentStoreWorld;
  let student: Person;
  let held: Appointment;
  let offer: { appointmentId: string; caseId: string; staffId: string; expiresAt: Date };
  const actions = createActions(() => world.store);
  const { opened } = createCaseActions(() => stores.stores.cases);

  beforeAll(async () => {
    stores = await openStoreWorld();
    world = openBookingWorld(stores.database);
  });
  afterAll(() => stores.close());
  beforeEach(async () => {
    student = await stores.addPerson();
    held = await actions.held(student, await newSlot(world));
    const caseId = (await opened(student)).id;
    const staffId = await world.addCounsellor(`测试老师 ${randomUUID()}`);
    offer = { appointmentId: held.id, caseId, staffId, expiresAt: HELD_UNTIL };
    await stores.stores.sameDayOffers.note(offer, NOW);
  });

  const offers = () => stores.stores.sameDayOffers;
  const overdue = async (now: Date) => (await offers().overdue(now, 1_000)).map((one) => one.appointmentId);
  /** Settles as a round does, each in a transaction of its own. */
  const settle = (now: Date) =>
    stores.transactions.run(({ sameDayOffers }) => sameDayOffers.settle(held.id, now));

  it('are due when they have run out and not before, and are told of once, whoever else is at it', async () => {
    await offers().note({ ...offer, expiresAt: AFTER }, NOW);
    expect(await overdue(addMs(HELD_UNTIL, -1))).not.toContain(held.id);
    expect(await settle(addMs(HELD_UNTIL, -1))).toBeNull();
    expect(await overdue(HELD_UNTIL)).toContain(held.id);
    const told = (await Promise.all([settle(AFTER), settle(AFTER), settle(AFTER)])).filter(Boolean);
    expect(told).toEqual([
      {
        ...offer,
        ...student,
        counsellor: held.slot.counsellor,
        startAt: held.slot.startAt,
        endAt: held.slot.endAt,
      },
    ]);
    expect(await overdue(AFTER)).not.toContain(held.id);
    expect(await settle(AFTER)).toBeNull();
  });

  it('are found by a process that was started later', async () => {
    const later = stores.reopen().sameDayOffers;
    expect((await later.overdue(AFTER, 1_000)).map((one) => one.appointmentId)).toContain(held.id);
    expect((await later.settle(held.id, AFTER))?.caseId).toBe(offer.caseId);
  });

  it('have run out also where somebody else took the time before the round came', async () => {
    await actions.held(await world.addContact(), held.slot, { now: AFTER, heldUntil: addMs(AFTER, 60_000) });
    expect(await settle(AFTER)).toMatchObject({ appointmentId: held.id });
  });

  it.each([
    ['taken', () => actions.confirm(held.id, student)],
    ['refused', () => world.store.release(held.id, student.contactId, NOW)],
    ['given up for another time', async () => actions.held(student, await newSlot(world))],
  ])('are told of to nobody where they were %s', async (_how, answer) => {
    await answer();
    expect(await overdue(AFTER)).toContain(held.id);
    expect(await settle(AFTER)).toBeNull();
    expect(await overdue(AFTER)).not.toContain(held.id);
    expect(await offers().lastOf(offer.caseId, AFTER)).toBeNull();
  });

  it('are what a day has given of the times that it keeps, while they are held and once they are taken', async () => {
    const beside = await actions.booked(await world.addContact(), laterSlot(held.slot, 100));
    const given = async (now: Date) =>
      (await world.store.busy(held.slot.startAt, beside.slot.endAt, now))
        .filter(({ staffId }) => staffId === held.slot.staffId)
        .map(({ status, urgent = false }) => ({ status, urgent }));
    const other = { status: 'booked', urgent: false };
    expect(await given(NOW)).toEqual(expect.arrayContaining([{ status: 'held', urgent: true }, other]));
    expect(await given(AFTER)).toEqual([other]);
    await actions.confirm(held.id, student);
    expect(await given(AFTER)).toEqual(expect.arrayContaining([{ status: 'booked', urgent: true }, other]));
  });

  it('stand in their case while they wait and when they ran out, until the next one is offered', async () => {
    expect((await offers().lastOf(offer.caseId, NOW))?.state).toBe('waiting');
    expect(await offers().lastOf(offer.caseId, AFTER)).toBeNull();
    await settle(AFTER);
    expect((await offers().lastOf(offer.caseId, AFTER))?.state).toBe('lapsed');
    const heldUntil = addMs(AFTER, minutesMs(5));
    const next = await actions.held(student, held.slot, { now: AFTER, heldUntil });
    await offers().note({ ...offer, appointmentId: next.id, expiresAt: heldUntil }, AFTER);
    expect(await offers().lastOf(offer.caseId, AFTER)).toMatchObject({
      appointmentId: next.id,
      state: 'waiting',
    });
    expect(await offers().lastOf(randomUUID(), AFTER)).toBeNull();
  });
});
