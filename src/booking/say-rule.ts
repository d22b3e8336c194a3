import type { NewAvailabilityRule } from './booking-setup.ts';
import { EVERY_WEEK, writeWeeks } from './teaching-weeks.ts';

type Said = Pick<
  NewAvailabilityRule,
  'weekday' | 'fromMinute' | 'toMinute' | 'sessionMinutes' | 'weeks' | 'extra' | 'validFrom'
>;

const two = (number: number): string => String(number).padStart(2, '0');

/** Minutes of the day as 08:30. */
export const sayMinute = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** 周三 09:00–12:00，每次 50 分钟，单周; of one day 2026-11-24（周二） 09:00–12:00，… */
export function sayRuleHours(rule: Said): string {
  const weekday = `周${'一二三四五六日'[rule.weekday - 1] ?? ''}`;
  const day = rule.extra === true ? `${rule.validFrom}（${weekday}）` : weekday;
  const weeks = rule.weeks ?? EVERY_WEEK;
  const parts = [
    `${day} ${sayMinute(rule.fromMinute)}–${sayMinute(rule.toMinute)}`,
    `每次 ${rule.sessionMinutes} 分钟`,
    ...(weeks.kind === 'all'
      ? []
      : [weeks.kind === 'list' ? `第 ${writeWeeks(weeks)} 周` : writeWeeks(weeks)]),
  ];
  return parts.join('，');
}
