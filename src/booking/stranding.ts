import { type Calendar, factsOf } from '../core/calendar.ts';
import type { AvailabilityRule, Room } from './availability-store.ts';
import { localDateOf, momentOf, weekdayOf } from './local-day.ts';
import { isWithin } from './open-days.ts';
import type { Slot } from './slot.ts';

/** What came over a booked time: its day became a holiday, its room was retired, or is closed then by now. */
export type Stranding =
  | { readonly kind: 'holiday'; readonly name: string }
  | { readonly kind: 'room' }
  | { readonly kind: 'hours' };

export type StrandingFacts = {
  readonly calendar: Calendar;
  readonly rooms: readonly Room[];
  readonly rules: readonly Pick<AvailabilityRule, 'extra' | 'staffId' | 'roomId' | 'validFrom'>[];
};

const MINUTE_MS = 60_000;

/** Why a booked time could not be booked any more, leave aside; null where nothing speaks against it. Pure. */
export function strandedBy(
  { staffId, roomId, startAt, endAt }: Pick<Slot, 'staffId' | 'roomId' | 'startAt' | 'endAt'>,
  { calendar, rooms, rules }: StrandingFacts,
): Stranding | null {
  const date = localDateOf(startAt);
  const { weekday, holiday } = factsOf(calendar, date, weekdayOf(date));
  const room = rooms.find(({ id }) => id === roomId);
  if (room?.retired === true) return { kind: 'room' };
  // Somebody opened this very day on purpose, and saw to the room.
  const opened = rules.filter((rule) => rule.extra && rule.staffId === staffId && rule.validFrom === date);
  if (holiday !== null && opened.length === 0) return { kind: 'holiday', name: holiday };
  if (room === undefined || room.hours.length === 0 || opened.some((rule) => rule.roomId === roomId))
    return null;
  const minuteOf = (at: Date): number => (at.getTime() - momentOf(date, 0).getTime()) / MINUTE_MS;
  return isWithin(room.hours, weekday, minuteOf(startAt), minuteOf(endAt)) ? null : { kind: 'hours' };
}
