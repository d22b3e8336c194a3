import { CANNED_IDS, type CannedId, isCannedId } from '../../../content/canned-texts.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { contentAt } from '../../scope.ts';
import { answerCase } from '../case-actions.ts';
import { keepWork, readWork } from './staff-work.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';
import { cancelChoice } from './turn-note.ts';

/** What may be said with one tap, by its title. */
export async function showCanned(turn: ToolTurn, one: HandoffCase): Promise<void> {
  const { canned, tools } = turn.scope.centre.contents[turn.language];
  const choices = CANNED_IDS.map((id) => ({ id: `tool.${one.id}.c:${id}`, label: canned(`title.${id}`) }));
  await turn.answer(tools('canned.which', { number: one.number }), choices);
}

/** In the student's language; nothing is sent before it was read. */
export async function previewCanned(turn: ToolTurn, one: HandoffCase, id: string): Promise<void> {
  const texts = toolTexts(turn);
  if (!isCannedId(id)) return turn.answer(texts('tool.stale'));
  await keepWork(turn, { kind: 'canned', caseId: one.id, id, edits: false });
  await turn.answer(texts('canned.preview', { number: one.number, text: await wordsOf(turn, one, id) }), [
    { id: `tool.${one.id}.cs:${id}`, label: texts('canned.send') },
    { id: `tool.${one.id}.ce:${id}`, label: texts('canned.edit') },
    cancelChoice(turn, one.id),
  ]);
}

const wordsOf = async ({ scope }: ToolTurn, one: HandoffCase, id: CannedId): Promise<string> =>
  (await contentAt(scope, one.addressId)).canned(`text.${id}`);

const isShown = (turn: ToolTurn, caseId: string, id: string): boolean => {
  const work = readWork(turn);
  return work?.kind === 'canned' && work.caseId === caseId && work.id === id;
};

/** What was shown last is sent once; a second tap finds nothing that is shown. */
export async function sendCanned(turn: ToolTurn, one: HandoffCase, id: string): Promise<void> {
  if (!isCannedId(id) || !isShown(turn, one.id, id)) return turn.answer(toolTexts(turn)('canned.stale'));
  await sayInstead(turn, one.id, await wordsOf(turn, one, id));
}

export async function editCanned(turn: ToolTurn, one: HandoffCase, id: string): Promise<void> {
  const texts = toolTexts(turn);
  if (!isCannedId(id) || !isShown(turn, one.id, id)) return turn.answer(texts('canned.stale'));
  await keepWork(turn, { kind: 'canned', caseId: one.id, id, edits: true });
  await turn.answer(texts('canned.type', { number: one.number }), [cancelChoice(turn, one.id)]);
}

export async function sayInstead(turn: ToolTurn, caseId: string, text: string): Promise<void> {
  const texts = toolTexts(turn);
  const number = (await turn.scope.stores.cases.byId(caseId))?.number ?? 0;
  const said = await answerCase(turn.scope, turn.actor, caseId, text, turn.incomingId);
  if (said === 'empty') return turn.answer(texts('canned.empty'), [cancelChoice(turn, caseId)]);
  await keepWork(turn, null);
  await turn.answer(said === 'sent' ? texts('canned.sent', { number }) : texts('tool.notYours', { number }));
}
