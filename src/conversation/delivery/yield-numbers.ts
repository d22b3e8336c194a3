import type { Address } from '../../people/address-store.ts';
import { inWords, offeredBeside, withoutMenu } from '../changes/by-words.ts';
import type { ClaimedOutgoing } from '../ports/outgoing-store.ts';
import type { Scope } from '../scope.ts';
import { isGlobalChoice, type OfferedChoice, readState } from '../student/conversation-state.ts';

/**
 * What was written before a case opened and goes only now would take the numbers from what is asked in the crisis: it is
 * answered in words instead. For channels where a number is an answer; the address must be locked.
 */
export async function yieldNumbers(
  { stores, centre }: Scope,
  address: Address,
  claimed: ClaimedOutgoing,
): Promise<ClaimedOutgoing> {
  const { choices, text } = claimed.message;
  if (choices.length === 0 || address.speaksAs === 'staff') return claimed;
  if ((await stores.cases.activeOf(address.contactId)) === null) return claimed;
  const state = readState(address.flow);
  const known = withoutMenu(
    choices.flatMap(({ id, label }): OfferedChoice[] => {
      const local = isGlobalChoice(id) ? id : state.offered.find((one) => one.id === id)?.local;
      return local === undefined ? [] : [{ id, label, local }];
    }),
  );
  const message = {
    ...claimed.message,
    text: inWords(centre.contents[claimed.language], text, known),
    choices: [],
  };
  await stores.outgoing.reword(claimed.id, address.id, message);
  const offered = offeredBeside(state, known);
  await stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, offered }));
  return { ...claimed, message };
}
