import { SINK } from '../../core/channel.ts';
import { say } from '../../core/message.ts';
import { type HandoffCase, isForSilence } from '../../handoff/case.ts';
import { decideEscalation } from '../../handoff/decide-escalation.ts';
import { owedSince } from '../../handoff/owed.ts';
import type { DutyBoard } from '../../handoff/responders.ts';
import { isSilenceTold, tellDueAt, waitsSince } from '../../handoff/true-state.ts';
import { callSink } from '../canary/call-sink.ts';
import { contentAt, type Scope, utter } from '../scope.ts';
import { shortHotlines } from '../student/cards.ts';
import { isBesideTalk, speakingStaffOf } from '../student/speaker.ts';
import { hasRealResponder, readDutyBoard } from './duty-board.ts';
import { pageGroups, sendGroupPage } from './group-pages.ts';
import { nudgeOwner } from './nudge-owner.ts';
import { sendDigests, waitedMinutes } from './pages.ts';
import { planRotaTask } from './rota-wake.ts';
import { withSlowPath } from './slow-path.ts';

/** What a wake-up of the kind `escalation` names. */
export const caseWake = (caseId: string): string => `case.${caseId}`;
export const digestWake = (staffId: string): string => `digest.${staffId}`;

/** Does what is due for a case or a group now; harmless when nothing is. Digests go out in company: `wakeFailOpen`. */
export async function escalate(scope: Scope, wakeId: string): Promise<void> {
  if (wakeId.startsWith('notifier.')) return sendGroupPage(scope, wakeId.slice('notifier.'.length));
  const one = await scope.stores.cases.claimDue(wakeId.slice('case.'.length), scope.now);
  if (one === null) return;
  const board = await readDutyBoard(scope.stores, scope.now, await speakingStaffOf(scope.stores, one));
  if (one.wakeAt !== null && one.wakeAt <= scope.now) await takeStep(scope, one, board);
  if (one.tellAt !== null && one.tellAt <= scope.now)
    await tellTrueState(scope, one, hasRealResponder(board, scope.centre.escalation, one));
}

/**
 * Calls whoever the policy names now, and says when to look again.
 * @param atOnce whoever would be called next for a case that waits is called now
 */
export async function takeStep(
  scope: Scope,
  one: HandoffCase,
  board: DutyBoard,
  atOnce = false,
): Promise<void> {
  const { stores, now, centre } = scope;
  if (one.channel === SINK) return callSink(scope, one, board);
  const decision = decideEscalation(centre.escalation, one, board, now, atOnce);
  if (decision.kind === 'done') return stores.cases.saveEscalation(one.id, one.step, null);
  if (decision.kind === 'wait') {
    await stores.cases.saveEscalation(one.id, one.step, decision.until);
    scope.after.escalations.push({ id: caseWake(one.id), at: decision.until });
    return;
  }
  scope.after.escalations.push({ id: caseWake(one.id), at: decision.wakeAt });
  if (decision.kind === 'nudge') {
    await stores.watches.saveNudge(one.id, decision.wakeAt, now);
    return nudgeOwner(scope, one, decision);
  }
  const { staffIds, notifiers, step, round, reason, wakeAt } = decision;
  const { digestSeconds } = centre.escalation;
  await stores.cases.page({ caseId: one.id, staffIds, step, round, reason, digestSeconds, now });
  if (reason === 'owner-away') await stores.watches.saveNudge(one.id, wakeAt, now);
  else if (isForSilence(reason)) await stores.watches.saveCall(one.id, wakeAt, now);
  else await stores.cases.saveEscalation(one.id, step, wakeAt);
  if (reason === 'silent-owner') await noteSilentOwner(scope, one);
  if (reason === 'both-silent') await noteBothSilent(scope, one);
  await sendDigests(scope, staffIds, board);
  await pageGroups(scope, one.id, notifiers);
  await stores.tellChange('case', ...staffIds.map((staffId) => `staff:${staffId}`));
}

/** The student is not told: they hear of it from whoever comes. */
const noteBothSilent = ({ stores, now }: Scope, { id, ownerId, level }: HandoffCase): Promise<void> =>
  stores.cases.addEvent(id, { kind: 'both-silent', staffId: ownerId, level, at: now });

/**
 * Somebody who comes on call now is told at once of everybody who waits, not at the next step: where the policy would have
 * called them by now. Whoever it does not name is not called, and sees nothing.
 */
export async function callForWaiting(scope: Scope, staffId: string): Promise<void> {
  await planRotaTask(scope, 'starts');
  await scope.stores.tellChange('case', `staff:${staffId}`);
}

/** The student must not go on waiting for somebody who took the case and says nothing. */
async function noteSilentOwner(scope: Scope, one: HandoffCase): Promise<void> {
  const { now, stores, centre } = scope;
  await stores.cases.addEvent(one.id, {
    kind: 'silent-owner',
    staffId: one.ownerId,
    level: one.level,
    at: now,
  });
  // Those who are called hear it each round; a student who sleeps is not woken each minute.
  if (!isSilenceTold(centre.escalation, one, await stores.waiting.leftAt(one.id), now)) return;
  if (await isBesideTalk(stores, one)) return;
  const content = await contentAt(scope, one.addressId);
  const minutes = Math.max(1, waitedMinutes(owedSince(one) ?? one.openedAt, now));
  const text = content.conversation('waiting.takenSilent', {
    minutes,
    hotlines: shortHotlines(content),
  });
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `silent:${one.id}:${now.getTime()}`,
      caseId: one.id,
      message: say(text),
    },
  ]);
}

/** Every wait shows hotline numbers and what is true now. */
async function tellTrueState(scope: Scope, one: HandoffCase, realResponder: boolean): Promise<void> {
  const { stores, now } = scope;
  if (one.status !== 'open') return stores.cases.saveTold(one.id, one.tellCount, null);
  // By the case in which they are talked to, and not twice; of this one, once that has ended.
  if (await isBesideTalk(stores, one)) return planNextTelling(scope, one, one.tellCount + 1);
  const content = await contentAt(scope, one.addressId);
  const texts = content.conversation;
  const hotlines = shortHotlines(content);
  const text = realResponder
    ? texts('waiting.nobodyYet', { minutes: waitedMinutes(waitsSince(one), now), hotlines })
    : texts('waiting.noResponder', { hotlines });
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `tell:${one.id}:${waitsSince(one).getTime()}:${one.level}:${one.tellCount}`,
      caseId: one.id,
      message: say(await withSlowPath(scope, content, text)),
    },
  ]);
  await planNextTelling(scope, one, one.tellCount + 1);
}

/** The next time the waiting student hears the true state; times that have passed meanwhile are left out. */
export async function planNextTelling(scope: Scope, one: HandoffCase, from: number): Promise<void> {
  let count = from;
  while (tellDueAt(scope.centre.escalation, one, count) <= scope.now) count += 1;
  const tellAt = tellDueAt(scope.centre.escalation, one, count);
  await scope.stores.cases.saveTold(one.id, count, tellAt);
  scope.after.escalations.push({ id: caseWake(one.id), at: tellAt });
}
