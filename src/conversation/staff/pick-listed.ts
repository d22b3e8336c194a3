import { HAS_BUTTONS } from '../../core/channel.ts';
import { pickChoice, plainWord, typedNumber } from '../../core/choices.ts';
import type { Choice } from '../../core/message.ts';
import { readStep } from '../../handoff/closing/closing-code.ts';
import type { Address } from '../../people/address-store.ts';
import type { Scope } from '../scope.ts';
import { readStaffTap } from './staff-commands.ts';

const LONGEST_LIST = 20;
/** So many of the last messages may hold the list that a number is meant for. */
const LOOKED_AT = 5;

/**
 * Where there are no buttons, a number or label that a staff member types is an answer to the list that was shown last.
 * Once a student's line stands below it, a number may be meant for the student, and goes to them. The label that ends a
 * case never does: a student who has just cried for help must not read it.
 */
export async function pickListed(
  scope: Scope,
  address: Address,
  text: string,
): Promise<Choice | 'no-such-line' | null> {
  if (HAS_BUTTONS[address.channel]) return null;
  let isBelow = false;
  for (const { dedupeKey, choices } of await scope.stores.outgoing.lastShown(address.id, LOOKED_AT)) {
    if (isBelow) {
      const ending = choices.find(({ id, label }) => endsCase(id) && plainWord(label) === plainWord(text));
      if (ending !== undefined) return ending;
    } else if (dedupeKey.startsWith('relay:')) isBelow = true;
    else if (choices.length > 0) {
      const picked = pickChoice(text, choices);
      if (picked !== null) return picked;
      const number = typedNumber(text);
      // A longer one, such as 120, is no line of any list.
      if (number !== null && number < LONGEST_LIST) return 'no-such-line';
      isBelow = true;
    }
  }
  return null;
}

function endsCase(id: string): boolean {
  const { kind, detail } = readStaffTap(id);
  return kind === 'close' && (readStep(detail)?.confirmed ?? null) !== null;
}
