import type { HandoffCase } from '../../../handoff/case.ts';
import type { RequestKind } from '../../../handoff/case-team-store.ts';
import { findByShortId, shortId } from '../short-id.ts';
import { askColleague } from './ask-colleague.ts';
import { openWork } from './case-work.ts';
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
    const { name, minutes } = asked.value;
    return turn.answer(texts(`${kind}.sent`, { number, name, minutes }));
  }
  switch (asked.code) {
    case 'absent':
      return turn.answer(texts('tool.notYours', { number }));
    case 'unknown-person':
      return turn.answer(texts('ask.notThere', { number }));
    case 'asked-already':
      return turn.answer(texts('ask.already', { number }));
    case 'full':
      return turn.answer(texts('invite.full', { number }));
  }
}
