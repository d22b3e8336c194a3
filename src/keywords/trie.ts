/** A trie that grows in typed arrays: a Map for each of its states would cost more time than everything else at a start. */
export type Trie = {
  /** The child of `state` by `unit`, which is made if there is none. The root is state 0. */
  grow(state: number, unit: number): number;
  /** Gives back what has been grown; the trie grows no further. */
  finish(): GrownTrie;
};

/** Columns by state; a parent has a smaller number than its children. */
export type GrownTrie = {
  readonly states: number;
  readonly parents: Int32Array;
  /** The unit on the edge from the parent. */
  readonly units: Uint16Array;
  readonly depths: Uint16Array;
};

const firstCapacity = 1024;

function enlarge<T extends Int32Array | Uint16Array>(old: T, next: T): T {
  next.set(old);
  return next;
}

const slotOf = (state: number, unit: number, mask: number): number =>
  (Math.imul(Math.imul(state, 0x9e3779b1) ^ unit, 0x85ebca6b) >>> 7) & mask;

export function createTrie(): Trie {
  let capacity = firstCapacity;
  let parents = new Int32Array(capacity);
  let units = new Uint16Array(capacity);
  let depths = new Uint16Array(capacity);
  let states = 1;
  // Open addressing, at most half full: a slot holds a child, 0 where it is free.
  let mask = capacity * 2 - 1;
  let slots = new Int32Array(mask + 1);

  function place(child: number): void {
    let slot = slotOf(parents[child] ?? 0, units[child] ?? 0, mask);
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = child;
  }

  function makeRoom(): void {
    capacity *= 2;
    parents = enlarge(parents, new Int32Array(capacity));
    units = enlarge(units, new Uint16Array(capacity));
    depths = enlarge(depths, new Uint16Array(capacity));
    mask = capacity * 2 - 1;
    slots = new Int32Array(mask + 1);
    for (let state = 1; state < states; state += 1) place(state);
  }

  function grow(state: number, unit: number): number {
    let slot = slotOf(state, unit, mask);
    for (let child = slots[slot] ?? 0; child !== 0; child = slots[slot] ?? 0) {
      if (parents[child] === state && units[child] === unit) return child;
      slot = (slot + 1) & mask;
    }
    const made = states;
    states += 1;
    parents[made] = state;
    units[made] = unit;
    depths[made] = (depths[state] ?? 0) + 1;
    slots[slot] = made;
    if (states === capacity) makeRoom();
    return made;
  }

  return { grow, finish: () => ({ states, parents, units, depths }) };
}

/** The states by depth, and the children of each: `list[starts[s]]` to `list[starts[s + 1] - 1]`. */
export type Families = { readonly order: Int32Array; readonly starts: Int32Array; readonly list: Int32Array };

/** Sorts `count` numbers by a column into rows: where each row starts, and what stands in it. */
export function groupBy(
  column: ArrayLike<number>,
  from: number,
  count: number,
  rows: number,
): { readonly starts: Int32Array; readonly list: Int32Array } {
  const starts = new Int32Array(rows + 1);
  for (let at = from; at < count; at += 1) {
    const row = (column[at] ?? 0) + 1;
    starts[row] = (starts[row] ?? 0) + 1;
  }
  for (let row = 1; row <= rows; row += 1) starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
  const next = starts.slice();
  const list = new Int32Array(count - from);
  for (let at = from; at < count; at += 1) {
    const row = column[at] ?? 0;
    list[next[row] ?? 0] = at;
    next[row] = (next[row] ?? 0) + 1;
  }
  return { starts, list };
}

export function sortFamilies({ states, parents, depths }: GrownTrie): Families {
  let deepest = 0;
  for (let state = 0; state < states; state += 1) deepest = Math.max(deepest, depths[state] ?? 0);
  const order = groupBy(depths, 0, states, deepest + 1).list;
  const { starts, list } = groupBy(parents, 1, states, states);
  return { order, starts, list };
}
