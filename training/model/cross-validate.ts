import type { Example } from './examples.ts';
import { findWorth, learn } from './learn.ts';
import { quantise } from './quantise.ts';
import { createRandom } from './random.ts';
import type { Recipe } from './recipe.ts';

/** What a model that never saw the example finds it worth. */
export type Judged = { readonly example: Example; readonly worth: number };

/**
 * Learns `folds` times without one part and judges that part, with weights rounded as they ship. Generated lines are
 * always learnt and never judged: they are too like one another to be held out.
 */
export function crossValidate(
  examples: readonly Example[],
  { folds }: Pick<Recipe, 'folds'>,
  seed: number,
): Judged[] {
  const random = createRandom(seed);
  const fold = examples.map(({ sample }) =>
    sample.source === 'generated' ? -1 : Math.floor(random() * folds),
  );
  const judged: Judged[] = [];
  for (let held = 0; held < folds; held += 1) {
    const learnt = learn(
      examples.filter((_, index) => fold[index] !== held),
      seed + held,
    );
    const { table, scale, bias } = quantise(learnt, 0);
    for (const [index, example] of examples.entries()) {
      if (fold[index] !== held) continue;
      judged.push({ example, worth: bias + scale * (findWorth(table, example) ?? 0) });
    }
  }
  return judged;
}
