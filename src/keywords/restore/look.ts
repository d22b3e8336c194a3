import type { Signs } from '../lookout.ts';
import type { InParts, Normalised, Noted } from '../normalise.ts';
import { gap } from '../normalise.ts';
import { isCompound } from './beside-hit.ts';
import { createLetterReader } from './letters.ts';
import type { Lexicon } from './lexicon.ts';
import { mayBePair } from './pair-of-word.ts';
import type { Tokeniser } from './tokens.ts';
import { isLatin } from './tokens.ts';

/** Whether a word stands in disguise between two places, judged by what stands there. */
export type Holds = (text: Normalised, from: number, to: number) => boolean;

/** Whether anything is worth restoring: most texts get no further than a look at their signs. */
export type Look = (text: Normalised, noted: Noted & InParts, holds: Holds) => boolean;

/** A lone digit between characters may stand for one of them; 48 and v4 may not. */
function standsAlone({ units, length }: Normalised, at: number): boolean {
  return !(at > 0 && isLatin(units[at - 1] ?? 0)) && !(at + 1 < length && isLatin(units[at + 1] ?? 0));
}

/** So many characters on each side decide what a sign means: the longest word or phrase, and those beside it. */
function reachOf({ words, neverSpelled }: Lexicon): number {
  const lengths = words.map(({ units, group }) =>
    Math.max(units.length, ...group.never.map((phrase) => phrase.length)),
  );
  // A character may be written as three, which are parts of it.
  return 3 * (2 + Math.max(0, ...lengths, ...neverSpelled.map((phrase) => phrase.length)));
}

/** What a character may be, in bits: asked of every third message, where asking a map is dear. */
const asVariant = 1;
const asLone = 2;
const asBeforeLone = 4;
const asSecondPart = 8;

function sortParts({ variants, lone, beforeLone, merges }: Lexicon): Uint8Array {
  const parts = new Uint8Array(65536);
  const add = (units: Iterable<number>, bit: number): void => {
    for (const unit of units) parts[unit] = (parts[unit] ?? 0) | bit;
  };
  add(variants.keys(), asVariant);
  add(lone, asLone);
  add(beforeLone, asBeforeLone);
  add(
    [...merges.keys()].map((pair) => pair % 65536),
    asSecondPart,
  );
  return parts;
}

/** Of letters and digits in a row: nothing else is asked of what stands beside them. */
const noGaps = new Uint8Array(4096);

export function createLook(lexicon: Lexicon, { symbols, pairs }: Signs, tokeniser: Tokeniser): Look {
  const mayMean = createLetterReader(lexicon, tokeniser);
  const reach = reachOf(lexicon);
  const partsOf = sortParts(lexicon);
  /** 1 for characters that may be taken together with those beside them: a text is never cut there. */
  const joining = new Uint8Array(65536);
  for (const pair of lexicon.merges.keys()) {
    joining[pair >>> 16] = 1;
    joining[pair & 0xffff] = 1;
  }
  for (const unit of lexicon.variants.keys()) joining[unit] = 1;
  const isBound = (unit: number): boolean => joining[unit] === 1 || isLatin(unit);

  /** A variant, the second part of a split character, or one that stands for a word of one character. */
  function mayBeOne({ units, length }: Normalised, at: number, parts: InParts): boolean {
    const unit = units[at] ?? 0;
    const may = partsOf[unit] ?? 0;
    if (may === 0) return false;
    if ((may & asVariant) !== 0) return true;
    const left = at > 0 ? (units[at - 1] ?? 0) : 0;
    if ((may & asLone) !== 0 && ((partsOf[left] ?? 0) & asBeforeLone) !== 0) {
      const isLeft = isCompound(lexicon, left, unit, 0);
      const isRight = at + 1 < length && isCompound(lexicon, 0, unit, units[at + 1] ?? 0);
      if (!isLeft && !isRight) return true;
      // A space between them parts what would be an everyday word.
      const { gaps } = parts.part(at, Math.min(length, at + 2));
      if (!(isLeft && gaps[at] === gap.none) && !(isRight && gaps[at + 1] === gap.none)) return true;
    }
    return at > 0 && (may & asSecondPart) !== 0 && lexicon.merges.has(left * 65536 + unit);
  }

  function isSign({ units }: Normalised, at: number): boolean {
    const before = at > 0 ? (symbols[units[at - 1] ?? 0] ?? 0) : 0;
    return pairs[before * 256 + (symbols[units[at] ?? 0] ?? 0)] === 1;
  }

  let read = 0;
  let done = 0;

  /** Whether what stands from `from` up to `to` is restored, where that has not been looked at yet. */
  function holdsAround(text: Normalised, parts: InParts, from: number, to: number, holds: Holds): boolean {
    if (to <= done) return false;
    const { units, length } = text;
    let first = Math.max(0, from - reach);
    let last = Math.min(length, to + reach);
    while (first > 0 && isBound(units[first] ?? 0)) first -= 1;
    while (last < length && isBound(units[last] ?? 0)) last += 1;
    done = last === length ? length : last - reach;
    return holds(parts.part(first, last), first, last);
  }

  /** The same of the letters and digits around a place, whatever parts them. */
  function holdsLetters(text: Normalised, parts: InParts, at: number, holds: Holds): boolean {
    const { units, length } = text;
    let from = at;
    let to = at + 1;
    while (from > 0 && isLatin(units[from - 1] ?? 0)) from -= 1;
    while (to < length && isLatin(units[to] ?? 0)) to += 1;
    read = to;
    const first = Math.max(0, from - 1);
    const last = Math.min(length, to + 1);
    const isOneRun = last <= noGaps.length && parts.isUnbroken(from, to);
    const run = isOneRun ? { units, length, gaps: noGaps } : parts.part(first, last);
    return mayMean(run, first, last) && holdsAround(text, parts, from, to, holds);
  }

  return function look(text, noted, holds) {
    const { units, length } = text;
    const { places } = noted;
    let hasLatin = false;
    done = 0;
    for (let index = 0; index < noted.noted; index += 1) {
      const at = (places[index] ?? 0) + 1;
      if (at >= length) break;
      if (!isSign(text, at)) continue;
      const unit = units[at] ?? 0;
      if (isLatin(unit)) hasLatin ||= !lexicon.digits.has(unit) || standsAlone(text, at);
      else if (mayBeOne(text, at, noted) || (at > 0 && mayBePair(lexicon, text, at))) {
        if (holdsAround(text, noted, at, at + 1, holds)) return true;
      }
    }
    if (!hasLatin) return false;
    done = 0;
    read = 0;
    for (let index = 0; index < noted.noted; index += 1) {
      const at = (places[index] ?? 0) + 1;
      if (at >= length) break;
      if (at >= read && isLatin(units[at] ?? 0) && holdsLetters(text, noted, at, holds)) return true;
    }
    return false;
  };
}
