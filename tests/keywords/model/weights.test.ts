import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableLength } from '../../../src/keywords/model/features.ts';
import { loadWeights } from '../../../src/keywords/model/load-weights.ts';
import {
  fileBytes,
  formatWeights,
  readWeights,
  stageLength,
  type Weights,
} from '../../../src/keywords/model/weights.ts';

const weights: Weights = {
  table: Int8Array.from({ length: tableLength }, (_, slot) => (slot % 255) - 127),
  scale: 0.25,
  bias: -2.5,
  threshold: 0.5,
  stage: {
    weights: new Int8Array(65_536).fill(63, 0x6b7b, 0x6b7c).fill(-63, 0x9fff, 0xa000),
    limit: -7,
  },
};

/** What was read, with the table as bytes: comparing it number by number takes seconds. */
function plain(reading: { readonly ok: boolean; readonly weights?: Weights }) {
  const { table, stage, ...rest } = reading.weights ?? weights;
  const bytes =
    Buffer.from(table).equals(Buffer.from(weights.table)) &&
    Buffer.from(stage.weights).equals(Buffer.from(weights.stage.weights));
  return { ok: reading.ok, bytes, limit: stage.limit, ...rest };
}

const same = { ok: true, bytes: true, limit: -7, scale: 0.25, bias: -2.5, threshold: 0.5 };

function damage(change: (view: DataView) => void): Uint8Array {
  const bytes = formatWeights(weights);
  change(new DataView(bytes.buffer));
  return bytes;
}

describe('the file of weights', () => {
  test('says what was written, also from the middle of a larger buffer', () => {
    const bytes = formatWeights(weights);
    expect(plain(readWeights(bytes))).toEqual(same);
    const pool = Buffer.alloc(bytes.length + 64);
    pool.set(bytes, 7);
    expect(plain(readWeights(pool.subarray(7, 7 + bytes.length)))).toEqual(same);
  });

  test.each([
    ['cut short', formatWeights(weights).subarray(1), 'bytes where'],
    ['another file', damage((view) => view.setUint8(0, 0)), 'does not begin with XQSM'],
    ['another version', damage((view) => view.setUint32(4, 9, true)), 'is of version 9'],
    ['no scale', damage((view) => view.setFloat32(12, 0, true)), 'scale'],
    ['no number', damage((view) => view.setFloat32(20, Number.NaN, true)), 'no number'],
    ['too heavy a character', damage((view) => view.setInt8(fileBytes - stageLength, 64)), 'first stage'],
    [
      'a letter weighed',
      damage((view) => view.setUint16(fileBytes - 3 * stageLength, 97, true)),
      'first stage',
    ],
    ['always raising', damage((view) => view.setFloat32(20, -9, true)), 'without a word'],
  ])('%s is told', (_, bytes, problem) => {
    expect(readWeights(bytes)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  test('has room for so many characters of the first stage and no more', () => {
    const stage = { ...weights.stage, weights: new Int8Array(65_536).fill(1, 0x4e00, 0x4e00 + stageLength) };
    expect(readWeights(formatWeights({ ...weights, stage }))).toMatchObject({ ok: true });
    stage.weights[0x9fff] = 1;
    expect(() => formatWeights({ ...weights, stage })).toThrow(RangeError);
  });

  test('a missing or damaged file is told with its place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weights-'));
    const file = join(folder, 'weights.bin');
    expect(await loadWeights(folder)).toEqual({ ok: false, file, problem: 'cannot be read' });
    await writeFile(file, 'something else');
    expect(await loadWeights(folder)).toEqual({
      ok: false,
      file,
      problem: expect.stringContaining('has 14 bytes'),
    });
    await writeFile(file, formatWeights(weights));
    expect(plain(await loadWeights(folder))).toEqual(same);
  });
});
