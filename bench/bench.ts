import type { Workshop } from './workshop.ts';

/** Who runs: the program, or the least that could do the same. */
export type Side = 'ours' | 'peer';

/** What the ratio ours/peer must keep. */
export type Bar = { readonly kind: 'at most' | 'at least'; readonly ratio: number };

/** One figure of a bench: a line of its own in the table and in the JSON. Without a bar it is for reading only. */
export type Measure = { readonly name: string; readonly unit: string; readonly bar: Bar | null };

/** A bench is one folder, and one entry of `benches.ts`. */
export type Bench = {
  /** As it is typed: `npm run bench -- NAME`. */
  readonly name: string;
  readonly summary: string;
  readonly measures: readonly Measure[];
  /** One run of one side from nothing; a value for each measure, in their order and units. */
  run(side: Side, workshop: Workshop): Promise<readonly number[]>;
};

export type Line = Measure & {
  /** Medians of the runs. */
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly holds: boolean;
};

/** Runs both sides in turn, so that a slow minute of the machine meets both, and takes the medians. */
export async function race(
  measures: readonly Measure[],
  rounds: number,
  run: (side: Side) => Promise<readonly number[]>,
): Promise<Line[]> {
  const runs: Record<Side, (readonly number[])[]> = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    runs.ours.push(await run('ours'));
    runs.peer.push(await run('peer'));
  }
  return measures.map((measure, index) => {
    const ours = median(runs.ours.map((values) => values[index]));
    const peer = median(runs.peer.map((values) => values[index]));
    const ratio = ours / peer;
    return { ...measure, ours, peer, ratio, holds: measure.bar === null || holds(measure.bar, ratio) };
  });
}

export const holds = ({ kind, ratio: bar }: Bar, ratio: number): boolean =>
  kind === 'at most' ? ratio <= bar : ratio >= bar;

/** @throws when a value is missing or no number: a run that measured nothing must not look like a fast one */
export function median(values: readonly (number | undefined)[]): number {
  const sorted = values.map(finite).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (finite(low) + finite(high)) / 2;
}

/** The smallest value that `share` (0 to 1) of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.map(finite).sort((a, b) => a - b);
  return finite(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
}

function finite(value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) throw new Error('a run measured nothing');
  return value;
}
