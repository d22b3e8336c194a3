import type { Scope } from '../scope.ts';
import { changeWake } from './change-wakes.ts';
import { linkToChanges } from './run-offer.ts';
import { tellDesk } from './tell-staff.ts';

/**
 * What was agreed on with a counsellor who was disabled in this transaction: what they keep for somebody is given up,
 * whoever has a time ahead is told and offered others, and the booking desk learns of it. Whoever disabled them learns
 * nothing. Comes last in the transaction: turns of students lock their case before the counsellor's time.
 */
export async function leaveAppointments(scope: Scope, staffId: string): Promise<void> {
  const { stores, parts, now } = scope;
  // Before the counsellor: whoever accepts has the offer first, too.
  for (const id of await stores.series.offeredBy(staffId)) await stores.series.close(id, 'withdrawn', now);
  const offers: string[] = [];
  await stores.changeOffers.closeForGood({ id: parts.newId(), staffId, now }, () => {
    const id = parts.newId();
    offers.push(id);
    return id;
  });
  await stores.tellChange('appointments');
  if (offers.length === 0) return;
  for (const id of offers) scope.after.escalations.push({ id: changeWake(id), at: now });
  const counsellor = (await stores.staff.byId(staffId))?.name ?? '';
  await tellDesk(scope, `change-left:${staffId}`, (texts) =>
    texts('change.left', { counsellor, link: linkToChanges(scope) }),
  );
}
