import { isLatin } from './folding.ts';
import type { Normalised } from './normalise.ts';
import { gap } from './normalise.ts';

/** First parts of words that no clause ends with, so that even 自。杀 is one word. */
const boundFirsts = new Set(Array.from('自轻寻遗', (character) => character.charCodeAt(0)));

/** "kms" is not found in "kmspico", and 想4 not in 想48: letters and digits must end where the word ends. */
export function endsAsWord(text: Normalised, start: number, end: number): boolean {
  if (isLatin(text.units[start] ?? 0) && start > 0 && text.gaps[start] === gap.none) {
    if (isLatin(text.units[start - 1] ?? 0)) return false;
  }
  if (isLatin(text.units[end - 1] ?? 0) && end < text.length && text.gaps[end] === gap.none) {
    if (isLatin(text.units[end] ?? 0)) return false;
  }
  return true;
}

/**
 * Whether characters that the text holds apart are one spelling. Spaces, dots and emoji never part a word. Sentence marks
 * do (我回去，死了的花), except where every character stands alone (我。想。死) or the first cannot end a clause (自。杀).
 */
export function holdsTogether(text: Normalised, start: number, end: number): boolean {
  const first = text.gaps[start + 1] ?? gap.none;
  let widest: number = gap.none;
  let widestLater: number = gap.none;
  let gapped = 0;
  for (let unit = start + 1; unit < end; unit += 1) {
    const between = text.gaps[unit] ?? 0;
    if (between > gap.none) gapped += 1;
    if (between > widest) widest = between;
    if (unit > start + 1 && between > widestLater) widestLater = between;
  }
  if (widest < gap.clause) return true;
  // Only behind its first character: 自杀。新闻 ends one sentence and begins another.
  const bound = first < gap.strong && boundFirsts.has(text.units[start] ?? 0);
  if (bound && widestLater < gap.clause) return true;
  if (gapped < end - start - 1) return false;
  const before = start === 0 || (text.gaps[start] ?? 0) > gap.none;
  const after = end === text.length || (text.gaps[end] ?? 0) > gap.none;
  return before && after && !isLatin(text.units[start] ?? 0);
}
