import { type DayFacts, factsOf, fitsDays } from '../../core/calendar.ts';
import { type LocalDay, localDay, localDaysBetween, momentOn } from './local-day.ts';
import { DAY_MS, earlierOf, laterOf } from './periods.ts';
import type { Duty, Rota, Rotation, SingleShift, Stint, WeeklyShift } from './rota.ts';

/** A shift may have begun so many days before the day on which it is still on. */
const LONGEST_SHIFT_DAYS = 2;

type Day = LocalDay & { readonly facts: DayFacts };

/** Who would be on within [from, to) by the rules alone, before overrides and swaps. Pure. */
export function expandRules(rota: Rota, duty: Duty, from: Date, to: Date): Stint[] {
  const early = new Date(from.getTime() - LONGEST_SHIFT_DAYS * DAY_MS);
  const days = localDaysBetween(early, to).map((day) => ({
    ...day,
    facts: factsOf(rota.calendar, day.date, day.weekday),
  }));
  return rota.rules.flatMap((rule) => {
    if (rule.duty !== duty || rule.kind === 'override') return [];
    return expand(rota, rule, days)
      .flatMap((stint) => whileThere(rota, stint))
      .flatMap((stint) => clip(stint, rule, from, to));
  });
}

function expand(rota: Rota, rule: WeeklyShift | Rotation | SingleShift, days: readonly Day[]): Stint[] {
  const { kind, id, duty } = rule;
  const stint = (staffId: string, startsAt: Date, endsAt: Date): Stint => ({
    staffId,
    duty,
    startsAt,
    endsAt,
    from: { kind, id },
    insteadOf: null,
  });
  if (kind === 'rotation') return turnsOf(rota, rule, days, stint);
  if (kind === 'single') return [stint(rule.staffId, rule.startsAt, rule.endsAt)];
  return days
    .filter((day) => day.facts.weekday === rule.weekday && isValid(rule, day))
    .map((day) => stint(rule.staffId, momentOn(day, rule.fromMinute), momentOn(day, rule.toMinute)));
}

/** A shift belongs to the day on which it begins. */
const isValid = (rule: WeeklyShift | Rotation, { date, facts }: Day): boolean =>
  fitsDays(rule.days, facts) &&
  (rule.validFrom === null || rule.validFrom <= date) &&
  (rule.validTo === null || date <= rule.validTo);

type MakeStint = (staffId: string, startsAt: Date, endsAt: Date) => Stint;

function turnsOf(rota: Rota, rule: Rotation, days: readonly Day[], stint: MakeStint): Stint[] {
  const first = firstHandOver(rule).getTime();
  const turnMs = rule.periodDays * DAY_MS;
  return days
    .filter((day) => isValid(rule, day))
    .flatMap((day) => {
      const endsAt = momentOn(day, rule.toMinute);
      const stints: Stint[] = [];
      for (let at = momentOn(day, rule.fromMinute); at < endsAt; ) {
        const turn = Math.floor((at.getTime() - first) / turnMs);
        const member = memberOf(rota, rule, turn, at);
        const turnEndsAt = earlierOf(endsAt, new Date(first + (turn + 1) * turnMs));
        const next = earlierOf(turnEndsAt, (member === null ? null : rota.gone.get(member)) ?? turnEndsAt);
        if (member !== null) stints.push(stint(member, at, next));
        at = next;
      }
      return stints;
    });
}

function firstHandOver({ validFrom, handOverWeekday, handOverMinute }: Rotation): Date {
  const day = localDay(validFrom);
  const wait = (handOverWeekday - day.weekday + 7) % 7;
  return momentOn(day, wait * 1_440 + handOverMinute);
}

/** Whether they have not left by this moment. */
const isThere = ({ gone }: Rota, staffId: string, at: Date): boolean => {
  const goneAt = gone.get(staffId);
  return goneAt === undefined || at < goneAt;
};

/** The one behind them where somebody has left by then. */
function memberOf(rota: Rota, { members }: Rotation, turn: number, at: Date): string | null {
  const count = members.length;
  for (let step = 0; step < count; step += 1) {
    const member = members[(((turn + step) % count) + count) % count];
    if (member !== undefined && isThere(rota, member, at)) return member;
  }
  return null;
}

/** What of somebody's time lies before they left. */
export function whileThere<T extends Pick<Stint, 'staffId' | 'startsAt' | 'endsAt'>>(
  rota: Rota,
  one: T,
): T[] {
  if (!isThere(rota, one.staffId, one.startsAt)) return [];
  return [{ ...one, endsAt: earlierOf(one.endsAt, rota.gone.get(one.staffId) ?? one.endsAt) }];
}

type Lifetime = { readonly madeAt: Date | null; readonly endedAt: Date | null };

/** What of a stint lies within a time, and within the life of its rule. */
export function clip<T extends { readonly startsAt: Date; readonly endsAt: Date }>(
  one: T,
  { madeAt, endedAt }: Lifetime,
  from: Date,
  to: Date,
): T[] {
  const startsAt = laterOf(one.startsAt, madeAt === null ? from : laterOf(from, madeAt));
  const endsAt = earlierOf(one.endsAt, endedAt === null ? to : earlierOf(to, endedAt));
  return startsAt < endsAt ? [{ ...one, startsAt, endsAt }] : [];
}
