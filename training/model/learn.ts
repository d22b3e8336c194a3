import { slotsOfCharacter, tableLength } from '../../src/keywords/model/features.ts';
import type { Example } from './examples.ts';
import { createRandom, shuffle } from './random.ts';

/** The worth of a text is `bias` plus the weights of its gravest run of characters within a sentence. */
export type Learnt = { readonly table: Float64Array; readonly bias: number };

/** A run of counted characters and what it is worth; `end` is exclusive. */
type Run = { readonly worth: number; readonly start: number; readonly end: number };

const epochs = 8;
const rate = 0.3;
const firstBias = -2;
/** A gradient smaller than this moves nothing worth its time. */
const leastGradient = 0.003;

function worthOfCharacter(table: Float64Array | Int8Array, slots: Int32Array, index: number): number {
  const first = index * slotsOfCharacter;
  let worth = 0;
  for (let slot = first; slot < first + slotsOfCharacter; slot += 1) worth += table[slots[slot] ?? 0] ?? 0;
  return worth;
}

/** The gravest run, as in the raiser (Kadane). A text without counted characters has none. */
export function findGravest(
  table: Float64Array | Int8Array,
  example: Pick<Example, 'slots' | 'begins'>,
): Run | null {
  const count = example.begins.length;
  if (count === 0) return null;
  let best: Run = { worth: Number.NEGATIVE_INFINITY, start: 0, end: 0 };
  let worth = 0;
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    if (worth <= 0 || example.begins[index] === 1) {
      worth = 0;
      start = index;
    }
    worth += worthOfCharacter(table, example.slots, index);
    if (worth > best.worth) best = { worth, start, end: index + 1 };
  }
  return best;
}

function wholeText(table: Float64Array, example: Example): Run {
  const end = example.begins.length;
  let worth = 0;
  for (let index = 0; index < end; index += 1) worth += worthOfCharacter(table, example.slots, index);
  return { worth, start: 0, end };
}

/** The mean of several models that differ only in the order in which they met the examples. */
export function learn(examples: readonly Example[], seed: number, rounds: number): Learnt {
  const table = new Float64Array(tableLength);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    const learnt = learnOnce(examples, seed * 31 + round);
    bias += learnt.bias / rounds;
    for (let slot = 0; slot < tableLength; slot += 1) {
      table[slot] = (table[slot] ?? 0) + (learnt.table[slot] ?? 0) / rounds;
    }
  }
  return { table, bias };
}

/**
 * Logistic regression on the gravest run of each text (the first epoch takes whole texts, for want of anything learnt),
 * AdaGrad, the mean of the later epochs. The step is divided by the root of the run's length, so that a long text does
 * not teach more than a short one. The same examples and seed give the same numbers.
 */
function learnOnce(all: readonly Example[], seed: number): Learnt {
  const examples = all.filter(({ weight, begins }) => weight > 0 && begins.length > 0);
  const random = createRandom(seed);
  const order = Uint32Array.from(examples, (_, index) => index);
  const table = new Float64Array(tableLength);
  const steps = new Float64Array(tableLength).fill(0.01);
  const mean = new Float64Array(tableLength);
  let bias = firstBias;
  let biasSteps = 1;
  let meanBias = 0;

  function step(example: Example, isFirst: boolean): void {
    const run = isFirst ? wholeText(table, example) : findGravest(table, example);
    if (run === null) return;
    const chance = 1 / (1 + Math.exp(-(bias + run.worth)));
    const gradient = (chance - (example.crisis ? 1 : 0)) * example.weight;
    if (Math.abs(gradient) < leastGradient) return;
    const each = gradient / Math.sqrt(run.end - run.start);
    for (let at = run.start * slotsOfCharacter; at < run.end * slotsOfCharacter; at += 1) {
      const slot = example.slots[at] ?? 0;
      const sum = (steps[slot] ?? 0) + each * each;
      steps[slot] = sum;
      table[slot] = (table[slot] ?? 0) - (rate * each) / Math.sqrt(sum);
    }
    biasSteps += gradient * gradient;
    bias -= (rate * gradient) / Math.sqrt(biasSteps);
  }

  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example !== undefined) step(example, epoch === 0);
    }
    if (epoch * 2 < epochs) continue;
    const share = epochs / 2;
    for (let slot = 0; slot < tableLength; slot += 1) {
      mean[slot] = (mean[slot] ?? 0) + (table[slot] ?? 0) / share;
    }
    meanBias += bias / share;
  }
  return { table: mean, bias: meanBias };
}
