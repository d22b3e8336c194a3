import {
  type Atoms,
  hintMeaning,
  idiomMeaning,
  meaningOfPlace,
  type Role,
  readAtoms,
  roles,
  spellingLengths,
} from './atoms.ts';
import type { Delicate } from './find-delicate.ts';
import type { Form, Piece } from './forms.ts';
import { listOrders, readForm } from './forms.ts';
import { buildGateTables, Gate, type GateTables } from './gate.ts';
import {
  buildSpellingTables,
  buildWordTables,
  openSpellingMatcher,
  type SpellingMatcher,
  type SpellingTables,
} from './matcher.ts';
import type { Normalise } from './normalise.ts';
import type { CueName, Idiom, Rule, RuleFile, RuleProblem } from './rule-file.ts';
import { cueNames } from './rule-file.ts';
import { createGraphBuilder, type GraphBuilder } from './spelling-graph.ts';
import { createSpeller, isHiddenByMarks, type Speller } from './spellings.ts';

/** The pieces of all forms, one after the other: columns by place. */
export type Places = {
  readonly rules: Int32Array;
  readonly forms: Int32Array;
  /** Most characters since the piece before. */
  readonly gaps: Int32Array;
  /** Most characters from the end of the first piece of the form to this one. */
  readonly reaches: Int32Array;
  /** 1 where it holds: the piece begins its form, ends it, its form must stand in one sentence. */
  readonly isFirst: Uint8Array;
  readonly isLast: Uint8Array;
  readonly inSentence: Uint8Array;
};

/** All spellings with all their uses, as plain data that can be kept and opened again. */
export type PatternData = {
  readonly rules: readonly Rule[];
  readonly places: Places;
  readonly atoms: Atoms;
  readonly spellings: SpellingTables;
  readonly gates: GateTables;
  /** No form reaches further than so many characters from where any of its pieces begins. */
  readonly extent: number;
  /** Spellings that are sought in the original text too. */
  readonly delicate: Delicate;
};

/** What the matcher finds and what it means. */
export type PatternTable = Omit<PatternData, 'spellings' | 'gates'> & {
  readonly matcher: SpellingMatcher;
  /** Says no where no form can be complete. */
  readonly gate: Gate;
};

export function openPatternTable({ spellings, gates, ...rest }: PatternData): PatternTable {
  const matcher = openSpellingMatcher(spellings);
  return { ...rest, matcher, gate: new Gate(gates, matcher) };
}

