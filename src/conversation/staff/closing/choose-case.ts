import { OUTCOMES } from '../../../handoff/case.ts';
import { type ToolTurn, toolTexts } from '../tools/tool-turn.ts';

const staffTexts = ({ scope, language }: ToolTurn) => scope.centre.contents[language].staff;

/** 结案: of the case that is named, of the only one, or which one is asked. */
export async function chooseCaseToClose(turn: ToolTurn, number: number | null): Promise<void> {
  const texts = staffTexts(turn);
  const owned = await turn.scope.stores.cases.ownedBy(turn.actor.staffId);
  if (number !== null) {
    const named = owned.find((one) => one.number === number);
    return named === undefined
      ? turn.answer(toolTexts(turn)('tool.unknownCase', { number }))
      : askOutcome(turn, named.id);
  }
  const [only] = owned;
  if (only === undefined) return turn.answer(texts('relay.noCase'));
  if (owned.length === 1) return askOutcome(turn, only.id);
  const choices = owned.map((one) => ({
    id: `close.${one.id}`,
    label: texts('relay.whichCase', { number: one.number }),
  }));
  await turn.answer(texts('close.which'), choices);
}

export async function askOutcome(turn: ToolTurn, caseId: string): Promise<void> {
  const texts = staffTexts(turn);
  const one = await turn.scope.stores.cases.byId(caseId);
  if (one === null) return turn.answer(texts('tap.stale'));
  const choices = OUTCOMES.map((outcome) => ({
    id: `close.${caseId}.${outcome}`,
    label: texts(`close.outcome.${outcome}`),
  }));
  const keep = { id: `keep.${caseId}`, label: texts('close.keep') };
  await turn.answer(texts('close.ask', { number: one.number }), [...choices, keep]);
}
