import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokeniser } from './tokens.ts';
import { isLatin } from './tokens.ts';

/** A text as far as letters are read. */
export type Spaced = Pick<Normalised, 'units' | 'gaps' | 'length'>;

/** What a run of letters and digits sounds like, whatever stands beside it. */
type Reading = { readonly hasLeet: boolean; readonly classes: Uint16Array };

/** In characters; longer ones are rare, and one alone may belong to others further on. */
const shortestKept = 2;
const longestKept = 4;
/** ok, ppt, wifi: few are written again and again. */
const mostKept = 1024;

/**
 * Whether letters and digits from one place of a text up to another may be part of a word, alone or with what stands beside
 * them. Reads the runs of them and nothing else: in most texts they are an ok or a number.
 */
export function createLetterReader(
  { patterns, sounds, variants }: Lexicon,
  { readRun, tokens }: Tokeniser,
): (text: Spaced, from: number, to: number) => boolean {
  const { classCount, classes, ofUnit } = sounds;
  const width = classCount + 1;
  /** 1 by two classes of sounds that stand side by side in a word, and by one that is a word. */
  const pairs = new Uint8Array(width * width);
  const ones = new Uint8Array(width);
  for (const pattern of patterns) {
    if (pattern.length === 1) ones[pattern.charCodeAt(0)] = 1;
    for (let at = 1; at < pattern.length; at += 1) {
      pairs[pattern.charCodeAt(at - 1) * width + pattern.charCodeAt(at)] = 1;
    }
  }
  const classOf = (unit: number): number => classes[ofUnit[variants.get(unit) ?? unit] ?? 0] ?? 0;

  const kept = new Map<number, Reading>();

  /** Where a run ends that is short enough to be kept; 0 for others. */
  function endOfShort({ units, gaps, length }: Spaced, start: number): number {
    const most = Math.min(length, start + longestKept + 1);
    let end = start + 1;
    while (end < most && gaps[end] === gap.none && isLatin(units[end] ?? 0)) end += 1;
    return end - start >= shortestKept && end - start <= longestKept ? end : 0;
  }

  function readShort(text: Spaced, start: number, end: number): Reading {
    let key = 1;
    for (let at = start; at < end; at += 1) key = (key << 7) | (text.units[at] ?? 0);
    const known = kept.get(key);
    if (known !== undefined) return known;
    readRun(text, start);
    const { hasLeet, classes, length } = tokens();
    const reading = { hasLeet, classes: classes.slice(0, length) };
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, reading);
    return reading;
  }

  return function mayMean(text, from, to) {
    const { units } = text;
    // The class before, and behind a run.
    let before = 0;
    let isBehind = false;
    for (let at = from; at < to; ) {
      const unit = units[at] ?? 0;
      if (!isLatin(unit)) {
        const own = isBehind || (at + 1 < to && isLatin(units[at + 1] ?? 0)) ? classOf(unit) : 0;
        if (isBehind && pairs[before * width + own] === 1) return true;
        before = own;
        isBehind = false;
        at += 1;
        continue;
      }
      const end = endOfShort(text, at);
      const reading = end === 0 ? null : readShort(text, at, end);
      at = reading === null ? readRun(text, at) : end;
      const { hasLeet, classes } = reading ?? tokens();
      if (hasLeet) return true;
      const count = reading === null ? tokens().length : classes.length;
      for (let token = 0; token < count; token += 1) {
        const own = classes[token] ?? 0;
        if (ones[own] === 1 || pairs[before * width + own] === 1) return true;
        before = own;
      }
      isBehind = true;
    }
    return false;
  };
}
