import type { SaidBody } from '../../core/channel.ts';
import { plainWord } from '../../core/choices.ts';
import { hoursMs } from '../../core/clock.ts';
import { LANGUAGES } from '../../core/language.ts';
import { opensHandoff } from '../../keywords/screening.ts';
import type { Address } from '../../people/address-store.ts';
import type { Scope } from '../scope.ts';
import { type ConversationState, readState } from '../student/conversation-state.ts';
import { caseOf } from '../student/speaker.ts';
import { readStaffCommand, readStaffTap, type StaffCommand } from './staff-commands.ts';
import { awaitsWords } from './tools/staff-work.ts';
import { talkingCases } from './tools/team.ts';

/** Whoever was asked for words so long ago, in hours, speaks of something else by now. */
const ASKED_LONG_AGO_HOURS = 12;

/**
 * Words of somebody who has no student in hand are their own: a crisis in them reaches a colleague, and what they go on
 * to say reaches the colleague too. Within a relay they are about the student and open nothing; so are those that a note
 * waits for, and those that name a case, though the case is somebody else's by now.
 */
export async function speaksForThemselves(
  scope: Scope,
  staffId: string,
  address: Address,
  body: SaidBody,
): Promise<boolean> {
  // Buttons that no message to staff has, 紧急求助 among them, stand under what they were told as a person.
  if (body.kind === 'choice') return readStaffTap(body.id).kind === 'unknown';
  if ((await talkingCases(scope, staffId)).length > 0) return false;
  const words = body.kind === 'unscreenable' ? body.caption : body.text;
  const urgent = LANGUAGES.map((language) => scope.centre.contents[language].flows('menu.urgent'));
  if (urgent.some((label) => plainWord(words) === plainWord(label))) return true;
  const command = readStaffCommand(words);
  if (namesCase(command) || isAboutStudent(scope, readState(address.flow), body)) return false;
  if (opensHandoff(scope.centre.screener.screen(words).level)) return true;
  const isCommand = body.kind === 'text' && command.kind !== 'words';
  return !isCommand && (await caseOf(scope.stores, address.contactId)) !== null;
}

const namesCase = (command: StaffCommand): boolean => 'number' in command && command.number !== null;

/** Words that were asked for, late ones too, and a change of some that were. */
function isAboutStudent({ now }: Scope, state: ConversationState, body: SaidBody): boolean {
  const { work, workAtMs, said, noted } = state;
  if (body.kind === 'edit')
    return body.message === noted || said.some(({ message }) => message === body.message);
  return work !== null && awaitsWords(work) && now.getTime() - workAtMs < hoursMs(ASKED_LONG_AGO_HOURS);
}
