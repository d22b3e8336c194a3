import { readForm } from '../forms.ts';
import { buildWordTables } from '../matcher.ts';
import { createNormaliser } from '../normalise.ts';
import type { EvasionGroup, EvasionProblem, Evasions } from './evasion-file.ts';
import type { EvasionData, Group, Lexicon, Spot, Word } from './lexicon.ts';
import { addLetter } from './lexicon.ts';
import { buildSigns } from './signs.ts';
import type { Sounds } from './sounds.ts';
import { initialKey, initialOf, readSounds } from './sounds.ts';

export type EvasionCompilation =
  | { readonly ok: true; readonly data: EvasionData }
  | { readonly ok: false; readonly problems: readonly EvasionProblem[] };

type Fold = (text: string) => number[];

type Compiler = {
  readonly file: string;
  readonly problems: EvasionProblem[];
  readonly fold: Fold;
  readonly sounds: Sounds;
  readonly names: ReadonlyMap<number, string>;
  readonly fixed: ReadonlySet<number>;
  /** By digit: what it stands for. */
  readonly digits: ReadonlyMap<number, readonly number[]>;
};

function createFold(): Fold {
  const normalise = createNormaliser();
  return (text) => {
    const { units, length } = normalise(text);
    return Array.from(units.subarray(0, length));
  };
}

function expand(compiler: Compiler, key: string, sources: readonly string[]): number[][] {
  return sources.flatMap((source) => {
    const reading = readForm(source, new Map());
    if (reading.ok && reading.form.length === 1) {
      return (reading.form[0]?.spellings ?? []).map((spelling) => compiler.fold(spelling));
    }
    const problem = reading.ok
      ? `pieces are not possible here: "${source}"`
      : `${reading.problem} in "${source}"`;
    compiler.problems.push({ file: compiler.file, key, problem });
    return [];
  });
}

/** The classes of sounds by which a character of a word may be written. */
function spellingsOf(compiler: Compiler, group: EvasionGroup, unit: number, isLast: boolean): number[] {
  const { sounds, names } = compiler;
  const sound = sounds.ofUnit[unit] ?? 0;
  const found = [sounds.classes[sound] ?? 0];
  if (group.initials === 'mixed' || group.initials === 'alone' || (group.initials === 'last' && isLast)) {
    const initial = sounds.numbers.get(initialKey(initialOf(names.get(sound) ?? '')));
    if (initial !== undefined) found.push(sounds.classes[initial] ?? 0);
  }
  for (const other of compiler.fold(group.also[String.fromCharCode(unit)] ?? '')) {
    found.push(sounds.classes[sounds.ofUnit[other] ?? 0] ?? 0);
  }
  // A digit sounds like the first of what it stands for.
  for (const [first = 0, ...others] of compiler.digits.values()) {
    if (others.includes(unit)) found.push(sounds.classes[sounds.ofUnit[first] ?? 0] ?? 0);
  }
  return [...new Set(found)].filter((one) => one > 0);
}

function combine(columns: ReadonlyArray<readonly number[]>): string[] {
  return columns.reduce<string[]>(
    (heads, column) => heads.flatMap((head) => column.map((one) => head + String.fromCharCode(one))),
    [''],
  );
}

function compileGroup(compiler: Compiler, key: string, group: EvasionGroup): Group {
  const unless = expand(compiler, `${key}.unless`, group.unless).map((units) =>
    String.fromCharCode(...units),
  );
  return {
    id: group.id,
    sounds: group.sounds,
    framed: group.framed,
    pinyin: group.pinyin,
    initials: group.initials,
    also: new Map(
      Object.entries(group.also).map(([plain, others]) => [
        plain.charCodeAt(0),
        new Set(compiler.fold(others)),
      ]),
    ),
    before: new Set(compiler.fold(group.before)),
    after: new Set(compiler.fold(group.after)),
    never: expand(compiler, `${key}.never`, group.never),
    unless: unless.length === 0 ? undefined : buildWordTables([...new Set(unless)]),
  };
}

type Words = {
  readonly words: Word[];
  readonly patterns: Map<string, number[]>;
  readonly pairs: Map<number, Spot[]>;
  readonly plain: Set<number>;
  readonly lone: Set<number>;
  readonly beforeLone: Set<number>;
};

function addWords(compiler: Compiler, into: Words, source: EvasionGroup, key: string): void {
  const group = compileGroup(compiler, key, source);
  for (const units of expand(compiler, `${key}.words`, source.words)) {
    const sounds = units.map((unit) => compiler.sounds.ofUnit[unit] ?? 0);
    const isLone = units.length === 1 && source.sounds === 'none' && source.pinyin === 'mixed';
    if ((units.length < 2 && !isLone) || sounds.includes(0)) {
      const problem = `"${String.fromCharCode(...units)}" needs two or more characters of the table of syllables`;
      compiler.problems.push({ file: compiler.file, key: `${key}.words`, problem });
      continue;
    }
    const word = { units, sounds, group };
    const number = into.words.push(word) - 1;
    const columns = units.map((unit, at) => spellingsOf(compiler, source, unit, at === units.length - 1));
    for (const pattern of combine(columns)) {
      const list = into.patterns.get(pattern);
      if (list === undefined) into.patterns.set(pattern, [number]);
      else list.push(number);
    }
    if (isLone) {
      for (const unit of group.also.get(units[0] ?? 0) ?? []) into.lone.add(unit);
      for (const unit of group.before) into.beforeLone.add(unit);
    } else addPairs(compiler, into, word);
  }
}

