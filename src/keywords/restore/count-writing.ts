import type { Lexicon, Word } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { kind } from './tokens.ts';

/** A word that sounds like the pieces from `start` on. */
export type Hit = { readonly word: Word; readonly start: number; readonly end: number };

/** How many characters of a word are written in each way. */
export type Writing = {
  same: number;
  merged: number;
  /** Another character of the same sound, and one that stands for it by custom. */
  alike: number;
  standIn: number;
  spelled: number;
  blurred: number;
  initial: number;
  digit: number;
  english: number;
};

export const nothing = (): Writing => ({
  same: 0,
  merged: 0,
  alike: 0,
  standIn: 0,
  spelled: 0,
  blurred: 0,
  initial: 0,
  digit: 0,
  english: 0,
});

/** Cheap, and false for most: written plainly throughout, or with a character that only sounds nearly alike. */
export function isPossible(tokens: Tokens, { word, start }: Hit): boolean {
  let isPlain = true;
  for (let at = 0; at < word.units.length; at += 1) {
    const how = tokens.kinds[start + at];
    if (how !== kind.character) isPlain = false;
    if (how !== kind.character && how !== kind.merged) continue;
    const unit = tokens.units[start + at] ?? 0;
    const meant = word.units[at] ?? 0;
    if (unit === meant) continue;
    isPlain = false;
    if (tokens.sounds[start + at] !== word.sounds[at] && word.group.also.get(meant)?.has(unit) !== true)
      return false;
  }
  return !isPlain;
}

/** Whether one piece may stand for its character of the word; false when only the classes of sounds agree. */
export function countPiece(
  lexicon: Lexicon,
  writing: Writing,
  tokens: Tokens,
  token: number,
  { word, start }: Hit,
): boolean {
  const at = token - start;
  const how = tokens.kinds[token];
  const unit = tokens.units[token] ?? 0;
  const meant = word.units[at] ?? 0;
  const sameSound = tokens.sounds[token] === word.sounds[at];
  const { sounds: which, also } = word.group;
  switch (how) {
    case kind.character:
    case kind.merged: {
      if (unit === meant) {
        writing.same += 1;
        if (how === kind.merged) writing.merged += 1;
        return true;
      }
      const last = word.units.length - 1;
      const place = which === 'any' || (which === 'first' && at === 0) || (which === 'last' && at === last);
      if (also.get(meant)?.has(unit) === true) writing.standIn += 1;
      else if (place && sameSound && !lexicon.fixed.has(meant)) writing.alike += 1;
      else return false;
      return true;
    }
    case kind.syllable:
      if (sameSound) writing.spelled += 1;
      else writing.blurred += 1;
      return true;
    case kind.initial:
      writing.initial += 1;
      return true;
    case kind.digit:
      writing.digit += 1;
      return lexicon.digitMeanings.get(unit)?.includes(meant) ?? false;
    case kind.english:
      writing.english += 1;
      return unit === meant;
    default:
      return false;
  }
}
