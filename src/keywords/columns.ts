/** Numbers in the order in which they were added, without an object for each. */
export class Column {
  private values = new Int32Array(1024);
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

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** Without a copy: holds until the next `push`. */
  all(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/**
 * Rows of numbers, each of them once: a row that is added again has the number that it had. A hash table with open
 * addressing, at most half full.
 */
export class RowTable {
  count = 0;
  private slots = new Int32Array(2048);
  private starts = new Int32Array(1025);
  private hashes = new Int32Array(1024);
  private list = new Int32Array(4096);

  /** The number of the row that stands in `row` up to `length`. */
  add(row: Int32Array, length: number): number {
    let hash = length;
    for (let at = 0; at < length; at += 1) {
      // The constants are those of xxHash, Yann Collet.
      hash = Math.imul(Math.imul(hash, 0x9e3779b1) ^ (row[at] ?? 0), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let known = this.slots[slot] ?? 0; known !== 0; known = this.slots[slot] ?? 0) {
      if (this.hashes[known - 1] === hash && this.isSame(known - 1, row, length)) return known - 1;
      slot = (slot + 1) & mask;
    }
    return this.append(row, length, hash, slot);
  }

  /** Where row `number` starts in `values`; it ends where the next one starts. */
  startOf(number: number): number {
    return this.starts[number] ?? 0;
  }

  /** All rows, one after the other. Holds until the next `add`. */
  get values(): Int32Array {
    return this.list;
  }

  private isSame(number: number, row: Int32Array, length: number): boolean {
    const start = this.starts[number] ?? 0;
    if ((this.starts[number + 1] ?? 0) - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (this.list[start + at] !== row[at]) return false;
    return true;
  }

  private append(row: Int32Array, length: number, hash: number, slot: number): number {
    const number = this.count;
    const start = this.starts[number] ?? 0;
    if (start + length > this.list.length) this.list = enlarge(this.list, start + length);
    if (length < 8) for (let at = 0; at < length; at += 1) this.list[start + at] = row[at] ?? 0;
    else this.list.set(row.subarray(0, length), start);
    this.count += 1;
    if (this.count === this.hashes.length) {
      this.starts = enlarge(this.starts, this.count);
      this.hashes = enlarge(this.hashes, this.count);
    }
    this.starts[number + 1] = start + length;
    this.hashes[number] = hash;
    this.slots[slot] = number + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return number;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.count; number += 1) {
      let slot = (this.hashes[number] ?? 0) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }
}

function enlarge(old: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(needed, old.length) * 2);
  next.set(old);
  return next;
}

/** Sorts numbers by a column into rows: where each row starts, and what stands in it. Those below 0 are in none. */
export function groupBy(
  column: Int32Array,
  rows: number,
): { readonly starts: Int32Array; readonly list: Int32Array } {
  const starts = new Int32Array(rows + 1);
  for (const row of column) if (row >= 0) starts[row + 1] = (starts[row + 1] ?? 0) + 1;
  for (let row = 1; row <= rows; row += 1) starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
  const next = starts.slice();
  const list = new Int32Array(starts[rows] ?? 0);
  for (let at = 0; at < column.length; at += 1) {
    const row = column[at] ?? 0;
    if (row < 0) continue;
    list[next[row] ?? 0] = at;
    next[row] = (next[row] ?? 0) + 1;
  }
  return { starts, list };
}
