import { contentAt } from '../scope.ts';
import { readState } from '../student/conversation-state.ts';
import { answerCase } from './case-actions.ts';
import { readStaffCommand } from './staff-commands.ts';
import { keepState } from './tools/staff-work.ts';
import type { ToolTurn } from './tools/tool-turn.ts';

/** As many lines back as somebody still corrects. */
const KEPT_LINES = 20;

/** In which case this message was said; the words themselves are not kept again. */
export async function keepSaid(turn: ToolTurn, caseId: string): Promise<void> {
  const { message } = turn;
  if (message === null) return;
  const before = readState(turn.address.flow).said.filter((line) => line.message !== message);
  await keepState(turn, { said: [...before, { message, caseId }].slice(-KEPT_LINES) });
}

/**
 * What was said stays with the student as it was; what it was changed to follows as a correction. Where nobody heard the
 * message, or it has become a command or names another case, the change goes nowhere, and they are told so.
 */
export async function relayEdit(turn: ToolTurn, text: string): Promise<void> {
  const { scope, actor } = turn;
  const texts = scope.centre.contents[turn.language].staff;
  const said = readState(turn.address.flow).said.find(({ message }) => message === turn.message);
  const one = said === undefined ? null : await scope.stores.cases.byId(said.caseId);
  const command = readStaffCommand(text);
  const isFor = one !== null && command.kind === 'words' && [null, one.number].includes(command.number);
  if (!isFor || !scope.centre.relayByMessenger) return turn.answer(texts('relay.notEdited'));
  const { conversation } = await contentAt(scope, one.addressId);
  const corrected = conversation('relay.corrected', { text: command.text });
  const outcome = await answerCase(scope, actor, one.id, corrected, turn.incomingId);
  const { number } = one;
  await turn.answer(outcome === 'sent' ? texts('relay.corrected', { number }) : texts('relay.notEdited'));
}
