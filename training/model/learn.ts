import { slotsOfCharacter, tableLength } from '../../src/keywords/model/features.ts';
import type { Example } from './examples.ts';
import { createRandom, shuffle } from './random.ts';

/** The worth of a sentence is `bias` plus the weights of its n-grams, each counted once. */
export type Learnt = { readonly table: Float64Array; readonly bias: number };

/** How much a mistake costs beside large weights: the greater, the closer to the examples. */
const cost = 0.012;
const passes = 40;
/** A pass in which no example moves by more changes nothing worth its time. */
const leastMove = 1e-3;

/** The gravest sentence, as in the raiser, without the bias; null for a text without counted characters. */
export function findWorth(
  table: Float64Array | Int8Array,
  { slots, begins }: Pick<Example, 'slots' | 'begins'>,
): number | null {
  if (begins.length === 0) return null;
  let best = Number.NEGATIVE_INFINITY;
  let worth = 0;
  const met = new Set<number>();
  for (let at = 0; at < slots.length; at += 1) {
    if (at > 0 && at % slotsOfCharacter === 0 && begins[at / slotsOfCharacter] === 1) {
      best = Math.max(best, worth);
      worth = 0;
      met.clear();
    }
    const slot = slots[at] ?? 0;
    if (!met.has(slot)) worth += table[slot] ?? 0;
    met.add(slot);
  }
  return Math.max(best, worth);
}

/** An example, and what it has pushed so far. */
type Pushed = {
  readonly slots: Int32Array;
  /** 1 for a crisis, else -1. */
  readonly side: number;
  /** What keeps its push from growing without end, and the square of its length with that. */
  readonly give: number;
  readonly square: number;
  push: number;
};

function toPushed({ slots, crisis, weight }: Example): Pushed {
  const give = 1 / (2 * cost * weight);
  const once = Int32Array.from(new Set(slots));
  return { slots: once, side: crisis ? 1 : -1, give, square: once.length + 1 + give, push: 0 };
}

/**
 * A linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh and others, ICML 2008).
 * Small weights are preferred to learning by heart. The same examples and seed give the same numbers.
 */
export function learn(all: readonly Example[], seed: number): Learnt {
  const examples = all.filter(({ weight, begins }) => weight > 0 && begins.length > 0).map(toPushed);
  const random = createRandom(seed);
  const order = Uint32Array.from(examples, (_, index) => index);
  const table = new Float64Array(tableLength);
  let bias = 0;

  function move(example: Pushed): number {
    const { slots, side, give, square, push } = example;
    let worth = bias;
    for (const slot of slots) worth += table[slot] ?? 0;
    const gradient = side * worth - 1 + give * push;
    const next = Math.max(0, push - gradient / square);
    const step = (next - push) * side;
    if (step === 0) return 0;
    for (const slot of slots) table[slot] = (table[slot] ?? 0) + step;
    bias += step;
    example.push = next;
    return Math.abs(step);
  }

  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(order, random);
    let farthest = 0;
    for (const index of order) {
      const example = examples[index];
      if (example !== undefined) farthest = Math.max(farthest, move(example));
    }
    if (farthest < leastMove) break;
  }
  return { table, bias };
}
