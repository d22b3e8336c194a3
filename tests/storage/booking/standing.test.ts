import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Appointment } from '../../../src/booking/appointment-store.ts';
import { addMs, daysMs } from '../../../src/core/clock.ts';
import {
  createActions,
  laterSlot,
  NOW,
  newSlot,
  type Person,
} from '../../contracts/appointment-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';
import { openBookingWorld } from './booking-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

const actions = createActions(() => world.stores.appointments);
const slotOf = () => newSlot(openBookingWorld(world.database));
const HALF_YEAR = { startAt: addMs(NOW, -daysMs(90)), endAt: addMs(NOW, daysMs(90)) };

describe('nothing holds up whoever is in care', () => {
  const inCare = async ({ contactId }: Person, now = NOW) =>
    (await world.stores.appointments.standing(contactId, HALF_YEAR, now)).inCare;

  it('while a case of theirs is open, and for a month behind its end', async () => {
    const { contactId, addressId } = await world.addPerson();
    expect(await inCare({ contactId, addressId })).toBe(false);
    const staffId = await world.addStaff(`测试老师${randomUUID()}`);
    await world.database.sql(
      `insert into xinqiao.handoff_case
         (id, data_key_id, contact_id, address_id, channel, level, status, known_contact, owner_id, opened_at, level_since)
       select gen_random_uuid(), data_key_id, contact_id, id, 'web', 'high', 'acknowledged', true, $2, $3, $3
       from xinqiao.address where id = $1`,
      [addressId, staffId, NOW],
    );
    expect(await inCare({ contactId, addressId })).toBe(true);
    await world.database.sql(
      `update xinqiao.handoff_case set status = 'closed', outcome = 'ordinary', closed_at = $2 where address_id = $1`,
      [addressId, NOW],
    );
    expect(await inCare({ contactId, addressId }, addMs(NOW, daysMs(29)))).toBe(true);
    expect(await inCare({ contactId, addressId }, addMs(NOW, daysMs(31)))).toBe(false);
  });

  it('for a month behind words that gave cause for concern, at any of their addresses', async () => {
    const person = await world.addPerson();
    const says = (level: string) =>
      world.database.sql(
        `insert into xinqiao.heard (id, address_id, kind, body_sealed, level, at)
         values (gen_random_uuid(), $1, 'text', '\\x00', $2, $3)`,
        [person.addressId, level, NOW],
      );
    await says('none');
    expect(await inCare(person)).toBe(false);
    await says('concern');
    expect(await inCare(person)).toBe(true);
    expect(await inCare(person, addMs(NOW, daysMs(31)))).toBe(false);
    expect(await inCare(await world.addPerson())).toBe(false);
  });
});

describe('the counsellor of somebody who returns', () => {
  const set = (id: string, status: string) =>
    world.database.sql('update xinqiao.appointment set status = $2 where id = $1', [id, status]);
  const last = async ({ contactId }: Person) =>
    (await world.stores.appointments.lastCounsellor(contactId))?.staffId ?? null;

  it('is who saw them last and still works here, whoever is only booked', async () => {
    const person = await world.addPerson();
    const [first, second, urgent] = [
      await slotOf(),
      laterSlot(await slotOf(), 100),
      laterSlot(await slotOf(), 200),
    ];
    await set((await actions.booked(person, first)).id, 'attended');
    await set((await actions.booked(person, second)).id, 'attended');
    // An urgent time with whoever is on duty.
    await actions.booked(person, urgent);
    expect(await last(person)).toBe(second.staffId);
    await openBookingWorld(world.database).disableCounsellor(second.staffId);
    expect(await last(person)).toBe(first.staffId);
    await openBookingWorld(world.database).disableCounsellor(first.staffId);
    expect(await last(person)).toBe(urgent.staffId);
  });
});

describe('one of several that were agreed on together', () => {
  /** Three weeks in a row, accepted. */
  async function accepted(person: Person): Promise<Appointment[]> {
    const slot = await slotOf();
    const slots = [0, 7, 14].map((days) => ({ id: randomUUID(), slot: laterSlot(slot, days * 1_440) }));
    const series = { id: randomUUID(), ...person, staffId: slot.staffId, everyWeeks: 1 as const };
    const expiresAt = addMs(NOW, daysMs(1));
    const { stores } = world;
    const caps = { daily: null, weekly: null };
    const offer = { series: { ...series, expiresAt }, slots, now: NOW, upcomingLimit: 1, caps };
    expect(await world.transactions.run((inside) => inside.series.offer(offer))).toEqual({
      outcome: 'offered',
    });
    expect(await stores.series.accept(series.id, person.contactId, NOW, { upcomingLimit: 9, caps })).toBe(
      'accepted',
    );
    return stores.appointments.listUpcoming(person.contactId, NOW);
  }

  async function moves(person: Person, one: Appointment | undefined, minutes: number): Promise<Appointment> {
    if (one === undefined) throw new Error('nothing to move');
    const more = { insteadOf: one.id };
    const next = await actions.held(person, laterSlot(one.slot, minutes), more);
    const order = { appointmentId: one.id, holdId: next.id, contactId: person.contactId, now: NOW };
    const move = { ...order, noticePeriodMinutes: 60, by: 'student' as const };
    const moved = await world.stores.appointments.move(move);
    if (!moved.ok) throw new Error(moved.code);
    return moved.value;
  }

  it('is moved like any other, again and again, and stays one of them', async () => {
    const person = await world.addPerson();
    const [first, second] = await accepted(person);
    const seriesId = first?.seriesId;
    expect(seriesId).toBeDefined();
    const moved = await moves(person, first, 100);
    await moves(person, second, 100);
    await moves(person, moved, 100);
    const ahead = await world.stores.appointments.listUpcoming(person.contactId, NOW);
    expect(ahead.map((one) => one.seriesId)).toEqual([seriesId, seriesId, seriesId]);
    // A further one is still one too many.
    expect(await actions.hold(person, laterSlot(await slotOf(), 300))).toEqual({ ok: false, code: 'limit' });
    // When the series ends, so do those that were moved.
    const ended = await world.transactions.run((inside) => inside.series.end(seriesId ?? '', NOW));
    expect(ended?.map(({ appointmentId }) => appointmentId).sort()).toEqual(ahead.map(({ id }) => id).sort());
  });

  it('can be taken at another time where the centre called it off', async () => {
    const person = await world.addPerson();
    const [first] = await accepted(person);
    if (first === undefined) throw new Error('nothing was accepted');
    await actions.cancel(first.id, person);
    const { contactId } = person;
    const slot = laterSlot(first.slot, 100);
    const move = { appointmentId: first.id, contactId, startsAt: first.slot.startAt, slot, now: NOW };
    const order = { ...move, newId: randomUUID() };
    expect(await world.stores.changeOffers.bookInstead(order, 1)).toMatchObject({ ok: true });
    expect(await world.stores.appointments.listUpcoming(contactId, NOW)).toMatchObject([
      { seriesId: first.seriesId },
      { seriesId: first.seriesId },
      { seriesId: first.seriesId },
    ]);
  });
});
