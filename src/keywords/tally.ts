import type { Verdict } from './context.ts';
import type { Rule } from './rule-file.ts';
import type { Level, Match, Screening } from './screening.ts';
import { higherLevel, noScreening, opensHandoff, rankLevel } from './screening.ts';

/** More spans than this help nobody who reads them; the gravest are kept. They never bound what is screened. */
const mostMatches = 100;

type Judged = Match & { readonly level: Level };

/** What the matches of one text add up to. */
export type Tally = {
  /** True when another match of the rule could change nothing: hostile text holds tens of thousands of them. */
  isFull(rule: Rule): boolean;
  add(rule: Rule, verdict: Verdict, start: number, end: number): void;
  summarise(): Screening;
};

export function createTally(): Tally {
  let level: Level = 'none';
  const categories = new Set<string>();
  const kept = new Map<string, number>();
  const judged = new Map<string, Judged>();

  /** Matches of one rule that start or end together are one; the longer is kept. */
  function keep(match: Judged): void {
    const kind = `${match.rule} ${match.level}`;
    const count = kept.get(kind) ?? 0;
    if (count >= mostMatches) return;
    kept.set(kind, count + 1);
    const keys = [`${match.rule}<${match.start}`, `${match.rule}>${match.end}`];
    const known = keys.flatMap((key) => judged.get(key) ?? []);
    if (known.some(({ start, end }) => end - start >= match.end - match.start)) return;
    for (const { rule, start, end } of known) {
      judged.delete(`${rule}<${start}`);
      judged.delete(`${rule}>${end}`);
    }
    for (const key of keys) judged.set(key, match);
  }

  return {
    isFull: (rule) => (kept.get(`${rule.id} ${rule.level}`) ?? 0) >= mostMatches,
    add(rule, verdict, start, end) {
      level = higherLevel(level, verdict.level);
      categories.add(rule.category);
      if (verdict.third) categories.add('third-person');
      keep({ rule: rule.id, start, end, level: verdict.level });
    },
    summarise() {
      if (level === 'none') return noScreening();
      const matches = [...new Set(judged.values())]
        .sort((a, b) => rankLevel(b.level) - rankLevel(a.level))
        .slice(0, mostMatches)
        .sort((a, b) => a.start - b.start || a.end - b.end)
        .map(({ rule, start, end }) => ({ rule, start, end }));
      return { level, handoff: opensHandoff(level), categories: [...categories], matches };
    },
  };
}
