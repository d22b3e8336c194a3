/** Times as people in China read them, in their language: Asia/Shanghai, short weekdays, 24 hours. */
import { Temporal } from 'temporal-polyfill';
import type { Language } from './language.ts';

const ZONE = 'Asia/Shanghai';
const WEEKDAYS = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const inShanghai = (at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day in Shanghai on which this moment lies, as 2026-11-23. */
export const shanghaiDate = (at: Date): string => inShanghai(at).toPlainDate().toString();

/**
 * 11月23日 周一 or Mon 23 Nov, of a moment or of a day written 2026-11-23. Throws a RangeError for text that is no day.
 */
export function formatDay(day: Date | string, language: Language): string {
  const date = typeof day === 'string' ? Temporal.PlainDate.from(day) : inShanghai(day).toPlainDate();
  const weekday = WEEKDAYS[language][date.dayOfWeek - 1] ?? '';
  switch (language) {
    case 'zh':
      return `${date.month}月${date.day}日 ${weekday}`;
    case 'en':
      return `${weekday} ${date.day} ${MONTHS[date.month - 1] ?? ''}`;
  }
}

/** 周一 or Mon; 1 is Monday. */
export const formatWeekday = (weekday: number, language: Language): string =>
  WEEKDAYS[language][weekday - 1] ?? '';

/** 14:00 */
export function formatTime(at: Date): string {
  const { hour, minute } = inShanghai(at);
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** 14:00–14:50 */
export const formatHours = (startAt: Date, endAt: Date): string =>
  `${formatTime(startAt)}–${formatTime(endAt)}`;

/** 11月23日 周一 14:00–14:50 or Mon 23 Nov 14:00–14:50; the day of the end is named only where it is another one. */
export function formatRange(startAt: Date, endAt: Date, language: Language): string {
  if (shanghaiDate(startAt) === shanghaiDate(endAt))
    return `${formatDay(startAt, language)} ${formatHours(startAt, endAt)}`;
  return `${formatDay(startAt, language)} ${formatTime(startAt)}–${formatDay(endAt, language)} ${formatTime(endAt)}`;
}
