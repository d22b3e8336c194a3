import { showable } from '../core/clean-text.ts';
import type { Match } from '../keywords/screening.ts';

export type Segment = { readonly text: string; readonly rules: readonly string[] };

/**
 * Cuts a text at the edges of its matched spans, which may overlap. Offsets count in the stored text, so that
 * cutting comes before anything is taken out for display. Spans beyond the text are cut off at its edges. Pure.
 */
export function splitByMatches(text: string, matches: readonly Match[]): Segment[] {
  const edges = new Set([0, text.length]);
  for (const { start, end } of matches) {
    if (start < end && start < text.length && end > 0)
      edges.add(Math.max(0, start)).add(Math.min(end, text.length));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined) break;
    const rules = matches.filter(({ start, end }) => start <= from && end >= to).map(({ rule }) => rule);
    const shown = showable(text.slice(from, to));
    if (shown !== '') segments.push({ text: shown, rules: [...new Set(rules)] });
  }
  return segments;
}
