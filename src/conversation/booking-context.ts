import type { BookingContext } from '../booking/booking-context.ts';
import type { Scope } from './scope.ts';

/** The rules of booking as they are for this student now, whoever asks for them. */
export const bookingContextOf = (
  { stores, parts, centre, now }: Scope,
  { contactId, addressId }: { readonly contactId: string; readonly addressId: string },
): BookingContext => ({
  store: stores.appointments,
  ids: { next: parts.newId },
  settings: centre.booking,
  contactId,
  addressId,
  joinedLater: false,
  now,
});
