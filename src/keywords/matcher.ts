import { graphOfWords } from './graph-of-words.ts';
import { type LinkedStates, linkStates } from './link-states.ts';
import { packStates } from './pack-states.ts';
import type { SpellingGraph } from './spelling-graph.ts';

/**
 * What one scan found, in order of the ends: at each end the longest pattern; `shorter` leads on from there. The
 * arrays are reused by the next scan into them.
 */
export type Hits = {
  patterns: Int32Array;
  ends: Int32Array;
  count: number;
  /** The flags of all patterns that were found, also of the shorter ones. */
  flags: number;
};

/**
 * Aho-Corasick over UTF-16 units in a double array: one pass finds every pattern, in time linear in the text. A pattern is
 * all spellings that mean the same, are of one length and have the same shorter patterns as their ends.
 */
export type SpellingMatcher = {
  /** One pass over a text. Allocates only where the text is longer than all before it. */
  collect(units: Uint16Array, length: number, hits: Hits): void;
  /** One pass over a part of it, as if it were all; what is found is added behind what `hits` has of parts before. */
  collectPart(units: Uint16Array, from: number, to: number, hits: Hits): void;
  /** Whether a spelling with one of the `wanted` labels (1 each) begins at a place. */
  begins(units: Uint16Array, length: number, place: number, wanted: Uint8Array): boolean;
  /** The next shorter pattern that ends wherever `pattern` ends, or 0. Patterns are numbered from 1. */
  readonly shorter: Int32Array;
  /** By pattern: its length in UTF-16 units, and the row of the graph's labels that says what it means. */
  readonly lengths: Uint16Array;
  readonly labels: Int32Array;
  /** Memory of the automaton. */
  readonly bytes: number;
};

/** Room for all but the longest texts; pages that no text reaches cost no memory. */
const usualCapacity = 65536;

export function createHits(): Hits {
  return {
    patterns: new Int32Array(usualCapacity),
    ends: new Int32Array(usualCapacity),
    count: 0,
    flags: 0,
  };
}

/** No hits yet, with room for one at each place of a text; what one very long text needed is given back. */
export function beginHits(hits: Hits, length: number): void {
  hits.count = 0;
  hits.flags = 0;
  const isUsual = hits.ends.length === usualCapacity;
  if (length <= hits.ends.length && (isUsual || length > usualCapacity)) return;
  const capacity = Math.max(length, usualCapacity);
  hits.patterns = new Int32Array(capacity);
  hits.ends = new Int32Array(capacity);
}

/** Numbers side by side for each state: its base, the state that it fails to, and what ends there. */
const width = 3;

/** What ends in a state is its longest pattern, and in the bits above it the flags of all of its patterns. */
const flagShift = 24;
const mostPatterns = 1 << flagShift;
const patternBits = mostPatterns - 1;

/** What a matcher runs on: plain columns, which can be kept and opened again. */
export type SpellingTables = Pick<SpellingMatcher, 'shorter' | 'lengths' | 'labels'> & {
  readonly symbols: Uint16Array;
  readonly edges: Int32Array;
  readonly states: Int32Array;
};

/** What ends in each state: a number for every pattern, the longest one of the state, and what is shorter. */
type Patterns = Pick<SpellingMatcher, 'shorter' | 'lengths' | 'labels'> & { readonly endings: Int32Array };

/**
 * @param flags seven bits for each row of labels
 * @param numberOf the number of a pattern with a label, of which no two are the same; without it they are counted
 */
function numberPatterns(
  { labelOf, labels: { count: rows } }: SpellingGraph,
  { count, nodeOf, fails, depths }: LinkedStates,
  flags: Uint8Array,
  numberOf: ((label: number) => number) | undefined,
): Patterns {
  const endings = new Int32Array(count);
  const labelAt = (state: number): number => (state === 0 ? 0 : (labelOf[nodeOf[state] ?? 0] ?? 0));
  let patterns = 1;
  if (numberOf === undefined)
    for (let state = 1; state < count; state += 1) patterns += Number(labelAt(state) > 0);
  else for (let label = 1; label < rows; label += 1) patterns = Math.max(patterns, numberOf(label) + 1);
  if (patterns > mostPatterns) throw new RangeError('too many patterns');
  const lengths = new Uint16Array(patterns);
  const labels = new Int32Array(patterns);
  const shorter = new Int32Array(patterns);
  let next = 1;
  for (let state = 1; state < count; state += 1) {
    const below = endings[fails[state] ?? 0] ?? 0;
    const label = labelAt(state);
    if (label === 0) {
      endings[state] = below;
      continue;
    }
    const pattern = numberOf?.(label) ?? next;
    next += 1;
    endings[state] = pattern | (below & ~patternBits) | ((flags[label] ?? 0) << flagShift);
    lengths[pattern] = depths[state] ?? 0;
    labels[pattern] = label;
    shorter[pattern] = below & patternBits;
  }
  return { endings, lengths, labels, shorter };
}

