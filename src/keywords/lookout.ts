/** Where a form may begin, by folded units. */
export type Beginnings = {
  /** 1 for a unit that is a form, or its piece, by itself. */
  readonly ones: Uint8Array;
  /** Not 0 by `slotOfTwo` of the first two units of a longer one; other units may meet there too. */
  readonly twos: Uint8Array;
};

/** Neighbours without which no text is written in disguise. */
export type Signs = {
  /** By folded unit, what it may be a sign of; 0 where it is like most. */
  readonly symbols: Uint8Array;
  /** 1 by 256 times the symbol of a unit and that of the one behind it; before the first stands 0. */
  readonly pairs: Uint8Array;
};

/** What a sentence must weigh to be worth asking a model, which costs far more. */
export type FirstStage = {
  /** By folded unit, at most `heaviest` and at least as much below 0. */
  readonly weights: Int8Array;
  /** Sentences above it are asked about. */
  readonly limit: number;
};

export const heaviest = 63;

/** The sum within a sentence never falls below: harmless words hide little of what comes behind them. */
export const lightestSum = -20;

/** Heavier than any sentence is. */
export const beyondWeight = 0x3fff_ffff;

/** What the first walk over a text looks for while it folds. What is missing is taken to stand in every text. */
export type Lookout = {
  /** 1 for units of the original text of which `isTold` is to tell; only marks and halves of characters can be. */
  readonly telling?: Uint8Array;
  readonly beginnings?: Beginnings;
  readonly signs?: Signs | undefined;
  readonly stage?: (Pick<FirstStage, 'weights'> & Partial<FirstStage>) | undefined;
};
