import type { Scope } from '../scope.ts';

/** What is still to come of somebody, by kind: a page that others may see names no time. */
export const LEFT_BEHIND = ['appointment', 'series', 'waiting', 'activity'] as const;
export type LeftBehind = (typeof LEFT_BEHIND)[number];

/**
 * What this address alone leads to, and nobody could look up or call off any more once its browser is somebody else's.
 * An address that was joined to a person leaves nothing: that person has it elsewhere, too.
 */
export async function leftBehind(
  { stores, now }: Scope,
  { contactId, addressId }: { readonly contactId: string; readonly addressId: string },
): Promise<readonly LeftBehind[]> {
  if ((await stores.continues.joinedAt(addressId)) !== null) return [];
  const series = await stores.series.offeredTo(contactId);
  const stands = {
    appointment: (await stores.appointments.listUpcoming(contactId, now)).length > 0,
    series: series.some(({ expiresAt }) => expiresAt > now),
    waiting: (await stores.waitingList.placeOf(contactId, now)) !== null,
    activity: (await stores.activities.ofContact(contactId, now)).length > 0,
  };
  return LEFT_BEHIND.filter((kind) => stands[kind]);
}
