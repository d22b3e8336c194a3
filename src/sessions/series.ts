import { Temporal } from 'temporal-polyfill';

const ZONE = 'Asia/Shanghai';

/** Several sessions at the same hour: 每周 or 隔周. */
export type EveryWeeks = 1 | 2;
export const MOST_SESSIONS = 12;

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
 * a holiday, leave, somebody else. Pure.
 */
export function planSeries<Slot extends { readonly startAt: Date }>(
  free: readonly Slot[],
  first: Date,
  everyWeeks: EveryWeeks,
  count: number,
): PlannedTime<Slot>[] {
  const byStart = new Map(free.map((slot) => [slot.startAt.getTime(), slot]));
  const begin = Temporal.Instant.fromEpochMilliseconds(first.getTime()).toZonedDateTimeISO(ZONE);
  return Array.from({ length: Math.min(count, MOST_SESSIONS) }, (_, index) => {
    const at = begin.add({ weeks: index * everyWeeks }).epochMilliseconds;
    return { startAt: new Date(at), slot: byStart.get(at) ?? null };
  });
}
