import { type ChangeOffer, needsPhone } from '../../../booking/change-offer.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { isAgreeable } from '../../changes/agree-by-phone.ts';
import { seesActivities } from '../../changes/led-dates.ts';
import { type StrandedTime, strandedTimes } from '../../changes/stranded-times.ts';
import { hasDesk } from '../../changes/tell-staff.ts';
import type { Scope } from '../../scope.ts';
import { type ChangeCounts, type ChangesView, isAsked, type OfferRow } from './change-desk.ts';
import { mayDo, permits, type StaffActor } from './change-permits.ts';

/** Settled offers stay in the list for so many days, and at most so many of them. */
const LISTED_DAYS = 14;
const MOST_SETTLED = 100;

/** An offer without who it is for. */
export const toRow = (whole: ChangeOffer, now: Date): OfferRow => {
  const { appointment, line: _line, times: _times, ...offer } = whole;
  return {
    ...offer,
    appointmentId: appointment.id,
    counsellorId: appointment.staffId,
    counsellor: appointment.counsellor,
    endsAt: appointment.endAt,
    person: null,
    toPhone: needsPhone(offer, now),
    agreeable: isAgreeable(whole, now),
  };
};

/** With whoever is to be phoned; each such reading stands in the audit. */
async function withPerson(scope: Scope, actor: StaffActor, offer: ChangeOffer): Promise<OfferRow> {
  const row = toRow(offer, scope.now);
  const { id, staffId, contactId } = offer.appointment;
  if (!row.toPhone || !mayDo(actor, 'appointments.reach', staffId)) return row;
  const person = await scope.stores.bindings.personOf(contactId);
  if (person !== null) await permits(scope, actor, 'appointments.reach', staffId, `appointment:${id}`);
  return { ...row, person };
}

/** Whatever needs somebody is listed to the last one; of what is settled the newest. */
export async function listChanges(scope: Scope, actor: StaffActor): Promise<ChangesView> {
  const { changeOffers } = scope.stores;
  const since = addMs(scope.now, -daysMs(LISTED_DAYS));
  // Nobody in particular's: then everybody's.
  const seesAll = mayDo(actor, 'appointments.see-changes');
  const counts = !seesAll && mayDo(actor, 'appointments.count');
  const needed = await changeOffers.unsettled(since, seesAll || counts ? null : actor.staffId);
  const settled = await changeOffers.settled(since, seesAll ? null : actor.staffId, MOST_SETTLED);
  const stranded = await listStranded(scope, needed);
  const isTheirs = (staffId: string): boolean => mayDo(actor, 'appointments.see-changes', staffId);
  const rows: OfferRow[] = [];
  for (const offer of [...needed, ...settled.offers])
    if (isTheirs(offer.appointment.staffId)) rows.push(await withPerson(scope, actor, offer));
  const over = counts ? (await changeOffers.settled(since, null, 1)).count : 0;
  return {
    rows,
    settled: { shown: settled.offers.length, count: settled.count },
    stranded: stranded.filter(({ staffId }) => isTheirs(staffId)),
    leaderless: seesActivities(actor)
      ? (await scope.stores.activities.leaderless(scope.now)).filter(
          ({ staffId }) => counts || isTheirs(staffId),
        )
      : [],
    noDesk: !(await hasDesk(scope)),
    counts: counts ? countChanges(needed, over, stranded, scope.now) : null,
  };
}

/** Without those of whom their students were asked already. */
async function listStranded(scope: Scope, needed: readonly ChangeOffer[]): Promise<StrandedTime[]> {
  const inHand = new Set(
    needed.filter(({ status }) => status === 'open').map(({ appointment }) => appointment.id),
  );
  return (await strandedTimes(scope)).filter(({ appointmentId }) => !inHand.has(appointmentId));
}

function countChanges(
  needed: readonly ChangeOffer[],
  over: number,
  stranded: readonly StrandedTime[],
  now: Date,
): ChangeCounts {
  const toPhone = needed.filter((offer) => needsPhone(offer, now)).length;
  const open = needed.filter((offer) => isAsked(offer)).length;
  const inLeave = stranded.filter(({ why }) => why.kind === 'leave').length;
  const otherwise = stranded.length - inLeave;
  return { toPhone, open, settled: over + needed.length - toPhone - open, inLeave, otherwise };
}
