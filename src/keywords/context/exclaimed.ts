import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { addSpan } from '../spans.ts';

/** Short clauses that are cried out: found by marks, not by words. */
export type Exclamations = { readonly exclaimed: Spans };

/** What is longer says more than a cry, in characters. */
const longestCry = 12;

/** These let what was cried go on (救命！ddl). */
const cries: ReadonlySet<number> = new Set(Array.from('!！‼❗\n', (one) => one.charCodeAt(0)));

/** This ends it: 救命。 is meant as it was said. */
const fullStop = '。';

/** Adds every short clause of the original that ends so, as spans of the normalised text. One pass over the original. */
export function markExclaimed(original: string, text: Normalised, { exclaimed }: Exclamations): void {
  let unit = 0;
  let last = 0;
  for (let at = 0; at < original.length; at += 1) {
    if (!cries.has(original.charCodeAt(at))) continue;
    while (unit < text.length && (text.starts[unit] ?? 0) < at) unit += 1;
    if (unit === last) continue;
    last = unit;
    const next = unit < text.length ? text.starts[unit] : original.length;
    if (original.slice(text.ends[unit - 1], next).includes(fullStop)) continue;
    const least = Math.max(0, unit - longestCry);
    let from = unit - 1;
    while (from > least && (text.gaps[from] ?? 0) === gap.none) from -= 1;
    if (from === 0 || (text.gaps[from] ?? 0) > gap.none) addSpan(exclaimed, from, unit);
  }
}
