import { packTrie } from './pack-trie.ts';
import type { GrownTrie } from './trie.ts';
import { createTrie } from './trie.ts';

/**
 * What one scan found, in order of the ends: at each end the longest pattern; `Matcher.shorter` leads on from there. The
 * arrays are reused by the next scan into them.
 */
export type Hits = {
  patterns: Int32Array;
  ends: Int32Array;
  count: number;
  /** The flags of all patterns that were found, also of the shorter ones. */
  flags: number;
};

/** Aho-Corasick over UTF-16 units in a double array: one pass finds every pattern, in time linear in the text. */
export type Matcher = {
  /** One pass over a text. Allocates only where the text is longer than all before it. */
  collect(units: Uint16Array, length: number, hits: Hits): void;
  /** The same, told one by one: calls `found` with the index of each pattern and its exclusive end, in order of end. */
  scan(units: Uint16Array, length: number, found: (index: number, end: number) => void): void;
  /** The next shorter pattern that ends wherever `pattern` ends, or 0. Patterns are numbered from 1. */
  readonly shorter: Int32Array;
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

/** Room for one hit at each place of a text; what one very long text needed is given back. */
function makeRoom(hits: Hits, length: number): void {
  const isUsual = hits.ends.length === usualCapacity;
  if (length <= hits.ends.length && (isUsual || length > usualCapacity)) return;
  const capacity = Math.max(length, usualCapacity);
  hits.patterns = new Int32Array(capacity);
  hits.ends = new Int32Array(capacity);
}

/**
 * @param endOf the pattern (from 1) that ends at each state of the trie, 0 where none does
 * @param flags bits of each pattern; entry 0 is not used
 */
export function packMatcher(trie: GrownTrie, endOf: Int32Array, flags: Int32Array): Matcher {
  const { symbols, cells, shorter } = packTrie(trie, endOf, flags.length);
  // A pattern is found together with all that are its suffixes, which have the lower depth.
  const merged = flags.slice();
  for (const pattern of byLength(trie, endOf, flags.length)) {
    merged[pattern] = (merged[pattern] ?? 0) | (merged[shorter[pattern] ?? 0] ?? 0);
  }

  function collect(units: Uint16Array, length: number, hits: Hits): void {
    makeRoom(hits, length);
    const { patterns, ends } = hits;
    let count = 0;
    let found = 0;
    let state = 0;
    let base = 0;
    for (let at = 0; at < length; at += 1) {
      const symbol = (symbols[units[at] ?? 0] ?? 0) * 4;
      let next = base + symbol;
      while (cells[next + 1] !== state) {
        if (state === 0) {
          next = 0;
          break;
        }
        state = cells[state + 2] ?? 0;
        next = (cells[state] ?? 0) + symbol;
      }
      state = next;
      base = cells[next] ?? 0;
      const pattern = cells[next + 3] ?? 0;
      if (pattern === 0) continue;
      patterns[count] = pattern;
      ends[count] = at + 1;
      count += 1;
      found |= merged[pattern] ?? 0;
    }
    hits.count = count;
    hits.flags = found;
  }

  function scan(units: Uint16Array, length: number, found: (index: number, end: number) => void): void {
    const hits = createHits();
    collect(units, length, hits);
    for (let at = 0; at < hits.count; at += 1) {
      for (let pattern = hits.patterns[at] ?? 0; pattern !== 0; pattern = shorter[pattern] ?? 0) {
        found(pattern - 1, hits.ends[at] ?? 0);
      }
    }
  }

  const bytes = symbols.byteLength + cells.byteLength + shorter.byteLength + merged.byteLength;
  return { collect, scan, shorter, bytes };
}

/** Patterns from the short to the long. */
function byLength({ states, depths }: GrownTrie, endOf: Int32Array, count: number): Int32Array {
  const lengths = new Int32Array(count);
  for (let state = 0; state < states; state += 1) lengths[endOf[state] ?? 0] = depths[state] ?? 0;
  return lengths.map((_, pattern) => pattern).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
}

/** Patterns are numbered from 1 in their order; they must be distinct and not empty. */
export function buildMatcher(spellings: readonly string[]): Matcher {
  const trie = createTrie();
  const ends = spellings.map((spelling) => {
    let state = 0;
    for (let at = 0; at < spelling.length; at += 1) state = trie.grow(state, spelling.charCodeAt(at));
    return state;
  });
  const grown = trie.finish();
  const endOf = new Int32Array(grown.states);
  ends.forEach((state, index) => {
    endOf[state] = index + 1;
  });
  return packMatcher(grown, endOf, new Int32Array(spellings.length + 1));
}
