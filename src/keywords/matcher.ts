/** Aho-Corasick over UTF-16 units on typed arrays: one pass finds every pattern, in time linear in text and hits. */
export type Matcher = {
  /** Calls `found` with pattern number and exclusive end, in order of end. */
  scan(units: ArrayLike<number>, length: number, found: (pattern: number, end: number) => void): void;
};

/** Edges in one open-addressed table: key = state * symbols + symbol, at most half full. */
type Edges = { readonly keys: Int32Array; readonly targets: Int32Array; readonly mask: number };

/** All states of the trie in typed arrays: a Map for each of them costs more time than everything else at a start. */
type Trie = {
  readonly states: number;
  readonly edges: Edges;
  readonly parent: Int32Array;
  /** The symbol on the edge from the parent. */
  readonly symbol: Int32Array;
  readonly depth: Int32Array;
  /** The pattern that ends here, or -1. */
  readonly endOf: Int32Array;
};

/** Symbol 0 means "in no pattern". */
function numberSymbols(patterns: readonly string[]): { symbols: Uint16Array; count: number } {
  const symbols = new Uint16Array(65536);
  let count = 1;
  for (const pattern of patterns) {
    for (let at = 0; at < pattern.length; at += 1) {
      const unit = pattern.charCodeAt(at);
      if (symbols[unit] === 0) {
        symbols[unit] = count;
        count += 1;
      }
    }
  }
  return { symbols, count };
}

const slotOf = (key: number, mask: number): number => (Math.imul(key, 0x9e3779b1) >>> 8) & mask;

/** The child of `state` by `symbol`; 0, the root, where there is none. */
function follow(edges: Edges, key: number): number {
  const { keys, targets, mask } = edges;
  for (let slot = slotOf(key, mask); ; slot = (slot + 1) & mask) {
    const found = keys[slot];
    if (found === key) return targets[slot] ?? 0;
    if (found === -1) return 0;
  }
}

function addEdge({ keys, targets, mask }: Edges, key: number, target: number): void {
  let slot = slotOf(key, mask);
  while (keys[slot] !== -1) slot = (slot + 1) & mask;
  keys[slot] = key;
  targets[slot] = target;
}

function makeEdges(atMost: number): Edges {
  let size = 16;
  while (size < atMost * 2) size *= 2;
  return { keys: new Int32Array(size).fill(-1), targets: new Int32Array(size), mask: size - 1 };
}

function buildTrie(patterns: readonly string[], symbols: Uint16Array, symbolCount: number): Trie {
  const atMost = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  if (atMost * symbolCount > 0x7fff_ffff) throw new Error('too many patterns for one matcher');
  const edges = makeEdges(atMost);
  const parent = new Int32Array(atMost);
  const symbol = new Int32Array(atMost);
  const depth = new Int32Array(atMost);
  const endOf = new Int32Array(atMost).fill(-1);
  let states = 1;
  patterns.forEach((pattern, number) => {
    let state = 0;
    for (let at = 0; at < pattern.length; at += 1) {
      const unit = symbols[pattern.charCodeAt(at)] ?? 0;
      const key = state * symbolCount + unit;
      let next = follow(edges, key);
      if (next === 0) {
        next = states;
        states += 1;
        addEdge(edges, key, next);
        parent[next] = state;
        symbol[next] = unit;
        depth[next] = at + 1;
      }
      state = next;
    }
    if (state !== 0) endOf[state] = number;
  });
  return { states, edges, parent, symbol, depth, endOf };
}

/** States from the shallow to the deep: what a state links to lies above it. */
function byDepth({ states, depth }: Trie): Int32Array {
  const deepest = depth.subarray(0, states).reduce((most, one) => Math.max(most, one), 0);
  const next = new Int32Array(deepest + 2);
  for (let state = 0; state < states; state += 1)
    next[(depth[state] ?? 0) + 1] = (next[(depth[state] ?? 0) + 1] ?? 0) + 1;
  for (let level = 1; level < next.length; level += 1)
    next[level] = (next[level] ?? 0) + (next[level - 1] ?? 0);
  const order = new Int32Array(states);
  for (let state = 0; state < states; state += 1) {
    const level = depth[state] ?? 0;
    order[next[level] ?? 0] = state;
    next[level] = (next[level] ?? 0) + 1;
  }
  return order;
}

type Links = { readonly fail: Int32Array; readonly output: Int32Array };

/** `fail` is the longest proper suffix that is a state; `output` the nearest one on that chain that ends a pattern. */
function linkStates(trie: Trie, symbolCount: number): Links {
  const { edges, parent, symbol, endOf } = trie;
  const fail = new Int32Array(trie.states);
  const output = new Int32Array(trie.states);
  for (const state of byDepth(trie)) {
    const above = parent[state] ?? 0;
    if (above === 0) continue;
    const unit = symbol[state] ?? 0;
    let suffix = fail[above] ?? 0;
    let target = follow(edges, suffix * symbolCount + unit);
    while (target === 0 && suffix !== 0) {
      suffix = fail[suffix] ?? 0;
      target = follow(edges, suffix * symbolCount + unit);
    }
    fail[state] = target;
    output[state] = endOf[target] === -1 ? (output[target] ?? 0) : target;
  }
  return { fail, output };
}

/** Patterns must be distinct; empty ones are never found. */
export function buildMatcher(patterns: readonly string[]): Matcher {
  const { symbols, count } = numberSymbols(patterns);
  const trie = buildTrie(patterns, symbols, count);
  const { fail, output } = linkStates(trie, count);
  const { edges, endOf } = trie;

  return {
    scan(units, length, found) {
      let state = 0;
      for (let at = 0; at < length; at += 1) {
        const symbol = symbols[units[at] ?? 0] ?? 0;
        if (symbol === 0) {
          state = 0;
          continue;
        }
        let next = follow(edges, state * count + symbol);
        while (next === 0 && state !== 0) {
          state = fail[state] ?? 0;
          next = follow(edges, state * count + symbol);
        }
        state = next;
        if (state === 0) continue;
        let hit = endOf[state] === -1 ? (output[state] ?? 0) : state;
        while (hit !== 0) {
          found(endOf[hit] ?? 0, at + 1);
          hit = output[hit] ?? 0;
        }
      }
    },
  };
}
