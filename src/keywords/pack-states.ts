import type { LinkedStates } from './link-states.ts';
import type { SpellingGraph } from './spelling-graph.ts';

/** The edges of the states as a double array. */
export type PackedStates = {
  /** Number of each UTF-16 unit; 0 for units that no spelling has. */
  readonly symbols: Uint16Array;
  /**
   * Two numbers for each place: whose edge it is, and where that leads. The edge of a state by a symbol is at the base of
   * the state + 2 × symbol, if that place is its own. The root, whose base is 0, owns the first places for every symbol:
   * those by which no spelling begins lead back to it, so that a search which fell back to the root always ends there.
   */
  readonly edges: Int32Array;
  /** Of each state. Where no edge leaves it, the base is 0. */
  readonly bases: Int32Array;
};

/** A family that fits none of so many free places has come to where the array is full. */
const mostTries = 100;

/** Frequent units get small numbers: families then lie close together and fill the array densely. */
function numberSymbols(units: Uint16Array): { symbols: Uint16Array; highest: number } {
  const counts = new Int32Array(65536);
  for (const unit of units) counts[unit] = (counts[unit] ?? 0) + 1;
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

/** The places of a double array. Those of the root come first; of the others the free ones are a list from low to high. */
class Places {
  private edges = new Int32Array(0);
  private following = new Int32Array(0);
  private before = new Int32Array(0);
  private size = 0;
  /** The first free place. */
  private first: number;
  /** Where families are sought a place from: before it few are free, and left to single edges, which fit anywhere. */
  private sought: number;
  /** From here on all are free. */
  private top: number;
  private readonly symbols: number;

  constructor(size: number, symbols: number) {
    this.symbols = symbols;
    this.first = symbols + 1;
    this.sought = symbols + 1;
    this.top = symbols + 1;
    this.enlarge(size + 2 * symbols + 2);
    this.edges.fill(0, 0, 2 * this.first);
  }

  private enlarge(size: number): void {
    const { edges, following, before } = this;
    this.edges = new Int32Array(size * 2).fill(-1, edges.length);
    this.edges.set(edges);
    this.following = new Int32Array(size);
    this.following.set(following);
    this.before = new Int32Array(size);
    this.before.set(before);
    for (let place = this.size; place < size; place += 1) {
      this.following[place] = place + 1;
      this.before[place] = place - 1;
    }
    this.size = size;
  }

  private fits(base: number, family: Int32Array, count: number): boolean {
    for (let at = 0; at < count; at += 1) {
      if (this.edges[(base + (family[at] ?? 0)) * 2] !== -1) return false;
    }
    return true;
  }

  /** A base from 0 on at which the first `count` symbols of the family fall on free places. */
  findBase(family: Int32Array, count: number): number {
    let smallest = family[0] ?? 0;
    for (let at = 1; at < count; at += 1) smallest = Math.min(smallest, family[at] ?? 0);
    if (count === 1) return this.first - smallest;
    let place = this.sought;
    for (let tries = 0; place < this.top; tries += 1) {
      if (this.fits(place - smallest, family, count)) return place - smallest;
      place = this.following[place] ?? this.top;
      if (tries === mostTries) this.sought = place;
    }
    return this.top - smallest;
  }

  take(place: number, owner: number, target: number): void {
    this.edges[place * 2] = owner;
    this.edges[place * 2 + 1] = target;
    if (place <= this.symbols) return;
    const next = this.following[place] ?? 0;
    const previous = this.before[place] ?? 0;
    if (place === this.sought) this.sought = next;
    if (place === this.first) this.first = next;
    else this.following[previous] = next;
    this.before[next] = previous;
    if (place >= this.top) this.top = place + 1;
    if (this.top + this.symbols + 1 >= this.size) this.enlarge(this.size * 2);
  }

  /** The places that a scan can read: an edge of the last family may be sought behind it. */
  finish(): Int32Array {
    return this.edges.slice(0, (this.top + this.symbols + 1) * 2);
  }
}

/** @param nameOf how each state is called in the edges */
export function packStates(
  { units, starts: nodeStarts }: SpellingGraph,
  { count, nodeOf, starts, targets }: LinkedStates,
  nameOf: (state: number) => number,
): PackedStates {
  const { symbols, highest } = numberSymbols(units);
  const places = new Places(targets.length + (targets.length >> 3), highest);
  const bases = new Int32Array(count);
  const family = new Int32Array(highest);

  function place(state: number): void {
    const from = starts[state] ?? 0;
    const size = (starts[state + 1] ?? 0) - from;
    const first = nodeStarts[nodeOf[state] ?? 0] ?? 0;
    for (let at = 0; at < size; at += 1) family[at] = symbols[units[first + at] ?? 0] ?? 0;
    const base = state === 0 ? 0 : places.findBase(family, size);
    bases[state] = base * 2;
    for (let at = 0; at < size; at += 1) {
      places.take(base + (family[at] ?? 0), nameOf(state), nameOf(targets[from + at] ?? 0));
    }
  }

  // Single edges fill the holes that families leave.
  const isSingle = (state: number): boolean => (starts[state + 1] ?? 0) - (starts[state] ?? 0) === 1;
  const isFamily = (state: number): boolean => (starts[state + 1] ?? 0) - (starts[state] ?? 0) > 1;
  for (let state = 0; state < count; state += 1) if (isFamily(state) || state === 0) place(state);
  for (let state = 1; state < count; state += 1) if (isSingle(state)) place(state);
  return { symbols, edges: places.finish(), bases };
}
