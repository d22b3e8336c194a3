/** What screening says about one text. The words themselves never leave it: only offsets do. */

export const levels = ['none', 'concern', 'high', 'imminent'] as const;
export type Level = (typeof levels)[number];

export type Match = {
  readonly rule: string;
  /** Offsets in UTF-16 code units of the original text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
};

export type Screening = {
  readonly level: Level;
  /** True for high and imminent, whoever it is about. Concern offers a counsellor and opens nothing. */
  readonly handoff: boolean;
  readonly categories: readonly string[];
  readonly matches: readonly Match[];
};

const ranks: Readonly<Record<Level, number>> = { none: 0, concern: 1, high: 2, imminent: 3 };

/** 0 for none to 3 for imminent. */
export function rankLevel(level: Level): number {
  return ranks[level];
}

export function higherLevel(a: Level, b: Level): Level {
  return ranks[a] >= ranks[b] ? a : b;
}

export function opensHandoff(level: Level): boolean {
  return level === 'high' || level === 'imminent';
}

const nothing: Screening = Object.freeze({
  level: 'none',
  handoff: false,
  categories: Object.freeze([]),
  matches: Object.freeze([]),
});

/** The answer to nearly every message: always the same frozen object. */
export function noScreening(): Screening {
  return nothing;
}
