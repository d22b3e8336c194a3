import type { HandoffCase } from '../../../handoff/case.ts';
import { raiseLevel } from './raise-level.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

/** Others are called by it: asked once more before. */
export async function askRaise(turn: ToolTurn, one: HandoffCase): Promise<void> {
  const texts = toolTexts(turn);
  const { number } = one;
  if (one.level === 'imminent') return turn.answer(texts('raise.already', { number }));
  await turn.answer(texts('raise.ask', { number }), [
    { id: `tool.${one.id}.up`, label: texts('raise.yes') },
    { id: `tool.${one.id}.x`, label: texts('raise.no') },
  ]);
}

export async function doRaise(turn: ToolTurn, one: HandoffCase): Promise<void> {
  const texts = toolTexts(turn);
  const raised = await raiseLevel(turn.scope, turn.actor, one.id);
  const { number } = one;
  switch (raised.outcome) {
    case 'raised':
      return turn.answer(texts('raise.done', { number }));
    case 'already':
      return turn.answer(texts('raise.already', { number }));
    case 'absent':
      return turn.answer(texts('tool.notYours', { number }));
  }
}
