import type { ChangeOffer } from '../../booking/change-offer.ts';
import type { BookedTime } from '../../booking/change-offer-store.ts';
import { sayMoment, sayRange } from '../../core/both-times.ts';
import { sayPlace } from '../../core/place.ts';
import { contentAt, type Scope } from '../scope.ts';
import { sayWithCalendar } from '../student/calendar-file.ts';
import { askLineFirst } from '../waiting-list/offer-round.ts';
import { ALL_DAYS, findFree, freeTimes, limitFor } from './free-times.ts';
import { isChoosable, offerKey, placeOf } from './offer-rules.ts';
import { sayBeside } from './say-beside.ts';
import { tellMakers } from './tell-makers.ts';

/**
 * The closed time of an appointment that somebody still has to arrange, or did phone about. Only there may staff enter
 * what was agreed on by phone: what the counsellor keeps is moved by its student alone.
 */
export async function closedOffer(
  { stores, now }: Scope,
  { id }: Pick<BookedTime, 'id'>,
): Promise<ChangeOffer | null> {
  const offers = await stores.changeOffers.ofAppointment(id);
  return offers.find((offer) => isAgreeable(offer, now)) ?? null;
}

export const isAgreeable = (offer: ChangeOffer, now: Date): boolean =>
  offer.kind === 'absence' &&
  (offer.status === 'open' || offer.status === 'expired' || offer.status === 'phoned') &&
  isChoosable(offer, now);

/** The same move as a tap of the student's; they read in their conversation what was entered. */
export async function agreeByPhone(
  scope: Scope,
  staffId: string,
  booked: BookedTime,
  slotId: string,
): Promise<'agreed' | 'gone' | 'taken' | 'limit'> {
  const { stores, parts, centre, now } = scope;
  const { changeOffers, outgoing } = stores;
  // The address first, as a turn of the student's locks them.
  await stores.addresses.lock(booked.addressId);
  const found = await closedOffer(scope, booked);
  const offer = found === null ? null : await changeOffers.lock(found.id);
  if (offer === null || !isAgreeable(offer, now)) return 'gone';
  const free = await freeTimes(scope, placeOf(offer), now, ALL_DAYS);
  const time = free.find(({ slot }) => slot === slotId);
  const slot = time === undefined ? null : await findFree(scope, placeOf(offer), time);
  if (slot === null) return 'taken';
  await askLineFirst(scope);
  const { contactId, id: appointmentId } = offer.appointment;
  const newId = parts.newId();
  const { caps } = centre.booking;
  const move = { appointmentId, contactId, startsAt: offer.startsAt, newId, slot, now, caps };
  const moved = await changeOffers.move(move, await limitFor(scope, placeOf(offer)));
  if (!moved.ok) return moved.code;
  await changeOffers.settle(offer.id, 'accepted', { now, staffId, newAppointmentId: newId });
  // What asks for an answer is not said any more when they write.
  if (offer.toldWith === null) await outgoing.dropHeldToo(booked.addressId, [offerKey(offer.id)]);
  const { addressId } = booked;
  const content = await contentAt(scope, addressId);
  const entry = { appointmentId: newId, startAt: slot.startAt, endAt: slot.endAt };
  const calendar = await sayWithCalendar({ scope, addressId, content }, '', [entry], 'moved');
  await sayBeside(
    scope,
    addressId,
    `${offerKey(offer.id)}agreed`,
    ({ tools, flows }, language, timeZone) => {
      const reader = { language, timeZone };
      const words = tools('change.agreed', {
        time: sayMoment(offer.startsAt, reader),
        taken: sayRange(slot, reader),
        counsellor: slot.counsellor,
        place: sayPlace(slot, flows('booking.online')),
      });
      return { ...calendar, text: `${words}${calendar.text}` };
    },
    { staleAt: slot.endAt },
  );
  await tellMakers(scope, { ...offer, madeBy: staffId }, 'change.told.accepted', slot);
  await stores.tellChange('appointments');
  return 'agreed';
}
