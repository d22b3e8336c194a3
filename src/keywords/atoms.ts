import type { GrownTrie } from './trie.ts';
import { groupBy } from './trie.ts';

/** Bits that say what an atom (one spelling of one piece) is used for. */
export const roles = { cue: 1, idiom: 2, whole: 4, first: 8, between: 16, last: 32 } as const;
export type Role = (typeof roles)[keyof typeof roles];

/** Atoms that pieces of forms are spelled with. */
export const pieceRoles: number = roles.whole | roles.first | roles.between | roles.last;

/** Columns by atom; atoms are numbered from 1. */
export type Atoms = {
  /** In characters of the folded text. */
  readonly lengths: Uint16Array;
  /** Bits of `roles`. */
  readonly roles: Int32Array;
  /** Bit n is set for the n-th name of a cue. */
  readonly cues: Int32Array;
  /** Where the uses of an atom start in `uses`; those of the next one follow. */
  readonly useStarts: Int32Array;
  /** Places of pieces that are spelled so, in the order of the rules. */
  readonly uses: Int32Array;
};

/** Numbers in the order in which they were added, without an object for each. */
class Column {
  private values = new Int32Array(4096);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const old = this.values;
      this.values = new Int32Array(old.length * 2);
      this.values.set(old);
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  all(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

export type AtomBuilder = {
  addCue(state: number, cue: number): void;
  addIdiom(state: number): void;
  addPiece(state: number, place: number, role: Role): void;
  /** Numbers the states of the trie in which an atom ends. */
  finish(trie: GrownTrie): { readonly atoms: Atoms; readonly endOf: Int32Array };
};

export function createAtomBuilder(): AtomBuilder {
  // One row for each use: the state, its role, and the place or the cue.
  const states = new Column();
  const kinds = new Column();
  const values = new Column();

  function add(state: number, role: Role, value: number): void {
    states.push(state);
    kinds.push(role);
    values.push(value);
  }

  function finish(trie: GrownTrie): { atoms: Atoms; endOf: Int32Array } {
    const rows = groupBy(states.all(), 0, states.length, trie.states);
    const endOf = new Int32Array(trie.states);
    let count = 1;
    for (let state = 1; state < trie.states; state += 1) {
      if (rows.starts[state] === rows.starts[state + 1]) continue;
      endOf[state] = count;
      count += 1;
    }
    const lengths = new Uint16Array(count);
    const flags = new Int32Array(count);
    const cues = new Int32Array(count);
    const useStarts = new Int32Array(count + 1);
    const uses = new Column();
    for (let state = 1; state < trie.states; state += 1) {
      const atom = endOf[state] ?? 0;
      if (atom === 0) continue;
      lengths[atom] = trie.depths[state] ?? 0;
      useStarts[atom] = uses.length;
      for (let at = rows.starts[state] ?? 0; at < (rows.starts[state + 1] ?? 0); at += 1) {
        const row = rows.list[at] ?? 0;
        const role = kinds.at(row);
        const value = values.at(row);
        flags[atom] = (flags[atom] ?? 0) | role;
        if (role === roles.cue) cues[atom] = (cues[atom] ?? 0) | (1 << value);
        // Places come in rising order: one that a piece spells twice stands behind itself.
        else if (role !== roles.idiom) {
          const isTwin = uses.length > (useStarts[atom] ?? 0) && uses.at(uses.length - 1) === value;
          if (!isTwin) uses.push(value);
        }
      }
    }
    useStarts[count] = uses.length;
    return { atoms: { lengths, roles: flags, cues, useStarts, uses: uses.all().slice() }, endOf };
  }

  return {
    addCue: (state, cue) => add(state, roles.cue, cue),
    addIdiom: (state) => add(state, roles.idiom, 0),
    addPiece: (state, place, role) => add(state, role, place),
    finish,
  };
}
