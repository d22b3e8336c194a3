import type { HandoffCase } from '../case.ts';

/** As much of a number as the last button of an ending holds. */
export const DANGERS_CYCLE = 36;

/** How a case stood when whoever ends it was asked to confirm: what was said since then they have not seen. */
export type Sight = {
  /** How many dangerous lines of the student there were; only its remainder by `DANGERS_CYCLE` counts. */
  readonly dangers: number;
  /** They were told that the student waits for a word of theirs, and end it all the same. */
  readonly wordOwed: boolean;
};

/** `new-danger`: something dangerous was said since. `word-owed`: the student waits for a word, and they were not told. */
export type SightProblem = 'new-danger' | 'word-owed';

/**
 * Why a case may not end on this sight of it, by how it stands under its lock; null where it may. A cry is answered by a
 * person and never by the words of an ending. Pure.
 */
export function checkSight(
  seen: Sight,
  dangers: number,
  { unansweredSince }: Pick<HandoffCase, 'unansweredSince'>,
): SightProblem | null {
  if (seen.dangers % DANGERS_CYCLE !== dangers % DANGERS_CYCLE) return 'new-danger';
  return unansweredSince !== null && !seen.wordOwed ? 'word-owed' : null;
}