/** Whether character `at` of a word may be another one, and which sounds those have. */
function soundsInChinese(
  compiler: Compiler,
  { sounds: which, also }: Group,
  word: Word,
  at: number,
): number[] {
  const own = word.sounds[at] ?? 0;
  const isFixed = compiler.fixed.has(word.units[at] ?? 0);
  const last = word.units.length - 1;
  const varies = which === 'any' || (which === 'first' && at === 0) || (which === 'last' && at === last);
  const others = [...(also.get(word.units[at] ?? 0) ?? [])].map(
    (other) => compiler.sounds.ofUnit[other] ?? 0,
  );
  return varies && !isFixed ? [own, ...others] : others;
}

function addSpot({ pairs }: Words, pair: number, word: Word, left: number): void {
  const spots = pairs.get(pair);
  if (spots === undefined) pairs.set(pair, [{ word, left }]);
  else if (!spots.some((spot) => spot.word === word && spot.left === left)) spots.push({ word, left });
}

/**
 * Where a character is another one, it and a neighbour sound like a pair of the word: without one, no second look. One
 * neighbour is enough, rather one that may vary itself: the others are in every second sentence.
 */
function addPairs(compiler: Compiler, into: Words, word: Word): void {
  const { units, sounds, group } = word;
  const columns = units.map((_, at) => soundsInChinese(compiler, group, word, at));
  columns.forEach((others, at) => {
    if (others.length === 0) return;
    const isPoor = (neighbour: number) =>
      neighbour < 0 || neighbour >= units.length || compiler.fixed.has(units[neighbour] ?? 0);
    const left = at === units.length - 1 || (isPoor(at + 1) && !isPoor(at - 1)) ? at - 1 : at;
    into.plain.add(((units[left] ?? 0) << 16) | (units[left + 1] ?? 0));
    const neighbour = left === at ? at + 1 : left;
    for (const one of others) {
      for (const other of [sounds[neighbour] ?? 0, ...(columns[neighbour] ?? [])]) {
        addSpot(into, left === at ? one * 65536 + other : other * 65536 + one, word, left);
      }
    }
  });
}

function compileParts(compiler: Compiler, parts: readonly string[]): Map<number, number> {
  const merges = new Map<number, number>();
  parts.forEach((part, at) => {
    const [left = '', right = '', whole = ''] = part;
    if (part.length !== 3) {
      compiler.problems.push({
        file: compiler.file,
        key: `parts.${at}`,
        problem: 'a part beyond the basic plane',
      });
    }
    merges.set(left.charCodeAt(0) * 65536 + right.charCodeAt(0), whole.charCodeAt(0));
  });
  return merges;
}

function compileCompounds(fold: Fold, compounds: Evasions['compounds']): Set<number> {
  const pairs = new Set<number>();
  for (const [one, { left, right }] of Object.entries(compounds)) {
    const unit = one.charCodeAt(0);
    for (const other of fold(left)) pairs.add(other * 65536 + unit);
    for (const other of fold(right)) pairs.add(unit * 65536 + other);
  }
  return pairs;
}

/** Builds what the restorer looks up. Mistakes come back with file and key. */
export function compileEvasions(file: string, evasions: Evasions): EvasionCompilation {
  const sounds = readSounds();
  const names = new Map([...sounds.numbers].map(([name, number]) => [number, name]));
  const fold = createFold();
  const compiler: Compiler = {
    file,
    problems: [],
    fold,
    sounds,
    names,
    fixed: new Set(fold(evasions.fixed)),
    digits: new Map(
      Object.entries(evasions.digits).map(([digit, plain]) => [digit.charCodeAt(0), fold(plain)]),
    ),
  };
  const before = fold(evasions.before);
  const into: Words = {
    words: [],
    patterns: new Map(),
    pairs: new Map(),
    plain: new Set(),
    lone: new Set(),
    beforeLone: new Set(before),
  };
  evasions.groups.forEach((group, at) => {
    addWords(compiler, into, group, `groups.${at}`);
  });
  const everyday = new Map(
    expand(compiler, 'everyday', evasions.everyday).map((units) => [
      String.fromCharCode(...units.map((unit) => sounds.ofUnit[unit] ?? 0)),
      units,
    ]),
  );
  const letters = (text: string) =>
    Array.from(text).reduce((key, one) => addLetter(key, one.charCodeAt(0)), 0);
  const neverSpelled = expand(compiler, 'neverSpelled', evasions.neverSpelled);
  const merges = compileParts(compiler, evasions.parts);
  if (compiler.problems.length > 0) return { ok: false, problems: compiler.problems };
  const lexicon: Lexicon = {
    sounds,
    words: into.words,
    matcher: buildWordTables([...into.patterns.keys()]),
    patterns: [...into.patterns.keys()],
    meanings: [...into.patterns.values()],
    pairs: into.pairs,
    plainPairs: into.plain,
    lone: into.lone,
    beforeLone: into.beforeLone,
    everyday: buildWordTables([...everyday.keys()]),
    everydayWords: [...everyday.values()],
    variants: new Map(
      Object.entries(evasions.variants).map(([one, plain]) => [one.charCodeAt(0), plain.charCodeAt(0)]),
    ),
    merges,
    digits: new Map([...compiler.digits].map(([digit, [first = 0]]) => [digit, first])),
    digitMeanings: new Map([...compiler.digits.values()].map((meant) => [meant[0] ?? 0, meant])),
    leet: new Set(evasions.leet.map(letters)),
    compounds: compileCompounds(fold, evasions.compounds),
    odd: new Set(fold(evasions.odd)),
    english: new Map(Object.entries(evasions.english).map(([word, plain]) => [letters(word), fold(plain)])),
    before: new Set(before),
    after: new Set(fold(evasions.after)),
    wanting: new Set(fold(evasions.wanting)),
    fixed: compiler.fixed,
    neverSpelled,
  };
  return { ok: true, data: { lexicon, signs: buildSigns(lexicon) } };
}
