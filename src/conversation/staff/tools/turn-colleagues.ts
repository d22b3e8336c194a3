import type { Choice } from '../../../core/message.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { RequestKind } from '../../../handoff/case-team-store.ts';
import { findByShortId, shortId } from '../short-id.ts';
import { askColleague, withdrawRequest } from './ask-colleague.ts';
import { nameOfStaff, openWork } from './case-work.ts';
import { listColleagues } from './list-colleagues.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

/** As many people as one message offers. */
const MOST_SHOWN = 8;

/** Whom to ask; a name that is typed behind the word asks at once. */
export async function showColleagues(
  turn: ToolTurn,
  one: HandoffCase,
  kind: RequestKind,
  typed: string,
): Promise<void> {
  const texts = toolTexts(turn);
  const { number } = one;
  const mine = await openWork(
    turn.scope,
    turn.actor,
    kind === 'transfer' ? 'case.transfer' : 'case.invite',
    one.id,
  );
  if (mine === null) return turn.answer(texts('tool.notYours', { number }));
  const people = await listColleagues(turn.scope, one, kind);
  if (people.length === 0) return turn.answer(texts('ask.nobody', { number }));
  const named = people.filter(({ name }) => name === typed);
  const [only] = named;
  if (only !== undefined && named.length === 1) return ask(turn, one, kind, only.staffId);
  const verb = kind === 'transfer' ? 't' : 'i';
  const choices = people.slice(0, MOST_SHOWN).map(({ staffId, name }) => ({
    id: `tool.${one.id}.${verb}:${shortId(staffId)}`,
    label: name,
  }));
  const key = typed === '' ? 'which' : 'unknownName';
  await turn.answer(texts(`${kind}.${key}`, { number }), choices);
}

export async function tapColleague(
  turn: ToolTurn,
  one: HandoffCase,
  kind: RequestKind,
  short: string,
): Promise<void> {
  const people = await listColleagues(turn.scope, one, kind);
  const to = findByShortId(people, short);
  if (to === null) return turn.answer(toolTexts(turn)('ask.notThere', { number: one.number }));
  await ask(turn, one, kind, to.staffId);
}

async function ask(turn: ToolTurn, one: HandoffCase, kind: RequestKind, toStaffId: string): Promise<void> {
  const texts = toolTexts(turn);
  const { number } = one;
  const asked = await askColleague(turn.scope, turn.actor, kind, one.id, toStaffId);
  if (asked.ok) {
    const { name, minutes, requestId } = asked.value;
    return turn.answer(texts(`${kind}.sent`, { number, name, minutes }), [
      { id: `ask-back.${requestId}`, label: texts('ask.takeBack') },
    ]);
  }
  switch (asked.code) {
    case 'absent':
      return turn.answer(texts('tool.notYours', { number }));
    case 'unknown-person':
      return turn.answer(texts('ask.notThere', { number }));
    case 'asked-already':
      return turn.answer(texts('ask.already', { number }), await requestsBack(turn, one.id));
    case 'full':
      return turn.answer(texts('invite.full', { number }));
  }
}

/** What they asked about a case and nobody has answered yet, each to be taken back. */
async function requestsBack(turn: ToolTurn, caseId: string): Promise<Choice[]> {
  const { scope, actor } = turn;
  const choices: Choice[] = [];
  for (const { id, fromStaffId, toStaffId } of await scope.stores.teams.waitingOf(caseId)) {
    if (fromStaffId !== actor.staffId) continue;
    const name = await nameOfStaff(scope, toStaffId);
    choices.push({ id: `ask-back.${id}`, label: toolTexts(turn)('ask.takeBackOf', { name }) });
  }
  return choices;
}

/** The button under a question that they asked; a second tap says the same. */
export async function takeBackRequest(turn: ToolTurn, requestId: string): Promise<void> {
  const { scope, actor } = turn;
  const texts = toolTexts(turn);
  const request = await scope.stores.teams.request(requestId);
  const done = await withdrawRequest(scope, actor, requestId);
  if (request === null || done !== 'withdrawn') return turn.answer(texts('ask.stale'));
  const number = (await scope.stores.cases.byId(request.caseId))?.number ?? 0;
  await turn.answer(texts('ask.youTookBack', { number, name: await nameOfStaff(scope, request.toStaffId) }));
}
