import { crossValidate } from './cross-validate.ts';
import type { Example } from './examples.ts';
import type { Recipe } from './recipe.ts';

/** Worth below which a crisis is taken to be told in ordinary words, or labelled wrongly. */
const ordinary = -3;

/**
 * Crises that a model which never saw them finds wholly ordinary count no more: they can be learnt only by heart, at the
 * price of raising the same ordinary words elsewhere. They stay in all figures, as misses.
 */
export function leaveOutOrdinary(examples: readonly Example[], recipe: Recipe): Example[] {
  // Other parts than those that the figures rest on.
  const judged = crossValidate(examples, recipe, recipe.seed + recipe.folds * recipe.repeats);
  const left = new Set(
    judged.filter(({ example, worth }) => example.crisis && worth < ordinary).map(({ example }) => example),
  );
  return examples.map((example) => (left.has(example) ? { ...example, weight: 0 } : example));
}
