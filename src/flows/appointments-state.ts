import { z } from 'zod';
import { BOOKING_VERSION, bookingState } from './booking/booking-state.ts';

export const appointmentId = z.string().min(1).max(200);

const appointmentsState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list') }),
  /** The appointment is looked at anew before the question, since it may have changed. */
  z.object({
    at: z.literal('looking'),
    appointmentId,
    to: z.enum(['cancel', 'move']),
    /** The slot that it is to be moved to, where one was chosen already. */
    slotId: z.string().max(200).nullable(),
  }),
  z.object({ at: z.literal('sure'), appointmentId, late: z.boolean() }),
  z.object({ at: z.literal('cancelling'), appointmentId }),
  /** Another time is chosen as in a booking; the old appointment is kept until the new one is booked. */
  z.object({ at: z.literal('moving'), appointmentId, booking: bookingState }),
  /** The old one stays, and why: the time that was held instead is given up first. */
  z.object({ at: z.literal('giving-back'), why: z.enum(['late', 'too-late', 'unknown']) }),
]);

export type AppointmentsState = z.infer<typeof appointmentsState>;

/** The state of the booking within is stored with it. */
export const APPOINTMENTS_VERSION = 10 + BOOKING_VERSION;

export function reviveAppointments(stored: unknown, version: number): AppointmentsState | null {
  const read = appointmentsState.safeParse(stored);
  return version === APPOINTMENTS_VERSION && read.success ? read.data : null;
}
