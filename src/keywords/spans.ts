/** Spans of a text in the order of their ends, as the matcher finds them, with look-up by binary search. */
export type Spans = { readonly starts: number[]; readonly ends: number[]; longest: number };

export function emptySpans(): Spans {
  return { starts: [], ends: [], longest: 0 };
}

export function addSpan(spans: Spans, start: number, end: number): void {
  spans.starts.push(start);
  spans.ends.push(end);
  if (end - start > spans.longest) spans.longest = end - start;
}

/** Index of the first span that ends after `place`. */
export function firstEndingAfter(spans: Spans, place: number): number {
  let low = 0;
  let high = spans.ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans.ends[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the last span that ends at or before `place`, or -1. */
export function lastEndingBy(spans: Spans, place: number): number {
  return firstEndingAfter(spans, place) - 1;
}

/** True when one span covers all of start..end. A span that only touches it hides nothing: 好累死了算了 stays a wish. */
export function isCovered(spans: Spans, start: number, end: number): boolean {
  for (let at = firstEndingAfter(spans, end - 1); at < spans.ends.length; at += 1) {
    if ((spans.ends[at] ?? 0) > end + spans.longest) return false;
    if ((spans.starts[at] ?? 0) <= start) return true;
  }
  return false;
}
