import { slotOfTwo } from './first-walk.ts';
import type { Beginnings } from './lookout.ts';
import type { SpellingMatcher } from './matcher.ts';
import type { SpellingGraph } from './spelling-graph.ts';

/**
 * A first look that most texts get no further than: whether a wanted spelling begins anywhere. Two neighbours are looked up
 * in a table of hashes, in the same few steps for every character and without a branch: a search by states spends most of
 * its time on guesses where it will go. Where they may begin a spelling, its states are followed as far as it goes.
 */
export type Gate = {
  /** Writes before which units a wanted spelling may begin, some of them without one behind; says how many. */
  note(units: Uint16Array, length: number, places: Int32Array): number;
  /** Whether a wanted spelling begins there. */
  holds(units: Uint16Array, length: number, place: number): boolean;
  readonly beginnings: Beginnings;
  readonly bytes: number;
};

/** They can be kept and opened again. */
export type GateTables = Beginnings & {
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
  const isEnd = (node: number): boolean => wanted[labelOf[node] ?? 0] === 1;
  for (let edge = 0; edge < (starts[1] ?? 0); edge += 1) {
    const one = targets[edge] ?? 0;
    const first = units[edge] ?? 0;
    if (isEnd(one)) ones[first] = 1;
    for (let second = starts[one] ?? 0; second < (starts[one + 1] ?? 0); second += 1) {
      const two = targets[second] ?? 0;
      if (leads[two] === 1 || isEnd(two)) twos[slotOfTwo(first << 16, units[second] ?? 0)] = 1;
    }
  }
  return { ones, twos, wanted };
}

export function openGate({ ones, twos, wanted }: GateTables, { begins }: SpellingMatcher): Gate {
  function note(units: Uint16Array, length: number, places: Int32Array): number {
    let noted = 0;
    let before = 0;
    let isWhole = 0;
    for (let at = 0; at < length; at += 1) {
      const unit = units[at] ?? 0;
      places[noted] = at - 1;
      noted += (twos[slotOfTwo(before, unit)] ?? 0) | isWhole;
      isWhole = ones[unit] ?? 0;
      before = unit << 16;
    }
    places[noted] = length - 1;
    return noted + isWhole;
  }

  return {
    note,
    holds: (units, length, place) => place >= 0 && begins(units, length, place, wanted),
    beginnings: { ones, twos },
    bytes: ones.byteLength + twos.byteLength + wanted.byteLength,
  };
}
