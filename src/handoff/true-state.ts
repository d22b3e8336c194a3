import { addMs, minutesMs } from '../core/clock.ts';
import type { HandoffCase } from './case.ts';
import type { EscalationPolicy } from './policy.ts';

/** When a waiting student is told the true state after `count` times; see `tellMinutes` of the policy. Pure. */
export function tellDueAt(policy: EscalationPolicy, one: Pick<HandoffCase, 'openedAt'>, count: number): Date {
  const listed = policy.tellMinutes[count];
  if (listed !== undefined) return addMs(one.openedAt, minutesMs(listed));
  const last = policy.tellMinutes.at(-1) ?? 0;
  const rounds = count - policy.tellMinutes.length + 1;
  return addMs(one.openedAt, minutesMs(last + rounds * policy.tellEveryMinutes));
}
