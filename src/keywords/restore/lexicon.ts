import type { Signs } from '../lookout.ts';
import type { SpellingTables } from '../matcher.ts';
import type { EvasionGroup } from './evasion-file.ts';
import type { Sounds } from './sounds.ts';

export type Group = Pick<EvasionGroup, 'id' | 'sounds' | 'framed' | 'pinyin' | 'initials'> & {
  readonly also: ReadonlyMap<number, ReadonlySet<number>>;
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
  readonly never: ReadonlyArray<readonly number[]>;
  readonly unless: SpellingTables | undefined;
};

/** A plain word, character by character, with the sound of each. */
export type Word = {
  readonly units: readonly number[];
  readonly sounds: readonly number[];
  readonly group: Group;
};

/** Two neighbours of a word: the left one and the one behind it. */
export type Spot = { readonly word: Word; readonly left: number };

/** What the restorer was compiled to, as plain data that can be kept and opened again. */
export type EvasionData = { readonly lexicon: Lexicon; readonly signs: Signs };

/** Everything that the restorer looks up. */
export type Lexicon = {
  readonly sounds: Sounds;
  readonly words: readonly Word[];
  /** Finds words by classes of sounds, each spelled in one of the `patterns`; `meanings` gives the words of each pattern. */
  readonly matcher: SpellingTables;
  readonly patterns: readonly string[];
  readonly meanings: ReadonlyArray<readonly number[]>;
  /** By sounds of two neighbours (65536 × left + right), one of which may be another character: in which words. */
  readonly pairs: ReadonlyMap<number, readonly Spot[]>;
  /** The same neighbours as the words have them (left << 16 | right: larger numbers are looked up far more slowly). */
  readonly plainPairs: ReadonlySet<number>;
  /** Characters that may stand for a word of one character: no pair finds them. */
  readonly lone: ReadonlySet<number>;
  /** What stands before those. */
  readonly beforeLone: ReadonlySet<number>;
  readonly everyday: SpellingTables;
  readonly everydayWords: ReadonlyArray<readonly number[]>;
  readonly variants: ReadonlyMap<number, number>;
  readonly merges: ReadonlyMap<number, number>;
  /** By digit: the character that it stands for by itself. */
  readonly digits: ReadonlyMap<number, number>;
  /** By that character: all that the digit stands for within words. */
  readonly digitMeanings: ReadonlyMap<number, readonly number[]>;
  readonly english: ReadonlyMap<number, readonly number[]>;
  /** Words of letters by `addLetter`. */
  readonly leet: ReadonlySet<number>;
  /** Neighbours (65536 × left + right) that make an everyday word. */
  readonly compounds: ReadonlySet<number>;
  readonly odd: ReadonlySet<number>;
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
  readonly wanting: ReadonlySet<number>;
  readonly fixed: ReadonlySet<number>;
  readonly neverSpelled: ReadonlyArray<readonly number[]>;
};

/** Small letters as a number in base 27, so that a run of letters is looked up without making a string of it. */
export const addLetter = (key: number, unit: number): number => key * 27 + unit - 96;
