import type { FirstStage } from '../lookout.ts';
import type { Graves, Normalised } from '../normalise.ts';
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
  tableLength,
} from './features.ts';
import type { Weights } from './weights.ts';

/** Places in the normalised text; `end` is exclusive. */
export type RaisedPart = { readonly start: number; readonly end: number };

/**
 * Says which sentence of a text that the rules call none sounds like a crisis, or null. Never throws; one pass.
 *
 * A text is worth what its gravest sentence is worth, so that what stands around it hides nothing.
 */
export type Raise = {
  /** @param first where it is known, the sentences that pass the first stage: no others are read */
  (text: Normalised, first?: Graves): RaisedPart | null;
  /** What a text must pass to be asked about. */
  readonly stage: FirstStage;
};

/** The sum of weights above which a text is raised, in units of the table; sums are whole numbers, and so is this. */
export function limitOf(weights: Pick<Weights, 'threshold' | 'bias' | 'scale'>): number {
  return Math.floor((weights.threshold - weights.bias) / weights.scale);
}

/** Marks of one byte, so that they stay near the processor; begun anew when all values but 0 have been used. */
const lastStamp = 255;

export function createRaiser(weights: Weights): Raise {
  const { table } = weights;
  const limit = limitOf(weights);
  /** By slot, the sentence that met it last: each n-gram counts once in a sentence, however often it is said. */
  const met = new Uint8Array(tableLength);
  let stamp = 0;

  function beginSentence(): void {
    stamp += 1;
    if (stamp <= lastStamp) return;
    met.fill(0);
    stamp = 1;
  }

  function weigh(slot: number): number {
    if (met[slot] === stamp) return 0;
    met[slot] = stamp;
    return table[slot] ?? 0;
  }

  let best = limit;
  let bestStart = -1;
  let bestEnd = -1;

  function finishSentence(sum: number, start: number, end: number): void {
    if (sum <= best || start < 0) return;
    best = sum;
    bestStart = start;
    bestEnd = end;
  }

  /** Reads whole sentences, from `from` up to `to`. */
  function read({ units, gaps, sentences }: Normalised, from: number, to: number): void {
    beginSentence();
    let sum = 0;
    let start = -1;
    let end = -1;
    let sentence = sentences[from] ?? 0;
    let mixedContent = mixedEdge;
    let mixedBefore = mixedEdge;
    let twoBefore = mixedEdges;
    for (let at = from; at < to; at += 1) {
      const unit = units[at] ?? 0;
      const isCounted = unit >= firstCounted;
      if (!isCounted || (gaps[at] ?? 0) >= gap.clause) {
        mixedContent = mixedEdge;
        mixedBefore = mixedEdge;
        twoBefore = mixedEdges;
        // A sentence ends only at a mark that ends a clause too.
        if (sentences[at] !== sentence) {
          finishSentence(sum, start, end);
          sentence = sentences[at] ?? 0;
          sum = 0;
          start = -1;
          beginSentence();
        }
        if (!isCounted) continue;
      }
      const mixed = mixOne(unit);
      const two = mixTwo(mixedBefore, unit);
      sum +=
        weigh(slotOfMixed(mixed)) +
        weigh(slotOfMixed(two)) +
        weigh(slotOfThree(twoBefore, unit)) +
        weigh(slotOfContent(mixedContent, unit));
      if (start < 0) start = at;
      end = at + 1;
      if (!isFiller(unit)) mixedContent = mixed;
      mixedBefore = mixed;
      twoBefore = two;
    }
    finishSentence(sum, start, end);
  }

  function raise(text: Normalised, first?: Graves): RaisedPart | null {
    best = limit;
    bestStart = -1;
    if (first === undefined || first.graves < 0) read(text, 0, text.length);
    else {
      for (let at = 0; at < first.graves; at += 2) {
        const from = first.spans[at] ?? 0;
        const to = first.spans[at + 1] ?? 0;
        read(first.part(from, to), from, to);
      }
    }
    return bestStart < 0 ? null : { start: bestStart, end: bestEnd };
  }

  return Object.assign(raise, { stage: weights.stage });
}
