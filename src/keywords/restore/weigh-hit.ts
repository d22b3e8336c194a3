import { gap, type Normalised } from '../normalise.ts';
import {
  countsSomething,
  isAccount,
  isBesideChinese,
  isFramed,
  isWithinEveryday,
  joinsOutside,
  widestGap,
} from './beside-hit.ts';
import { countPiece, type Hit, isPossible, nothing, type Writing } from './count-writing.ts';
import type { Group, Lexicon } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { kind } from './tokens.ts';

function mayBeInitials({ initials }: Group, writing: Writing, tokens: Tokens, { end }: Hit): boolean {
  const { initial, same } = writing;
  if (initials === 'last') return initial === 1 && tokens.kinds[end - 1] === kind.initial && same > 0;
  return initials === 'alone' || (initials === 'mixed' && same > 0);
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
