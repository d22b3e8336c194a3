import type { Screener } from '../../src/keywords/rules.ts';
import { disguise, disguises } from '../../tests/keywords/restore/disguise.ts';

export type DisguiseFigures = {
  readonly kind: string;
  readonly lines: number;
  /** Share of the disguised lines that are above none. */
  readonly recall: number;
  /** The same for the same lines in clear. */
  readonly clear: number;
};

/**
 * Recall on lines of crisis when their words are hidden, beside the same lines in clear. A line without a word that the
 * kind can hide is left out. Each line is hidden in one way, which its place decides.
 */
export function measureDisguises(crises: readonly string[], screener: Screener): DisguiseFigures[] {
  const isFound = (text: string): boolean => screener.screen(text).level !== 'none';
  return disguises.map((kind) => {
    let lines = 0;
    let hidden = 0;
    let clear = 0;
    for (const [at, text] of crises.entries()) {
      const disguised = disguise(text, kind, at + 1);
      if (disguised === text) continue;
      lines += 1;
      if (isFound(disguised)) hidden += 1;
      if (isFound(text)) clear += 1;
    }
    return { kind, lines, recall: hidden / lines, clear: clear / lines };
  });
}
