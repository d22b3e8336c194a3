import { type Calendar, factsOf, taughtDay, termWeek } from '../core/calendar.ts';
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
  /** The teaching week, on a make-up day that of the day made up for; null between terms. */
  readonly week: number | null;
};

export function planDay(day: LocalDay, calendar: Calendar): PlannedDay {
  const { weekday, holiday } = factsOf(calendar, day.date, day.weekday);
  const week = termWeek(calendar, taughtDay(calendar, day.date))?.week ?? null;
  return { ...day, plan: holiday === null ? weekday : null, week };
}

/** Whether a rule opens anything on a day. */
export function opensOn(rule: Opening, day: PlannedDay): boolean {
  if (day.date < rule.validFrom || (rule.validTo !== null && day.date > rule.validTo)) return false;
  if (rule.extra) return true;
  return rule.weekday === day.plan && isTaught(rule.weeks, day.week);
}

type Hours = Omit<RoomHours, 'roomId'>;

export const isWithin = (
  hours: readonly Hours[],
  weekday: number,
  fromMinute: number,
  toMinute: number,
): boolean =>
  hours.some((one) => one.weekday === weekday && one.fromMinute <= fromMinute && toMinute <= one.toMinute);

/** Whether a room is open for the whole of a session; who opened a day on purpose has seen to the room. */
export function isRoomOpen(
  hours: readonly Hours[] | undefined,
  { extra, sessionMinutes }: Pick<Opening, 'extra' | 'sessionMinutes'>,
  day: PlannedDay,
  fromMinute: number,
): boolean {
  if (extra || hours === undefined) return true;
  return isWithin(hours, day.plan ?? day.weekday, fromMinute, fromMinute + sessionMinutes);
}

type Sessions = Pick<Opening, 'fromMinute' | 'toMinute' | 'sessionMinutes'> &
  Partial<Pick<Opening, 'bufferBeforeMinutes' | 'bufferAfterMinutes'>>;

/** The minutes of a day on which the sessions of a rule begin, whatever is taken. */
export function sessionStarts(rule: Sessions): number[] {
  const { fromMinute, toMinute, sessionMinutes, bufferBeforeMinutes = 0, bufferAfterMinutes = 0 } = rule;
  const step = sessionMinutes + Math.max(bufferBeforeMinutes, bufferAfterMinutes);
  const starts: number[] = [];
  for (let minute = fromMinute; minute + sessionMinutes <= toMinute; minute += step) starts.push(minute);
  return starts;
}
