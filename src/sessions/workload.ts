import type { EvaluationTotals } from './evaluation.ts';
import { type CountedSession, isUnsettled } from './session.ts';

/** 每45分钟咨询值班计1课时. Source: colleges' own rules, P6 in docs/sources.md. */
const UNIT_MINUTES = 45;

type Period = { readonly startsAt: Date; readonly endsAt: Date };

export type Workload = {
  readonly staffId: string;
  readonly counsellor: string;
  readonly attended: number;
  readonly noShows: number;
  /** Sessions that are over without a word on who came, but those whose time the counsellor closed. */
  readonly unsettled: number;
  readonly sessionMinutes: number;
  readonly dutyMinutes: number;
  /** Of groups and lectures that they led. */
  readonly groupMinutes: number;
  /** Minutes of all, each counted once. */
  readonly countedMinutes: number;
  readonly units: number;
  readonly signed: number;
  readonly owed: number;
  readonly evaluations: EvaluationTotals;
};

/** Whether there is anything to count. Pure. */
export const hasWork = ({ attended, noShows, unsettled, countedMinutes }: Workload): boolean =>
  attended + noShows + unsettled + countedMinutes > 0;

/** 课时 with two decimals, rounded half up once, from the sum of the minutes: no session is rounded by itself. */
export const unitsOf = (minutes: number): number => Math.round((minutes * 100) / UNIT_MINUTES) / 100;

const minutesOf = ({ startsAt, endsAt }: Period): number => (endsAt.getTime() - startsAt.getTime()) / 60_000;

/** Minutes that lie in at least one of the periods. */
export function coveredMinutes(periods: readonly Period[]): number {
  const sorted = [...periods].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const period of sorted) {
    const from = Math.max(period.startsAt.getTime(), until);
    const to = period.endsAt.getTime();
    if (to > from) covered += to - from;
    until = Math.max(until, to);
  }
  return covered / 60_000;
}

/**
 * One counsellor's work: what is over by `now`. A session within a shift counts once, so that nobody is paid twice for
 * the same minute. Pure.
 */
export function computeWorkload(input: {
  readonly staffId: string;
  readonly counsellor: string;
  readonly sessions: readonly CountedSession[];
  readonly duty: readonly Period[];
  /** Groups and lectures that they lead. */
  readonly groups: readonly Period[];
  readonly evaluations: EvaluationTotals;
  readonly now: Date;
}): Workload {
  const { staffId, counsellor, evaluations, now } = input;
  const over = input.sessions.filter(({ endAt }) => endAt <= now);
  const attended = over.filter(({ status }) => status === 'attended');
  const held = attended.map(({ startAt, endAt }) => ({ startsAt: startAt, endsAt: endAt }));
  const duty = input.duty
    .filter(({ startsAt }) => startsAt < now)
    .map(({ startsAt, endsAt }) => ({ startsAt, endsAt: endsAt > now ? now : endsAt }));
  const groups = input.groups.filter(({ endsAt }) => endsAt <= now);
  const countedMinutes = coveredMinutes([...held, ...duty, ...groups]);
  return {
    staffId,
    counsellor,
    attended: attended.length,
    noShows: over.filter(({ status }) => status === 'no-show').length,
    unsettled: over.filter(isUnsettled).length,
    sessionMinutes: held.reduce((sum, one) => sum + minutesOf(one), 0),
    dutyMinutes: coveredMinutes(duty),
    groupMinutes: coveredMinutes(groups),
    countedMinutes,
    units: unitsOf(countedMinutes),
    signed: attended.filter(({ signed }) => signed).length,
    owed: attended.filter(({ signed }) => !signed).length,
    evaluations,
  };
}
