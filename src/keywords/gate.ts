import type { SpellingGraph } from './spelling-graph.ts';

/**
 * A first look that most texts get no further than: whether the first four characters of any wanted spelling stand in it.
 * Says yes also where nothing stands (tables of hashes), never no where something does. Takes the same few steps for every
 * character and no branch: a search by states spends most of its time on guesses where it will go.
 */
export type Gate = {
  /** The first place from `from` on where a wanted spelling may begin, or -1. */
  next(units: Uint16Array, length: number, from: number): number;
  readonly bytes: number;
};

// The upper bits of a product by an odd constant depend on all of the factor (the constants are those of xxHash).
const mixTwo = (left: number, right: number): number => Math.imul((left << 16) | right, 0x9e3779b1);
const mixMore = (mixed: number, unit: number): number => Math.imul(mixed ^ unit, 0x85ebca77);
const bits = 16;
const slotOf = (mixed: number): number => mixed >>> (32 - bits);

/** A spelling goes on behind these characters; these are all of it. */
const goesOn = 1;
const isAll = 2;

/** Tables of `goesOn` and `isAll`: by character, and by hash of two, three and four. They can be kept and opened again. */
export type GateTables = {
  readonly ones: Uint8Array;
  readonly twos: Uint8Array;
  readonly threes: Uint8Array;
  readonly fours: Uint8Array;
};

/** By node: whether a wanted spelling ends there, or behind it. */
function listWanted(graph: SpellingGraph, isWanted: (label: number) => boolean): Uint8Array {
  const { nodes, starts, targets, labelOf } = graph;
  const wanted = new Uint8Array(nodes);
  const isDone = new Uint8Array(nodes);
  // No deeper than the longest spelling.
  const visit = (node: number): void => {
    if (isDone[node] === 1) return;
    isDone[node] = 1;
    let flags = node > 0 && isWanted(labelOf[node] ?? 0) ? isAll : 0;
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge += 1) {
      const target = targets[edge] ?? 0;
      visit(target);
      if (wanted[target] !== 0) flags |= goesOn;
    }
    wanted[node] = flags;
  };
  visit(0);
  return wanted;
}

function fillTables(graph: SpellingGraph, wanted: Uint8Array): GateTables {
  const { starts, units, targets } = graph;
  const ones = new Uint8Array(65536);
  const [twos, threes, fours] = [
    new Uint8Array(1 << bits),
    new Uint8Array(1 << bits),
    new Uint8Array(1 << bits),
  ];
  const set = (table: Uint8Array, slot: number, flags: number): void => {
    table[slot] = (table[slot] ?? 0) | flags;
  };
  const forEachEdge = (node: number, visit: (unit: number, target: number, flags: number) => void): void => {
    if (((wanted[node] ?? 0) & goesOn) === 0) return;
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge += 1) {
      const target = targets[edge] ?? 0;
      const flags = wanted[target] ?? 0;
      if (flags !== 0) visit(units[edge] ?? 0, target, flags);
    }
  };
  forEachEdge(0, (first, one, flags) => {
    set(ones, first, flags);
    forEachEdge(one, (second, two, flagsOfTwo) => {
      const mixed = mixTwo(first, second);
      set(twos, slotOf(mixed), flagsOfTwo);
      forEachEdge(two, (third, three, flagsOfThree) => {
        const mixedThree = mixMore(mixed, third);
        set(threes, slotOf(mixedThree), flagsOfThree);
        forEachEdge(three, (fourth) => set(fours, slotOf(mixMore(mixedThree, fourth)), goesOn));
      });
    });
  });
  return { ones, twos, threes, fours };
}

export function buildGateTables(graph: SpellingGraph, isWanted: (label: number) => boolean): GateTables {
  return fillTables(graph, listWanted(graph, isWanted));
}

export function openGate({ ones, twos, threes, fours }: GateTables): Gate {
  const hasOnes = ones.some((flags) => (flags & isAll) !== 0);

  /** Whether the third and the fourth character go on as a spelling does; `at` is the place of the third. */
  function mayGoOn(units: Uint16Array, length: number, at: number, mixedTwo: number): boolean {
    if (at >= length) return false;
    const mixedThree = mixMore(mixedTwo, units[at] ?? 0);
    const three = threes[slotOf(mixedThree)] ?? 0;
    if ((three & goesOn) === 0 || at + 1 >= length) return (three & isAll) !== 0;
    return (three & isAll) !== 0 || fours[slotOf(mixMore(mixedThree, units[at + 1] ?? 0))] === goesOn;
  }

  const isWhole = (unit: number): boolean => hasOnes && ((ones[unit] ?? 0) & isAll) !== 0;

  // One walk for spellings of one character and of more: two would read on to the end for every hit of the nearer one.
  function next(units: Uint16Array, length: number, from: number): number {
    if (from >= length) return -1;
    let before = units[from] ?? 0;
    if (isWhole(before)) return from;
    for (let at = from + 1; at < length; at += 1) {
      const unit = units[at] ?? 0;
      const mixed = mixTwo(before, unit);
      const two = twos[slotOf(mixed)] ?? 0;
      if (two !== 0 && ((two & isAll) !== 0 || mayGoOn(units, length, at + 1, mixed))) return at - 1;
      if (isWhole(unit)) return at;
      before = unit;
    }
    return -1;
  }

  const bytes = ones.byteLength + twos.byteLength + threes.byteLength + fours.byteLength;
  return { next, bytes };
}
