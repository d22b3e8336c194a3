import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { firstEndingAfter, lastEndingBy } from '../spans.ts';

/**
 * Looking for cues near a place. Every search is a binary search or bounded by a constant, so that a text of many cues and
 * many matches still takes time linear in its length.
 */

/** A clause longer than this is not followed to its end, in characters. */
const longestClause = 60;

export function sameSentence(text: Normalised, a: number, b: number): boolean {
  return text.sentences[a] === text.sentences[b];
}

/** True when no mark stands between the characters `a` and `b`, where a <= b. */
export function sameClause(text: Normalised, a: number, b: number): boolean {
  if (b - a > longestClause) return false;
  for (let unit = a + 1; unit <= b; unit += 1) if ((text.gaps[unit] ?? 0) >= gap.clause) return false;
  return true;
}

/** The nearest span that ends at or before `place` in its sentence, as an index, or -1. */
export function nearestBefore(
  text: Normalised,
  spans: Spans,
  place: number,
  reach = Number.POSITIVE_INFINITY,
): number {
  const at = lastEndingBy(spans, place);
  if (at < 0 || text.length === 0) return -1;
  const end = spans.ends[at] ?? 0;
  return place - end <= reach && sameSentence(text, end - 1, Math.min(place, text.length - 1)) ? at : -1;
}

/** The first span that begins at or after `place` in the sentence of the character before it, as an index, or -1. */
export function nearestAfter(
  text: Normalised,
  spans: Spans,
  place: number,
  reach = Number.POSITIVE_INFINITY,
): number {
  if (place <= 0) return -1;
  for (let at = firstEndingAfter(spans, place); at < spans.ends.length; at += 1) {
    const start = spans.starts[at] ?? 0;
    if (start < place && (spans.ends[at] ?? 0) <= place + spans.longest) continue;
    return start >= place && start - place <= reach && sameSentence(text, start, place - 1) ? at : -1;
  }
  return -1;
}

/** True when a span stands anywhere in the sentence of start..end. */
export function stands(text: Normalised, spans: Spans, start: number, end: number): boolean {
  if (nearestBefore(text, spans, start) >= 0) return true;
  const from = spans.starts[firstEndingAfter(spans, start)];
  return from !== undefined && end > 0 && sameSentence(text, from, end - 1);
}

/** True when the nearest span before `start` stands in the same clause, with no mark between. */
export function isInClauseBefore(text: Normalised, spans: Spans, start: number): boolean {
  const before = nearestBefore(text, spans, start);
  return before >= 0 && sameClause(text, (spans.ends[before] ?? 0) - 1, start);
}

/** True when a span overlaps start..end or stands behind it in the same clause, with no mark between. */
export function followsInClause(text: Normalised, spans: Spans, start: number, end: number): boolean {
  const from = spans.starts[firstEndingAfter(spans, start)];
  return from !== undefined && end > 0 && (from < end || sameClause(text, end - 1, from));
}

/** True when a span ends exactly at `place`, with no mark between it and what follows. */
export function endsAt(text: Normalised, spans: Spans, place: number): boolean {
  const at = lastEndingBy(spans, place);
  return at >= 0 && spans.ends[at] === place && (text.gaps[place] ?? 0) < gap.clause;
}
