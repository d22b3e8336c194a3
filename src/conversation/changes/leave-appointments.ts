import type { Scope } from '../scope.ts';
import { withdrawOffer } from '../sessions/end-series.ts';
import { WAITING_WAKE } from '../waiting-list/waiting-wake.ts';
import { changeWake } from './change-wakes.ts';
import { linkToChanges, tellDesk } from './tell-staff.ts';

/**
 * What was agreed on with a counsellor who was disabled in this transaction: what they keep for somebody is given up,
 * whoever has a time ahead is told and offered others, and the booking desk learns of it, and of what they were to lead.
 * Whoever disabled them learns nothing. Comes last in the transaction: turns of students lock their case before the
 * counsellor's time.
 */
export async function leaveAppointments(scope: Scope, staffId: string): Promise<void> {
  const { stores, parts, now } = scope;
  // Before the counsellor: whoever accepts has the offer first, too.
  for (const id of await stores.series.offeredBy(staffId)) await withdrawOffer(scope, id);
  const offers: string[] = [];
  await stores.changeOffers.closeForGood({ id: parts.newId(), staffId, now }, () => {
    const id = parts.newId();
    offers.push(id);
    return id;
  });
  await stores.tellChange('appointments');
  // What the waiting list offers of theirs is taken back, and somebody else's offered instead.
  scope.after.escalations.push({ id: WAITING_WAKE, at: now });
  for (const id of offers) scope.after.escalations.push({ id: changeWake(id), at: now });
  const led = (await stores.activities.leaderless(now)).some((one) => one.staffId === staffId);
  if (offers.length === 0 && !led) return;
  const words = { counsellor: (await stores.staff.byId(staffId))?.name ?? '', link: linkToChanges(scope) };
  await tellDesk(scope, `change-left:${staffId}`, (texts) =>
    [
      ...(offers.length > 0 ? [texts('change.left', words)] : []),
      ...(led ? [texts('change.leftLed', words)] : []),
    ].join('\n'),
  );
}
