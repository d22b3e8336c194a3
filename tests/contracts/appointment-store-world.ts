import { randomUUID } from 'node:crypto';
import type {
  Appointment,
  AppointmentStore,
  Confirmation,
  HoldOrder,
} from '../../src/booking/appointment-store.ts';
import type { BookingSetup } from '../../src/booking/booking-setup.ts';
import type { AwayTime } from '../../src/booking/compute-slots.ts';
import type { Slot } from '../../src/booking/slot.ts';
import { addMs, minutesMs } from '../../src/core/clock.ts';
import type { Result } from '../../src/core/result.ts';

export type Person = { readonly contactId: string; readonly addressId: string };

/** A store together with what belongs to other folders: people who book and people who are booked. */
export type AppointmentStoreWorld = {
  readonly store: AppointmentStore;
  readonly setup: BookingSetup;
  addCounsellor(name: string): Promise<string>;
  disableCounsellor(staffId: string): Promise<void>;
  addContact(): Promise<Person>;
  addAway(away: AwayTime): Promise<void>;
};

export const NOW = new Date('2026-11-20T02:00:00Z');
export const HELD_UNTIL = addMs(NOW, minutesMs(5));
/** Monday, nine o'clock in Shanghai. */
const FIRST = new Date('2026-11-23T01:00:00Z');
const YEAR = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2027-01-01T00:00:00Z') };

/** A slot of a counsellor and in a room that nobody else has. */
export async function newSlot(world: AppointmentStoreWorld): Promise<Slot> {
  const counsellor = `counsellor ${randomUUID()}`;
  const room = `room ${randomUUID()}`;
  const staffId = await world.addCounsellor(counsellor);
  const roomId = await world.setup.addRoom({ id: randomUUID(), name: room, sample: true });
  const place = { roomId, room, campus: null, mode: 'on-site' as const };
  return { staffId, counsellor, ...place, startAt: FIRST, endAt: addMs(FIRST, minutesMs(50)) };
}

export const laterSlot = (slot: Slot, minutes: number): Slot => ({
  ...slot,
  startAt: addMs(slot.startAt, minutesMs(minutes)),
  endAt: addMs(slot.endAt, minutesMs(minutes)),
});

/** What a student does, with the figures that most tests share. */
export function createActions(store: () => AppointmentStore) {
  const hold = (person: Person, slot: Slot, more: Partial<HoldOrder> = {}) => {
    const order = { id: randomUUID(), ...person, slot, now: NOW, heldUntil: HELD_UNTIL, upcomingLimit: 1 };
    return store().hold({ ...order, ...more });
  };
  const confirm = (
    appointmentId: string,
    { contactId }: Person,
    now = NOW,
    upcomingLimit = 1,
    more: Partial<Confirmation> = {},
  ) => store().confirm({ appointmentId, contactId, now, upcomingLimit, ...more });
  const cancel = (appointmentId: string, { contactId }: Person, now = NOW) =>
    store().cancel({ appointmentId, contactId, now, noticePeriodMinutes: 60 });
  const held = async (person: Person, slot: Slot, more: Partial<HoldOrder> = {}) =>
    expectValue(await hold(person, slot, more));
  const booked = async (person: Person, slot: Slot, more: Partial<HoldOrder> = {}) => {
    const { id } = await held(person, slot, more);
    return expectValue(await confirm(id, person, NOW, more.upcomingLimit ?? 1));
  };
  const occupied = async ({ staffId }: Slot, now = NOW) =>
    (await store().busy(YEAR.from, YEAR.to, now)).filter((time) => time.staffId === staffId);
  return { hold, confirm, cancel, held, booked, occupied };
}

function expectValue(result: Result<Appointment, string>): Appointment {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
