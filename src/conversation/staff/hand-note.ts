import { addHandOverNote } from './hand-over-case.ts';
import { keepWork } from './tools/staff-work.ts';
import type { ToolTurn } from './tools/tool-turn.ts';
import { cancelChoice } from './tools/turn-note.ts';

/** A tap may bring anything. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const textsOf = ({ scope, language }: ToolTurn) => scope.centre.contents[language].staff;

/** The next words are for the colleague who has the case now. Only after a tap: they may have other students. */
export async function askHandNote(turn: ToolTurn, id: string): Promise<void> {
  const { stores } = turn.scope;
  const caseId = UUID.test(id) ? await stores.handOvers.caseOf(id, turn.actor.staffId) : null;
  const one = caseId === null ? null : await stores.cases.byId(caseId);
  if (caseId === null || one === null) return turn.answer(textsOf(turn)('tap.stale'));
  await keepWork(turn, { kind: 'hand-note', caseId, id });
  await turn.answer(textsOf(turn)('handOver.askNote', { number: one.number }), [cancelChoice(turn, caseId)]);
}

export async function leaveNoNote(turn: ToolTurn): Promise<void> {
  await keepWork(turn, null);
  await turn.answer(textsOf(turn)('handOver.withoutNote'));
}

export async function takeHandNote(turn: ToolTurn, id: string, text: string): Promise<void> {
  await keepWork(turn, null);
  const kept = await addHandOverNote(turn.scope, turn.actor, id, text);
  const texts = textsOf(turn);
  await turn.answer(kept === null ? texts('handOver.noteNotKept') : texts('handOver.noteKept', kept));
}
