import { Column, RowTable } from './columns.ts';
import type { SpellingGraph } from './spelling-graph.ts';

/**
 * The states of Aho and Corasick over a graph of spellings. A node of the graph is several states where the texts that lead
 * to it end in different beginnings of spellings (`fails`) or are of different length. State 0 is the root; all others
 * come in rising order of their length.
 */
export type LinkedStates = {
  readonly count: number;
  readonly nodeOf: Int32Array;
  /** The state of the longest proper suffix that is one. */
  readonly fails: Int32Array;
  /** How many characters lead to it. */
  readonly depths: Uint16Array;
  /** The edges of state `s` are `starts[s]` to `starts[s + 1] - 1`, in the order of those of its node. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
};

/** Where a node has its edge by a unit, or -1. The root has a table of its own: it is asked most. */
function createEdgeFinder({ starts, units }: SpellingGraph): (node: number, unit: number) => number {
  const ofRoot = new Int32Array(65536).fill(-1);
  for (let edge = 0; edge < (starts[1] ?? 0); edge += 1) ofRoot[units[edge] ?? 0] = edge;
  return (node, unit) => {
    if (node === 0) return ofRoot[unit] ?? -1;
    let low = starts[node] ?? 0;
    let high = starts[node + 1] ?? 0;
    const end = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((units[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low < end && units[low] === unit ? low : -1;
  };
}

export function linkStates(graph: SpellingGraph): LinkedStates {
  const findEdge = createEdgeFinder(graph);
  // A row is the node, the fail state and the depth.
  const table = new RowTable();
  const row = new Int32Array(3);
  const starts = new Column();
  const targets = new Column();
  const fieldOf = (state: number, field: number): number => table.values[state * 3 + field] ?? 0;

  /** Where the text of `state` leads with one more character; all of its edges are known. */
  function follow(from: number, unit: number): number {
    let state = from;
    for (;;) {
      const node = fieldOf(state, 0);
      const edge = findEdge(node, unit);
      if (edge >= 0) return targets.at(starts.at(state) + edge - (graph.starts[node] ?? 0));
      if (state === 0) return 0;
      state = fieldOf(state, 1);
    }
  }

  table.add(row, 3);
  for (let state = 0; state < table.count; state += 1) {
    starts.push(targets.length);
    const node = fieldOf(state, 0);
    const fail = fieldOf(state, 1);
    const depth = fieldOf(state, 2);
    const end = graph.starts[node + 1] ?? 0;
    for (let edge = graph.starts[node] ?? 0; edge < end; edge += 1) {
      row[0] = graph.targets[edge] ?? 0;
      row[1] = state === 0 ? 0 : follow(fail, graph.units[edge] ?? 0);
      row[2] = depth + 1;
      targets.push(table.add(row, 3));
    }
  }
  starts.push(targets.length);
  const count = table.count;
  return {
    count,
    nodeOf: new Int32Array(count).map((_, state) => fieldOf(state, 0)),
    fails: new Int32Array(count).map((_, state) => fieldOf(state, 1)),
    depths: new Uint16Array(count).map((_, state) => fieldOf(state, 2)),
    starts: starts.all(),
    targets: targets.all(),
  };
}
