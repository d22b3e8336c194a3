import { addMs, secondsMs } from '../../core/clock.ts';
import { type ConversationParts, inScope, type Scope } from '../scope.ts';
import { tellStaff } from '../staff/relay.ts';
import { caseOf } from './speaker.ts';

/** A page that is loaded anew, or lost its network for a moment, is back within this time, in seconds. */
const BACK_SECONDS = 60;

/** What a wake-up of the kind `escalation` names. */
export const departureWake = (addressId: string): string => `departure.${addressId}`;

/** Whether a student's page is open; only pages with a script can tell. */
export interface PresenceDesk {
  left(session: { readonly addressId: string; readonly contactId: string }): Promise<void>;
  back(addressId: string): Promise<void>;
}

export const createPresenceDesk = (parts: ConversationParts): PresenceDesk => ({
  left: ({ addressId, contactId }) =>
    inScope(parts, async ({ stores, now, after }) => {
      const one = await caseOf(stores, contactId);
      if (one === null || one.addressId !== addressId) return;
      const at = addMs(now, secondsMs(BACK_SECONDS));
      await stores.returns.pageClosed(addressId, at);
      after.escalations.push({ id: departureWake(addressId), at });
    }),
  back: (addressId) => parts.transactions.read(({ returns }) => returns.pageBack(addressId)),
});

/** Nobody came back to the page: it is noted, and told to whoever has the case. */
export async function noteClosedPage(scope: Scope, addressId: string): Promise<void> {
  const { stores, now } = scope;
  const gone = await stores.returns.takeDeparture(addressId, now);
  const one = gone === null ? null : await caseOf(stores, gone.contactId);
  // They may have gone on elsewhere meanwhile.
  if (one === null || one.addressId !== addressId) return;
  await stores.cases.addEvent(one.id, { kind: 'student-left', staffId: null, level: null, at: now });
  await stores.tellChange('case');
  if (one.ownerId === null) return;
  const { number } = one;
  await tellStaff(
    scope,
    one.ownerId,
    (texts) => texts('student.pageClosed', { number }),
    `page-closed:${one.id}:${now.getTime()}`,
    one.id,
  );
}
