import { createNormaliser } from './normalise.ts';
import { buildPatternData, openPatternTable, type PatternData } from './pattern-table.ts';
import type { Rule, RuleFile, RuleProblem } from './rule-file.ts';
import type { Match, Screening } from './screening.ts';
import { higherLevel, opensHandoff } from './screening.ts';
import type { Extras } from './text-screener.ts';
import { raisedNote, TextScreener } from './text-screener.ts';

export type { Extras, Raising, Restoring } from './text-screener.ts';

/** What a counsellor may be told about a rule behind a match. */
export type RuleNote = Pick<Rule, 'id' | 'category' | 'level' | 'why' | 'source'>;

export type Screener = {
  /** Screens the whole text, however long. Never throws; time linear in its length. */
  screen(text: string): Screening;
  explain(rule: string): RuleNote | undefined;
};

export type CompiledScreener = {
  readonly screener: Screener;
  /** Memory of the automatons. */
  readonly bytes: number;
};

export type Compilation =
  | ({ readonly ok: true } & CompiledScreener)
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Builds a screener from rule files that have been read. Mistakes come back with file and key. */
export function compileRules(files: readonly RuleFile[], extras: Extras = {}): Compilation {
  const building = buildPatternData(files, createNormaliser());
  return building.ok ? { ok: true, ...openScreener(building.data, extras) } : building;
}

/** A screener of rules that have been compiled, now or by an earlier run of this program. */
export function openScreener(data: PatternData, extras: Extras = {}): CompiledScreener {
  const table = openPatternTable(data);
  const one = new TextScreener(table, extras);
  const notes = new Map<string, RuleNote>(table.rules.map((rule) => [rule.id, rule]));
  // Also without a model: a line that it marked keeps its reason.
  notes.set(raisedNote.id, raisedNote);
  return {
    screener: { screen: (text) => one.screen(text), explain: (rule) => notes.get(rule) },
    bytes: one.bytes,
  };
}

const byPlace = (a: Match, b: Match): number => a.start - b.start || a.end - b.end;

/** What two screenings of one text say together: the graver level, all categories, all matches. */
export function mergeScreenings(a: Screening, b: Screening): Screening {
  if (b.level === 'none') return a;
  if (a.level === 'none') return b;
  const level = higherLevel(a.level, b.level);
  return {
    level,
    handoff: opensHandoff(level),
    categories: [...new Set([...a.categories, ...b.categories])],
    matches: [...a.matches, ...b.matches].sort(byPlace),
  };
}
