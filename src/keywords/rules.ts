import { judge } from './context.ts';
import type { DelicateFinder } from './find-delicate.ts';
import { createDelicateFinder } from './find-delicate.ts';
import type { Finder, Occurrence } from './find-occurrences.ts';
import { createFinder } from './find-occurrences.ts';
import type { FirstStage, Signs } from './lookout.ts';
import { beyondWeight } from './lookout.ts';
import type { FirstView, Graves, InParts, Normalised, Noted } from './normalise.ts';
import { createNormaliser } from './normalise.ts';
import { buildPatternData, openPatternTable, type PatternData } from './pattern-table.ts';
import type { Rule, RuleFile, RuleProblem } from './rule-file.ts';
import type { Match, Screening } from './screening.ts';
import { higherLevel, noScreening, opensHandoff } from './screening.ts';
import { isCovered } from './spans.ts';
import type { Tally } from './tally.ts';
import { createTally } from './tally.ts';

/** What a counsellor may be told about a rule behind a match. */
export type RuleNote = Pick<Rule, 'id' | 'category' | 'level' | 'why' | 'source'>;

export type Screener = {
  /** Screens the whole text, however long. Never throws; time linear in its length. */
  screen(text: string): Screening;
  explain(rule: string): RuleNote | undefined;
};

/** What looks at a text besides the rules. */
export type Extras = {
  readonly restore?: Restoring;
  readonly raise?: Raising;
};

/**
 * A second view of the text, in which evasive spellings are written as what they stand for, with the same places in the
 * original; null where nothing was restored. The rules hold for both views.
 */
export type Restoring = {
  /** @param first what is known of the text where it has been walked through with these signs */
  (text: Normalised, first?: Noted & InParts): Normalised | null;
  /** It restores nothing in a text without one of them. */
  readonly signs?: Signs;
};

/**
 * Asked only where no rule matched: the part of the text that makes it a concern, in places of the normalised text, or
 * null. It can raise to concern and no further.
 */
export type Raising = {
  /** @param first where it is known, the sentences that pass the first stage */
  (text: Normalised, first?: Graves): { readonly start: number; readonly end: number } | null;
  /** It is asked only about sentences that pass. */
  readonly stage?: FirstStage;
};

export type CompiledScreener = {
  readonly screener: Screener;
  /** Memory of the automatons. */
  readonly bytes: number;
};

export type Compilation =
  | ({ readonly ok: true } & CompiledScreener)
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** The rule behind what `raise` has found. */
const raisedNote: RuleNote = {
  id: 'linear-model',
  category: 'possible-crisis',
  level: 'concern',
  why: '没有命中明确的规则，整段话的用词像是在难过或求助；只提示，不呼叫',
  source: '由示例文本训练的线性模型（docs/screening.md）',
};

/** First place in the normalised text that comes from `original` or later. */
function placeOf(text: Normalised, original: number): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((text.starts[middle] ?? 0) >= original) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Searches texts by the rules; what an ordinary message never needs is made when it is needed. */
class Examination {
  private readonly rules: readonly Rule[];
  private readonly finder: Finder;
  private readonly delicate: DelicateFinder;
  private tally: Tally | null = null;

  constructor(rules: readonly Rule[], finder: Finder, delicate: DelicateFinder) {
    this.rules = rules;
    this.finder = finder;
    this.delicate = delicate;
  }

  private add(text: Normalised, occurrence: Occurrence, start: number, end: number): void {
    const rule = this.rules[occurrence.rule];
    this.tally ??= createTally();
    if (rule === undefined || this.tally.isFull(rule)) return;
    const verdict = judge(rule, text, this.finder.cues(), occurrence);
    if (verdict !== undefined) this.tally.add(rule, verdict, start, end);
  }

  begin(): void {
    this.tally = null;
  }

