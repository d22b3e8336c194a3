/** Times as people in China read them: Asia/Shanghai, weekday in one character, 24 hours. */
import { Temporal } from 'temporal-polyfill';

const ZONE = 'Asia/Shanghai';
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

const inShanghai = (at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day in Shanghai on which this moment lies, as 2026-11-23. */
export const shanghaiDate = (at: Date): string => inShanghai(at).toPlainDate().toString();

/** 11月23日 周一, of a moment or of a day written 2026-11-23. Throws a RangeError for text that is no day. */
export function formatDay(day: Date | string): string {
  const date = typeof day === 'string' ? Temporal.PlainDate.from(day) : inShanghai(day).toPlainDate();
  return `${date.month}月${date.day}日 ${WEEKDAYS[date.dayOfWeek - 1] ?? ''}`;
}

/** 14:00 */
export function formatTime(at: Date): string {
  const { hour, minute } = inShanghai(at);
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** 14:00–14:50 */
export const formatHours = (startAt: Date, endAt: Date): string =>
  `${formatTime(startAt)}–${formatTime(endAt)}`;

/** 11月23日 周一 14:00–14:50; the day of the end is named only where it is another one. */
export function formatRange(startAt: Date, endAt: Date): string {
  if (shanghaiDate(startAt) === shanghaiDate(endAt))
    return `${formatDay(startAt)} ${formatHours(startAt, endAt)}`;
  return `${formatDay(startAt)} ${formatTime(startAt)}–${formatDay(endAt)} ${formatTime(endAt)}`;
}
