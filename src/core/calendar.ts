import { Temporal } from 'temporal-polyfill';

/** A stretch of whole days, both ends included; dates are written `YYYY-MM-DD`. */
export type NamedDays = { readonly name: string; readonly from: string; readonly to: string };

/** `config/calendar.yaml`: when there are lessons, holidays, and days that are worked for others (调休). */
export type Calendar = {
  /** True while nobody of the centre has checked the dates. */
  readonly sample: boolean;
  readonly terms: readonly NamedDays[];
  readonly holidays: readonly NamedDays[];
  readonly makeUpDays: readonly MakeUpDay[];
};

/** A day that is worked for another one. */
export type MakeUpDay = {
  readonly date: string;
  /** The weekday whose plan it follows, 1 is Monday. */
  readonly as: number;
  /** The day that is made up for, where it was named: its teaching week is taught, too. */
  readonly for?: string;
};

export const EMPTY_CALENDAR: Calendar = { sample: false, terms: [], holidays: [], makeUpDays: [] };

/** For which days a shift is: a make-up day is a workday, a weekend or a holiday is none. */
export const DAY_KINDS = ['all', 'workdays', 'holidays'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export type DayFacts = {
  /** The weekday whose plan holds; on a make-up day not its own. */
  readonly weekday: number;
  readonly workday: boolean;
  readonly holiday: string | null;
  readonly makeUp: boolean;
};

const holds = ({ from, to }: NamedDays, date: string): boolean => from <= date && date <= to;

/** What a date is. Pure. */
export function factsOf(calendar: Calendar, date: string, weekday: number): DayFacts {
  const makeUp = calendar.makeUpDays.find((one) => one.date === date);
  if (makeUp !== undefined) return { weekday: makeUp.as, workday: true, holiday: null, makeUp: true };
  const holiday = calendar.holidays.find((one) => holds(one, date))?.name ?? null;
  return { weekday, workday: weekday <= 5 && holiday === null, holiday, makeUp: false };
}

export function fitsDays(kind: DayKind, { workday }: DayFacts): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'workdays':
      return workday;
    case 'holidays':
      return !workday;
  }
}

/** The term that runs on a date, else the next one. */
export const termAt = (calendar: Calendar, date: string): NamedDays | null =>
  [...calendar.terms].sort((a, b) => a.from.localeCompare(b.from)).find(({ to }) => date <= to) ?? null;

/** The day whose lessons are taught on a date: on a make-up day the one that is made up for. */
export const taughtDay = (calendar: Calendar, date: string): string =>
  calendar.makeUpDays.find((one) => one.date === date)?.for ?? date;

/** Which week of its term a date lies in, counted from the Monday of the first; null between terms. */
export function termWeek(calendar: Calendar, date: string): { term: string; week: number } | null {
  const term = calendar.terms.find((one) => holds(one, date));
  if (term === undefined) return null;
  const first = Temporal.PlainDate.from(term.from);
  const days = first.until(Temporal.PlainDate.from(date)).total('days') + first.dayOfWeek - 1;
  return { term: term.name, week: Math.floor(days / 7) + 1 };
}
