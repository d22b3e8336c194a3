import { describe, expect, it } from 'vitest';
import { createBatch } from '../../src/core/batch.ts';

/** Work that ends when the test says so. */
function lasting() {
  const batches: string[][] = [];
  const ends: (() => void)[] = [];
  const work = async (items: readonly string[]): Promise<string[]> => {
    batches.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => item.toUpperCase());
  };
  return { batches, ends, work };
}

describe('a batch', () => {
  it('does what is asked for in one breath together, and what comes meanwhile in the next one', async () => {
    const { batches, ends, work } = lasting();
    const ask = createBatch(10, work);
    const first = Promise.all([ask('a'), ask('b')]);
    await null;
    await null;
    const second = Promise.all([ask('c'), ask('d')]);
    expect(batches).toEqual([['a', 'b']]);
    ends[0]?.();
    expect(await first).toEqual(['A', 'B']);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    ends[1]?.();
    expect(await second).toEqual(['C', 'D']);
  });

  it('is never longer than it may be, and keeps the order', async () => {
    const batches: number[][] = [];
    const ask = createBatch(2, async (items: readonly number[]) => {
      batches.push([...items]);
      return items;
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([1, 2, 3, 4, 5]);
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('lets nobody fail for somebody else', async () => {
    const done: string[] = [];
    const ask = createBatch(10, async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('no');
      done.push(...items);
      return items;
    });
    const asked = await Promise.allSettled([ask('a'), ask('bad'), ask('b')]);
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done).toEqual(['a', 'b']);
    expect(await ask('c')).toBe('c');
  });
});
