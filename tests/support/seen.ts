import type { Sight } from '../../src/handoff/closing/sight.ts';

/** What somebody saw of a case whose student's lines stand in no row, and whom they owe a word. */
export const SEEN_OWING: Sight = { dangers: 0, wordOwed: true };
