import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Spaced } from './letters.ts';
import type { Lexicon } from './lexicon.ts';
import { addLetter } from './lexicon.ts';
import { createSpeller } from './spell-latin.ts';

/** How one piece of sound is written. `other` sounds like nothing that matters. */
export const kind = {
  other: 0,
  character: 1,
  merged: 2,
  syllable: 3,
  initial: 4,
  digit: 5,
  english: 6,
  /** One letter of an English word that was written with digits. */
  letter: 7,
} as const;

/** The text as pieces of sound. The arrays are scratch space and hold only until the next text. */
export type Tokens = {
  length: number;
  kinds: Uint8Array;
  /** The character that stands there or is meant; 0 for letters. */
  units: Uint16Array;
  sounds: Uint16Array;
  classes: Uint16Array;
  /** Places in the normalised text; `ends` is exclusive. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** Which run of letters it belongs to, from 1; 0 for characters. */
  runs: Uint32Array;
  runCount: number;
  /** Whether there are any of `kind.letter`. */
  hasLeet: boolean;
};

export const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122;
export const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

const longestEnglish = 10;

const readPairs = (pairs: string): ReadonlyMap<number, number> =>
  new Map(pairs.split(' ').map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]));

/** Digits that look like letters: z1sha, su1cide. */
const lookalikes = readPairs('1i 0o 3e 4a 5s');
const lookalikesOfL = readPairs('1l 0o 3e 4a 5s');

function allocate(capacity: number): Tokens {
  return {
    length: 0,
    kinds: new Uint8Array(capacity),
    units: new Uint16Array(capacity),
    sounds: new Uint16Array(capacity),
    classes: new Uint16Array(capacity),
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    runs: new Uint32Array(capacity),
    runCount: 0,
    hasLeet: false,
  };
}

export type Tokeniser = {
  /** Cuts a text, from one place up to another, into pieces of sound, in time linear in its length. */
  tokenise(text: Normalised, from: number, to: number): Tokens;
  /** Only the letters and digits that begin at a place; gives the place behind them. */
  readRun(text: Spaced, start: number): number;
  /** What was read last. */
  tokens(): Tokens;
};

