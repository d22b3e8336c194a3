import type { Form, Sets } from './forms.ts';
import { readForm } from './forms.ts';
import type { Normalise } from './normalise.ts';
import type { CueName, Idiom, Rule, RuleFile, RuleProblem } from './rule-file.ts';

/** Where an atom (one spelling of one piece) is used. */
export type Use =
  | { readonly kind: 'piece'; readonly form: number; readonly piece: number }
  | { readonly kind: 'cue'; readonly cue: CueName }
  | { readonly kind: 'idiom' };

export type CompiledForm = {
  readonly rule: number;
  readonly pieces: number;
  /** For each piece, the most characters since the one before. */
  readonly gaps: readonly number[];
  /** Place of its first piece in the arrays that follow a form through a text. */
  readonly offset: number;
};

/** Every spelling once, with all its uses: what the matcher finds and what it means. */
export type PatternTable = {
  readonly atoms: readonly string[];
  readonly uses: ReadonlyArray<readonly Use[]>;
  readonly forms: readonly CompiledForm[];
  readonly rules: readonly Rule[];
  readonly ruleFiles: readonly string[];
  /** Spellings as authored of forms with one piece: normalising may remove what they consist of (emoji). */
  readonly rawAtoms: readonly string[];
  readonly rawRules: ReadonlyArray<readonly number[]>;
};

/** Normalising takes pictures away and would leave of 想💀 only 想: such spellings are sought in the original alone. */
const pictures = /\p{Extended_Pictographic}/u;

type Builder = {
  readonly sets: Map<string, readonly string[]>;
  readonly problems: RuleProblem[];
  readonly atomNumbers: Map<string, number>;
  readonly uses: Use[][];
  readonly forms: CompiledForm[];
  readonly rules: Rule[];
  readonly ruleFiles: string[];
  readonly raw: Map<string, number[]>;
  readonly fold: (spelling: string) => string;
  pieces: number;
};

function isSameUse(a: Use, b: Use): boolean {
  if (a.kind === 'piece') return b.kind === 'piece' && a.form === b.form && a.piece === b.piece;
  if (a.kind === 'cue') return b.kind === 'cue' && a.cue === b.cue;
  return b.kind === 'idiom';
}

function addUse(builder: Builder, spelling: string, use: Use): void {
  const folded = builder.fold(spelling);
  if (folded === '') return;
  let atom = builder.atomNumbers.get(folded);
  if (atom === undefined) {
    atom = builder.uses.length;
    builder.atomNumbers.set(folded, atom);
    builder.uses.push([]);
  }
  const list = builder.uses[atom];
  const twin = list?.some((known) => isSameUse(known, use));
  if (!twin) list?.push(use);
}

function formOrProblem(builder: Builder, file: string, key: string, source: string): Form | undefined {
  const reading = readForm(source, builder.sets as Sets);
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
  use: Use,
): void {
  for (const source of sources) {
    const form = formOrProblem(builder, file, key, source);
    if (form === undefined) continue;
    if (form.length > 1)
      builder.problems.push({ file, key, problem: `"…" is not possible here: "${source}"` });
    for (const spelling of form[0]?.spellings ?? []) addUse(builder, spelling, use);
  }
}

function addRule(builder: Builder, file: string, key: string, rule: Rule): void {
  const ruleNumber = builder.rules.length;
  builder.rules.push(rule);
  builder.ruleFiles.push(file);
  for (const source of rule.forms) {
    const form = formOrProblem(builder, file, `${key}.forms`, source);
    if (form === undefined) continue;
    const number = builder.forms.length;
    const gaps = form.map((piece) => piece.gap ?? rule.gap);
    builder.forms.push({ rule: ruleNumber, pieces: form.length, gaps, offset: builder.pieces });
    builder.pieces += form.length;
    form.forEach(({ spellings }, piece) => {
      for (const spelling of spellings) {
        if (!pictures.test(spelling)) addUse(builder, spelling, { kind: 'piece', form: number, piece });
      }
    });
    for (const spelling of form.length === 1 ? (form[0]?.spellings ?? []) : []) {
      const rules = builder.raw.get(spelling);
      if (rules === undefined) builder.raw.set(spelling, [ruleNumber]);
      else if (!rules.includes(ruleNumber)) rules.push(ruleNumber);
    }
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

export type TableBuilding =
  | { readonly ok: true; readonly table: PatternTable }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** `normalise` folds the spellings exactly as it folds the texts, so that both meet. */
export function buildPatternTable(files: readonly RuleFile[], normalise: Normalise): TableBuilding {
  const builder: Builder = {
    sets: new Map(),
    problems: [],
    atomNumbers: new Map(),
    uses: [],
    forms: [],
    rules: [],
    ruleFiles: [],
    raw: new Map(),
    fold: (spelling) => {
      const normalised = normalise(spelling);
      return String.fromCharCode(...normalised.units.subarray(0, normalised.length));
    },
    pieces: 0,
  };
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  checkIds(builder, sorted);
  for (const file of sorted) addSets(builder, file);
  for (const file of sorted) {
    for (const [cue, sources] of Object.entries(file.cues)) {
      addSinglePieces(builder, file.name, `cues.${cue}`, sources, { kind: 'cue', cue: cue as CueName });
    }
    file.idioms.forEach((idiom, at) => {
      addSinglePieces(builder, file.name, `idioms.${at}.forms`, idiom.forms, { kind: 'idiom' });
    });
    file.rules.forEach((rule, at) => {
      addRule(builder, file.name, `rules.${at}`, rule);
    });
  }
  if (builder.problems.length > 0) return { ok: false, problems: builder.problems };
  const { uses, forms, rules, ruleFiles } = builder;
  return {
    ok: true,
    table: {
      atoms: [...builder.atomNumbers.keys()],
      uses,
      forms,
      rules,
      ruleFiles,
      rawAtoms: [...builder.raw.keys()],
      rawRules: [...builder.raw.values()],
    },
  };
}
