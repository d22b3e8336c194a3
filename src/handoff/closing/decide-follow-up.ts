import { addMs, hoursMs } from '../../core/clock.ts';
import { localDay, momentOn } from '../rota/local-day.ts';
import type { FollowUpPolicy } from './follow-up-policy.ts';

/** What of a check its next step hangs on. */
export type DueCheck = {
  readonly dueOn: string;
  readonly remindedAt: Date | null;
  readonly escalatedAt: Date | null;
};

export type FollowUpDecision =
  | { readonly kind: 'wait'; readonly wakeAt: Date }
  | { readonly kind: 'remind'; readonly wakeAt: Date }
  /** `hours` since the reminder was due. */
  | { readonly kind: 'escalate'; readonly hours: number; readonly wakeAt: Date };

export const remindAt = (policy: FollowUpPolicy, dueOn: string): Date =>
  momentOn(localDay(dueOn), policy.remindAt);

export const greetAt = (policy: FollowUpPolicy, dueOn: string): Date =>
  momentOn(localDay(dueOn), policy.greetAt);

/** From when on a check is overdue. */
export const overdueAt = (policy: FollowUpPolicy, dueOn: string): Date =>
  addMs(remindAt(policy, dueOn), hoursMs(policy.overdueHours));

/**
 * Reminds once on the morning of the day; from a day later on it calls again and again until somebody has settled it. After
 * an outage it does each at most once. Pure.
 */
export function decideFollowUp(policy: FollowUpPolicy, check: DueCheck, now: Date): FollowUpDecision {
  const remind = remindAt(policy, check.dueOn);
  if (now < remind) return { kind: 'wait', wakeAt: remind };
  const overdue = overdueAt(policy, check.dueOn);
  if (now < overdue) {
    return { kind: check.remindedAt === null ? 'remind' : 'wait', wakeAt: overdue };
  }
  const everyMs = hoursMs(policy.repeatHours);
  const rounds = Math.floor((now.getTime() - overdue.getTime()) / everyMs);
  const round = addMs(overdue, rounds * everyMs);
  const wakeAt = addMs(round, everyMs);
  if (check.escalatedAt !== null && check.escalatedAt >= round) return { kind: 'wait', wakeAt };
  return { kind: 'escalate', hours: Math.floor((now.getTime() - remind.getTime()) / hoursMs(1)), wakeAt };
}
