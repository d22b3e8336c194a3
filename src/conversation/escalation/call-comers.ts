import { addMs, daysMs, secondsMs } from '../../core/clock.ts';
import { type CallsSoFar, callsSoFar } from '../../handoff/calls-so-far.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { StandingCall } from '../../handoff/case-store.ts';
import { type DutyBoard, idsOf, respondersOf } from '../../handoff/responders.ts';
import { nextStart } from '../../handoff/rota/coverage.ts';
import type { Scope } from '../scope.ts';
import { speakingStaffOf } from '../student/speaker.ts';
import { readDutyBoard } from './duty-board.ts';
import { sendDigests } from './pages.ts';

/** Without any shift in sight it looks again after so many days. */
const LOOK_DAYS = 7;
/** A step that is due now calls whoever is on by itself: it is looked at again once it has, in seconds. */
const AFTER_STEP_SECONDS = 1;

/**
 * Somebody came on by the clock: whoever would have been called for those who wait, had they been on when it was done, is
 * called now. It compares who is on with who was called, so that a look that came late, or twice, calls everybody once.
 * Answers when to look again.
 */
export async function callComers(scope: Scope): Promise<Date> {
  const { stores, now } = scope;
  const waiting = await stores.cases.list(0);
  const calls = await stores.cases.standingCalls(waiting.map(({ id }) => id));
  const board = await readDutyBoard(stores, now);
  const called = new Set<string>();
  let stepIsDue = false;
  for (const one of waiting) {
    if (one.wakeAt !== null && one.wakeAt <= now) stepIsDue = true;
    else for (const id of await callForOne(scope, one, board, calls.get(one.id) ?? [])) called.add(id);
  }
  // One message for all of it.
  await sendDigests(scope, [...called], board);
  if (called.size > 0) await stores.tellChange('case', ...[...called].map((id) => `staff:${id}`));
  if (stepIsDue) return addMs(now, secondsMs(AFTER_STEP_SECONDS));
  return nextLook(scope);
}

/** When somebody comes on next. */
export async function nextLook({ stores, now }: Scope): Promise<Date> {
  const horizon = addMs(now, daysMs(LOOK_DAYS));
  return nextStart(await stores.rota.read(now), now, horizon) ?? horizon;
}

async function callForOne(
  scope: Scope,
  one: HandoffCase,
  board: DutyBoard,
  calls: readonly StandingCall[],
): Promise<readonly string[]> {
  const { stores, now, centre } = scope;
  const soFar = callsSoFar(centre.escalation, one, now);
  if (soFar === null) return [];
  const missed = idsOf(respondersOf(soFar.targets, board)).filter((id) => !wasCalled(calls, id, soFar));
  if (missed.length === 0) return [];
  // Nobody is called for a crisis of their own.
  const speaker = await speakingStaffOf(stores, one);
  const staffIds = missed.filter((id) => id !== speaker);
  const { digestSeconds } = centre.escalation;
  const { reason, round } = soFar;
  await stores.cases.page({ caseId: one.id, staffIds, step: one.step, round, reason, digestSeconds, now });
  return staffIds;
}

const wasCalled = (calls: readonly StandingCall[], staffId: string, { since, round }: CallsSoFar): boolean =>
  calls.some((call) => call.staffId === staffId && call.at >= since && call.round >= round);
