import { addMs, daysMs, hoursMs } from '../../core/clock.ts';
import { addLocalDays, localDateOf, localDay, localDaysBetween, momentOn } from '../rota/local-day.ts';

export const DRILL_KINDS = ['off', 'fixed', 'random'] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];
export const isDrillKind = (text: string): text is DrillKind =>
  (DRILL_KINDS as readonly string[]).includes(text);

export type DrillPlan = {
  readonly kind: DrillKind;
  /** 1 is Monday; of a fixed one. */
  readonly weekday: number;
  /** Minute of the day in the centre; of a fixed one. */
  readonly minute: number;
  readonly withDesk: boolean;
  readonly withGroups: boolean;
  readonly nextAt: Date | null;
};

type Period = { readonly startsAt: Date; readonly endsAt: Date };

const WEEK_DAYS = 7;
/** Somebody who has just saved a plan is not called the next moment, in ms. */
const NOT_BEFORE_MS = hoursMs(1);
/** Where the rota names nobody, the middle of the day. */
const DAY_FROM_MINUTE = 9 * 60;
const DAY_TO_MINUTE = 18 * 60;

/** The week in which a random one is held: the seven days from now, and after one was held the next week from Monday. */
export function drillWindow(now: Date, afterOne: boolean): Period {
  if (!afterOne) return { startsAt: addMs(now, NOT_BEFORE_MS), endsAt: addMs(now, daysMs(WEEK_DAYS)) };
  const today = localDay(localDateOf(now));
  const monday = localDay(addLocalDays(today.date, WEEK_DAYS + 1 - today.weekday));
  return {
    startsAt: monday.startsAt,
    endsAt: localDay(addLocalDays(monday.date, WEEK_DAYS)).startsAt,
  };
}

/**
 * When the next one is held; null where none is planned. Pure.
 * @param onDuty when somebody is on duty within the window
 * @param fraction from 0 to 1, by chance
 */
export function nextDrillAt(
  plan: Pick<DrillPlan, 'kind' | 'weekday' | 'minute'>,
  window: Period,
  onDuty: readonly Period[],
  fraction: number,
  now: Date,
): Date | null {
  switch (plan.kind) {
    case 'off':
      return null;
    case 'fixed':
      return nextFixedDrill(plan.weekday, plan.minute, now);
    case 'random':
      return pickWithin(joined(onDuty.length > 0 ? onDuty : daysOf(window)), fraction) ?? window.startsAt;
  }
}

/** The next such hour of such a day. */
export function nextFixedDrill(weekday: number, minute: number, now: Date): Date {
  const today = localDay(localDateOf(now));
  const ahead = (weekday - today.weekday + WEEK_DAYS) % WEEK_DAYS;
  const at = momentOn(localDay(addLocalDays(today.date, ahead)), minute);
  return at > now ? at : momentOn(localDay(addLocalDays(today.date, ahead + WEEK_DAYS)), minute);
}

const daysOf = ({ startsAt, endsAt }: Period): Period[] =>
  localDaysBetween(startsAt, endsAt)
    .map((day) => ({ startsAt: momentOn(day, DAY_FROM_MINUTE), endsAt: momentOn(day, DAY_TO_MINUTE) }))
    .filter((day) => day.startsAt >= startsAt);

/** Two who are on at once make no hour likelier. */
function joined(periods: readonly Period[]): Period[] {
  const sorted = [...periods].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const whole: Period[] = [];
  for (const one of sorted) {
    const last = whole.at(-1);
    if (last === undefined || last.endsAt < one.startsAt) whole.push(one);
    else if (last.endsAt < one.endsAt)
      whole[whole.length - 1] = { startsAt: last.startsAt, endsAt: one.endsAt };
  }
  return whole;
}

function pickWithin(periods: readonly Period[], fraction: number): Date | null {
  const length = ({ startsAt, endsAt }: Period): number => endsAt.getTime() - startsAt.getTime();
  const total = periods.reduce((sum, one) => sum + length(one), 0);
  let left = Math.min(0.999_999, Math.max(0, fraction)) * total;
  for (const one of periods) {
    if (left < length(one)) return addMs(one.startsAt, Math.floor(left));
    left -= length(one);
  }
  return null;
}
