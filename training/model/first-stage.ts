import type { FirstStage } from '../../src/keywords/lookout.ts';
import { beyondWeight, heaviest } from '../../src/keywords/lookout.ts';
import { firstCounted } from '../../src/keywords/model/features.ts';
import { limitOf } from '../../src/keywords/model/raiser.ts';
import type { Weights } from '../../src/keywords/model/weights.ts';
import { stageLength } from '../../src/keywords/model/weights.ts';
import { createNormaliser, type Normalise } from '../../src/keywords/normalise.ts';
import type { Source } from './corpora.ts';
import type { Example } from './examples.ts';
import { findWorth, learn } from './learn.ts';
import { quantise } from './quantise.ts';
import { createRandom } from './random.ts';
import type { Recipe } from './recipe.ts';

/** Of all lines that models raise which have not seen them, so many must pass first stages that have not either. */
export const mustPass = 0.997;

/** Shares that pass first stages that had not seen them: of what models raise, and of the lines of a corpus. */
export type Passes = {
  readonly raised: number;
  readonly bySource: ReadonlyArray<{ readonly source: Source; readonly share: number }>;
};

// To stop a line that the model would raise is a far worse mistake than to ask about a harmless one.
const weightOfRaised = 8;
const weightOfOthers = 0.8;

type Model = Omit<Weights, 'stage'>;

/** Single characters in the places of the hashes: what is learnt is a weight for each. */
function listCharacters(examples: readonly Example[], normalise: Normalise): Int32Array[] {
  return examples.map(({ sample }) => {
    const { units, length } = normalise(sample.text);
    return Int32Array.from(units.subarray(0, length).filter((unit) => unit >= firstCounted));
  });
}

const isRaisedBy = (model: Model, example: Example): boolean =>
  (findWorth(model.table, example) ?? Number.NEGATIVE_INFINITY) > limitOf(model);

/** What tells the lines that a model raises from others, in single characters. */
function learnStage(
  examples: readonly Example[],
  characters: readonly Int32Array[],
  model: Model,
  seed: number,
): Float64Array {
  const lines = examples.map((example, index): Example => {
    const isRaised = isRaisedBy(model, example);
    const weight = isRaised ? weightOfRaised : weightOfOthers;
    return { ...example, slots: characters[index] ?? new Int32Array(), crisis: isRaised, weight };
  });
  return learn(lines, seed).table;
}

/** Rounded to whole numbers, and only the heaviest, as many as the file has room for. */
function round(table: Float64Array, scale: number): Int8Array {
  const rounded = Int8Array.from(table.subarray(0, 65_536), (weight) =>
    Math.max(-heaviest, Math.min(heaviest, Math.round(weight / scale))),
  );
  const units = Array.from(rounded.keys()).filter((unit) => rounded[unit] !== 0);
  units.sort((a, b) => Math.abs(rounded[b] ?? 0) - Math.abs(rounded[a] ?? 0) || a - b);
  for (const unit of units.slice(stageLength)) rounded[unit] = 0;
  return rounded;
}

type Judged = { readonly source: Source; readonly isRaised: boolean; readonly worth: number };

function judgeBy(model: Model, weights: Int8Array, examples: readonly Example[]): Judged[] {
  const walk = createNormaliser({ stage: { weights } });
  return examples.map((example) => ({
    source: example.sample.source,
    isRaised: isRaisedBy(model, example),
    worth: walk(example.sample.text).worth,
  }));
}

/** Models and first stages, each without one part of the lines, judge that part. */
function judgeUnseen(
  examples: readonly Example[],
  characters: readonly Int32Array[],
  { threshold }: Model,
  { seed, folds }: Recipe,
  scale: number,
): Judged[] {
  const random = createRandom(seed);
  const fold = examples.map(({ sample }) =>
    sample.source === 'generated' ? -1 : Math.floor(random() * folds),
  );
  return Array.from({ length: folds }, (_, held) => {
    const isOther = (_one: unknown, index: number): boolean => fold[index] !== held;
    const others = examples.filter(isOther);
    const model = quantise(learn(others, seed + held), threshold);
    const weights = round(learnStage(others, characters.filter(isOther), model, seed + held), scale);
    const part = examples.filter((_one, index) => fold[index] === held);
    return judgeBy(model, weights, part);
  }).flat();
}

function sharesOf(judged: readonly Judged[], limit: number): Passes {
  const shareOf = (some: readonly Judged[]): number =>
    some.filter(({ worth }) => worth > limit).length / some.length;
  const sources: readonly Source[] = ['sms', 'cantonese', 'comments', 'counselling'];
  return {
    raised: shareOf(judged.filter(({ isRaised }) => isRaised)),
    bySource: sources.map((source) => ({
      source,
      share: shareOf(judged.filter((one) => one.source === source)),
    })),
  };
}

/** The highest limit that all but a few of the raised lines pass. */
function limitFor(judged: readonly Judged[]): number {
  const worths = judged.filter(({ isRaised }) => isRaised).map(({ worth }) => worth);
  worths.sort((a, b) => a - b);
  return (worths[Math.floor(worths.length * (1 - mustPass))] ?? beyondWeight) - 1;
}

/**
 * A weight for each character, so that one addition a character tells most sentences from those that the model raises. Its
 * limit lets all but a few of the raised lines pass: by models and stages that had not seen them, and by those that ship, of
 * all lines and of the authored ones.
 */
export function trainFirstStage(
  examples: readonly Example[],
  model: Model,
  recipe: Recipe,
  normalise: Normalise,
): { readonly stage: FirstStage; readonly passes: Passes } {
  const characters = listCharacters(examples, normalise);
  const table = learnStage(examples, characters, model, recipe.seed);
  const farthest = table.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6);
  const scale = farthest / heaviest;
  const weights = round(table, scale);
  const unseen = judgeUnseen(examples, characters, model, recipe, scale);
  const seen = judgeBy(model, weights, examples);
  const authored = seen.filter(({ source }) => source === 'authored');
  const limit = Math.min(...[unseen, seen, authored].map(limitFor));
  return { stage: { weights, limit }, passes: sharesOf(unseen, limit) };
}