  view(text: Normalised, original: string, first?: FirstView): void {
    for (const occurrence of this.finder.find(text, original, first)) {
      const start = text.starts[occurrence.start] ?? 0;
      this.add(text, occurrence, start, text.ends[occurrence.end - 1] ?? start);
    }
  }

  /** A second look at the text as it was written, for what normalising takes away (emoji). */
  original(original: string, text: FirstView): void {
    this.delicate.find(original, text.isTold || this.finder.isHinted(), (rules, start, end) => {
      const from = placeOf(text, start);
      const to = placeOf(text, end);
      if (to > from && isCovered(this.finder.idioms(), from, to)) return;
      for (const rule of rules) this.add(text, { rule, start: from, end: to, core: from }, start, end);
    });
  }

  /** Whether any rule found its words, be it that their context took them back: then there is nothing to guess. */
  get seen(): boolean {
    return this.tally?.isBegun() ?? false;
  }

  finish(): Screening {
    return this.tally?.summarise() ?? noScreening();
  }
}

function raiseConcern(text: Normalised, span: { readonly start: number; readonly end: number }): Screening {
  const start = text.starts[span.start] ?? 0;
  const end = text.ends[span.end - 1] ?? start;
  const { id, level, category } = raisedNote;
  return { level, handoff: false, categories: [category], matches: [{ rule: id, start, end }] };
}

/** Of a screener that restores nothing. */
const neverSigned: Signs = { symbols: new Uint8Array(65536), pairs: new Uint8Array(65536) };

/** Builds a screener from rule files that have been read. Mistakes come back with file and key. */
export function compileRules(files: readonly RuleFile[], extras: Extras = {}): Compilation {
  const building = buildPatternData(files, createNormaliser());
  return building.ok ? { ok: true, ...openScreener(building.data, extras) } : building;
}

/** A screener of rules that have been compiled, now or by an earlier run of this program. */
export function openScreener(data: PatternData, { restore, raise }: Extras = {}): CompiledScreener {
  const table = openPatternTable(data);
  const { rules, matcher, gate } = table;
  const telling = new Uint8Array(65536);
  const delicate = createDelicateFinder(table.delicate, telling);
  const normalise = createNormaliser({
    telling,
    beginnings: gate.beginnings,
    signs: restore === undefined ? neverSigned : restore.signs,
    stage: raise?.stage,
  });
  const limit = raise === undefined ? beyondWeight : (raise.stage?.limit ?? -beyondWeight);
  const finder = createFinder(table);
  const examination = new Examination(rules, finder, delicate);
  const notes = new Map<string, RuleNote>(rules.map((rule) => [rule.id, rule]));
  // Also without a model: a line that it marked keeps its reason.
  notes.set(raisedNote.id, raisedNote);

  function raiseAny(first: FirstView, restored: Normalised | null): Screening {
    if (raise === undefined) return noScreening();
    const span = first.worth > limit ? raise(first, first) : null;
    if (span !== null) return raiseConcern(first, span);
    const other = restored === null ? null : raise(restored);
    return restored === null || other === null ? noScreening() : raiseConcern(restored, other);
  }

  function examine(text: string, first: FirstView, restored: Normalised | null): Screening {
    examination.begin();
    examination.view(first, text, first);
    if (first.changed) examination.original(text, first);
    if (restored !== null) examination.view(restored, text);
    const screening = examination.finish();
    return screening.level !== 'none' || examination.seen ? screening : raiseAny(first, restored);
  }

  function screen(text: string): Screening {
    const first = normalise(text);
    const restored = restore !== undefined && first.mayBeDisguised ? restore(first, first) : null;
    const mayMatch = restored !== null || first.isTold || delicate.always || finder.mayFind(first);
    if (mayMatch) return examine(text, first, restored);
    // Where no rule can match, the model alone has something to say.
    return first.worth > limit ? raiseAny(first, null) : noScreening();
  }

  const bytes = matcher.bytes + gate.bytes + delicate.bytes;
  return { screener: { screen, explain: (rule) => notes.get(rule) }, bytes };
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
