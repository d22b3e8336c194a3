import { randomUUID } from 'node:crypto';
import type { Slot } from '../../src/booking/slot.ts';
import type { Stores, Transactions } from '../../src/conversation/ports/stores.ts';
import { addMs, daysMs, minutesMs } from '../../src/core/clock.ts';
import type { Person } from './appointment-store-world.ts';

/** Stores around appointments, with people who book and people who are booked. */
export type BookedWorld = {
  /** Each call stands for itself. */
  readonly stores: Stores;
  readonly transactions: Transactions;
  /** The stores of a process that was started after everything so far. */
  reopen(): Stores;
  addPerson(): Promise<Person>;
  addStaff(name: string): Promise<string>;
  addRoom(name: string): Promise<string>;
  /** All that lies in these tables, every byte of it read as text. */
  readRaw(...tables: string[]): Promise<string>;
};

export const NOW = new Date('2026-11-20T02:00:00Z');
/** Monday, nine o'clock in Shanghai. */
export const START = new Date('2026-11-23T01:00:00Z');

export const minutesAfter = (at: Date, minutes: number): Date => addMs(at, minutesMs(minutes));
export const daysAfter = (at: Date, days: number): Date => addMs(at, daysMs(days));

export type Booked = Person & { readonly appointmentId: string; readonly slot: Slot };

/** A time of 50 minutes with a counsellor whom nobody else has, online. */
export async function newTime(world: BookedWorld, startAt = START): Promise<Slot> {
  const counsellor = `测试老师 ${randomUUID()}`;
  const staffId = await world.addStaff(counsellor);
  const place = { roomId: null, room: null, campus: null, mode: 'online' as const };
  return { staffId, counsellor, ...place, startAt, endAt: minutesAfter(startAt, 50) };
}

export const laterTime = (slot: Slot, minutes: number): Slot => ({
  ...slot,
  startAt: minutesAfter(slot.startAt, minutes),
  endAt: minutesAfter(slot.endAt, minutes),
});

/** What students do to come to an appointment. */
export const createBooking = (world: () => BookedWorld) => {
  const hold = async (slot: Slot, person: Person, more: { now?: Date; heldUntil?: Date } = {}) => {
    const { now = NOW, heldUntil = minutesAfter(more.now ?? NOW, 5) } = more;
    const id = randomUUID();
    const order = { id, ...person, slot, now, heldUntil, upcomingLimit: 99 };
    const held = await world().stores.appointments.hold(order);
    if (!held.ok) throw new Error(held.code);
    return held.value.id;
  };
  const book = async (slot: Slot, person?: Person, now = NOW): Promise<Booked> => {
    const who = person ?? (await world().addPerson());
    const appointmentId = await hold(slot, who, { now });
    const order = { appointmentId, contactId: who.contactId, now, upcomingLimit: 99 };
    const booked = await world().stores.appointments.confirm(order);
    if (!booked.ok) throw new Error(booked.code);
    return { ...who, appointmentId, slot };
  };
  const cancel = ({ appointmentId, contactId }: Booked, now = NOW) =>
    world().stores.appointments.cancel({ appointmentId, contactId, now, noticePeriodMinutes: 0 });
  const statusOf = async ({ appointmentId, contactId }: Booked) =>
    (await world().stores.appointments.find(appointmentId, contactId))?.status;
  return { hold, book, cancel, statusOf };
};
