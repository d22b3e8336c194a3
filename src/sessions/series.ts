/** Several sessions at the same hour: 每周 or 隔周. */
export type EveryWeeks = 1 | 2;
export const MOST_SESSIONS = 12;
const WEEK_MS = 7 * 24 * 3_600_000;

export type SeriesStatus = 'offered' | 'accepted' | 'declined' | 'withdrawn' | 'expired' | 'ended';

export type Series = {
  readonly id: string;
  readonly contactId: string;
  readonly addressId: string;
  readonly staffId: string;
  readonly everyWeeks: EveryWeeks;
  readonly status: SeriesStatus;
  readonly expiresAt: Date;
};

export type PlannedTime<Slot> = { readonly startAt: Date; readonly slot: Slot | null };

/**
 * The times of a series, the first included, each with the free slot that begins there; null where nothing is free:
 * a holiday, leave, somebody else. China has no summer time, so that a week is always as long. Pure.
 */
export function planSeries<Slot extends { readonly startAt: Date }>(
  free: readonly Slot[],
  first: Date,
  everyWeeks: EveryWeeks,
  count: number,
): PlannedTime<Slot>[] {
  const byStart = new Map(free.map((slot) => [slot.startAt.getTime(), slot]));
  return Array.from({ length: Math.min(count, MOST_SESSIONS) }, (_, index) => {
    const at = first.getTime() + index * everyWeeks * WEEK_MS;
    return { startAt: new Date(at), slot: byStart.get(at) ?? null };
  });
}
