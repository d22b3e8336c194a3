/** Aho-Corasick over UTF-16 units on typed arrays: one pass finds every pattern, in time linear in text and hits. */
export type Matcher = {
  /** Calls `found` with pattern number and exclusive end, in order of end. */
  scan(units: ArrayLike<number>, length: number, found: (pattern: number, end: number) => void): void;
};

type Trie = {
  readonly children: Array<Map<number, number>>;
  readonly pattern: number[];
};

function buildTrie(patterns: readonly string[], symbols: Uint16Array): Trie {
  const trie: Trie = { children: [new Map()], pattern: [-1] };
  patterns.forEach((pattern, number) => {
    let state = 0;
    for (let at = 0; at < pattern.length; at += 1) {
      const symbol = symbols[pattern.charCodeAt(at)] ?? 0;
      const children = trie.children[state];
      if (children === undefined) throw new Error('trie state without children');
      let next = children.get(symbol);
      if (next === undefined) {
        next = trie.children.length;
        trie.children.push(new Map());
        trie.pattern.push(-1);
        children.set(symbol, next);
      }
      state = next;
    }
    if (state !== 0) trie.pattern[state] = number;
  });
  return trie;
}

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

type Links = { readonly fail: Int32Array; readonly output: Int32Array };

/** `fail` is the longest proper suffix that is a state; `output` the nearest one on that chain that ends a pattern. */
function linkStates(trie: Trie): Links {
  const fail = new Int32Array(trie.children.length);
  const output = new Int32Array(trie.children.length);
  const queue: number[] = [...(trie.children[0]?.values() ?? [])];
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0;
    for (const [symbol, child] of trie.children[state] ?? []) {
      let suffix = fail[state] ?? 0;
      while (suffix !== 0 && !trie.children[suffix]?.has(symbol)) suffix = fail[suffix] ?? 0;
      const target = trie.children[suffix]?.get(symbol) ?? 0;
      fail[child] = target;
      output[child] = trie.pattern[target] === -1 ? (output[target] ?? 0) : target;
      queue.push(child);
    }
  }
  return { fail, output };
}

type Edges = { readonly keys: Int32Array; readonly targets: Int32Array; readonly mask: number };

function hashKey(key: number, mask: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 8) & mask;
}

/** Edges in one open-addressed table: key = state * symbols + symbol, at most half full. */
function packEdges(trie: Trie, symbolCount: number): Edges {
  let size = 16;
  while (size < trie.children.length * 2) size *= 2;
  const keys = new Int32Array(size).fill(-1);
  const targets = new Int32Array(size);
  const mask = size - 1;
  trie.children.forEach((children, state) => {
    for (const [symbol, target] of children) {
      const key = state * symbolCount + symbol;
      let slot = hashKey(key, mask);
      while (keys[slot] !== -1) slot = (slot + 1) & mask;
      keys[slot] = key;
      targets[slot] = target;
    }
  });
  return { keys, targets, mask };
}

/** Patterns must be distinct; empty ones are never found. */
export function buildMatcher(patterns: readonly string[]): Matcher {
  const { symbols, count } = numberSymbols(patterns);
  const trie = buildTrie(patterns, symbols);
  if (trie.children.length * count > 0x7fff_ffff) throw new Error('too many patterns for one matcher');
  const { fail, output } = linkStates(trie);
  const { keys, targets, mask } = packEdges(trie, count);
  const endOf = Int32Array.from(trie.pattern);

  function follow(state: number, symbol: number): number {
    const key = state * count + symbol;
    for (let slot = hashKey(key, mask); ; slot = (slot + 1) & mask) {
      const found = keys[slot];
      if (found === key) return targets[slot] ?? 0;
      if (found === -1) return 0;
    }
  }

  return {
    scan(units, length, found) {
      let state = 0;
      for (let at = 0; at < length; at += 1) {
        const symbol = symbols[units[at] ?? 0] ?? 0;
        if (symbol === 0) {
          state = 0;
          continue;
        }
        let next = follow(state, symbol);
        while (next === 0 && state !== 0) {
          state = fail[state] ?? 0;
          next = follow(state, symbol);
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
