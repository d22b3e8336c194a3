import { unreachable } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { Address } from '../../../people/address-store.ts';
import { isReport } from '../../student/speaker.ts';
import type { RotaTurn } from '../rota-turn.ts';
import { answerRequest } from './ask-colleague.ts';
import { leaveTeam } from './leave-team.ts';
import { answerHotlines } from './send-hotlines.ts';
import { isLapsed, keepWork, readWork } from './staff-work.ts';
import { talkingCases } from './team.ts';
import { NOT_IN_REPORTS, sayCard } from './tool-card.ts';
import { TOOLS, type Tool, type ToolCommand } from './tool-words.ts';
import { sayWhose } from './turn-about.ts';
import { sayAnother } from './turn-another.ts';
import { showCanned } from './turn-canned.ts';
import { showColleagues } from './turn-colleagues.ts';
import { beginInformed } from './turn-informed.ts';
import { askNote, takeNote } from './turn-note.ts';
import { showPlanCard, takeHeading } from './turn-plan.ts';
import { askRaise } from './turn-raise.ts';
import { beginScreener } from './turn-screener.ts';
import { showSlots } from './turn-slot.ts';

/** What of a turn the tools need. */
export type ToolTurn = RotaTurn & {
  address: Address;
  readonly incomingId: string;
  /** The platform's name for what they wrote; null where it has none. */
  readonly message: string | null;
};

export const toolTexts = ({ scope, language }: ToolTurn) => scope.centre.contents[language].tools;

export const consoleLink = ({ scope }: ToolTurn, caseId: string): string =>
  `${scope.parts.publicUrl}/console/cases/${caseId}`;

/** These go with words of the case, which the centre may keep out of messengers. */
const WITH_WORDS: readonly Tool[] = ['note', 'canned', 'screener', 'plan'];

/** A word behind a slash. */
export async function doToolCommand(turn: ToolTurn, command: ToolCommand): Promise<void> {
  const { tool, number, rest } = command;
  const texts = toolTexts(turn);
  if (tool === 'accept' || tool === 'decline') return answerAsked(turn, tool === 'accept', number);
  const cases = await talkingCases(turn.scope, turn.actor.staffId);
  if (number !== null) {
    const named = cases.find((one) => one.number === number);
    return named === undefined
      ? turn.answer(texts('tool.unknownCase', { number }))
      : runTool(turn, named, tool, rest);
  }
  const [only] = cases;
  if (only === undefined) return turn.answer(texts('tool.noCase'));
  if (cases.length === 1) return runTool(turn, only, tool, rest);
  await keepWork(turn, { kind: 'which', tool, rest });
  const choices = cases.map((one) => ({ id: `tool.${one.id}.${tool}`, label: `#${one.number}` }));
  await turn.answer(texts('tool.which'), choices);
}

/** A button that names a tool; what was typed before the case was known belongs to it. */
export async function tapTool(turn: ToolTurn, one: HandoffCase, tool: Tool): Promise<void> {
  const work = isLapsed(turn) ? null : readWork(turn);
  const rest = work?.kind === 'which' && work.tool === tool ? work.rest : '';
  await runTool(turn, one, tool, rest);
}

export const isTool = (text: string): text is Tool => (TOOLS as readonly string[]).includes(text);

async function runTool(turn: ToolTurn, one: HandoffCase, tool: Tool, rest: string): Promise<void> {
  if (WITH_WORDS.includes(tool) && !turn.scope.centre.relayByMessenger) {
    return turn.answer(toolTexts(turn)('tool.consoleOnly', { link: consoleLink(turn, one.id) }));
  }
  await keepWork(turn, null);
  if (NOT_IN_REPORTS.includes(tool) && (await isReport(turn.scope.stores, one.id)))
    return turn.answer(toolTexts(turn)('tool.notInReport', { number: one.number }));
  switch (tool) {
    case 'card':
      return sayCard(turn, one);
    case 'transfer':
    case 'invite':
      return showColleagues(turn, one, tool, rest);
    case 'leave':
      return leave(turn, one);
    case 'note':
      return rest === '' ? askNote(turn, one) : takeNote(turn, one.id, rest);
    case 'informed':
      return beginInformed(turn, one, rest);
    case 'raise':
      return askRaise(turn, one);
    case 'canned':
      return showCanned(turn, one);
    case 'screener':
      return beginScreener(turn, one.id);
    case 'plan': {
      const heading = /^([1-6１-６])[\s,，:：、。.]+(.+)$/su.exec(rest);
      return heading === null
        ? showPlanCard(turn, one.id)
        : takeHeading(turn, one.id, Number((heading[1] ?? '').normalize('NFKC')), heading[2] ?? '');
    }
    case 'slot':
      return showSlots(turn, one.id);
    case 'hotlines':
      return answerHotlines(turn, one);
    case 'other':
    case 'self':
      return sayWhose(turn, one, tool);
    case 'another':
      return sayAnother(turn, one, 0);
    case 'accept':
    case 'decline':
      return answerAsked(turn, tool === 'accept', one.number);
    default:
      return unreachable(tool);
  }
}

async function leave(turn: ToolTurn, one: HandoffCase): Promise<void> {
  const left = await leaveTeam(turn.scope, turn.actor, one.id);
  const texts = toolTexts(turn);
  const { number } = one;
  await turn.answer(left.ok ? texts('invite.youLeft', { number }) : texts('tool.notYours', { number }));
}

/** The buttons under a question of a colleague. */
export async function tapAsked(turn: ToolTurn, requestId: string, accepts: boolean): Promise<void> {
  const texts = toolTexts(turn);
  const answered = await answerRequest(turn.scope, turn.actor, requestId, accepts);
  if (!answered.ok) return turn.answer(texts('ask.stale'));
  const { kind, caseId, number } = answered.value;
  if (!accepts) return turn.answer(texts('ask.youDeclined', { number }));
  // What they write now is for whom they have just come to.
  await keepWork(turn, null);
  const one = await turn.scope.stores.cases.byId(caseId);
  if (one === null) return turn.answer(texts('ask.stale'));
  const link = consoleLink(turn, caseId);
  const mayRelay = turn.scope.centre.relayByMessenger;
  const key = kind === 'transfer' ? 'transfer.yours' : 'invite.youJoined';
  const text = texts(mayRelay ? key : `${key}ConsoleOnly`, { number, link });
  await sayCard(turn, one, text);
}

/** The same by a word: the one that waits longest, or about the case that is named. */
async function answerAsked(turn: ToolTurn, accepts: boolean, number: number | null): Promise<void> {
  const { stores } = turn.scope;
  for (const { id, caseId } of await stores.teams.waitingFor(turn.actor.staffId)) {
    if (number === null || (await stores.cases.byId(caseId))?.number === number)
      return tapAsked(turn, id, accepts);
  }
  await turn.answer(toolTexts(turn)('ask.stale'));
}
