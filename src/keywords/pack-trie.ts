import type { Families, GrownTrie } from './trie.ts';
import { sortFamilies } from './trie.ts';

/** A trie as a double array with the links of Aho and Corasick. */
export type PackedTrie = {
  /** Number of each UTF-16 unit; 0 for units that no pattern has. */
  readonly symbols: Uint16Array;
  /**
   * Four numbers for each state, side by side so that one step of a scan touches one line of the cache: base, check, fail
   * and pattern. The child of the state at `s` by a symbol is at `base + symbol` if `check` there is `s`. States are named
   * by the place of their base, the root is 0. `pattern` is the longest one that ends in the state, 0 where none does.
   */
  readonly cells: Int32Array;
  /** For each pattern the longest one that is a proper suffix of it, or 0. */
  readonly shorter: Int32Array;
};

const width = 4;

/** How many free places are tried for a family before it moves behind all others. */
const mostTries = 100;

/** Frequent units get small numbers: families then lie close together and fill the array densely. */
function numberSymbols({ states, units }: GrownTrie): { symbols: Uint16Array; highest: number } {
  const counts = new Int32Array(65536);
  for (let state = 1; state < states; state += 1) {
    const unit = units[state] ?? 0;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  const used: number[] = [];
  counts.forEach((count, unit) => {
    if (count > 0) used.push(unit);
  });
  used.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const symbols = new Uint16Array(65536);
  used.forEach((unit, index) => {
    symbols[unit] = index + 1;
  });
  return { symbols, highest: used.length };
}

/**
 * The places of a double array. Those up to the highest symbol are the children of the root, whose base is 0; so a base
 * below zero is never needed. Of the others the free ones are a list from low to high.
 */
class Places {
  /** `width` numbers for each place; a check of -1 says that it is free. */
  cells = new Int32Array(0);
  private following = new Int32Array(0);
  private before = new Int32Array(0);
  private size = 0;
  /** The first free place behind the children of the root. */
  private first: number;
  /** From here on all are free. */
  private top: number;
  private readonly symbols: number;

  constructor(size: number, symbols: number) {
    this.symbols = symbols;
    this.first = symbols + 1;
    this.top = symbols + 1;
    this.enlarge(size + 2 * symbols + 2);
    this.cells[1] = 0;
  }

  private enlarge(size: number): void {
    const { cells, following, before } = this;
    this.cells = new Int32Array(size * width);
    this.cells.set(cells);
    this.following = new Int32Array(size);
    this.following.set(following);
    this.before = new Int32Array(size);
    this.before.set(before);
    for (let place = this.size; place < size; place += 1) {
      this.cells[place * width + 1] = -1;
      this.following[place] = place + 1;
      this.before[place] = place - 1;
    }
    this.size = size;
  }

  private isFree(place: number): boolean {
    return this.cells[place * width + 1] === -1;
  }

  private fits(base: number, symbols: Int32Array, count: number): boolean {
    for (let at = 0; at < count; at += 1) {
      if (!this.isFree(base + (symbols[at] ?? 0))) return false;
    }
    return true;
  }

  /** A base at which the first `count` symbols fall on free places. */
  findBase(symbols: Int32Array, count: number): number {
    let smallest = symbols[0] ?? 0;
    for (let at = 1; at < count; at += 1) smallest = Math.min(smallest, symbols[at] ?? 0);
    let place = this.first;
    for (let tries = 0; tries < mostTries && place < this.top; tries += 1) {
      if (this.fits(place - smallest, symbols, count)) return place - smallest;
      place = this.following[place] ?? this.top;
    }
    return this.top - smallest;
  }

  take(place: number, parent: number): void {
    this.cells[place * width + 1] = parent * width;
    if (place <= this.symbols) return;
    const next = this.following[place] ?? 0;
    const previous = this.before[place] ?? 0;
    if (place === this.first) this.first = next;
    else this.following[previous] = next;
    this.before[next] = previous;
    if (place >= this.top) this.top = place + 1;
    if (this.top + this.symbols + 1 >= this.size) this.enlarge(this.size * 2);
  }

  /** The cells that a scan can read: a child of the last state may be sought behind it. */
  finish(): Int32Array {
    return this.cells.slice(0, (this.top + this.symbols + 1) * width);
  }
}

/** Gives every state its place, a parent before its children. */
function placeStates(
  { states, units }: GrownTrie,
  { order, starts, list }: Families,
  symbols: Uint16Array,
  highest: number,
): { cells: Int32Array; placeOf: Int32Array } {
  const places = new Places(states + (states >> 3), highest);
  const placeOf = new Int32Array(states);
  const family = new Int32Array(highest);
  for (const state of order) {
    const from = starts[state] ?? 0;
    const count = (starts[state + 1] ?? 0) - from;
    if (count === 0) continue;
    for (let at = 0; at < count; at += 1) family[at] = symbols[units[list[from + at] ?? 0] ?? 0] ?? 0;
    const base = state === 0 ? 0 : places.findBase(family, count);
    const parent = placeOf[state] ?? 0;
    places.cells[parent * width] = base * width;
    for (let at = 0; at < count; at += 1) {
      const place = base + (family[at] ?? 0);
      places.take(place, parent);
      placeOf[list[from + at] ?? 0] = place;
    }
  }
  return { cells: places.finish(), placeOf };
}

/** @param patterns how many numbers of patterns there are, 0 included */
export function packTrie(trie: GrownTrie, endOf: Int32Array, patterns: number): PackedTrie {
  const { parents, units } = trie;
  const { symbols, highest } = numberSymbols(trie);
  const families = sortFamilies(trie);
  const { cells, placeOf } = placeStates(trie, families, symbols, highest);
  const shorter = new Int32Array(patterns);
  for (const state of families.order) {
    if (state === 0) continue;
    const parent = (placeOf[parents[state] ?? 0] ?? 0) * width;
    const symbol = (symbols[units[state] ?? 0] ?? 0) * width;
    let fail = 0;
    if (parent !== 0) {
      let suffix = cells[parent + 2] ?? 0;
      fail = (cells[suffix] ?? 0) + symbol;
      while (cells[fail + 1] !== suffix && suffix !== 0) {
        suffix = cells[suffix + 2] ?? 0;
        fail = (cells[suffix] ?? 0) + symbol;
      }
      if (cells[fail + 1] !== suffix) fail = 0;
    }
    const place = (placeOf[state] ?? 0) * width;
    const own = endOf[state] ?? 0;
    const below = cells[fail + 3] ?? 0;
    cells[place + 2] = fail;
    cells[place + 3] = own === 0 ? below : own;
    if (own !== 0) shorter[own] = below;
  }
  return { symbols, cells, shorter };
}
