import { Column, RowTable } from './columns.ts';
import type { SpellingGraph } from './spelling-graph.ts';
import type { GrownTries } from './trie.ts';

/**
 * The parts of all pieces. A position is a state in the trie of one part of one piece, up to which a spelling has been
 * read; the positions of a part are numbered one after the other, as the states of its trie are.
 */
export type Parts = {
  /** By part: the root of its trie, and the first of its positions. */
  readonly roots: Int32Array;
  readonly firsts: Int32Array;
  /** What a spelling means that ends with the part; -1 where the next part follows. */
  readonly meanings: Int32Array;
  /** The parts that pieces begin with. */
  readonly openings: Int32Array;
  readonly positions: number;
};

/** The part that each position is in. */
function listParts({ firsts, positions }: Parts): Int32Array {
  const partOf = new Int32Array(positions);
  firsts.forEach((first, part) => {
    partOf.fill(part, first, firsts[part + 1] ?? positions);
  });
  return partOf;
}

/**
 * Positions that are reached by the same characters are one node (the subset construction), and so are all nodes of the
 * same positions: behind the first characters few pieces are left, and their tails are never written out.
 */
class TailSharing {
  private readonly tries: GrownTries;
  private readonly parts: Parts;
  private readonly partOf: Int32Array;
  /** A row for each node: its positions, then its meanings as numbers behind all positions. */
  private readonly nodes = new RowTable();
  private row = new Int32Array(1024);
  private rowLength = 0;
  /** By edge of the node in hand: its unit, and the list of what it leads to. */
  private readonly edgeOf = new Int32Array(65536);
  private readonly edgeUnits = new Column();
  private readonly heads = new Column();
  private readonly values = new Column();
  private readonly following = new Column();

  constructor(tries: GrownTries, parts: Parts) {
    this.tries = tries;
    this.parts = parts;
    this.partOf = listParts(parts);
  }

  private push(edge: number, value: number): void {
    this.following.push(this.heads.at(edge));
    this.heads.set(edge, this.values.length);
    this.values.push(value);
  }

  /** The state of the trie of a part, and where it leads without a further character. */
  private enter(edge: number, part: number, state: number): void {
    const { firstChildren, ends } = this.tries;
    const { roots, firsts, meanings, positions } = this.parts;
    if (firstChildren[state] !== 0) this.push(edge, (firsts[part] ?? 0) + state - (roots[part] ?? 0));
    if (ends[state] !== 1) return;
    const meaning = meanings[part] ?? -1;
    if (meaning >= 0) this.push(edge, positions + meaning);
    else this.enter(edge, part + 1, roots[part + 1] ?? 0);
  }

  /** The node of what an edge leads to. */
  private close(edge: number): number {
    let length = 0;
    for (let at = this.heads.at(edge); at >= 0; at = this.following.at(at)) {
      if (length === this.row.length) {
        const old = this.row;
        this.row = new Int32Array(length * 2);
        this.row.set(old);
      }
      this.row[length] = this.values.at(at);
      length += 1;
    }
    this.rowLength = length;
    this.sortRow();
    return this.nodes.add(this.row, this.rowLength);
  }

  private sortRow(): void {
    const { row, rowLength } = this;
    sortFew(row, rowLength);
    let kept = 0;
    for (let at = 0; at < rowLength; at += 1) {
      if (at > 0 && row[at] === row[at - 1]) continue;
      row[kept] = row[at] ?? 0;
      kept += 1;
    }
    this.rowLength = kept;
  }

  private edgeBy(unit: number): number {
    const known = (this.edgeOf[unit] ?? 0) - 1;
    if (known >= 0) return known;
    this.edgeUnits.push(unit);
    this.heads.push(-1);
    this.edgeOf[unit] = this.edgeUnits.length;
    return this.edgeUnits.length - 1;
  }

  /** The units of the edges of the node in hand, rising. Hardly any node has more than a few. */
  private sortedUnits(): Int32Array {
    const units = this.edgeUnits.all();
    sortFew(units, units.length);
    return units;
  }

  private forgetEdges(): void {
    for (let edge = 0; edge < this.edgeUnits.length; edge += 1) this.edgeOf[this.edgeUnits.at(edge)] = 0;
    this.edgeUnits.length = 0;
    this.heads.length = 0;
    this.values.length = 0;
    this.following.length = 0;
  }

  private followEdges(node: number): void {
    const { firstChildren, nextSiblings, units } = this.tries;
    const { roots, firsts, positions } = this.parts;
    const { values } = this.nodes;
    const to = this.nodes.startOf(node + 1);
    for (let at = this.nodes.startOf(node); at < to; at += 1) {
      const position = values[at] ?? 0;
      if (position >= positions) break;
      const part = this.partOf[position] ?? 0;
      const state = position - (firsts[part] ?? 0) + (roots[part] ?? 0);
      for (let child = firstChildren[state] ?? 0; child !== 0; child = nextSiblings[child] ?? 0) {
        this.enter(this.edgeBy(units[child] ?? 0), part, child);
      }
    }
  }

  /** Meanings of each node as rows of their own. */
  private label(): Pick<SpellingGraph, 'labelOf' | 'labels'> {
    const { positions } = this.parts;
    const { values } = this.nodes;
    const table = new RowTable();
    table.add(this.row, 0);
    const labelOf = new Int32Array(this.nodes.count);
    for (let node = 1; node < labelOf.length; node += 1) {
      const end = this.nodes.startOf(node + 1);
      const start = this.nodes.startOf(node);
      let from = end;
      while (from > start && (values[from - 1] ?? 0) >= positions) from -= 1;
      if (from === end) continue;
      for (let at = from; at < end; at += 1) this.row[at - from] = (values[at] ?? 0) - positions;
      labelOf[node] = table.add(this.row, end - from);
    }
    const starts = new Int32Array(table.count + 1).map((_, row) => table.startOf(row));
    return { labelOf, labels: { count: table.count, starts, list: table.values.slice(0, starts.at(-1)) } };
  }

  run(): SpellingGraph {
    const starts = new Column();
    const units = new Column();
    const targets = new Column();
    this.edgeBy(0);
    for (const part of this.parts.openings) this.enter(0, part, this.parts.roots[part] ?? 0);
    this.close(0);
    for (let node = 0; node < this.nodes.count; node += 1) {
      starts.push(targets.length);
      this.forgetEdges();
      this.followEdges(node);
      for (const unit of this.sortedUnits()) {
        units.push(unit);
        targets.push(this.close((this.edgeOf[unit] ?? 0) - 1));
      }
    }
    starts.push(targets.length);
    return {
      nodes: this.nodes.count,
      starts: starts.all(),
      units: Uint16Array.from(units.all()),
      targets: targets.all(),
      ...this.label(),
    };
  }
}

/** Sorts the first `length` numbers; most rows are so short that calling upon the library would take longer. */
function sortFew(row: Int32Array, length: number): void {
  if (length > 16) {
    row.subarray(0, length).sort();
    return;
  }
  for (let at = 1; at < length; at += 1) {
    const value = row[at] ?? 0;
    let to = at;
    for (; to > 0 && (row[to - 1] ?? 0) > value; to -= 1) row[to] = row[to - 1] ?? 0;
    row[to] = value;
  }
}

export function shareTails(tries: GrownTries, parts: Parts): SpellingGraph {
  return new TailSharing(tries, parts).run();
}
