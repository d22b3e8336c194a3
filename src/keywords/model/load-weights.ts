import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Weights } from './weights.ts';
import { readWeights } from './weights.ts';

export type WeightsLoading =
  | { readonly ok: true; readonly weights: Weights }
  | { readonly ok: false; readonly file: string; readonly problem: string };

/** The name of the file inside config/screening-model. */
export const weightsFile = 'weights.bin';

/** Reads the weights of a folder (config/screening-model). A file that is missing or damaged is a value, not a throw. */
export async function loadWeights(folder: string): Promise<WeightsLoading> {
  const file = join(folder, weightsFile);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch {
    return { ok: false, file, problem: 'cannot be read' };
  }
  const reading = readWeights(bytes);
  return reading.ok ? reading : { ok: false, file, problem: reading.problem };
}
