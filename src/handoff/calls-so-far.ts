import type { HandoffCase, PageReason } from './case.ts';
import { isOwnerSilent, silenceReason } from './owed.ts';
import { type EscalationPolicy, policyFor } from './policy.ts';
import { type DutyBoard, hasReal, type Responder, respondersOf } from './responders.ts';
import { stepsOf, targetsInRound } from './rounds.ts';

/** Whom the calls of this round were for; who stands behind the targets may be somebody else by now. */
export type CallsSoFar = {
  readonly targets: readonly string[];
  readonly reason: PageReason;
  /** Which repeat it is; 0 before the first. */
  readonly round: number;
  /** Calls from before this belong to another round, whatever its number. */
  readonly since: Date;
};

/**
 * What was called for so far in this round: the steps that are done, or everybody, where it repeats or the owner is
 * silent. Null where nobody was called yet, or nobody waits. Pure.
 */
export function callsSoFar(policy: EscalationPolicy, one: HandoffCase, now: Date): CallsSoFar | null {
  const own = policyFor(policy, one.college);
  const levelPolicy = own[one.level];
  const steps = stepsOf(own, levelPolicy, one.levelSince);
  if (one.status === 'open') {
    if (one.step === 0) return null;
    const round = roundOf(policy, one);
    const targets =
      one.step < steps.length
        ? steps.slice(0, one.step).flatMap(({ notify }) => notify)
        : targetsInRound(steps, levelPolicy, round);
    return { targets, reason: 'waiting', round, since: one.levelSince };
  }
  if (one.calledAt === null || !isOwnerSilent(policy, one, now)) return null;
  return {
    targets: targetsInRound(steps, levelPolicy, 0),
    reason: silenceReason(one),
    round: 0,
    since: one.calledAt,
  };
}

/**
 * Somebody was called for a case that waits, and nothing wakes any of them any more: whoever comes after them need not wait
 * for that. Pure.
 */
export function isCalledInVain(
  policy: EscalationPolicy,
  one: HandoffCase,
  board: DutyBoard,
  now: Date,
): boolean {
  const soFar = one.status === 'open' ? callsSoFar(policy, one, now) : null;
  return soFar !== null && !hasReal(respondersOf(soFar.targets, board));
}

/**
 * Who is called now in the place of somebody that went off call: whoever stands behind what was called for so far, and where
 * that is nobody any more, whoever the policy names later, as an empty step is skipped at once. Pure.
 * @param without a staff member who is left out: nobody is called for a crisis of their own
 */
export function standIns(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'level' | 'levelSince' | 'college'>,
  { targets }: Pick<CallsSoFar, 'targets'>,
  board: DutyBoard,
  without?: string,
): Responder[] {
  const own = policyFor(policy, one.college);
  const behind = (more: readonly string[]): Responder[] =>
    respondersOf(more, board).filter(({ staffId }) => staffId !== without);
  const now = behind(targets);
  if (hasReal(now)) return now;
  return behind(targetsInRound(stepsOf(own, own[one.level], one.levelSince), own[one.level], 0));
}

/** Which repeat was called last for a case that waits; 0 before the first. Pure. */
export function roundOf(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'level' | 'levelSince' | 'college' | 'step'>,
): number {
  const own = policyFor(policy, one.college);
  return Math.max(0, one.step - stepsOf(own, own[one.level], one.levelSince).length);
}
