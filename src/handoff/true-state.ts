import { addMs, minutesMs } from '../core/clock.ts';
import type { HandoffCase } from './case.ts';
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
