import { Column } from './columns.ts';

/**
 * Tries of words that grow in typed arrays: a Map for each of their states would cost more time than everything else at a
 * start. The states of a trie are numbered one after the other, its root first.
 */
export type Tries = {
  /** Grows a trie of its own. */
  grow(words: readonly string[]): Trie;
  finish(): GrownTries;
};

export type Trie = { readonly root: number; readonly size: number };

/** Columns by state. The children of one are a list: its first child, and of each child the next; 0 where none is. */
export type GrownTries = {
  readonly firstChildren: Int32Array;
  readonly nextSiblings: Int32Array;
  /** The unit on the edge from the parent. */
  readonly units: Int32Array;
  /** 1 where a word ends. */
  readonly ends: Int32Array;
};

export function createTries(): Tries {
  const firstChildren = new Column();
  const nextSiblings = new Column();
  const units = new Column();
  const ends = new Column();

  function make(unit: number, sibling: number): number {
    firstChildren.push(0);
    nextSiblings.push(sibling);
    units.push(unit);
    ends.push(0);
    return units.length - 1;
  }

  /** Parts have few words: their children are found sooner by a look at each than by a table of all. */
  function child(parent: number, unit: number): number {
    const first = firstChildren.at(parent);
    for (let state = first; state !== 0; state = nextSiblings.at(state)) {
      if (units.at(state) === unit) return state;
    }
    const made = make(unit, first);
    firstChildren.set(parent, made);
    return made;
  }

  return {
    grow(words) {
      const root = make(0, 0);
      for (const word of words) {
        let state = root;
        for (let at = 0; at < word.length; at += 1) state = child(state, word.charCodeAt(at));
        ends.set(state, 1);
      }
      return { root, size: units.length - root };
    },
    finish: () => ({
      firstChildren: firstChildren.all(),
      nextSiblings: nextSiblings.all(),
      units: units.all(),
      ends: ends.all(),
    }),
  };
}
