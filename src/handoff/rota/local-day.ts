import { Temporal } from 'temporal-polyfill';

/** The centre's days are those of its wall clock, wherever the server or a student is. */
const CENTRE_TIME_ZONE = 'Asia/Shanghai';
export const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

export type LocalDay = {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** 1 is Monday. */
  readonly weekday: number;
  /** Its midnight. */
  readonly startsAt: Date;
};

/** The date that the centre's calendar shows at a moment. */
export const localDateOf = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(CENTRE_TIME_ZONE)
    .toPlainDate()
    .toString();

/** @throws RangeError for text that is no date */
export function localDay(date: string): LocalDay {
  const day = Temporal.PlainDate.from(date);
  const { epochMilliseconds } = day.toZonedDateTime(CENTRE_TIME_ZONE);
  return { date: day.toString(), weekday: day.dayOfWeek, startsAt: new Date(epochMilliseconds) };
}

export const addLocalDays = (date: string, days: number): string =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** Days from one date to another; negative when the other one is earlier. */
export const localDaysUntil = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).total('days');

/**
 * The moment when the clock shows that minute of the day; more than 1440 is on a following day. Exact, since China has
 * known no summer time since 1991.
 */
export const momentOn = (day: LocalDay, minute: number): Date =>
  new Date(day.startsAt.getTime() + minute * MINUTE_MS);

/** The days that `from` (inclusive) to `to` (exclusive) touches, in order. */
export function localDaysBetween(from: Date, to: Date): LocalDay[] {
  if (from >= to) return [];
  const days: LocalDay[] = [];
  for (let day = localDay(localDateOf(from)); day.startsAt < to; day = localDay(addLocalDays(day.date, 1))) {
    days.push(day);
  }
  return days;
}
