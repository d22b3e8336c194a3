import type { Appointment } from '../../booking/appointment-store.ts';
import type { BookingResult } from '../../booking/booking-request.ts';
import type { ChangeOffer } from '../../booking/change-offer.ts';
import { parseSlotId } from '../../booking/slot.ts';
import type { Scope } from '../scope.ts';
import { tellMakers } from './tell-makers.ts';

/**
 * The other time that staff asked for, if nobody has answered yet; null where nothing is asked. Comes before whatever locks
 * the appointment, as for a tap under the question.
 */
export async function lockAsked(
  { stores }: Scope,
  before: Pick<Appointment, 'id' | 'asked'> | null,
): Promise<ChangeOffer | null> {
  if (before?.asked !== true) return null;
  const offers = await stores.changeOffers.ofAppointment(before.id);
  const asked = offers.find(({ kind, status }) => kind === 'change' && status === 'open');
  const offer = asked === undefined ? null : await stores.changeOffers.lock(asked.id);
  return offer?.status === 'open' ? offer : null;
}

/**
 * Whoever moves or calls off in 我的预约 or under a reminder what staff asked about has answered: whoever asked hears it, as of
 * a tap under the question. False where nothing came of it.
 */
export async function settleAsked(scope: Scope, offer: ChangeOffer, result: BookingResult): Promise<boolean> {
  const { changeOffers } = scope.stores;
  const { now } = scope;
  if (result.of === 'cancel' && (result.outcome === 'cancelled' || result.outcome === 'cancelled-late')) {
    await changeOffers.settle(offer.id, 'cancelled', { now });
    await tellMakers(scope, offer, 'change.told.cancelled');
    return true;
  }
  if (result.of !== 'move' || result.outcome !== 'moved') return false;
  const { appointmentId, id, startAt, counsellor } = result.appointment;
  await changeOffers.settle(offer.id, 'accepted', { now, newAppointmentId: appointmentId });
  const staffId = parseSlotId(id)?.staffId ?? offer.appointment.staffId;
  await tellMakers(scope, offer, 'change.told.accepted', { staffId, startAt, counsellor });
  return true;
}
