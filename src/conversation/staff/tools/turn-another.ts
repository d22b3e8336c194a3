import type { HandoffCase } from '../../../handoff/case.ts';
import { openAnother } from './another-report.ts';
import { consoleLink, type ToolTurn, toolTexts } from './tool-turn.ts';

/** Done at once; where another one is open already, only after it was asked which of them is meant. */
export async function sayAnother(turn: ToolTurn, one: HandoffCase, known: number): Promise<void> {
  const texts = toolTexts(turn);
  const { number } = one;
  const said = await openAnother(turn.scope, turn.actor, one.id, known);
  switch (said.outcome) {
    case 'opened': {
      const { staff } = turn.scope.centre.contents[turn.language];
      const other = said.other.number;
      return turn.answer(texts('another.opened', { number, other, link: consoleLink(turn, said.other.id) }), [
        { id: `take.${said.other.id}`, label: staff('page.take', { number: other }) },
      ]);
    }
    case 'others': {
      const others = said.numbers.map((other) => `#${other}`).join('、');
      const text = others === '' ? texts('another.none') : texts('another.others', { others });
      return turn.answer(text, [
        { id: `tool.${one.id}.an:${said.numbers.length}`, label: texts('another.again') },
      ]);
    }
    case 'absent':
      return turn.answer(texts('tool.notYours', { number }));
  }
}
