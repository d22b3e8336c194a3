import { localDateOf, mondayOf } from './local-day.ts';
import type { TimeRange } from './slot.ts';

/** How many sessions a counsellor has at most; null is no limit. */
export type Caps = { readonly daily: number | null; readonly weekly: number | null };

export type StaffCaps = Caps & { readonly staffId: string };

type Session = TimeRange & { readonly staffId: string };

/**
 * Tells whether a counsellor has reached their cap on the day or in the week (from Monday) of a slot. `sessions` holds
 * all that is taken in those weeks.
 */
export function createCapCheck(
  sessions: readonly Session[],
  capsOf: (staffId: string) => Caps,
): (slot: Session) => boolean {
  const dates = new Map<number, { readonly date: string; readonly monday: string }>();
  const daysOf = ({ startAt }: Session) => {
    const known = dates.get(startAt.getTime());
    if (known !== undefined) return known;
    const date = localDateOf(startAt);
    const found = { date, monday: mondayOf(date) };
    dates.set(startAt.getTime(), found);
    return found;
  };
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const counted = new Set<string>();
  for (const session of sessions) {
    // What is promised to somebody who waits may be held by them by now: it is one session.
    const key = `${session.staffId} at ${session.startAt.getTime()}`;
    if (counted.has(key)) continue;
    counted.add(key);
    const { date, monday } = daysOf(session);
    count(`${session.staffId} on ${date}`);
    count(`${session.staffId} from ${monday}`);
  }
  return (slot) => {
    const { daily, weekly } = capsOf(slot.staffId);
    const { date, monday } = daysOf(slot);
    const onDay = counts.get(`${slot.staffId} on ${date}`) ?? 0;
    const inWeek = counts.get(`${slot.staffId} from ${monday}`) ?? 0;
    return (daily !== null && onDay >= daily) || (weekly !== null && inWeek >= weekly);
  };
}
