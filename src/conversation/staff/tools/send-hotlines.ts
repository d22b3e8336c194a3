import { say } from '../../../core/message.ts';
import { hotlineLines } from '../../../flows/hotline-lines.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import { contentAt, type Scope, utter } from '../../scope.ts';
import { noteWork, openWork, type StaffActor } from './case-work.ts';
import { type ToolTurn, toolTexts } from './tool-turn.ts';

const MINUTE_MS = 60_000;

/** The card of numbers, once a minute at most: a doubled tap says it once. It is no word of a person. */
export async function sendHotlines(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<'sent' | 'absent'> {
  const one = await openWork(scope, actor, 'case.answer', caseId);
  if (one === null) return 'absent';
  const dedupeKey = `hotlines:${caseId}:${Math.floor(scope.now.getTime() / MINUTE_MS)}`;
  if (await scope.stores.outgoing.has(dedupeKey)) return 'sent';
  const { tools, hotlines } = await contentAt(scope, one.addressId);
  const message = say(tools('hotlines.card', { hotlines: hotlineLines(hotlines) }));
  await utter(scope, [{ addressId: one.addressId, lane: 'crisis', dedupeKey, caseId, message }]);
  await noteWork(scope, one, 'hotlines-sent', actor.staffId);
  return 'sent';
}

export async function answerHotlines(turn: ToolTurn, one: HandoffCase): Promise<void> {
  const sent = await sendHotlines(turn.scope, turn.actor, one.id);
  const { number } = one;
  await turn.answer(toolTexts(turn)(sent === 'sent' ? 'hotlines.sent' : 'tool.notYours', { number }));
}
