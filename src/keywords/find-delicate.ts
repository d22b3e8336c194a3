import { foldUnit, isUnit, mark } from './folding.ts';
import { createHits, openMatcher, type SpellingTables } from './matcher.ts';
import { hasHalfAtEdge, isHiddenByMarks } from './spellings.ts';

/** Spellings in the text as it was written, for what normalising takes away (emoji). */
export type DelicateFinder = {
  /** It must look at every text, whatever the normaliser has met. */
  readonly always: boolean;
  /**
   * Calls `found` with the rules of each, and where it stands in the original.
   *
   * @param isTold whether the normaliser has met a unit of `telling` in this text, or joined split characters, or the
   * folded text holds what marks hide
   */
  find(
    text: string,
    isTold: boolean,
    found: (rules: readonly number[], start: number, end: number) => void,
  ): void;
  readonly bytes: number;
};

/** The unit of a spelling that ordinary messages hold least: half of an emoji before a mark; 0 where it has none. */
function findTellingUnit(spelling: string): number {
  let telling = 0;
  let best = 0;
  for (let at = 0; at < spelling.length; at += 1) {
    const unit = spelling.charCodeAt(at);
    const code = foldUnit(unit);
    if (isUnit(code) || code === mark.rightHalf) continue;
    const rank = unit >= 0xdc00 && unit <= 0xdfff ? 3 : unit > 0xff ? 2 : 1;
    if (rank <= best) continue;
    best = rank;
    telling = unit;
  }
  return telling;
}

/** The spellings with the rules whose forms they are, and what finds them. */
export type Delicate = {
  readonly rulesOf: ReadonlyMap<string, readonly number[]>;
  readonly tables: SpellingTables;
};

/** @param telling where the units are noted that the normaliser must look for */
export function createDelicateFinder({ rulesOf, tables }: Delicate, telling: Uint8Array): DelicateFinder {
  const spellings = [...rulesOf.keys()];
  const rules = [...rulesOf.values()];
  const matcher = openMatcher(tables);
  const hits = createHits();
  // Each spelling stands in the folded text without its marks, or has a unit that a text must have too, or can be hidden
  // only where split characters were joined.
  let always = false;
  for (const spelling of spellings) {
    if (isHiddenByMarks(spelling)) continue;
    const unit = findTellingUnit(spelling);
    if (unit !== 0) telling[unit] = 1;
    else if (!hasHalfAtEdge(spelling)) always = true;
  }
  const scratch = new Uint16Array(4096);

  return {
    bytes: matcher.bytes,
    always,
    find(text, isTold, found) {
      if (!isTold && !always) return;
      const units = text.length <= scratch.length ? scratch : new Uint16Array(text.length);
      for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
      matcher.collect(units, text.length, hits);
      for (let at = 0; at < hits.count; at += 1) {
        const end = hits.ends[at] ?? 0;
        for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = matcher.shorter[pattern] ?? 0) {
          const length = spellings[pattern - 1]?.length ?? 0;
          found(rules[pattern - 1] ?? [], end - length, end);
        }
      }
    },
  };
}
