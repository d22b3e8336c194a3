import { groupBy } from './group-by.ts';
import { localDateOf } from './local-day.ts';
import type { Slot } from './slot.ts';

export type FreeDay = { readonly date: string; readonly free: number };

/** The days on which something is free, in the order of the slots, with how many slots each has. */
export function daysOf(slots: readonly Slot[]): FreeDay[] {
  const days = new Map<string, number>();
  // By start first, since many slots share one and finding the date is slow.
  for (const [startMs, together] of groupBy(slots, (slot) => slot.startAt.getTime())) {
    const date = localDateOf(new Date(startMs));
    days.set(date, (days.get(date) ?? 0) + together.length);
  }
  return [...days].map(([date, free]) => ({ date, free }));
}

/**
 * What to offer instead of a time that is gone: the same time with somebody else, then the nearest later ones, and
 * only when those run out the nearest earlier ones. `slots` are free and sorted by start.
 */
export function nextFree(slots: readonly Slot[], around: Date, count: number): Slot[] {
  const later = slots.filter((slot) => slot.startAt >= around);
  const earlier = slots.filter((slot) => slot.startAt < around).reverse();
  return [...later, ...earlier].slice(0, count);
}
