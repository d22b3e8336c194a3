import type { ChangeOffer } from '../../booking/change-offer.ts';
import { absenceUntil } from './called-off.ts';
import type { Place } from './free-times.ts';

/** How the keys of all that is said of offers begin, and of one. */
export const OFFER_KEY = 'offer:';
export const offerKey = (id: string): string => `${OFFER_KEY}${id}:`;

export const placeOf = ({ appointment, startsAt }: ChangeOffer): Place => ({
  appointmentId: appointment.id,
  contactId: appointment.contactId,
  addressId: appointment.addressId,
  startAt: startsAt,
});

/** Whether the appointment is still the one that the offer is about. */
export const stands = ({ kind, appointment, startsAt }: ChangeOffer): boolean =>
  kind === 'cancel' ||
  (appointment.status === 'booked' && appointment.startAt.getTime() === startsAt.getTime());

/** Whether a student may still choose under it: of leave and what was called off, beyond the old time too. */
export function isChoosable(offer: ChangeOffer, now: Date): boolean {
  if (!stands(offer)) return false;
  switch (offer.kind) {
    case 'cancel':
      return true;
    case 'absence':
      return absenceUntil(offer.startsAt) > now;
    case 'change':
      return offer.startsAt > now;
  }
}
