import type { HandoffCase, PageReason } from './case.ts';
import { isOwnerSilent } from './owed.ts';
import { type EscalationPolicy, policyFor } from './policy.ts';
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
    reason: 'silent-owner',
    round: 0,
    since: one.calledAt,
  };
}

/** Which repeat was called last for a case that waits; 0 before the first. Pure. */
export function roundOf(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'level' | 'levelSince' | 'college' | 'step'>,
): number {
  const own = policyFor(policy, one.college);
  return Math.max(0, one.step - stepsOf(own, own[one.level], one.levelSince).length);
}
