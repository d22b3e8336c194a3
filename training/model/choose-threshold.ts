import type { Judged } from './cross-validate.ts';

/** Everyday messages in 10,000 that the model may raise beyond what the rules raise; the whole may be 20. */
export const allowedIn10000 = 5;

/**
 * The least threshold at which no more everyday messages than allowed would be raised by models that never saw them.
 * Without everyday messages (a run on the authored lines alone) it is the worth of an even chance.
 */
export function chooseThreshold(judged: readonly Judged[]): number {
  const everyday = judged.filter(({ example }) => example.sample.source === 'sms');
  const asked = everyday.filter(({ example }) => example.level === 'none').map(({ worth }) => worth);
  asked.sort((a, b) => b - a);
  const allowed = Math.floor((everyday.length * allowedIn10000) / 10_000);
  return Math.max(0, asked[allowed] ?? 0);
}
