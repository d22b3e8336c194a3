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
  slotsOfCharacter,
} from '../../src/keywords/model/features.ts';
import type { Normalise, Normalised } from '../../src/keywords/normalise.ts';
import { gap } from '../../src/keywords/normalise.ts';
import type { Level } from '../../src/keywords/screening.ts';
import type { Sample } from './corpora.ts';

/** A sample as the model sees it. */
export type Example = {
  readonly sample: Sample;
  /** What the rules alone say. */
  readonly level: Level;
  readonly crisis: boolean;
  /** How much it counts; 0 is left out. */
  readonly weight: number;
  /** `slotsOfCharacter` places for each counted character. */
  readonly slots: Int32Array;
  /** 1 where a sentence begins. */
  readonly begins: Uint8Array;
};

function countCharacters(text: Normalised): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) if ((text.units[at] ?? 0) >= firstCounted) count += 1;
  return count;
}

/** The same walk as that of the raiser, written down; a test holds the two together. */
export function encode(text: Normalised): Pick<Example, 'slots' | 'begins'> {
  const count = countCharacters(text);
  const slots = new Int32Array(count * slotsOfCharacter);
  const begins = new Uint8Array(count);
  let mixedContent = mixedEdge;
  let mixedBefore = mixedEdge;
  let twoBefore = mixedEdges;
  let sentence = 0;
  let index = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.units[at] ?? 0;
    if (unit < firstCounted || (text.gaps[at] ?? 0) >= gap.clause) {
      mixedContent = mixedEdge;
      mixedBefore = mixedEdge;
      twoBefore = mixedEdges;
      if (unit < firstCounted) continue;
    }
    const mixed = mixOne(unit);
    const two = mixTwo(mixedBefore, unit);
    const first = index * slotsOfCharacter;
    slots[first] = slotOfMixed(mixed);
    slots[first + 1] = slotOfMixed(two);
    slots[first + 2] = slotOfThree(twoBefore, unit);
    slots[first + 3] = slotOfContent(mixedContent, unit);
    if (text.sentences[at] !== sentence) begins[index] = 1;
    sentence = text.sentences[at] ?? 0;
    if (!isFiller(unit)) mixedContent = mixed;
    mixedBefore = mixed;
    twoBefore = two;
    index += 1;
  }
  return { slots, begins };
}

const isAggression = (label: string): boolean => label.includes('攻击');

/**
 * How much a sample counts.
 *
 * The model is asked only where the rules say none, so lines that they already raise teach nothing as negatives.
 * Counselling talk has no labels: what the rules call none counts as none, what they call high as a crisis.
 */
function weigh(sample: Sample, level: Level): { readonly crisis: boolean; readonly weight: number } {
  const { crisis, labels, source } = sample;
  const gravity = 3;
  switch (source) {
    case 'psysuicide':
      if (!crisis) return { crisis, weight: level === 'none' ? gravity : 0 };
      // Insults that no rule finds are mostly noise of the labels.
      return { crisis, weight: level === 'none' && labels.every(isAggression) ? gravity / 2 : gravity };
    case 'counselling':
      if (level === 'none') return { crisis: false, weight: 1 };
      return { crisis: true, weight: level === 'concern' ? 0 : gravity };
    case 'examples':
      // What a rule must not match may well be matched by another.
      return { crisis, weight: crisis || level === 'none' ? 1 : 0 };
    case 'sms':
      return { crisis, weight: 1 };
    case 'cantonese':
      return { crisis, weight: 0.7 };
    case 'comments':
      return { crisis, weight: 0.5 };
    case 'authored':
      return { crisis, weight: crisis ? gravity * 0.6 : 0.6 };
    case 'generated':
      return { crisis, weight: crisis ? gravity * 0.3 : 0.3 };
  }
}

export function toExamples(
  samples: readonly Sample[],
  normalise: Normalise,
  levelOf: (text: string) => Level,
): Example[] {
  return samples.map((sample) => {
    const level = levelOf(sample.text);
    return { sample, level, ...weigh(sample, level), ...encode(normalise(sample.text)) };
  });
}
