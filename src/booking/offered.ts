/** What is stored and computed, as it is offered. Pure. */
import type { Appointment } from './appointment-store.ts';
import type { OfferedAppointment, OfferedSlot } from './booking-request.ts';
import { type Slot, slotId } from './slot.ts';

export function offerSlot(slot: Slot): OfferedSlot {
  const { startAt, endAt, counsellor, room, campus, mode } = slot;
  return { id: slotId(slot), startAt, endAt, counsellor, room, campus, mode };
}

export function offerAppointment(appointment: Appointment): OfferedAppointment {
  const { id, slot, onlineAddress, closed, asked } = appointment;
  return {
    ...offerSlot(slot),
    appointmentId: id,
    ...(onlineAddress === undefined ? {} : { onlineAddress }),
    ...(closed === undefined ? {} : { closed }),
    ...(asked === undefined ? {} : { asked }),
  };
}
