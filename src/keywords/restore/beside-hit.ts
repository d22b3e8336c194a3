import { gap, type Normalised } from '../normalise.ts';
import type { Hit } from './count-writing.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { isDigit, isLatin, kind } from './tokens.ts';

/** 不想火锅 and bu xiang huo guo reach beyond 不想火, and 很相似 holds 相似: then it is no disguise. */
export function isWithinEveryday(lexicon: Lexicon, tokens: Tokens, { word, start, end }: Hit): boolean {
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
export function joinsOutside(
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
export function widestGap(text: Normalised, tokens: Tokens, { start, end }: Hit): number {
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
export function isFramed(
  lexicon: Lexicon,
  text: Normalised,
  tokens: Tokens,
  hit: Hit,
  inner: number,
): boolean {
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
export function countsSomething(text: Normalised, tokens: Tokens, { end }: Hit): boolean {
  return end < tokens.length && isLatin(text.units[tokens.starts[end] ?? 0] ?? 0);
}

/** gewan_2005 is a name of an account. */
export function isAccount(
  { units }: Normalised,
  { starts, runs, length }: Tokens,
  { start, end }: Hit,
): boolean {
  const isNumber = (token: number) =>
    token >= 0 && token < length && (runs[token] ?? 0) > 0 && isDigit(units[starts[token] ?? 0] ?? 0);
  return isNumber(start - 1) || isNumber(end);
}

/** Letters in a sentence of characters are there for a reason; in a sentence of letters they may be anything. */
export function isBesideChinese(text: Normalised, tokens: Tokens, { start, end }: Hit): boolean {
  const touches = (token: number) => (text.gaps[tokens.starts[token] ?? 0] ?? 0) <= gap.weak;
  const isChinese = (token: number) => token >= 0 && token < tokens.length && tokens.runs[token] === 0;
  return (isChinese(start - 1) && touches(start)) || (isChinese(end) && touches(end));
}
