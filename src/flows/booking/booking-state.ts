import { z } from 'zod';
import { visitState } from '../first-visit/visit-state.ts';
import type { BookedAppointment } from '../flow.ts';

/** A day, 2026-11-23, that a calendar has. */
export const calendarDay = z.iso.date();

const moment = z.iso.datetime();

const held = z.object({
  appointmentId: z.string().max(200),
  slotId: z.string().max(200),
  startAt: moment,
  endAt: moment,
  counsellor: z.string().max(200),
  room: z.string().max(200).nullable(),
  campus: z.string().max(200).nullable().default(null),
  mode: z.enum(['on-site', 'online']).default('on-site'),
  heldUntil: moment,
});

/** Kept as it is stored: plain JSON, moments as ISO text. */
const bookingState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('consent') }),
  z.object({ at: z.literal('consenting'), given: z.boolean() }),
  z.object({ at: z.literal('days') }),
  z.object({ at: z.literal('times'), date: calendarDay }),
  z.object({ at: z.literal('counsellors'), date: calendarDay, startAt: moment }),
  z.object({ at: z.literal('next') }),
  z.object({ at: z.literal('holding') }),
  z.object({ at: z.literal('first-visit'), held, visit: visitState }),
  z.object({ at: z.literal('confirm'), held }),
  z.object({ at: z.literal('confirming'), held }),
  z.object({ at: z.literal('releasing'), backTo: calendarDay.nullable() }),
  z.object({ at: z.literal('limit') }),
]);

export type BookingState = z.infer<typeof bookingState>;

export type Held = z.infer<typeof held>;

export const BOOKING_VERSION = 1;

export function reviveBooking(stored: unknown, version: number): BookingState | null {
  if (version !== BOOKING_VERSION) return null;
  const read = bookingState.safeParse(stored);
  return read.success ? read.data : null;
}

export const keepHeld = (appointment: BookedAppointment, heldUntil: Date): Held => ({
  appointmentId: appointment.appointmentId,
  slotId: appointment.id,
  startAt: appointment.startAt.toISOString(),
  endAt: appointment.endAt.toISOString(),
  counsellor: appointment.counsellor,
  room: appointment.room,
  campus: appointment.campus,
  mode: appointment.mode,
  heldUntil: heldUntil.toISOString(),
});
