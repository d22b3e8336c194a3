/** What somebody has already, as the address may see it that they ask from. */

import type { Appointment } from './appointment-store.ts';
import type { BookingContext } from './booking-context.ts';
import type { BookingResult, OfferedAppointment } from './booking-request.ts';
import { countAhead } from './decide-standing.ts';
import { readLimit } from './free-slots.ts';
import { offerAppointment } from './offered.ts';

/** An address that was joined to a person later shows nothing from before. */
const isShown =
  ({ joinedLater, addressId }: BookingContext) =>
  (one: Appointment): boolean =>
    !joinedLater || one.addressId === addressId;

export async function answerOwn(context: BookingContext): Promise<BookingResult> {
  const { store, contactId, now, cannotKeep } = context;
  const upcoming = await store.listUpcoming(contactId, now);
  const appointments: OfferedAppointment[] = [];
  for (const one of upcoming.filter(isShown(context))) {
    const excused = (await cannotKeep?.(one)) === true ? { excused: true as const } : {};
    appointments.push({ ...offerAppointment(one), ...excused });
  }
  const elsewhere = appointments.length < upcoming.length ? { elsewhere: true as const } : {};
  return { of: 'appointments', appointments, ...elsewhere };
}

/** Whether something stands against the time that is to be given up. */
export async function isStranded(appointmentId: string, { store, contactId, cannotKeep }: BookingContext) {
  const one = cannotKeep === undefined ? null : await store.find(appointmentId, contactId);
  return one !== null && (await cannotKeep?.(one)) === true;
}

/** Said before they choose anything: no time that they could choose would be theirs. */
export async function isFullElsewhere(context: BookingContext): Promise<boolean> {
  if (!context.joinedLater) return false;
  const upcoming = await context.store.listUpcoming(context.contactId, context.now);
  if (upcoming.every(isShown(context))) return false;
  return countAhead(upcoming, context.now) >= (await readLimit(context));
}
