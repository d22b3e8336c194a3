import type { FirstStage } from '../lookout.ts';
import { heaviest } from '../lookout.ts';
import { firstCounted, tableLength } from './features.ts';

/** A trained model: the worth of a text is `bias` + `scale` times a sum of the table; above `threshold` it is raised. */
export type Weights = {
  readonly table: Int8Array;
  readonly scale: number;
  readonly bias: number;
  readonly threshold: number;
  /** Who does not pass it is not asked about. */
  readonly stage: FirstStage;
};

export type ReadWeights =
  | { readonly ok: true; readonly weights: Weights }
  | { readonly ok: false; readonly problem: string };

/**
 * The file: four letters, version, length of the table, scale, bias, threshold, limit of the first stage (little-endian),
 * then the table, then so many characters of the first stage by rising unit (0 where there are fewer) and their weights.
 */
const letters = 'XQSM';
const version = 2;
const headerBytes = 28;
export const stageLength = 4096;

const unitsFrom = headerBytes + tableLength;
const weightsFrom = unitsFrom + stageLength * 2;

/** At most 128 kB on disk. */
export const fileBytes = weightsFrom + stageLength;

export function formatWeights(weights: Weights): Uint8Array {
  const bytes = new Uint8Array(fileBytes);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < letters.length; at += 1) view.setUint8(at, letters.charCodeAt(at));
  view.setUint32(4, version, true);
  view.setUint32(8, weights.table.length, true);
  view.setFloat32(12, weights.scale, true);
  view.setFloat32(16, weights.bias, true);
  view.setFloat32(20, weights.threshold, true);
  view.setInt32(24, weights.stage.limit, true);
  bytes.set(
    new Uint8Array(weights.table.buffer, weights.table.byteOffset, weights.table.length),
    headerBytes,
  );
  let at = 0;
  weights.stage.weights.forEach((weight, unit) => {
    if (weight === 0) return;
    if (at === stageLength) throw new RangeError('too many characters in the first stage');
    view.setUint16(unitsFrom + at * 2, unit, true);
    view.setInt8(weightsFrom + at, weight);
    at += 1;
  });
  return bytes;
}

/** Null where a weight is too large to be added up beside the others, or of what the model does not count. */
function readStage(view: DataView): FirstStage | null {
  const weights = new Int8Array(65536);
  for (let at = 0; at < stageLength; at += 1) {
    const unit = view.getUint16(unitsFrom + at * 2, true);
    const weight = view.getInt8(weightsFrom + at);
    if (weight !== 0 && unit < firstCounted) return null;
    if (Math.abs(weight) > heaviest) return null;
    weights[unit] = weight;
  }
  return { weights, limit: view.getInt32(24, true) };
}

/** Reads what `formatWeights` wrote; a file that is something else, or is cut short, is told in a sentence. */
export function readWeights(bytes: Uint8Array): ReadWeights {
  if (bytes.length !== fileBytes) {
    return { ok: false, problem: `has ${bytes.length} bytes where ${fileBytes} are expected` };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < letters.length; at += 1) {
    if (view.getUint8(at) !== letters.charCodeAt(at)) {
      return { ok: false, problem: `does not begin with ${letters}: not the weights of a screening model` };
    }
  }
  if (view.getUint32(4, true) !== version) {
    return { ok: false, problem: `is of version ${view.getUint32(4, true)}, this program reads ${version}` };
  }
  const scale = view.getFloat32(12, true);
  const bias = view.getFloat32(16, true);
  const threshold = view.getFloat32(20, true);
  if (!(scale > 0 && Number.isFinite(scale) && Number.isFinite(bias) && Number.isFinite(threshold))) {
    return { ok: false, problem: 'holds a scale, bias or threshold that is no number' };
  }
  if (!(threshold > bias)) return { ok: false, problem: 'would raise a text without a word' };
  const stage = readStage(view);
  if (stage === null) return { ok: false, problem: 'holds a first stage that cannot be' };
  // A copy: the bytes of a file may sit in a pool that others write to.
  const table = new Int8Array(bytes.buffer, bytes.byteOffset + headerBytes, tableLength).slice();
  return { ok: true, weights: { table, scale, bias, threshold, stage } };
}
