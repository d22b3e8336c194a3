import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import {
  firstCounted,
  isFiller,
  mixedEdge,
  mixedEdges,
  mixOne,
  mixTwo,
  slotOfContent,
  slotOfMixed,
  slotOfThree,
} from './features.ts';
import type { Weights } from './weights.ts';

/** Places in the normalised text; `end` is exclusive. */
export type RaisedPart = { readonly start: number; readonly end: number };

/**
 * Says which part of a text that the rules call none sounds like a crisis, or null. Never throws; one pass.
 *
 * A text is worth what its gravest run of characters within one sentence is worth, so that a long text hides nothing.
 */
export type Raise = (text: Normalised) => RaisedPart | null;

/** The sum of weights above which a text is raised, in units of the table; sums are whole numbers, and so is this. */
export function limitOf(weights: Weights): number {
  return Math.floor((weights.threshold - weights.bias) / weights.scale);
}

export function createRaiser(weights: Weights): Raise {
  const { table } = weights;
  const limit = limitOf(weights);

  return function raise(text) {
    const { length, units, gaps, sentences } = text;
    let best = limit;
    let bestStart = -1;
    let bestEnd = -1;
    let sum = 0;
    let start = 0;
    let sentence = 0;
    let mixedContent = mixedEdge;
    let mixedBefore = mixedEdge;
    let twoBefore = mixedEdges;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] ?? 0;
      const isCounted = unit >= firstCounted;
      if (!isCounted || (gaps[at] ?? 0) >= gap.clause) {
        mixedContent = mixedEdge;
        mixedBefore = mixedEdge;
        twoBefore = mixedEdges;
        // A sentence ends only at a mark that ends a clause too.
        if (sentences[at] !== sentence) {
          sentence = sentences[at] ?? 0;
          sum = 0;
        }
        if (!isCounted) continue;
      }
      const mixed = mixOne(unit);
      const two = mixTwo(mixedBefore, unit);
      if (sum <= 0) {
        sum = 0;
        start = at;
      }
      sum +=
        (table[slotOfMixed(mixed)] ?? 0) +
        (table[slotOfMixed(two)] ?? 0) +
        (table[slotOfThree(twoBefore, unit)] ?? 0) +
        (table[slotOfContent(mixedContent, unit)] ?? 0);
      if (sum > best) {
        best = sum;
        bestStart = start;
        bestEnd = at + 1;
      }
      if (!isFiller(unit)) mixedContent = mixed;
      mixedBefore = mixed;
      twoBefore = two;
    }
    return bestStart < 0 ? null : { start: bestStart, end: bestEnd };
  };
}
