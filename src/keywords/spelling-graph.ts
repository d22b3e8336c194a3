import { Column } from './columns.ts';
import { type Parts, shareTails } from './share-tails.ts';
import { createTries, type Trie } from './trie.ts';

/**
 * All spellings as one graph without a cycle. Spellings that go on in the same way share their tails: a piece of thousands
 * of spellings takes little more than its words. Node 0 is the root.
 */
export type SpellingGraph = {
  readonly nodes: number;
  /** The edges of node `n` are `starts[n]` to `starts[n + 1] - 1`, by rising unit. */
  readonly starts: Int32Array;
  readonly units: Uint16Array;
  readonly targets: Int32Array;
  /** What the spellings that end at each node mean: a row of `labels`; 0 where none ends. */
  readonly labelOf: Int32Array;
  readonly labels: Labels;
};

/** The meanings of row `n`, rising: `starts[n]` to `starts[n + 1] - 1` in `list`. Row 0 is empty. */
export type Labels = { readonly count: number; readonly starts: Int32Array; readonly list: Int32Array };

export type GraphBuilder = {
  /** A spelling takes one word of each part; an array that comes again is not read again. Each of them has this meaning; nothing at all is no spelling. */
  add(parts: readonly (readonly string[])[], meaning: number): void;
  finish(): SpellingGraph;
};

export function createGraphBuilder(): GraphBuilder {
  const tries = createTries();
  const known = new Map<readonly string[], Trie>();
  const roots = new Column();
  const firsts = new Column();
  const meanings = new Column();
  const openings = new Column();
  let positions = 0;

  function growTrie(words: readonly string[]): Trie {
    let trie = known.get(words);
    if (trie === undefined) {
      trie = tries.grow(words);
      known.set(words, trie);
    }
    return trie;
  }

  return {
    add(parts, meaning) {
      if (parts.some((words) => words.length === 0)) return;
      openings.push(roots.length);
      parts.forEach((words, index) => {
        const { root, size } = growTrie(words);
        roots.push(root);
        firsts.push(positions);
        meanings.push(index === parts.length - 1 ? meaning : -1);
        positions += size;
      });
    },
    finish() {
      const all: Parts = {
        roots: roots.all(),
        firsts: firsts.all(),
        meanings: meanings.all(),
        openings: openings.all(),
        positions,
      };
      return shareTails(tries.finish(), all);
    },
  };
}
