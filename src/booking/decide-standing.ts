import { addMs, minutesMs } from '../core/clock.ts';
import type { Standing } from './appointment-store.ts';

const DAY_MINUTES = 1_440;

export type StandingRules = {
  /** Appointments in one term, those called off in time not counted; null for no limit. */
  readonly perTermLimit?: number | null;
  /** From so many missed appointments in one term on, only the next days can be booked. */
  readonly missedLimit?: number;
  /** How many days those are. */
  readonly daysAheadAfterMissed?: number;
};

/** `near-only` is the friendly rule: what lies close is not forgotten. */
export type Freedom = 'free' | 'near-only' | 'term-limit';

export const MISSED_LIMIT = 2;
export const DAYS_AHEAD_AFTER_MISSED = 7;
/** Beside the limit of open appointments, for somebody whom nothing may hold up. */
const MORE_IN_CARE = 2;

/** How many booked appointments somebody may have ahead at the same time. Pure. */
export const limitOf = (
  { inCare }: Pick<Standing, 'inCare'>,
  { upcomingLimit }: { readonly upcomingLimit: number },
): number => (inCare ? upcomingLimit + MORE_IN_CARE : upcomingLimit);

/** How freely somebody may book. Whoever is in care is never held up. Pure. */
export function decideFreedom(standing: Standing, rules: StandingRules): Freedom {
  if (standing.inCare) return 'free';
  const { perTermLimit = null, missedLimit = MISSED_LIMIT } = rules;
  if (perTermLimit !== null && standing.used >= perTermLimit) return 'term-limit';
  return standing.missed >= missedLimit ? 'near-only' : 'free';
}

/** Half a year, for a centre whose calendar names no term that runs now. */
const WITHOUT_TERM_DAYS = 180;

/** From when on appointments count; `terms` begin at midnight of `from`. Pure. */
export function countedSince(
  terms: readonly { readonly startAt: Date; readonly endAt: Date }[],
  now: Date,
): Date {
  const running = terms.find(({ startAt, endAt }) => startAt <= now && now < endAt);
  return running?.startAt ?? addMs(now, -minutesMs(WITHOUT_TERM_DAYS * DAY_MINUTES));
}
