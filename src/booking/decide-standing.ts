import { minutesMs } from '../core/clock.ts';
import type { Standing } from './appointment-store.ts';
import type { TimeRange } from './slot.ts';

const DAY_MINUTES = 1_440;

export type StandingRules = {
  /** Appointments in one term, those called off in time not counted; null for no limit. */
  readonly perTermLimit?: number | null;
  /** From so many missed appointments in one term on, only the next days can be booked. */
  readonly missedLimit?: number;
  /** How many days those are. */
  readonly daysAheadAfterMissed?: number;
  /** Terms of the centre's calendar, as moments; left out: none. */
  readonly terms?: readonly TimeRange[];
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

/** Whether the limit of a term holds for somebody. Whoever is in care is never held up. Pure. */
export const isLimited = (
  { inCare }: Pick<Standing, 'inCare'>,
  { perTermLimit = null }: Pick<StandingRules, 'perTermLimit'>,
): boolean => !inCare && perTermLimit !== null;

/** So much of a term is used that no more of it can be booked. Whoever is in care is never held up. Pure. */
export const isTermOver = (
  { inCare, used }: Standing,
  { perTermLimit = null }: Pick<StandingRules, 'perTermLimit'>,
): boolean => !inCare && perTermLimit !== null && used >= perTermLimit;

/** So much was missed that only the next days can be booked. Whoever is in care is never held up. Pure. */
export const isNearOnly = (
  { inCare, missed }: Standing,
  { missedLimit = MISSED_LIMIT }: Pick<StandingRules, 'missedLimit'>,
): boolean => !inCare && missed >= missedLimit;

/** Half a year, for a centre whose calendar names no term. */
const WITHOUT_TERM_MS = minutesMs(180 * DAY_MINUTES);

/**
 * The stretch of time whose appointments count beside one at a moment: its term; between two terms what lies between
 * them, and without any the half years around now. Pure.
 */
export function countedTime(terms: readonly TimeRange[], at: Date, now: Date): TimeRange {
  const running = terms.find(({ startAt, endAt }) => startAt <= at && at < endAt);
  if (running !== undefined) return running;
  const ended = terms.map(({ endAt }) => endAt.getTime()).filter((end) => end <= at.getTime());
  const begins = terms.map(({ startAt }) => startAt.getTime()).filter((begin) => begin > at.getTime());
  return {
    startAt: new Date(Math.max(...ended, now.getTime() - WITHOUT_TERM_MS)),
    endAt: new Date(Math.min(...begins, Math.max(now.getTime(), at.getTime()) + WITHOUT_TERM_MS)),
  };
}

/**
 * What lies ahead of somebody and has not begun: during a session the next one is agreed on. Several that were agreed on
 * together are one, and what was closed is none. Pure.
 */
export function countAhead(
  upcoming: readonly {
    readonly id: string;
    readonly slot: { readonly startAt: Date };
    readonly seriesId?: string;
    readonly closed?: true;
  }[],
  now: Date,
  /** An appointment that is to be moved: neither it nor what was agreed on with it counts. */
  without?: string,
): number {
  const keyOf = ({ id, seriesId }: { readonly id: string; readonly seriesId?: string }) => seriesId ?? id;
  const left = upcoming.find(({ id }) => id === without);
  const open = upcoming.filter(({ slot, closed }) => slot.startAt > now && closed !== true);
  const counted = new Set(open.map(keyOf));
  if (left !== undefined) counted.delete(keyOf(left));
  return counted.size;
}