export function createTokeniser(lexicon: Lexicon): Tokeniser {
  const { sounds, variants, merges, digits, english, leet } = lexicon;
  const speller = createSpeller(sounds);
  const firstInitial = sounds.numbers.get('b-') ?? 0;
  const longestMeaning = Math.max(1, ...[...english.values()].map((units) => units.length));
  /** Variants, and what may be the second part of a split character. */
  const special = new Uint8Array(65536);
  for (const unit of [...variants.keys(), ...[...merges.keys()].map((key) => key % 65536)]) special[unit] = 1;
  let tokens = allocate(256);
  let plain = new Uint16Array(256);

  function push(how: number, unit: number, sound: number, start: number, end: number, run: number): void {
    const at = tokens.length;
    tokens.kinds[at] = how;
    tokens.units[at] = unit;
    tokens.sounds[at] = sound;
    tokens.classes[at] = sounds.classes[sound] ?? 0;
    tokens.starts[at] = start;
    tokens.ends[at] = end;
    tokens.runs[at] = run;
    tokens.length += 1;
  }

  /** 木 米 女 are 木 娄 and then 楼: each new whole may be the second part of another. */
  function mergeParts(text: Normalised): void {
    while (tokens.length > 1) {
      const right = tokens.length - 1;
      const left = right - 1;
      const whole = merges.get((tokens.units[left] ?? 0) * 65536 + (tokens.units[right] ?? 0));
      if (whole === undefined || (text.gaps[tokens.starts[right] ?? 0] ?? 0) > gap.weak) return;
      const start = tokens.starts[left] ?? 0;
      const end = tokens.ends[right] ?? 0;
      tokens.length -= 2;
      push(kind.merged, whole, sounds.ofUnit[whole] ?? 0, start, end, 0);
    }
  }

  function readWord(units: Uint16Array, start: number, end: number): number {
    if (end - start > longestEnglish || end - start < 2) return 0;
    let key = 0;
    for (let at = start; at < end; at += 1) key = addLetter(key, units[at] ?? 0);
    return key;
  }

  function pushEnglish(units: Uint16Array, start: number, end: number): boolean {
    const meaning = english.get(readWord(units, start, end));
    if (meaning === undefined) return false;
    for (const unit of meaning) {
      push(kind.english, unit, sounds.ofUnit[unit] ?? 0, start, end, tokens.runCount);
    }
    return true;
  }

  function replaceDigits(
    text: Spaced,
    start: number,
    end: number,
    table: ReadonlyMap<number, number>,
  ): Uint16Array {
    if (plain.length < text.length) plain = new Uint16Array(text.units.length);
    for (let at = start; at < end; at += 1) {
      const unit = text.units[at] ?? 0;
      plain[at] = table.get(unit) ?? unit;
    }
    return plain;
  }

  function pushLeet(text: Spaced, start: number, end: number): boolean {
    if (end - start > longestEnglish) return false;
    for (const table of [lookalikes, lookalikesOfL]) {
      const letters = replaceDigits(text, start, end, table);
      if (!leet.has(readWord(letters, start, end))) continue;
      for (let at = start; at < end; at += 1)
        push(kind.letter, letters[at] ?? 0, 0, at, at + 1, tokens.runCount);
      tokens.hasLeet = true;
      return true;
    }
    return false;
  }

  /** Spells letters start..end; digits behind a syllable are its tone. True when every piece sounds like something. */
  function spell(letters: Uint16Array, start: number, end: number): boolean {
    let whole = true;
    for (let at = start; at < end; ) {
      const { sound, length } = speller.read(letters, at, end);
      const from = at;
      at += length;
      if (sound === 0) whole = false;
      const isSyllable = sound > 0 && sound < firstInitial;
      const digit = letters[at] ?? 0;
      if (isSyllable && at < end && digit >= 49 && digit <= 53) at += 1;
      const how = sound === 0 ? kind.other : isSyllable ? kind.syllable : kind.initial;
      const unit = length === 1 && !isSyllable ? (letters[from] ?? 0) : 0;
      push(how, unit, sound, from, at, tokens.runCount);
    }
    return whole;
  }

  function pushRun(text: Spaced, start: number, end: number, hasDigit: boolean): void {
    tokens.runCount += 1;
    const only = text.units[start] ?? 0;
    if (end - start === 1 && isDigit(only)) {
      const meant = digits.get(only) ?? 0;
      push(
        meant === 0 ? kind.other : kind.digit,
        meant,
        sounds.ofUnit[meant] ?? 0,
        start,
        end,
        tokens.runCount,
      );
      return;
    }
    const before = tokens.length;
    const mayBeLeet = hasDigit && (isLetter(only) || isLetter(text.units[start + 1] ?? 0));
    if (mayBeLeet && pushLeet(text, start, end)) return;
    if (pushEnglish(text.units, start, end) || spell(text.units, start, end) || !mayBeLeet) return;
    tokens.length = before;
    const letters = replaceDigits(text, start, end, lookalikes);
    if (!pushEnglish(letters, start, end)) spell(letters, start, end);
  }

  /** Where a run of letters and digits ends; single letters that spaces or marks hold apart (x s) are one run. */
  function findRunEnd(text: Spaced, start: number): number {
    let end = start + 1;
    const isOne = (at: number) =>
      isLetter(text.units[at] ?? 0) &&
      (at + 1 >= text.length || (text.gaps[at + 1] ?? 0) > 0 || !isLatin(text.units[at + 1] ?? 0));
    if (isOne(start)) {
      while (end < text.length && text.gaps[end] === gap.weak && isOne(end)) end += 1;
      return end;
    }
    while (end < text.length && text.gaps[end] === gap.none && isLatin(text.units[end] ?? 0)) end += 1;
    return end;
  }

  function begin(length: number): void {
    const most = length * longestMeaning;
    if (tokens.kinds.length < most) tokens = allocate(most * 2);
    tokens.length = 0;
    tokens.runCount = 0;
    tokens.hasLeet = false;
  }

  function takeRun(text: Spaced, start: number, end: number): void {
    let hasDigit = false;
    for (let place = start; place < end; place += 1) hasDigit ||= isDigit(text.units[place] ?? 0);
    pushRun(text, start, end, hasDigit);
  }

  function tokenise(text: Normalised, from: number, to: number): Tokens {
    begin(to - from);
    for (let at = from; at < to; ) {
      const unit = text.units[at] ?? 0;
      if (!isLatin(unit)) {
        const meant = special[unit] === 1 ? (variants.get(unit) ?? unit) : unit;
        const how = meant === unit ? kind.character : kind.merged;
        push(how, meant, sounds.ofUnit[meant] ?? 0, at, at + 1, 0);
        at += 1;
      } else {
        const end = findRunEnd(text, at);
        takeRun(text, at, end);
        at = end;
      }
      if (special[unit] === 1) mergeParts(text);
    }
    return tokens;
  }

  function readRun(text: Spaced, start: number): number {
    const end = findRunEnd(text, start);
    begin(end - start);
    takeRun(text, start, end);
    return end;
  }

  return { tokenise, readRun, tokens: () => tokens };
}

export const isLatin = (unit: number): boolean => isLetter(unit) || isDigit(unit);
