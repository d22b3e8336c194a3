import { addMs, secondsMs } from '../core/clock.ts';
import { isCalledInVain } from './calls-so-far.ts';
import type { HandoffCase, PageReason } from './case.ts';
import { decideOwned } from './decide-owned.ts';
import { type EscalationPolicy, type LevelPolicy, policyFor } from './policy.ts';
import { type DutyBoard, hasReal, idsOf, notifiersOf, type Responder, respondersOf } from './responders.ts';
import { type Step, stepsOf, targetsInRound } from './rounds.ts';

/** What the owner alone is told: words are owed, the student has gone silent, 通话中 or 在路上 is over. */
export type Nudge = 'no-reply' | 'silent-student' | 'hold-over';

export type EscalationDecision =
  | { readonly kind: 'wait'; readonly until: Date }
  | {
      readonly kind: 'notify';
      readonly staffIds: readonly string[];
      /** Groups that are told besides; nobody in them is known, so they never count as somebody real. */
      readonly notifiers: readonly string[];
      readonly reason: PageReason;
      /** How many steps are done after this one. */
      readonly step: number;
      /** Which repeat it is; 0 before the first. */
      readonly round: number;
      readonly wakeAt: Date;
    }
  | {
      readonly kind: 'nudge';
      readonly nudge: Nudge;
      /** Which repeat it is; 0 before the first. */
      readonly round: number;
      readonly wakeAt: Date;
    }
  /** Nothing more to escalate: somebody speaks with the student, or the case is closed. */
  | { readonly kind: 'done' };

/**
 * What escalation does about a case now. Pure: it never closes, never gives up, never sends.
 * @param atOnce the next call for a case that waits does not wait for its time
 */
export function decideEscalation(
  policy: EscalationPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
  atOnce = false,
): EscalationDecision {
  // Nobody is ever called for the canary, whoever asks.
  if (one.channel === 'sink') return { kind: 'done' };
  const own = policyFor(policy, one.college);
  if (one.status === 'acknowledged') return decideOwned(own, one, board, now);
  if (one.status !== 'open') return { kind: 'done' };
  const levelPolicy = own[one.level];
  const steps = stepsOf(own, levelPolicy, one.levelSince);
  const dueAt = callDueAt(steps, one);
  // A round that repeats keeps its pace, whoever is there.
  const inVain = one.step < steps.length && isCalledInVain(policy, one, board, now);
  if (!atOnce && !inVain && now < dueAt) return { kind: 'wait', until: dueAt };
  return callNextStep(levelPolicy, steps, one, board, now);
}

function callNextStep(
  levelPolicy: LevelPolicy,
  steps: readonly Step[],
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): EscalationDecision {
  const called: Responder[] = [];
  const targets: string[] = [];
  let step = one.step;
  const call = (more: readonly string[]): void => {
    called.push(...respondersOf(more, board));
    targets.push(...more);
  };
  // Steps whose time has come are called together; while nobody real was called the next one follows at once.
  while (step < steps.length) {
    const next = steps[step];
    if (!next || (stepDueAt(next, one.levelSince) > now && hasReal(called))) break;
    call(next.notify);
    step += 1;
  }
  const round = Math.max(0, one.step - steps.length + 1);
  // Past the last step, or where the last ones were empty, everybody is called, and where that is nobody, whoever
  // was kept for later.
  if (!hasReal(called)) call(targetsInRound(steps, levelPolicy, round));
  if (!hasReal(called)) call(targetsInRound(steps, levelPolicy, Number.POSITIVE_INFINITY));
  if (one.step >= steps.length) step = one.step + 1;
  const following = steps[step];
  const nextAt = following
    ? stepDueAt(following, one.levelSince)
    : addMs(now, secondsMs(levelPolicy.repeatSeconds));
  const onCall = [...(steps[0]?.notify ?? []), ...(levelPolicy.steps[0]?.notify ?? [])];
  if (!hasReal(respondersOf(onCall, board))) called.push(...board.administrators);
  const someoneElse = called.filter((responder) => !board.administrators.includes(responder));
  return {
    kind: 'notify',
    staffIds: idsOf(called),
    notifiers: notifiersOf(targets),
    reason: hasReal(someoneElse) ? 'waiting' : 'no-responder',
    step,
    round,
    wakeAt: laterOf(nextAt, addMs(now, 1_000)),
  };
}

const stepDueAt = (step: Step, since: Date): Date => addMs(since, secondsMs(step.afterSeconds));

/**
 * When the next call is due. Past the last step the round before has set it: steps that were skipped because nobody
 * was there must not make the first repeat wait for them.
 */
function callDueAt(steps: readonly Step[], one: HandoffCase): Date {
  const step = steps[one.step];
  return step ? stepDueAt(step, one.levelSince) : (one.wakeAt ?? one.levelSince);
}

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
