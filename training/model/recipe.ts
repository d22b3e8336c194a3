/** How a model is made; the same recipe and lines give the same bytes. */
export type Recipe = {
  readonly seed: number;
  /** Parts that are held out in turn. */
  readonly folds: number;
  /** Cross-validations with other parts, whose judgements are pooled. */
  readonly repeats: number;
};
