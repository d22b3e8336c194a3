import { listStints } from './list-stints.ts';
import { laterOf } from './periods.ts';
import type { NewRule, Override, Rota } from './rota.ts';
import { joinPeriods } from './stint-changes.ts';

type Period = { readonly startsAt: Date; readonly endsAt: Date };
export type NewOverride = Extract<NewRule, { readonly kind: 'override' }>;

/** What somebody's standing in for somebody would change, from now on. */
export type OverrideCover =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly covered: readonly Period[] }
  /** Whoever they stand in for is not on at any moment of it. */
  | { readonly kind: 'nothing' }
  /** Nor that, but on the other duty they are. */
  | { readonly kind: 'other-duty' };

/** Compares who is on with and without it; somebody beside everybody counts for the whole time. Pure. */
export function coverOf(rota: Rota, rule: NewOverride, now: Date): OverrideCover {
  const { insteadOf } = rule;
  if (insteadOf === null) return { kind: 'whole' };
  const covered = coveredBy(rota, rule, now);
  if (covered.length === 0) {
    const duty = rule.duty === 'duty' ? 'backup' : 'duty';
    return { kind: coveredBy(rota, { ...rule, duty }, now).length > 0 ? 'other-duty' : 'nothing' };
  }
  const [first, ...more] = covered;
  const from = laterOf(rule.startsAt, now);
  const whole =
    more.length === 0 &&
    first?.startsAt.getTime() === from.getTime() &&
    first.endsAt.getTime() === rule.endsAt.getTime();
  return whole ? { kind: 'whole' } : { kind: 'part', covered };
}

function coveredBy(rota: Rota, rule: NewOverride, now: Date): Period[] {
  const made: Override = { ...rule, madeAt: now, endedAt: null };
  const from = laterOf(rule.startsAt, now);
  const stints = listStints({ ...rota, rules: [...rota.rules, made] }, rule.duty, from, rule.endsAt);
  return joinPeriods(stints.filter((stint) => stint.from.id === rule.id));
}
