import { addMs, minutesMs } from '../core/clock.ts';
import type { HandoffCase } from './case.ts';
import { owedSince } from './owed.ts';
import type { EscalationPolicy } from './policy.ts';

/** Whoever came back after the end of their case, or whose counsellor is gone, waits anew. Pure. */
export const waitsSince = ({ openedAt, resumedAt }: Pick<HandoffCase, 'openedAt' | 'resumedAt'>): Date =>
  resumedAt ?? openedAt;

/** When a waiting student is told the true state after `count` times; see `tellMinutes` of the policy. Pure. */
export function tellDueAt(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'openedAt' | 'resumedAt'>,
  count: number,
): Date {
  const listed = policy.tellMinutes[count];
  if (listed !== undefined) return addMs(waitsSince(one), minutesMs(listed));
  const last = policy.tellMinutes.at(-1) ?? 0;
  const rounds = count - policy.tellMinutes.length + 1;
  return addMs(waitsSince(one), minutesMs(last + rounds * policy.tellEveryMinutes));
}

/**
 * Whether a student hears of this call over a silent owner: of the first, then at the pace of whoever waits, counted from
 * when they began to wait for a word. Whoever took leave with their last words hears it once. Others are called as often
 * as the policy says. Pure.
 * @param one as it was before this call
 * @param leftAt when their last words took leave; null where they wait
 */
export function isSilenceTold(
  policy: EscalationPolicy,
  one: Pick<HandoffCase, 'calledAt' | 'levelSince' | 'unansweredSince' | 'unrepliedSince' | 'hold'>,
  leftAt: Date | null,
  now: Date,
): boolean {
  const { calledAt, levelSince } = one;
  const since = owedSince(one);
  if (since === null) return false;
  if (calledAt === null) return true;
  if (leftAt !== null) return calledAt < leftAt;
  if (calledAt <= since || calledAt < levelSince) return true;
  const waiting = { openedAt: since, resumedAt: null };
  let count = 0;
  while (tellDueAt(policy, waiting, count) <= calledAt) count += 1;
  return tellDueAt(policy, waiting, count) <= now;
}
