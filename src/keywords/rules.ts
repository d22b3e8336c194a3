import { judge } from './context.ts';
import type { Findings, Occurrence } from './find-occurrences.ts';
import { createFinder } from './find-occurrences.ts';
import type { Matcher } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import type { Normalised } from './normalise.ts';
import { createNormaliser } from './normalise.ts';
import type { PatternTable } from './pattern-table.ts';
import { buildPatternTable } from './pattern-table.ts';
import type { Rule, RuleFile, RuleProblem } from './rule-file.ts';
import type { Screening } from './screening.ts';
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

export type Compilation =
  | { readonly ok: true; readonly screener: Screener }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

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

/** One text on its way: as the rules see it, and what has been found in it. */
type Examination = {
  readonly table: PatternTable;
  readonly text: Normalised;
  readonly findings: Findings;
  readonly tally: Tally;
};

function addOccurrence(
  { table, text, findings, tally }: Examination,
  occurrence: Occurrence,
  start: number,
  end: number,
) {
  const rule = table.rules[occurrence.rule];
  if (rule === undefined || tally.isFull(rule)) return;
  const verdict = judge(rule, text, findings.cues, occurrence);
  if (verdict !== undefined) tally.add(rule, verdict, start, end);
}

function examineNormalised(examination: Examination): void {
  const { text, findings } = examination;
  for (const occurrence of findings.occurrences) {
    const start = text.starts[occurrence.start] ?? 0;
    addOccurrence(examination, occurrence, start, text.ends[occurrence.end - 1] ?? start);
  }
}

/** A second look at the text as it was written, for what normalising takes away (emoji). */
function examineOriginal(examination: Examination, original: string, matcher: Matcher): void {
  const { table, text, findings } = examination;
  const units = new Uint16Array(original.length);
  for (let at = 0; at < original.length; at += 1) units[at] = original.charCodeAt(at);
  matcher.scan(units, units.length, (atom, end) => {
    const spelling = table.rawAtoms[atom] ?? '';
    if (/^[a-z0-9]|[a-z0-9]$/i.test(spelling)) return;
    const start = end - spelling.length;
    const from = placeOf(text, start);
    const to = placeOf(text, end);
    if (to > from && isCovered(findings.idioms, from, to)) return;
    for (const rule of table.rawRules[atom] ?? []) {
      addOccurrence(examination, { rule, start: from, end: to, core: from }, start, end);
    }
  });
}

/** Builds a screener from rule files that have been read. Mistakes come back with file and key. */
export function compileRules(files: readonly RuleFile[]): Compilation {
  const normalise = createNormaliser();
  const building = buildPatternTable(files, normalise);
  if (!building.ok) return building;
  const { table } = building;
  const find = createFinder(table, buildMatcher(table.atoms));
  const raw = buildMatcher(table.rawAtoms);
  const notes = new Map<string, RuleNote>(table.rules.map((rule) => [rule.id, rule]));

  function screen(text: string): Screening {
    const normalised = normalise(text);
    const findings = find(normalised);
    const examination = { table, text: normalised, findings, tally: createTally() };
    examineNormalised(examination);
    if (normalised.changed) examineOriginal(examination, text, raw);
    return examination.tally.summarise();
  }

  return { ok: true, screener: { screen, explain: (rule) => notes.get(rule) } };
}
