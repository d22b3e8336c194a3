import { type Calendar, factsOf, termWeek } from '../core/calendar.ts';
import type { LocalDay } from './local-day.ts';
import type { Opening } from './slot.ts';
import { isTaught } from './teaching-weeks.ts';

/** Hours of a room on a weekday; a room without any is open always. */
export type RoomHours = {
  readonly roomId: string;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly fromMinute: number;
  readonly toMinute: number;
};

/** A day as the centre's calendar has it. */
export type PlannedDay = LocalDay & {
  /** The weekday whose rules hold: on a make-up day (调休) another one, on a holiday none. */
  readonly plan: number | null;
  /** The teaching week; null between terms. */
  readonly week: number | null;
};

export function planDay(day: LocalDay, calendar: Calendar): PlannedDay {
  const { weekday, holiday } = factsOf(calendar, day.date, day.weekday);
  const week = termWeek(calendar, day.date)?.week ?? null;
  return { ...day, plan: holiday === null ? weekday : null, week };
}

/** Whether a rule opens anything on a day. */
export function opensOn(rule: Opening, day: PlannedDay): boolean {
  if (day.date < rule.validFrom || (rule.validTo !== null && day.date > rule.validTo)) return false;
  if (rule.extra) return true;
  return rule.weekday === day.plan && isTaught(rule.weeks, day.week);
}

/** Whether a room is open for the whole of a session; who opened a day on purpose has seen to the room. */
export function isRoomOpen(
  hours: readonly RoomHours[] | undefined,
  day: PlannedDay,
  fromMinute: number,
  toMinute: number,
): boolean {
  if (hours === undefined) return true;
  const weekday = day.plan ?? day.weekday;
  return hours.some(
    (one) => one.weekday === weekday && one.fromMinute <= fromMinute && toMinute <= one.toMinute,
  );
}
