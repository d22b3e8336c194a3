import type { Verdict } from './context.ts';
import type { Rule } from './rule-file.ts';
import type { Level, Match, Screening } from './screening.ts';
import { higherLevel, noScreening, opensHandoff, rankLevel } from './screening.ts';

/** More spans than this help nobody who reads them; the gravest are kept. They never bound what is screened. */
const mostMatches = 100;

type Judged = Match & { readonly level: Level };

/** A match of a rule that counts only beside others. */
type Waiting = Judged & { readonly of: Rule };

/** What the matches of one text add up to. */
export type Tally = {
  /** True when another match of the rule could change nothing: hostile text holds tens of thousands of them. */
  isFull(rule: Rule): boolean;
  add(rule: Rule, verdict: Verdict, start: number, end: number): void;
  /** Whether any rule that counts by itself found its words. */
  isBegun(): boolean;
  summarise(): Screening;
};

export function createTally(): Tally {
  let level: Level = 'none';
  const categories = new Set<string>();
  const kept = new Map<string, number>();
  const judged = new Map<string, Judged>();
  const waiting: Waiting[] = [];
  const waits = new Map<string, number>();
  /** What the writer says of themselves here and now, by category. */
  const own = new Map<string, Level>();
  let isBegun = false;

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

  function count({ category }: Rule, match: Judged, third: boolean): void {
    level = higherLevel(level, match.level);
    categories.add(category);
    if (third) categories.add('third-person');
    keep(match);
  }

  function addBeside(): void {
    for (const { of, ...match } of waiting) {
      const isBeside = of.beside?.categories.some(
        (category) => rankLevel(own.get(category) ?? 'none') >= rankLevel(of.beside?.level ?? 'none'),
      );
      if (isBeside) count(of, match, false);
    }
  }

  return {
    isFull: (rule) => (kept.get(`${rule.id} ${rule.level}`) ?? 0) >= mostMatches,
    isBegun: () => isBegun,
    add(rule, verdict, start, end) {
      const match = { rule: rule.id, start, end, level: verdict.level };
      if (rule.beside !== null) {
        // Those that were lowered must not crowd out the one that was not.
        const kind = `${rule.id} ${verdict.level}`;
        const waited = waits.get(kind) ?? 0;
        if (waited >= mostMatches || (verdict.third && !verdict.open)) return;
        waits.set(kind, waited + 1);
        waiting.push({ ...match, of: rule });
        return;
      }
      isBegun = true;
      const isLowered = verdict.level === 'concern' && rule.level !== 'concern';
      if (!isLowered && (!verdict.third || verdict.open))
        own.set(rule.category, higherLevel(own.get(rule.category) ?? 'none', verdict.level));
      count(rule, match, verdict.third);
    },
    summarise() {
      addBeside();
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
