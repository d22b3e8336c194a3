import { slotOfTwo } from './first-walk.ts';
import type { Beginnings } from './lookout.ts';
import type { SpellingMatcher } from './matcher.ts';

/** A text, folded. */
type Units = { readonly units: Uint16Array; readonly length: number };

import type { SpellingGraph } from './spelling-graph.ts';

/** In `twos`: more units follow, or these two are all of it. */
const goesOn = 1;
const isWhole = 2;

const bytesOfThrees = 131072;
/** The constants are those of xxHash. */
const slotOfThree = (first: number, second: number, third: number): number =>
  Math.imul(Math.imul((first << 16) | second, 0x9e3779b1) ^ third, 0x85ebca6b) >>> 12;

/** They can be kept and opened again. */
export type GateTables = Beginnings & {
  /** A bit by `slotOfThree` of the first three units of a wanted spelling, which may have more of them. */
  readonly threes: Uint8Array;
  /** 1 by label of wanted spellings. */
  readonly wanted: Uint8Array;
};

/** By node: whether a wanted spelling ends behind it. */
function listLeading({ nodes, starts, targets, labelOf }: SpellingGraph, wanted: Uint8Array): Uint8Array {
  const leads = new Uint8Array(nodes);
  const isDone = new Uint8Array(nodes);
  // No deeper than the longest spelling.
  const visit = (node: number): void => {
    if (isDone[node] === 1) return;
    isDone[node] = 1;
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge += 1) {
      const target = targets[edge] ?? 0;
      visit(target);
      if (leads[target] === 1 || wanted[labelOf[target] ?? 0] === 1) leads[node] = 1;
    }
  };
  visit(0);
  return leads;
}

export function buildGateTables(graph: SpellingGraph, isWanted: (label: number) => boolean): GateTables {
  const { starts, units, targets, labelOf, labels } = graph;
  const wanted = Uint8Array.from({ length: labels.count }, (_, label) =>
    Number(label > 0 && isWanted(label)),
  );
  const leads = listLeading(graph, wanted);
  const ones = new Uint8Array(65536);
  const twos = new Uint8Array(65536);
  const threes = new Uint8Array(bytesOfThrees);
  const isEnd = (node: number): boolean => wanted[labelOf[node] ?? 0] === 1;
  for (let edge = 0; edge < (starts[1] ?? 0); edge += 1) {
    const one = targets[edge] ?? 0;
    const first = units[edge] ?? 0;
    if (isEnd(one)) ones[first] = 1;
    for (let second = starts[one] ?? 0; second < (starts[one + 1] ?? 0); second += 1) {
      const two = targets[second] ?? 0;
      const slot = slotOfTwo(first << 16, units[second] ?? 0);
      if (leads[two] === 1) twos[slot] = (twos[slot] ?? 0) | goesOn;
      if (isEnd(two)) twos[slot] = (twos[slot] ?? 0) | isWhole;
      for (let third = starts[two] ?? 0; third < (starts[two + 1] ?? 0); third += 1) {
        const three = targets[third] ?? 0;
        if (leads[three] !== 1 && !isEnd(three)) continue;
        const bit = slotOfThree(first, units[second] ?? 0, units[third] ?? 0);
        threes[bit >>> 3] = (threes[bit >>> 3] ?? 0) | (1 << (bit & 7));
      }
    }
  }
  return { ones, twos, threes, wanted };
}

/**
 * A first look that most texts get no further than: whether a wanted spelling begins anywhere. Two neighbours are looked up
 * in a table of hashes, in the same few steps for every character and without a branch: a search by states spends most of
 * its time on guesses where it will go. Where they may begin a spelling, its states are followed as far as it goes.
 */
export class Gate {
  readonly beginnings: Beginnings;
  readonly bytes: number;
  private readonly tables: GateTables;
  private readonly begins: SpellingMatcher['begins'];

  constructor(tables: GateTables, { begins }: SpellingMatcher) {
    const { ones, twos, threes, wanted } = tables;
    this.tables = tables;
    this.begins = begins;
    this.beginnings = { ones, twos };
    this.bytes = ones.byteLength + twos.byteLength + threes.byteLength + wanted.byteLength;
  }

  /** Writes before which units a wanted spelling may begin, some of them without one behind; says how many. */
  note(units: Uint16Array, length: number, places: Int32Array): number {
    const { ones, twos } = this.tables;
    let noted = 0;
    let before = 0;
    let isOne = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] ?? 0;
      places[noted] = at - 1;
      noted += Number((twos[slotOfTwo(before, unit)] ?? 0) !== 0) | isOne;
      isOne = ones[unit] ?? 0;
      before = unit << 16;
    }
    places[noted] = length - 1;
    return noted + isOne;
  }

  /** The index of the first of the noted places from `from` on where a wanted spelling begins, or -1. */
  next({ units, length }: Units, places: Int32Array, noted: number, from: number): number {
    for (let at = from; at < noted; at += 1) {
      const place = places[at] ?? 0;
      if (place >= 0 && !this.isOther(units, place) && this.begins(units, length, place, this.tables.wanted))
        return at;
    }
    return -1;
  }

  /** Whether the units at a place can be told from those with which a wanted spelling begins. */
  private isOther(units: Uint16Array, place: number): boolean {
    const { ones, twos, threes } = this.tables;
    const first = units[place] ?? 0;
    const second = units[place + 1] ?? 0;
    const two = twos[slotOfTwo(first << 16, second)] ?? 0;
    if (ones[first] === 1 || (two & isWhole) !== 0) return false;
    const bit = slotOfThree(first, second, units[place + 2] ?? 0);
    return two === 0 || ((threes[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0;
  }
}
