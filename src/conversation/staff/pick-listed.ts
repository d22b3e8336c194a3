import { HAS_BUTTONS } from '../../core/channel.ts';
import { pickChoice, typedNumber } from '../../core/choices.ts';
import type { Choice } from '../../core/message.ts';
import type { Address } from '../../people/address-store.ts';
import type { Scope } from '../scope.ts';

const LONGEST_LIST = 20;
/** So many of the last messages may hold the list that a number is meant for. */
const LOOKED_AT = 5;

/**
 * Where there are no buttons, a number or label that a staff member types is an answer to the list that was shown last.
 * Once a student's line stands below it, a number may be meant for the student, and goes to them.
 */
export async function pickListed(
  scope: Scope,
  address: Address,
  text: string,
): Promise<Choice | 'no-such-line' | null> {
  if (HAS_BUTTONS[address.channel]) return null;
  for (const { dedupeKey, choices } of await scope.stores.outgoing.lastShown(address.id, LOOKED_AT)) {
    if (dedupeKey.startsWith('relay:')) return null;
    if (choices.length === 0) continue;
    const picked = pickChoice(text, choices);
    if (picked !== null) return picked;
    const number = typedNumber(text);
    // A longer one, such as 120, is no line of any list.
    return number !== null && number < LONGEST_LIST ? 'no-such-line' : null;
  }
  return null;
}
