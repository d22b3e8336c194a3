import type { HandoffCase } from '../../../handoff/case.ts';
import { type AboutWhom, sayAboutWhom } from './about-whom.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

/** Done at once: the way back stands below. */
export async function sayWhose(turn: ToolTurn, one: HandoffCase, about: AboutWhom): Promise<void> {
  const texts = toolTexts(turn);
  const { number } = one;
  const back = about === 'other' ? 'self' : 'other';
  switch (await sayAboutWhom(turn.scope, turn.actor, one.id, about)) {
    case 'done':
      return turn.answer(texts(`about.${about}`, { number }), [
        { id: `tool.${one.id}.${back}`, label: texts(`tool.${back}`) },
      ]);
    case 'already':
      return turn.answer(texts(`about.${about}Already`, { number }));
    case 'other-case':
      return turn.answer(texts('about.otherCase', { number }));
    case 'absent':
      return turn.answer(texts('tool.notYours', { number }));
  }
}
