import type { Weights } from '../../src/keywords/model/weights.ts';
import type { Normalise } from '../../src/keywords/normalise.ts';
import type { Level } from '../../src/keywords/screening.ts';
import { chooseThreshold } from './choose-threshold.ts';
import type { Sample } from './corpora.ts';
import { crossValidate } from './cross-validate.ts';
import { toExamples } from './examples.ts';
import { type Figures, toFigures } from './figures.ts';
import type { Passes } from './first-stage.ts';
import { trainFirstStage } from './first-stage.ts';
import { learn } from './learn.ts';
import { quantise } from './quantise.ts';
import type { Recipe } from './recipe.ts';

export type Trained = { readonly weights: Weights; readonly figures: Figures & { readonly passes: Passes } };

/** Chooses the threshold by models that never saw the line, then learns from all lines. Same input, same bytes. */
export function train(
  samples: readonly Sample[],
  recipe: Recipe,
  normalise: Normalise,
  levelOf: (text: string) => Level,
): Trained {
  const examples = toExamples(samples, normalise, levelOf);
  const judged = Array.from({ length: recipe.repeats }, (_, repeat) =>
    crossValidate(examples, recipe, recipe.seed + repeat * recipe.folds),
  ).flat();
  const threshold = chooseThreshold(judged);
  const weights = quantise(learn(examples, recipe.seed), threshold);
  const { stage, passes } = trainFirstStage(examples, weights, recipe, normalise);
  const figures = { ...toFigures(judged, threshold, recipe.repeats), passes };
  return { weights: { ...weights, stage }, figures };
}
