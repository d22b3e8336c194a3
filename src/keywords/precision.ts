import type { Level } from './screening.ts';

/** What a person said of one alarm: it was right, it was wrong, or there should have been one (a higher one). */
export const verdicts = ['right', 'wrong', 'missed'] as const;
export type Verdict = (typeof verdicts)[number];
export const isVerdict = (text: string): text is Verdict => (verdicts as readonly string[]).includes(text);

export type MarkedAlarm = {
  readonly verdict: Verdict;
  /** What screening had said. */
  readonly level: Level;
  /** What it should have said; null unless it was missed. */
  readonly expected: Level | null;
  /** Each rule that matched, once. */
  readonly rules: readonly string[];
  readonly heardAt: Date;
};

export type Count = { readonly right: number; readonly wrong: number };

export type PrecisionReport = {
  /** Beginnings of weeks, in the order in which they were asked for. */
  readonly weeks: readonly Date[];
  /** All alarms that were marked, week by week in the order of `weeks`: an alarm of three rules counts once. */
  readonly all: readonly Count[];
  readonly missed: readonly number[];
  /** Rule by rule, those with most wrong alarms first: an alarm counts for each of its rules. */
  readonly rules: readonly {
    readonly rule: string;
    readonly whole: Count;
    readonly weeks: readonly Count[];
  }[];
};

/** Share of right ones among those that were marked, 0 to 1; null while none is. */
export const precisionOf = ({ right, wrong }: Count): number | null =>
  right + wrong === 0 ? null : right / (right + wrong);

const nothing: Count = { right: 0, wrong: 0 };

const add = ({ right, wrong }: Count, verdict: Verdict): Count => ({
  right: right + (verdict === 'right' ? 1 : 0),
  wrong: wrong + (verdict === 'wrong' ? 1 : 0),
});

/** Precision by rule and week. `weekOf` gives the beginning of the week of an instant; marks of other weeks are left out. */
export function reportPrecision(
  marks: readonly MarkedAlarm[],
  weeks: readonly Date[],
  weekOf: (at: Date) => Date,
): PrecisionReport {
  const places = new Map(weeks.map((week, index) => [week.getTime(), index]));
  const all: Count[] = weeks.map(() => nothing);
  const missed = weeks.map(() => 0);
  const byRule = new Map<string, Count[]>();
  for (const mark of marks) {
    const week = places.get(weekOf(mark.heardAt).getTime());
    if (week === undefined) continue;
    if (mark.verdict === 'missed') {
      missed[week] = (missed[week] ?? 0) + 1;
      continue;
    }
    all[week] = add(all[week] ?? nothing, mark.verdict);
    for (const rule of mark.rules) {
      const counts = byRule.get(rule) ?? weeks.map(() => nothing);
      counts[week] = add(counts[week] ?? nothing, mark.verdict);
      byRule.set(rule, counts);
    }
  }
  const rules = [...byRule].map(([rule, counts]) => ({ rule, weeks: counts, whole: sum(counts) }));
  rules.sort(
    (a, b) => b.whole.wrong - a.whole.wrong || b.whole.right - a.whole.right || (a.rule < b.rule ? -1 : 1),
  );
  return { weeks, all, missed, rules };
}

const sum = (counts: readonly Count[]): Count =>
  counts.reduce(
    (whole, { right, wrong }) => ({ right: whole.right + right, wrong: whole.wrong + wrong }),
    nothing,
  );