export function buildSpellingTables(
  graph: SpellingGraph,
  flags: Uint8Array,
  numberOf?: (label: number) => number,
): SpellingTables {
  const linked = linkStates(graph);
  const { endings, ...columns } = numberPatterns(graph, linked, flags, numberOf);
  const { symbols, edges, bases } = packStates(graph, linked, (state) => state * width);
  const states = new Int32Array(linked.count * width);
  for (let state = 0; state < linked.count; state += 1) {
    states[state * width] = bases[state] ?? 0;
    states[state * width + 1] = (linked.fails[state] ?? 0) * width;
    states[state * width + 2] = endings[state] ?? 0;
  }
  return { symbols, edges, states, ...columns };
}

export function openSpellingMatcher(tables: SpellingTables): SpellingMatcher {
  const { symbols, edges, states, ...columns } = tables;

  function collectPart(units: Uint16Array, from: number, to: number, hits: Hits): void {
    const { patterns, ends } = hits;
    let { count } = hits;
    let found = 0;
    let state = 0;
    let base = 0;
    for (let at = from; at < to; at += 1) {
      const symbol = (symbols[units[at] ?? 0] ?? 0) * 2;
      while (edges[base + symbol] !== state) {
        state = states[state + 1] ?? 0;
        base = states[state] ?? 0;
      }
      state = edges[base + symbol + 1] ?? 0;
      base = states[state] ?? 0;
      const ending = states[state + 2] ?? 0;
      if (ending === 0) continue;
      found |= ending;
      patterns[count] = ending & patternBits;
      ends[count] = at + 1;
      count += 1;
    }
    hits.count = count;
    hits.flags |= found >>> flagShift;
  }

  function begins(units: Uint16Array, length: number, place: number, wanted: Uint8Array): boolean {
    const { lengths, labels } = columns;
    let state = 0;
    let base = 0;
    for (let at = place; at < length; at += 1) {
      const symbol = (symbols[units[at] ?? 0] ?? 0) * 2;
      if (edges[base + symbol] !== state) return false;
      state = edges[base + symbol + 1] ?? 0;
      if (state === 0) return false;
      base = states[state] ?? 0;
      const pattern = (states[state + 2] ?? 0) & patternBits;
      if (pattern !== 0 && lengths[pattern] === at + 1 - place && wanted[labels[pattern] ?? 0] === 1)
        return true;
    }
    return false;
  }

  function collect(units: Uint16Array, length: number, hits: Hits): void {
    beginHits(hits, length);
    collectPart(units, 0, length, hits);
  }

  const bytes = Object.values(tables).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { collect, collectPart, begins, ...columns, bytes };
}

export function buildSpellingMatcher(
  graph: SpellingGraph,
  flags: Uint8Array,
  numberOf?: (label: number) => number,
): SpellingMatcher {
  return openSpellingMatcher(buildSpellingTables(graph, flags, numberOf));
}

/** Finds words that mean no more than themselves. */
export type Matcher = Pick<SpellingMatcher, 'collect' | 'shorter' | 'bytes'> & {
  /** Calls `found` with the index of each word and its exclusive end, in order of end. */
  scan(units: Uint16Array, length: number, found: (index: number, end: number) => void): void;
};

/** Words are patterns, numbered from 1 in their order; they must be distinct and not empty. */
export const buildWordTables = (words: readonly string[]): SpellingTables =>
  buildSpellingTables(graphOfWords(words), new Uint8Array(words.length + 1), (label) => label);

export const buildMatcher = (words: readonly string[]): Matcher => openMatcher(buildWordTables(words));

export function openMatcher(tables: SpellingTables): Matcher {
  const { collect, shorter, bytes } = openSpellingMatcher(tables);
  let hits: Hits | undefined;

  function scan(units: Uint16Array, length: number, found: (index: number, end: number) => void): void {
    hits ??= createHits();
    collect(units, length, hits);
    for (let at = 0; at < hits.count; at += 1) {
      for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = shorter[pattern] ?? 0) {
        found(pattern - 1, hits.ends[at] ?? 0);
      }
    }
  }

  return { collect, scan, shorter, bytes };
}
