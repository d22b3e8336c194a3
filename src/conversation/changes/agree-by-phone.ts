import type { ChangeOffer } from '../../booking/change-offer.ts';
import type { BookedTime } from '../../booking/change-offer-store.ts';
import { sayMoment, sayRange } from '../../core/both-times.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import { sayPlace } from '../../core/place.ts';
import type { Scope } from '../scope.ts';
import { findFree, freeTimes } from './free-times.ts';
import { offerKey, placeOf, stands, tellMakers } from './run-offer.ts';
import { sayBeside } from './say-beside.ts';

/** As far back as somebody may have phoned about it. */
const PHONED_DAYS = 60;

/**
 * The closed time of an appointment that somebody still has to arrange, or did phone about. Only there may staff enter
 * what was agreed on by phone: what the counsellor keeps is moved by its student alone.
 */
export async function closedOffer(
  { stores, now }: Scope,
  { id, staffId }: Pick<BookedTime, 'id' | 'staffId'>,
): Promise<ChangeOffer | null> {
  const offers = await stores.changeOffers.list(addMs(now, -daysMs(PHONED_DAYS)), staffId);
  return offers.find((offer) => offer.appointment.id === id && isAgreeable(offer, now)) ?? null;
}

const isAgreeable = (offer: ChangeOffer, now: Date): boolean =>
  offer.kind === 'absence' &&
  (offer.status === 'open' || offer.status === 'expired' || offer.status === 'phoned') &&
  offer.startsAt > now &&
  stands(offer);

/** The same move as a tap of the student's; they read in their conversation what was entered. */
export async function agreeByPhone(
  scope: Scope,
  staffId: string,
  booked: BookedTime,
  slotId: string,
): Promise<'agreed' | 'gone' | 'taken'> {
  const { stores, parts, centre, now } = scope;
  const { changeOffers, outgoing } = stores;
  // The address first, as a turn of the student's locks them.
  await stores.addresses.lock(booked.addressId);
  const found = await closedOffer(scope, booked);
  const offer = found === null ? null : await changeOffers.lock(found.id);
  if (offer === null || !isAgreeable(offer, now)) return 'gone';
  const time = (await freeTimes(scope, placeOf(offer), now)).find(({ slot }) => slot === slotId);
  const slot = time === undefined ? null : await findFree(scope, placeOf(offer), time);
  if (slot === null) return 'taken';
  const { contactId, id: appointmentId } = offer.appointment;
  const newId = parts.newId();
  const { caps } = centre.booking;
  const moved = await changeOffers.move({
    appointmentId,
    contactId,
    startsAt: offer.startsAt,
    newId,
    slot,
    now,
    caps,
  });
  if (!moved.ok) return moved.code;
  await changeOffers.settle(offer.id, 'accepted', { now, staffId, newAppointmentId: newId });
  // What asks for an answer is not said any more when they write.
  if (offer.toldWith === null) await outgoing.dropHeldToo(booked.addressId, [offerKey(offer.id)]);
  await sayBeside(
    scope,
    booked.addressId,
    `${offerKey(offer.id)}agreed`,
    ({ tools, flows }, language, timeZone) => {
      const reader = { language, timeZone };
      return {
        text: tools('change.agreed', {
          time: sayMoment(offer.startsAt, reader),
          taken: sayRange(slot, reader),
          counsellor: slot.counsellor,
          place: sayPlace(slot, flows('booking.online')),
        }),
        choices: [],
      };
    },
    { staleAt: slot.endAt },
  );
  await tellMakers(scope, { ...offer, madeBy: staffId }, 'change.told.accepted', slot);
  await stores.tellChange('appointments');
  return 'agreed';
}
