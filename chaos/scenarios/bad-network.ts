import { conclude, FAULT, PAGE_BAR_MS, p99 } from '../desk.ts';
import type { Figure, Scenario, Size } from '../scenario.ts';
import { openTroubled, suffer } from '../suffer.ts';

type Plan = { readonly partitionMs: number; readonly latencyMs: number; readonly slowForMs: number };
const PLANS: Readonly<Record<Size, Plan>> = {
  long: { partitionMs: 30_000, latencyMs: 5_000, slowForMs: 60_000 },
  short: { partitionMs: 4_000, latencyMs: 1_000, slowForMs: 3_000 },
};

export const badNetwork: Scenario = {
  name: 'bad-network',
  summary: 'between the program and its stores: a partition, and latency',
  async run(place, size) {
    const { partitionMs, latencyMs, slowForMs } = PLANS[size];
    const troubled = await openTroubled(place);
    const { each } = troubled;
    const apart = await suffer(troubled, {
      what: 'partition',
      begin: each((line) => line.partition()),
      forMs: partitionMs,
      end: each((line) => line.heal()),
    });
    const slow = await suffer(troubled, {
      what: 'latency',
      begin: each((line) => line.slow(latencyMs)),
      forMs: slowForMs,
      end: each((line) => line.slow(0)),
    });
    const figures: Figure[] = [
      p99(`page after a partition of ${partitionMs / 1_000} s`, apart, PAGE_BAR_MS),
      p99(`page after ${slowForMs / 1_000} s with ${latencyMs / 1_000} s of latency`, slow, PAGE_BAR_MS),
    ];
    return conclude(troubled.centre, figures, { ...FAULT });
  },
};
