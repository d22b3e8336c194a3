import type { HandoffCase } from '../../../handoff/case.ts';
import { addNote } from './notes.ts';
import { keepWork } from './staff-work.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

export const cancelChoice = (turn: ToolTurn, caseId: string) => ({
  id: `tool.${caseId}.x`,
  label: toolTexts(turn)('tool.cancel'),
});

/** The next words are a note, and are said to nobody. */
export async function askNote(turn: ToolTurn, one: HandoffCase): Promise<void> {
  await keepWork(turn, { kind: 'note', caseId: one.id });
  await turn.answer(toolTexts(turn)('note.ask', { number: one.number }), [cancelChoice(turn, one.id)]);
}

export async function takeNote(turn: ToolTurn, caseId: string, text: string): Promise<void> {
  const texts = toolTexts(turn);
  // The update's own id: read twice it is one note.
  const kept = await addNote(turn.scope, turn.actor, caseId, text, turn.incomingId);
  // What is typed anew is a note again, and not for the student.
  await keepWork(turn, kept.outcome === 'empty' ? { kind: 'note', caseId } : null);
  switch (kept.outcome) {
    case 'kept':
      return turn.answer(texts('note.kept', { number: kept.number }));
    case 'empty':
      return turn.answer(texts('note.empty'), [cancelChoice(turn, caseId)]);
    case 'absent':
      return turn.answer(texts('note.notKept'));
  }
}