type Place = {
  readonly rule: number;
  readonly form: number;
  readonly gap: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

type Builder = {
  readonly sets: Map<string, readonly string[]>;
  readonly problems: RuleProblem[];
  readonly graph: GraphBuilder;
  readonly speller: Speller;
  readonly places: Place[];
  readonly rules: Rule[];
  forms: number;
  readonly delicate: Map<string, number[]>;
};

function formOrProblem(builder: Builder, file: string, key: string, source: string): Form | undefined {
  const reading = readForm(source, builder.sets);
  if (reading.ok) return reading.form;
  builder.problems.push({ file, key, problem: `${reading.problem} in "${source}"` });
  return undefined;
}

/** Sets may use sets that stand before them in the same file or in a file that sorts before it. */
function addSets(builder: Builder, file: RuleFile): void {
  for (const [name, sources] of Object.entries(file.sets)) {
    const key = `sets.${name}`;
    if (builder.sets.has(name))
      builder.problems.push({ file: file.name, key, problem: 'a set of this name exists' });
    const words = sources.flatMap(
      (source) => formOrProblem(builder, file.name, key, source)?.[0]?.spellings ?? [],
    );
    builder.sets.set(name, [...new Set(words)]);
  }
}

function addSinglePieces(
  builder: Builder,
  file: string,
  key: string,
  sources: readonly string[],
  meaning: number,
): void {
  for (const source of sources) {
    const form = formOrProblem(builder, file, key, source);
    if (form === undefined) continue;
    if (form.length > 1)
      builder.problems.push({ file, key, problem: `"…" is not possible here: "${source}"` });
    const [piece] = form;
    if (piece !== undefined) builder.graph.add(builder.speller.foldParts(piece, true), meaning);
  }
}

/** What a piece does in its form. */
function roleOf({ isFirst, isLast }: Pick<Place, 'isFirst' | 'isLast'>): Role {
  if (isFirst) return isLast ? roles.whole : roles.first;
  return isLast ? roles.last : roles.between;
}

function addDelicate(builder: Builder, piece: Piece, rule: number): void {
  for (const spelling of builder.speller.listDelicate(piece)) {
    const rules = builder.delicate.get(spelling);
    if (rules === undefined) {
      builder.delicate.set(spelling, [rule]);
      if (isHiddenByMarks(spelling)) builder.graph.add([[builder.speller.fold(spelling)]], hintMeaning);
    } else if (!rules.includes(rule)) rules.push(rule);
  }
}

function addRule(builder: Builder, file: string, key: string, rule: Rule): void {
  const ruleNumber = builder.rules.length;
  builder.rules.push(rule);
  for (const source of rule.forms.flatMap(listOrders)) {
    const form = formOrProblem(builder, file, `${key}.forms`, source);
    if (form === undefined) continue;
    const formNumber = builder.forms;
    builder.forms += 1;
    form.forEach((piece, index) => {
      const place = builder.places.length;
      builder.places.push({
        rule: ruleNumber,
        form: formNumber,
        gap: piece.gap ?? rule.gap,
        isFirst: index === 0,
        isLast: index === form.length - 1,
      });
      builder.graph.add(builder.speller.foldParts(piece, false), meaningOfPlace(place));
    });
    const [only] = form;
    if (form.length === 1 && only !== undefined) addDelicate(builder, only, ruleNumber);
  }
}

function checkIds(builder: Builder, files: readonly RuleFile[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    const entries: ReadonlyArray<readonly [string, Rule | Idiom]> = [
      ...file.rules.map((rule, at) => [`rules.${at}.id`, rule] as const),
      ...file.idioms.map((idiom, at) => [`idioms.${at}.id`, idiom] as const),
    ];
    for (const [key, entry] of entries) {
      if (seen.has(entry.id))
        builder.problems.push({ file: file.name, key, problem: `"${entry.id}" is used twice` });
      seen.add(entry.id);
    }
  }
}

function addFile(builder: Builder, file: RuleFile): void {
  for (const [cue, sources] of Object.entries(file.cues)) {
    addSinglePieces(builder, file.name, `cues.${cue}`, sources, cueNames.indexOf(cue as CueName));
  }
  file.idioms.forEach((idiom, at) => {
    const key = `idioms.${at}.forms`;
    addSinglePieces(builder, file.name, key, idiom.forms, idiomMeaning);
  });
  file.rules.forEach((rule, at) => {
    addRule(builder, file.name, `rules.${at}`, rule);
  });
}

/** @param longest spelling of each place */
function columnsOf(places: readonly Place[], rules: readonly Rule[], longest: Int32Array): Places {
  const reaches = new Int32Array(places.length);
  places.forEach(({ isFirst, gap }, place) => {
    const before = places[place - 1];
    if (isFirst || before === undefined) return;
    const between = before.isFirst ? 0 : (reaches[place - 1] ?? 0) + (longest[place - 1] ?? 0);
    reaches[place] = between + gap;
  });
  return {
    rules: Int32Array.from(places, ({ rule }) => rule),
    forms: Int32Array.from(places, ({ form }) => form),
    gaps: Int32Array.from(places, ({ gap }) => gap),
    reaches,
    isFirst: Uint8Array.from(places, ({ isFirst }) => Number(isFirst)),
    isLast: Uint8Array.from(places, ({ isLast }) => Number(isLast)),
    inSentence: Uint8Array.from(places, ({ rule }) => Number(rules[rule]?.across === 'sentence')),
  };
}

/** Of each form the piece whose shortest spelling is the longest: where it does not stand, the form does not. */
function pickAnchors(places: readonly Place[], shortest: Int32Array): Uint8Array {
  const anchors = new Uint8Array(places.length);
  let best = 0;
  places.forEach(({ isFirst, isLast }, place) => {
    if (isFirst || (shortest[place] ?? 0) >= (shortest[best] ?? 0)) best = place;
    if (isLast) anchors[best] = 1;
  });
  return anchors;
}

/** The first piece, all that may stand up to the last one, and that; a hint is no longer than the longest pattern. */
function mostExtent({ reaches }: Places, longest: Int32Array, { lengths }: SpellingTables): number {
  let most = lengths.reduce((a, b) => Math.max(a, b), 0);
  const longestPiece = longest.reduce((a, b) => Math.max(a, b), 0);
  for (const reach of reaches) most = Math.max(most, reach + 2 * longestPiece);
  return most;
}

const isHint = ({ roles: flags }: Atoms, label: number): boolean => ((flags[label] ?? 0) & roles.hint) !== 0;

function isUsedBy({ useStarts, uses }: Atoms, label: number, places: Uint8Array): boolean {
  for (let use = useStarts[label] ?? 0; use < (useStarts[label + 1] ?? 0); use += 1) {
    if (places[uses[use] ?? 0] === 1) return true;
  }
  return false;
}

export type DataBuilding =
  | { readonly ok: true; readonly data: PatternData }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** `normalise` folds the spellings exactly as it folds the texts, so that both meet. */
export function buildPatternData(files: readonly RuleFile[], normalise: Normalise): DataBuilding {
  const builder: Builder = {
    sets: new Map(),
    problems: [],
    graph: createGraphBuilder(),
    speller: createSpeller(normalise),
    places: [],
    rules: [],
    forms: 0,
    delicate: new Map(),
  };
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  checkIds(builder, sorted);
  for (const file of sorted) addSets(builder, file);
  for (const file of sorted) addFile(builder, file);
  if (builder.problems.length > 0) return { ok: false, problems: builder.problems };
  const { rules, places, delicate } = builder;
  const graph = builder.graph.finish();
  const atoms = readAtoms(graph.labels, (place) =>
    roleOf(places[place] ?? { isFirst: false, isLast: false }),
  );
  const spellings = buildSpellingTables(graph, atoms.roles);
  const [shortest, longest] = spellingLengths(places.length, atoms, spellings);
  const anchors = pickAnchors(places, shortest);
  const gates = buildGateTables(graph, (label) => isHint(atoms, label) || isUsedBy(atoms, label, anchors));
  const columns = columnsOf(places, rules, longest);
  const extent = mostExtent(columns, longest, spellings);
  const originals = { rulesOf: delicate, tables: buildWordTables([...delicate.keys()]) };
  return { ok: true, data: { rules, places: columns, atoms, spellings, gates, extent, delicate: originals } };
}
