import { describe, expect, it } from 'vitest';
import { type Measure, median, percentile, race, type Side } from '../../bench/bench.ts';
import { readOptions } from '../../bench/options.ts';
import { missed, toJson, toTable } from '../../bench/report.ts';

const FAST: Measure = { name: 'page p50', unit: 'ms', bar: { kind: 'at most', ratio: 2 } };
const MANY: Measure = { name: 'turn', unit: 'messages/s', bar: { kind: 'at least', ratio: 0.5 } };
const READ: Measure = { name: 'turn-instant', unit: 'messages/s', bar: null };
const KNOWN = ['page', 'turn', 'start'];

describe('the runner of the benches', () => {
  it('takes the middle of the runs, and the figure that a share of them does not exceed', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it.each([[[]], [[1, undefined, 3]], [[Number.NaN]], [[Number.POSITIVE_INFINITY]]])(
    'refuses what is no measurement: %j',
    (values) => {
      expect(() => median(values)).toThrow(/measured nothing/);
    },
  );

  it('runs both sides in turn and compares their medians', async () => {
    const order: Side[] = [];
    const values = { ours: [9, 1, 3], peer: [1, 2, 4] };
    const lines = await race([FAST], 3, async (side) => {
      order.push(side);
      return [values[side].shift() ?? Number.NaN];
    });
    expect(order).toEqual(['ours', 'peer', 'ours', 'peer', 'ours', 'peer']);
    expect(lines).toEqual([{ ...FAST, ours: 3, peer: 2, ratio: 1.5, holds: true }]);
  });

  it.each([
    [FAST, 2, true],
    [FAST, 2.01, false],
    [MANY, 0.5, true],
    [MANY, 0.49, false],
  ])('holds %j to its bar with a ratio of %d: %s', async (measure, ratio, held) => {
    const lines = await race([measure], 1, async (side) => [side === 'ours' ? ratio : 1]);
    expect(lines[0]?.holds).toBe(held);
    expect(missed(lines)).toHaveLength(held ? 0 : 1);
  });

  it('gives a machine one line of exactly four fields, and a person a table', async () => {
    const lines = await race([FAST, MANY], 1, async (side) =>
      side === 'ours' ? [10.1239, 700.4] : [5, 1_000],
    );
    expect(lines.map(toJson)).toEqual([
      '{"name":"page p50","ours":10.1,"peer":5,"ratio":2.02}',
      '{"name":"turn","ours":700,"peer":1000,"ratio":0.7}',
    ]);
    const [head, first, second] = toTable(lines).split('\n');
    expect(head).toMatch(/ours +peer +ratio +bar/);
    expect(first).toMatch(/^page p50 +10\.1 ms +5 ms +2\.02 +at most 2 +MISSED$/);
    expect(second).toMatch(/^turn +700 messages\/s +1000 messages\/s +0\.7 +at least 0\.5 +ok$/);
    expect(missed(lines)).toEqual(['bench page p50: the ratio ours/peer was 2.02, the bar is at most 2']);
  });

  it('only shows a figure without a bar', async () => {
    const lines = await race([READ], 1, async (side) => [side === 'ours' ? 1 : 1_000]);
    expect(lines[0]?.holds).toBe(true);
    expect(missed(lines)).toEqual([]);
    expect(toTable(lines).split('\n')[1]).toMatch(/^turn-instant +1 messages\/s +1000 messages\/s +0\.001$/);
  });

  it('runs all benches, or those that are named, and names them when one is unknown', () => {
    expect(readOptions([], KNOWN)).toEqual({
      ok: true,
      options: { names: KNOWN, json: false, redis: false, apiMs: 20 },
    });
    const some = readOptions(['start', '--json', 'page', '--redis', '--api-ms', '0'], KNOWN);
    expect(some).toEqual({
      ok: true,
      options: { names: ['page', 'start'], json: true, redis: true, apiMs: 0 },
    });
    const unknown = readOptions(['pages'], KNOWN);
    expect(unknown).toEqual({
      ok: false,
      message: 'bench: found "pages", expected one of page, turn, start',
    });
    for (const wrong of ['x', '-1', '1.5', '1001']) {
      expect(readOptions([`--api-ms=${wrong}`], KNOWN)).toMatchObject({ ok: false });
    }
    expect(readOptions(['--fast'], KNOWN)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/--fast/),
    });
  });
});
