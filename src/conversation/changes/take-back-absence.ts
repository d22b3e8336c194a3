import type { Leave } from '../../booking/availability-store.ts';
import type { ChangeOffer } from '../../booking/change-offer.ts';
import type { Scope } from '../scope.ts';
import { offerKey, stands } from './offer-rules.ts';
import { sayBeside } from './say-beside.ts';
import { oldTime } from './say-offer.ts';

/** The addresses of those whom a closed day met. They come before everything that a turn of theirs locks after them. */
export async function lockMet({ stores }: Scope, absenceId: string): Promise<void> {
  const met = await stores.changeOffers.ofAbsence(absenceId);
  for (const addressId of new Set(met.map(({ appointment }) => appointment.addressId)))
    await stores.addresses.lock(addressId);
}

/** What was settled by phone is over with its time; before that, the appointment that nobody moved stands again. */
const isTakenBack = (offer: ChangeOffer, now: Date): boolean =>
  offer.status === 'open' ||
  offer.status === 'expired' ||
  (offer.status === 'phoned' && stands(offer) && offer.appointment.endAt > now);

const meets = ({ staffId, startAt, endAt }: Leave, { appointment }: ChangeOffer): boolean =>
  staffId === appointment.staffId && startAt < appointment.endAt && appointment.startAt < endAt;

/**
 * The counsellor can come after all: what nobody has answered yet is taken back, and whoever may have read that nobody
 * comes, or was told by phone, hears that the appointment stands; unless another leave still closes the time. See
 * {@link lockMet}.
 */
export async function takeBackAbsence(scope: Scope, absenceId: string): Promise<void> {
  const { availability, changeOffers, outgoing } = scope.stores;
  const leaves = await availability.leaves(scope.now);
  for (const { id } of await changeOffers.ofAbsence(absenceId)) {
    const offer = await changeOffers.lock(id);
    if (offer === null || !isTakenBack(offer, scope.now)) continue;
    if (leaves.some((leave) => meets(leave, offer))) continue;
    await changeOffers.settle(id, 'withdrawn', { now: scope.now });
    const { addressId } = offer.appointment;
    await outgoing.dropHeldToo(addressId, [offerKey(id)]);
    const heard = offer.status === 'phoned' || (offer.toldAt !== null && offer.delivery !== 'held');
    if (!heard || !stands(offer) || offer.appointment.endAt <= scope.now) continue;
    await sayBeside(
      scope,
      addressId,
      `${offerKey(id)}back`,
      ({ tools }, language, timeZone) => ({
        text: tools('change.back', { time: oldTime(offer, { language, timeZone }) }),
        choices: [],
      }),
      { staleAt: offer.appointment.endAt },
    );
  }
}
