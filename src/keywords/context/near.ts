import type { Cues } from '../context.ts';
import { isLatin } from '../folding.ts';
import type { Normalised } from '../normalise.ts';
import { gap } from '../normalise.ts';
import type { Spans } from '../spans.ts';
import { firstEndingAfter, isCovered, lastEndingBy } from '../spans.ts';

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

/** The first span of the sentence that ends behind `start`, within start..end or behind it, as an index, or -1. */
export function nearestWithin(text: Normalised, spans: Spans, start: number, end: number): number {
  const at = firstEndingAfter(spans, start);
  const from = spans.starts[at];
  return from !== undefined && end > 0 && sameSentence(text, from, end - 1) ? at : -1;
}

/** 我们, 笑死我了: this "I" begins nothing. */
const noBeginnings: ReadonlySet<number> = new Set(Array.from('们了', (one) => one.charCodeAt(0)));

/** True when an "I" stands between `from` and `start`, or at `start`: without a mark, it begins a sentence of its own. */
export function beginsAnew(
  text: Normalised,
  cues: Pick<Cues, 'self' | 'told-me'>,
  from: number,
  start: number,
) {
  const { self } = cues;
  const at = lastEndingBy(self, start);
  return [at, at + 1].some((one) => {
    const selfStart = self.starts[one] ?? -1;
    const selfEnd = self.ends[one] ?? 0;
    if (
      selfStart < from ||
      selfStart > start ||
      isLatin(text.units[selfStart] ?? 0) ||
      noBeginnings.has(text.units[selfEnd] ?? 0)
    )
      return false;
    return !isCovered(cues['told-me'], selfStart, selfEnd);
  });
}

/** True when a span ends exactly at `place`, with no mark between it and what follows. */
export function endsAt(text: Normalised, spans: Spans, place: number): boolean {
  const at = lastEndingBy(spans, place);
  return at >= 0 && spans.ends[at] === place && (text.gaps[place] ?? 0) < gap.clause;
}
