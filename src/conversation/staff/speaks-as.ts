import type { SaidBody } from '../../core/channel.ts';
import { plainWord } from '../../core/choices.ts';
import type { Address } from '../../people/address-store.ts';
import type { Scope } from '../scope.ts';
import { speaksForThemselves } from './own-words.ts';
import { pickListed } from './pick-listed.ts';
import { readStaffCommand, readStaffTap, type StaffTap } from './staff-commands.ts';

/** `turned-staff`: they spoke as a student until now. */
export type Speaker = 'staff' | 'turned-staff' | 'student';

/** After these the next words are for a student, or for a record: whoever spoke as a student no longer does. */
const TURNS_STAFF: readonly StaffTap['kind'][] = [
  'take',
  'to',
  'close',
  'hand-note',
  'tool',
  'ask-yes',
  'drill-take',
];

/**
 * Whom somebody who is both speaks as. A message to staff is answered by the staff member, whatever they speak as at the
 * moment: by tap, by word, by its number. `值班` makes them staff from now on.
 */
export async function whoSpeaks(
  scope: Scope,
  staffId: string,
  address: Address,
  body: SaidBody,
): Promise<Speaker> {
  const tap = await staffTapOf(scope, address, body);
  if (address.speaksAs === 'staff') {
    const own = tap === null && (await speaksForThemselves(scope, staffId, address, body));
    return own ? 'student' : 'staff';
  }
  const turns = tap !== null && TURNS_STAFF.includes(tap);
  if (turns || becomesStaff(body)) await scope.stores.addresses.setSpeaksAs(address.id, 'staff');
  if (turns) return 'turned-staff';
  return tap !== null || becomesStaff(body) ? 'staff' : 'student';
}

const becomesStaff = (body: SaidBody): boolean =>
  body.kind === 'text' && (plainWord(body.text) === '值班' || readStaffCommand(body.text).kind === 'staff');

/** The button under a message to staff that it stands for; null for anything else. */
async function staffTapOf(
  scope: Scope,
  address: Address,
  body: SaidBody,
): Promise<Exclude<StaffTap['kind'], 'unknown'> | null> {
  if (body.kind === 'choice') return kindOf(body.id);
  if (body.kind !== 'text') return null;
  if (readStaffCommand(body.text).kind === 'take') return 'take';
  const picked = await pickListed(scope, address, body.text);
  return picked === null || picked === 'no-such-line' ? null : kindOf(picked.id);
}

function kindOf(id: string): Exclude<StaffTap['kind'], 'unknown'> | null {
  const { kind } = readStaffTap(id);
  return kind === 'unknown' ? null : kind;
}
