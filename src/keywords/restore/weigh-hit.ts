import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Group, Lexicon, Spot, Word } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { isDigit, isLatin, kind } from './tokens.ts';

/** A word that sounds like the pieces from `start` on. */
export type Hit = { readonly word: Word; readonly start: number; readonly end: number };

/** How many characters of a word are written in each way. */
type Writing = {
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

const nothing = (): Writing => ({
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
function isPossible(tokens: Tokens, { word, start }: Hit): boolean {
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
function countPiece(
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

/** 不想火锅 and bu xiang huo guo reach beyond 不想火, and 很相似 holds 相似: then it is no disguise. */
function isWithinEveryday(lexicon: Lexicon, tokens: Tokens, { word, start, end }: Hit): boolean {
  const { sounds, digits } = lexicon;
  const isLike = (token: number, unit: number, spelled: boolean) => {
    const how = tokens.kinds[token];
    if (how === kind.syllable) return spelled && tokens.sounds[token] === sounds.ofUnit[unit];
    return tokens.units[token] === (how === kind.digit ? digits.get(unit) : unit);
  };
  const isChanged = (token: number) =>
    token >= start &&
    token < end &&
    (tokens.kinds[token] !== kind.character || tokens.units[token] !== word.units[token - start]);
  const holds = (phrase: readonly number[], spelled: boolean) => {
    const last = Math.min(end - 1, tokens.length - phrase.length);
    for (let from = Math.max(0, start + 1 - phrase.length); from <= last; from += 1) {
      if (from > start && from + phrase.length < end) continue;
      if (!phrase.every((unit, at) => isLike(from + at, unit, spelled))) continue;
      if (phrase.some((_, at) => isChanged(from + at))) return true;
    }
    return false;
  };
  return (
    word.group.never.some((phrase) => holds(phrase, false)) ||
    lexicon.neverSpelled.some((phrase) => holds(phrase, true))
  );
}

/** 思 between 意 and 的 is no 死. */
export function isCompound({ compounds }: Lexicon, left: number, unit: number, right: number): boolean {
  return compounds.has(left * 65536 + unit) || compounds.has(unit * 65536 + right);
}

/** Whether a character of another kind than the word's makes an everyday word with what stands outside the word. */
function joinsOutside(
  lexicon: Lexicon,
  text: Normalised,
  tokens: Tokens,
  { word, start, end }: Hit,
): boolean {
  const joins = (token: number) => (text.gaps[tokens.starts[token] ?? 0] ?? 0) === gap.none;
  const first = tokens.units[start] ?? 0;
  const last = tokens.units[end - 1] ?? 0;
  const { units } = word;
  if (start > 0 && first !== units[0] && joins(start)) {
    if (isCompound(lexicon, tokens.units[start - 1] ?? 0, first, 0)) return true;
  }
  if (end === tokens.length || last === units[units.length - 1] || !joins(end)) return false;
  return isCompound(lexicon, 0, last, tokens.units[end] ?? 0);
}

/** Written with a gap between its pieces, wider than a space or a mark within a word. */
function widestGap(text: Normalised, tokens: Tokens, { start, end }: Hit): number {
  let widest: number = gap.none;
  for (let token = start + 1; token < end; token += 1) {
    widest = Math.max(widest, text.gaps[tokens.starts[token] ?? 0] ?? 0);
  }
  return widest;
}

/**
 * Whether the pieces beside it are such as stand beside the word, or a space or mark parts it from them. Before a plain
 * character anything may stand, and behind a longer word that ends plainly and has another plain character.
 */
function isFramed(lexicon: Lexicon, text: Normalised, tokens: Tokens, hit: Hit, inner: number): boolean {
  const { word, start, end } = hit;
  const apart = (token: number) => {
    const between = text.gaps[tokens.starts[token] ?? 0] ?? 0;
    return between >= gap.clause || (between === gap.weak && inner === gap.none);
  };
  const isPlain = (token: number) =>
    tokens.units[token] === word.units[token - start] && tokens.runs[token] === 0;
  const { framed } = word.group;
  if (framed === 'none') return true;
  const isLong = word.units.length > 2;
  const isOdd = (token: number) => word.units.length > 1 && lexicon.odd.has(tokens.units[token] ?? 0);
  const left =
    (framed === 'changed' && isPlain(start)) ||
    start === 0 ||
    apart(start) ||
    tokens.runs[start - 1] !== 0 ||
    isOdd(start) ||
    word.group.before.has(tokens.units[start - 1] ?? 0) ||
    lexicon.before.has(tokens.units[start - 1] ?? 0);
  const right =
    (isLong && isPlain(end - 1) && (isPlain(end - 2) || isPlain(start))) ||
    end === tokens.length ||
    apart(end) ||
    tokens.runs[end] !== 0 ||
    isOdd(end - 1) ||
    word.group.after.has(tokens.units[end] ?? 0) ||
    lexicon.after.has(tokens.units[end] ?? 0);
  return left && right;
}

/** 想4 个人 and 想4 6级 count something. */
function countsSomething(text: Normalised, tokens: Tokens, { end }: Hit): boolean {
  return end < tokens.length && isLatin(text.units[tokens.starts[end] ?? 0] ?? 0);
}

/** gewan_2005 is a name of an account. */
function isAccount({ units }: Normalised, { starts, runs, length }: Tokens, { start, end }: Hit): boolean {
  const isNumber = (token: number) =>
    token >= 0 && token < length && (runs[token] ?? 0) > 0 && isDigit(units[starts[token] ?? 0] ?? 0);
  return isNumber(start - 1) || isNumber(end);
}

function mayBeInitials({ initials }: Group, writing: Writing, tokens: Tokens, { end }: Hit): boolean {
  const { initial, same } = writing;
  if (initials === 'last') return initial === 1 && tokens.kinds[end - 1] === kind.initial && same > 0;
  return initials === 'alone' || (initials === 'mixed' && same > 0);
}

/** Letters in a sentence of characters are there for a reason; in a sentence of letters they may be anything. */
function isBesideChinese(text: Normalised, tokens: Tokens, { start, end }: Hit): boolean {
  const touches = (token: number) => (text.gaps[tokens.starts[token] ?? 0] ?? 0) <= gap.weak;
  const isChinese = (token: number) => token >= 0 && token < tokens.length && tokens.runs[token] === 0;
  return (isChinese(start - 1) && touches(start)) || (isChinese(end) && touches(end));
}

/** Blurred sounds need a character of the word beside them or a word so long that chance does not make it. */
function mayBeLetters({ pinyin }: Group, writing: Writing, length: number, likely: boolean): boolean {
  const { same, spelled, blurred } = writing;
  if (pinyin === 'none') return false;
  if (blurred > 0 && same === 0 && length < 4) return false;
  if (blurred > 1 && length < 4) return false;
  if (same > 0) return true;
  return pinyin === 'alone' || (pinyin === 'wanted' && likely && spelled > 0);
}

/** One character alone: its letters, digit or stand-in must touch Chinese characters, and not count anything. */
function isLoneDisguise(
  lexicon: Lexicon,
  text: Normalised,
  tokens: Tokens,
  hit: Hit,
  writing: Writing,
): boolean {
  const { start, end } = hit;
  const isChinese = (token: number) => token >= 0 && token < tokens.length && tokens.runs[token] === 0;
  const touches = (token: number) => (text.gaps[tokens.starts[token] ?? 0] ?? 0) === gap.none;
  const left = isChinese(start - 1) && touches(start);
  const right = isChinese(end) && touches(end);
  if (writing.spelled > 0) return left || right;
  if (writing.alike + writing.standIn + writing.digit === 0 || !left) return false;
  return isFramed(lexicon, text, tokens, hit, gap.none) && !countsSomething(text, tokens, hit);
}

/** Whether what sounds like a word of the lexicon is that word in disguise. */
export function isDisguise(lexicon: Lexicon, text: Normalised, tokens: Tokens, hit: Hit): boolean {
  if (!isPossible(tokens, hit)) return false;
  const { word, start, end } = hit;
  const writing = nothing();
  for (let token = start; token < end; token += 1) {
    if (!countPiece(lexicon, writing, tokens, token, hit)) return false;
  }
  const { length } = word.units;
  const { same, alike, standIn, spelled, blurred, initial, digit, english } = writing;
  if (same === length && writing.merged === 0) return false;
  if (length === 1 && writing.merged === 0) {
    if (!isLoneDisguise(lexicon, text, tokens, hit, writing)) return false;
    return !joinsOutside(lexicon, text, tokens, hit) && !isWithinEveryday(lexicon, tokens, hit);
  }
  const inner = widestGap(text, tokens, hit);
  if (inner > gap.weak) return false;
  const wanted = start > 0 && lexicon.wanting.has(tokens.units[start - 1] ?? 0);
  const beside = isBesideChinese(text, tokens, hit);
  if (spelled + blurred > 0 && !mayBeLetters(word.group, writing, length, wanted || beside)) return false;
  if (initial > 0 && !mayBeInitials(word.group, writing, tokens, hit)) return false;
  if (same === 0 && spelled + initial > 0 && isAccount(text, tokens, hit)) return false;
  if (same === 0 && (digit > 0 || (english > 0 && !(beside && word.group.pinyin === 'alone')))) return false;
  if (alike * 2 > length && !(wanted && spelled === 0)) return false;
  if (alike + standIn + initial + digit > 0 && !isFramed(lexicon, text, tokens, hit, inner)) return false;
  if (digit > 0 && countsSomething(text, tokens, hit)) return false;
  return !joinsOutside(lexicon, text, tokens, hit) && !isWithinEveryday(lexicon, tokens, hit);
}

/** Whether characters, none of them part of another or written in letters, may be one of the word: see `isDisguise`. */
function mayBeWord(
  lexicon: Lexicon,
  { units, length }: Normalised,
  { word, left }: Spot,
  at: number,
): boolean {
  const start = at - 1 - left;
  const count = word.units.length;
  if (start < 0 || start + count > length) return false;
  const { sounds: which, also } = word.group;
  let alike = 0;
  for (let place = 0; place < count; place += 1) {
    const unit = units[start + place] ?? 0;
    const meant = word.units[place] ?? 0;
    if (unit === meant || also.get(meant)?.has(unit) === true) continue;
    const varies =
      which === 'any' || (which === 'first' && place === 0) || (which === 'last' && place === count - 1);
    if (!varies || lexicon.sounds.ofUnit[unit] !== word.sounds[place] || lexicon.fixed.has(meant))
      return false;
    alike += 1;
  }
  return alike * 2 <= count || (start > 0 && lexicon.wanting.has(units[start - 1] ?? 0));
}

/** Whether two characters that sound like a pair of words may be that pair in one of them; `at` is the right one. */
export function mayBePair(lexicon: Lexicon, text: Normalised, at: number): boolean {
  const { ofUnit } = lexicon.sounds;
  const left = text.units[at - 1] ?? 0;
  const right = text.units[at] ?? 0;
  if (lexicon.plainPairs.has((left << 16) | right)) return false;
  const spots = lexicon.pairs.get((ofUnit[left] ?? 0) * 65536 + (ofUnit[right] ?? 0)) ?? [];
  return spots.some((spot) => mayBeWord(lexicon, text, spot, at));
}
