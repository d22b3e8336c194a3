import { heldBackBefore, toldAtOf } from '../escalation/page-key.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import { type Scope, wakeReleased } from '../scope.ts';

/**
 * The last look at a page that a channel held back, in the transaction that claimed it. True: nothing in it waits for
 * anybody any more, and it was given up. One that may have arrived is repeated whatever became of its cases.
 */
export async function withholdPage(
  scope: Scope,
  { id, addressId, dedupeKey, at, repeat }: ClaimedOutgoing,
  claimedBy: string,
): Promise<boolean> {
  const { stores, now } = scope;
  const toldAt = toldAtOf(dedupeKey);
  if (toldAt === null || repeat || at >= heldBackBefore(now)) return false;
  const reader = await stores.staff.byAddress(addressId);
  if (reader === null || (await stores.cases.standsStill(reader.id, toldAt))) return false;
  await stores.outgoing.failed(id, claimedBy, 'over');
  wakeReleased(scope, await stores.outgoing.dueOf(addressId, now));
  return true;
}
