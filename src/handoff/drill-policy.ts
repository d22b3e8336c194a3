/** Whom a drill calls, and how long it lasts. Pure. */
import { minutesMs } from '../core/clock.ts';
import type { EscalationPolicy, LevelPolicy } from './policy.ts';
import { notifierOf, roleOf } from './targets.ts';

/** A real case is called for until somebody has it. A drill that nobody has taken by then has shown what it can, in ms. */
export const DRILL_MS = minutesMs(15);
/** After a real case a drill that was planned waits so long, in ms. */
export const POSTPONE_MS = minutesMs(30);

type Chosen = { readonly withDesk: boolean; readonly withGroups: boolean };

/**
 * The centre's own policy without whoever sits outside of it: the campus desk and groups are called only where they were
 * chosen. Nothing here calls 110 or 120: the program never does.
 */
export function drillPolicy(policy: EscalationPolicy, chosen: Chosen): EscalationPolicy {
  const fits = (target: string): boolean =>
    (chosen.withDesk || roleOf(target) !== 'desk') && (chosen.withGroups || notifierOf(target) === null);
  const reduce = ({ steps, louder, ...level }: LevelPolicy): LevelPolicy => ({
    ...level,
    steps: steps.map((step) => ({ ...step, notify: step.notify.filter(fits) })),
    louder: louder.map((one) => ({ ...one, notify: one.notify.filter(fits) })),
  });
  const first = policy.nights?.first.filter(fits) ?? [];
  return {
    ...policy,
    imminent: reduce(policy.imminent),
    high: reduce(policy.high),
    nights: policy.nights === null || first.length === 0 ? null : { ...policy.nights, first },
    policies: [],
  };
}
