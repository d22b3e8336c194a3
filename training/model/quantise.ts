import type { Weights } from '../../src/keywords/model/weights.ts';
import type { Learnt } from './learn.ts';

const largest = 127;

/** Rounds every weight to one of 255 steps; the scale is rounded to what the file can hold. */
export function quantise({ table, bias }: Learnt, threshold: number): Omit<Weights, 'stage'> {
  let farthest = 0;
  for (const weight of table) farthest = Math.max(farthest, Math.abs(weight));
  const scale = Math.fround(Math.max(farthest, 1e-6) / largest);
  const small = new Int8Array(table.length);
  for (let slot = 0; slot < table.length; slot += 1) {
    small[slot] = Math.max(-largest, Math.min(largest, Math.round((table[slot] ?? 0) / scale)));
  }
  return { table: small, scale, bias: Math.fround(bias), threshold: Math.fround(threshold) };
}
