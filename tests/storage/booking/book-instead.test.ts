import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createActions, laterSlot, NOW, newSlot } from '../../contracts/appointment-store-world.ts';
import { openStoreWorld, type StoreWorld } from '../store-world.ts';
import { openBookingWorld } from './booking-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openStoreWorld();
});
afterAll(() => world.close());

it('books in place of one that was called off, unless the student has booked another one since', async () => {
  const actions = createActions(() => world.stores.appointments);
  const person = await world.addPerson();
  const slot = await newSlot(openBookingWorld(world.database));
  const old = await actions.booked(person, slot);
  await actions.cancel(old.id, person);
  const instead = (minutes: number, limit: number) =>
    world.stores.changeOffers.bookInstead(
      {
        appointmentId: old.id,
        contactId: person.contactId,
        startsAt: slot.startAt,
        newId: randomUUID(),
        slot: laterSlot(slot, minutes),
        now: NOW,
      },
      limit,
    );
  expect(await instead(100, 1)).toMatchObject({ ok: true, value: { status: 'booked' } });
  expect(await instead(200, 1)).toEqual({ ok: false, code: 'limit' });
  expect(await actions.occupied(slot)).toHaveLength(1);
  expect(await instead(200, 2)).toMatchObject({ ok: true });
});
