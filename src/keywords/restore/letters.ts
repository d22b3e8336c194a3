import type { Normalised } from '../normalise.ts';
import type { Lexicon } from './lexicon.ts';
import type { Tokeniser } from './tokens.ts';
import { isLatin } from './tokens.ts';

/** A text as far as letters are read. */
export type Spaced = Pick<Normalised, 'units' | 'gaps' | 'length'>;

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
      at = readRun(text, at);
      const read = tokens();
      if (read.hasLeet) return true;
      for (let token = 0; token < read.length; token += 1) {
        const own = read.classes[token] ?? 0;
        if (ones[own] === 1 || pairs[before * width + own] === 1) return true;
        before = own;
      }
      isBehind = true;
    }
    return false;
  };
}
