import { Temporal } from 'temporal-polyfill';

/** The centre's days and opening times are those of its wall clock, wherever the server stands. */
const TIME_ZONE = 'Asia/Shanghai';

export type LocalDay = {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** 1 is Monday. */
  readonly weekday: number;
  /** The moment when the wall clock shows that minute of the day; 1440 is the midnight that ends it. */
  momentAt(minute: number): Date;
};

/** The date (`YYYY-MM-DD`) that the centre's calendar shows at a moment. */
export const localDateOf = (at: Date): string => plainDateOf(at).toString();

/** The moment when the day so many days after the day of `at` begins. */
export function startOfLocalDay(at: Date, daysLater: number): Date {
  return momentOn(plainDateOf(at).add({ days: daysLater }), 0);
}

/** 1 is Monday. */
export const weekdayOf = (date: string): number => Temporal.PlainDate.from(date).dayOfWeek;

/** The moment when the centre's clock shows that minute of a date. */
export const momentOf = (date: string, minute: number): Date =>
  momentOn(Temporal.PlainDate.from(date), minute);

/** The Monday of the week of a date. */
export function mondayOf(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

/** Whole weeks, from Monday to Monday, around a stretch of time. */
export function wholeWeeks(from: Date, to: Date): { readonly startAt: Date; readonly endAt: Date } {
  const first = plainDateOf(from);
  const last = plainDateOf(to);
  return {
    startAt: momentOn(first.subtract({ days: first.dayOfWeek - 1 }), 0),
    endAt: momentOn(last.add({ days: 8 - last.dayOfWeek }), 0),
  };
}

/** The days that `from` (inclusive) to `to` (exclusive) touches, in order. */
export function localDaysBetween(from: Date, to: Date): LocalDay[] {
  if (from >= to) return [];
  const last = plainDateOf(new Date(to.getTime() - 1));
  const days: LocalDay[] = [];
  for (let day = plainDateOf(from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    days.push(localDay(day));
  }
  return days;
}

/** Moments are remembered: a whole centre opens at the same few minutes, and a conversion is slow. */
function localDay(day: Temporal.PlainDate): LocalDay {
  const moments = new Map<number, Date>();
  return {
    date: day.toString(),
    weekday: day.dayOfWeek,
    momentAt(minute) {
      const known = moments.get(minute);
      if (known !== undefined) return known;
      const moment = momentOn(day, minute);
      moments.set(minute, moment);
      return moment;
    },
  };
}

function momentOn(day: Temporal.PlainDate, minute: number): Date {
  const wall = day.toPlainDateTime().add({ minutes: minute });
  return new Date(wall.toZonedDateTime(TIME_ZONE).epochMilliseconds);
}

function plainDateOf(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
}
