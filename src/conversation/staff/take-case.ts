import type { Choice } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { waitsSince } from '../../handoff/true-state.ts';
import type { AcknowledgeOutcome } from '../desks/cases/case-desk.ts';
import { takeCalledDrill } from '../drill/drill-turn.ts';
import { isReport } from '../student/speaker.ts';
import { answersCard } from './answers-card.ts';
import { askArrival } from './ask-arrival.ts';
import { acknowledgeCase, isSilent } from './case-actions.ts';
import { holdChoices } from './hold-choices.ts';
import { keepWork } from './tools/staff-work.ts';
import { toolChoices } from './tools/tool-card.ts';
import { consoleLink, type ToolTurn } from './tools/tool-turn.ts';

const textsOf = ({ scope, language }: ToolTurn) => scope.centre.contents[language].staff;

/** 接, alone or with a number. */
export const takeByWord = async (turn: ToolTurn, number: number | null): Promise<void> =>
  takeCase(turn, await caseToTake(turn, number), number);

/** A plain 接 takes the most urgent case, and of those the one that waits longest. */
async function caseToTake(turn: ToolTurn, number: number | null): Promise<HandoffCase | null> {
  const { cases } = turn.scope.stores;
  if (number !== null) return cases.byNumber(number);
  const all = await cases.list(0);
  const paged = await cases.pagedStaff(all.map((one) => one.id));
  const waiting = all.filter(
    (one) =>
      paged.get(one.id)?.includes(turn.actor.staffId) &&
      (one.status === 'open' || (one.ownerId !== turn.actor.staffId && isSilent(turn.scope, one))),
  );
  const urgent = (one: HandoffCase): number => (one.level === 'imminent' ? 0 : 1);
  waiting.sort((a, b) => urgent(a) - urgent(b) || waitsSince(a).getTime() - waitsSince(b).getTime());
  return waiting[0] ?? null;
}

export async function takeCase(
  turn: ToolTurn,
  one: HandoffCase | null,
  number: number | null = null,
): Promise<void> {
  if (one === null) {
    // A real case comes first: a plain 接 means a drill only where none waits.
    if (number === null && (await takeCalledDrill(turn))) return;
    return turn.answer(
      number === null ? textsOf(turn)('take.nothing') : textsOf(turn)('take.unknown', { number }),
    );
  }
  const taken = await acknowledgeCase(turn.scope, turn.actor, one.id);
  // What they write now is for whom they have just come to.
  if (taken.outcome === 'taken') await keepWork(turn, null);
  const choices =
    taken.outcome === 'taken'
      ? [...holdChoices(textsOf(turn), one.id), ...(await ownChoices(turn, one))]
      : [];
  const meanwhile = taken.outcome === 'taken' ? await answersCard(turn.scope, one.id, turn.language) : '';
  await turn.answer(`${describeTake(turn, taken, one)}${meanwhile}`, choices);
  if (taken.outcome === 'taken') await askArrival(turn.scope, one.id);
}

/** What can be done with a case that was just taken. */
async function ownChoices({ scope, language, actor }: ToolTurn, one: HandoffCase): Promise<Choice[]> {
  const { tools } = scope.centre.contents[language];
  const report = await isReport(scope.stores, one.id);
  return toolChoices(tools, { ...one, ownerId: actor.staffId }, actor.staffId, report);
}

function describeTake(turn: ToolTurn, taken: AcknowledgeOutcome, one: HandoffCase): string {
  const { number } = one;
  const link = consoleLink(turn, one.id);
  switch (taken.outcome) {
    case 'taken':
      return textsOf(turn)(turn.scope.centre.relayByMessenger ? 'take.yours' : 'take.yoursConsoleOnly', {
        number,
        link,
      });
    case 'yours-already':
      return textsOf(turn)('take.alreadyYours', { number });
    case 'taken-by-other':
      return textsOf(turn)('take.byOther', { number, name: taken.owner });
    case 'called-before':
      return textsOf(turn)('take.calledBefore', { number });
    case 'closed':
    case 'absent':
      return textsOf(turn)('take.unknown', { number });
  }
}
