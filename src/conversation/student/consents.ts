import type { ConsentPurpose } from '../../people/consent-store.ts';
import type { Agreed } from '../ports/incoming-store.ts';
import type { StudentTurn } from './student-scope.ts';

/** Whether the last word of this person on this purpose was yes, to this version of the text. */
export const agreesTo = (turn: StudentTurn, purpose: keyof Agreed, version: string): boolean =>
  turn.agreed[purpose] === version;

export async function recordConsent(
  turn: StudentTurn,
  purpose: keyof Agreed | Extract<ConsentPurpose, 'counselling'>,
  version: string,
  given: boolean,
): Promise<void> {
  const { scope, address } = turn;
  await scope.stores.consents.record({
    id: scope.parts.newId(),
    contactId: address.contactId,
    addressId: address.id,
    purpose,
    version,
    given,
    now: scope.now,
  });
  if (purpose === 'counselling') return;
  turn.agreed = { ...turn.agreed, [purpose]: given ? version : null };
}
