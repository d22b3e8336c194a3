import { Column } from './columns.ts';
import type { SpellingGraph } from './spelling-graph.ts';

/** By UTF-16 units, as edges are ordered. */
function sortWords(words: readonly string[]): number[] {
  const order = words.map((_, index) => index);
  return order.sort((a, b) => ((words[a] ?? '') < (words[b] ?? '') ? -1 : 1));
}

/**
 * The graph of words of which each means its own index: their trie, as nothing is shared. Row `n` of the labels is that of
 * word `n - 1`.
 */
export function graphOfWords(words: readonly string[]): SpellingGraph {
  const order = sortWords(words);
  const wordAt = (place: number): string => words[order[place] ?? 0] ?? '';
  // A node is a run of the sorted words that begin alike.
  const froms = new Column();
  const ends = new Column();
  const depths = new Column();
  const [starts, units, targets, labels] = [new Column(), new Column(), new Column(), new Column()];
  const addNode = (from: number, end: number, depth: number): void => {
    froms.push(from);
    ends.push(end);
    depths.push(depth);
  };
  addNode(0, words.length, 0);
  for (let node = 0; node < froms.length; node += 1) {
    const depth = depths.at(node);
    const end = ends.at(node);
    let from = froms.at(node);
    let label = 0;
    for (; from < end && wordAt(from).length === depth; from += 1) label = (order[from] ?? 0) + 1;
    labels.push(label);
    starts.push(targets.length);
    while (from < end) {
      const unit = wordAt(from).charCodeAt(depth);
      let to = from + 1;
      while (to < end && wordAt(to).charCodeAt(depth) === unit) to += 1;
      units.push(unit);
      targets.push(froms.length);
      addNode(from, to, depth + 1);
      from = to;
    }
  }
  starts.push(targets.length);
  return {
    nodes: froms.length,
    starts: starts.all(),
    units: Uint16Array.from(units.all()),
    targets: targets.all(),
    labelOf: labels.all(),
    labels: {
      count: words.length + 1,
      starts: Int32Array.from({ length: words.length + 2 }, (_, row) => Math.max(0, row - 1)),
      list: Int32Array.from(words, (_, index) => index),
    },
  };
}
