import { daysMs, hoursMs, minutesMs } from '../core/clock.ts';

/** China has one time zone without summer time, so that an offset in ms is exact. */
const SHANGHAI_MS = hoursMs(8);

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

type Local = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
};

/** The parts of an instant on a wall clock in Shanghai; weekday 1 is Monday. */
export function inShanghai(at: Date): Local {
  const local = new Date(at.getTime() + SHANGHAI_MS);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

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
export const isoDay = (at: Date): string => {
  const { year, month, day } = inShanghai(at);
  return `${year}-${two(month)}-${two(day)}`;
};

/** Midnight in Shanghai on the Monday of this instant's week. */
export function mondayOf(at: Date): Date {
  const { weekday, hour, minute } = inShanghai(at);
  const midnight = at.getTime() - hoursMs(hour) - minutesMs(minute) - (at.getTime() % minutesMs(1));
  return new Date(midnight - daysMs(weekday - 1));
}

/** The start of a day written as 2026-11-23; null for anything else. */
export function dayStart(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00+08:00`);
  return Number.isNaN(at.getTime()) || isoDay(at) !== text ? null : at;
}

/** A week and more at a glance stays within what a calendar can hold. */
export const addDays = (at: Date, days: number): Date => new Date(at.getTime() + daysMs(days));
