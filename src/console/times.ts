import { Temporal } from 'temporal-polyfill';
import { localDateOf, momentOf, mondayOf as mondayOfDate, startOfLocalDay } from '../booking/local-day.ts';
import { readDate } from '../core/read-time.ts';

const ZONE = 'Asia/Shanghai';

const two = (number: number): string => String(number).padStart(2, '0');

/** How long, as people say it: 45 秒, 3 分 05 秒, 2 小时 10 分, 3 天 4 小时. */
export function sayDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return `${seconds} 秒`;
  if (hours < 1) return `${minutes} 分 ${two(seconds % 60)} 秒`;
  if (hours < 24) return `${hours} 小时 ${two(minutes % 60)} 分`;
  return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}

/** An instant on a wall clock in Shanghai; its `dayOfWeek` 1 is Monday. */
export const inShanghai = (at: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE);

export const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/** 1 is Monday. */
export const sayWeekday = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

export const sayTime = (at: Date): string => {
  const { hour, minute } = inShanghai(at);
  return `${two(hour)}:${two(minute)}`;
};

export const sayDay = (at: Date): string => {
  const { month, day } = inShanghai(at);
  return `${month}月${day}日`;
};

/** The time alone on the same day, else with its day. */
export const sayMoment = (at: Date, now: Date): string =>
  sayDay(at) === sayDay(now) ? sayTime(at) : `${sayDay(at)} ${sayTime(at)}`;

export const sayMinuteOfDay = (minute: number): string =>
  `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** 2026-11-23, as addresses carry a day. */
export const isoDay = localDateOf;

/** Midnight in Shanghai on the Monday of this instant's week. */
export const mondayOf = (at: Date): Date => momentOf(mondayOfDate(localDateOf(at)), 0);

/** The start of a day written as 2026-11-23; null for anything else. */
export const dayStart = (text: string): Date | null => (readDate(text) === text ? momentOf(text, 0) : null);

/** The start of the day so many days later. */
export const addDays = startOfLocalDay;
