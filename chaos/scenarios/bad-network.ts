import { setTimeout as pause } from 'node:timers/promises';
import { type Centre, openCentre } from '../centre.ts';
import {
  closeAll,
  conclude,
  DIGEST_MS,
  FAULT,
  PAGE_BAR_MS,
  p99,
  takeAll,
  untilCasesOf,
  untilPaged,
} from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import { behind, type LineProxy, openLineProxy } from '../line-proxy.ts';
import type { Place } from '../place.ts';
import type { Figure, Scenario, Size } from '../scenario.ts';

type Plan = { readonly partitionMs: number; readonly latencyMs: number; readonly slowForMs: number };
const PLANS: Readonly<Record<Size, Plan>> = {
  long: { partitionMs: 30_000, latencyMs: 5_000, slowForMs: 60_000 },
  short: { partitionMs: 4_000, latencyMs: 1_000, slowForMs: 3_000 },
};
const STUDENTS = 5;
/** A query on a line whose other end is gone is given up after 30 s (`QUERY_MS` of src/storage/database.ts). */
const HALF_OPEN_BAR_MS = 45_000;

export const badNetwork: Scenario = {
  name: 'bad-network',
  summary: 'between the program and its stores: a partition, latency, and lines whose other end is gone',
  async run(place, size) {
    const { partitionMs, latencyMs, slowForMs } = PLANS[size];
    const lines: LineProxy[] = [];
    const by = (url: string): Promise<string> => joinBy(place, lines, url);
    const centre = await openCentre(place, { database: 'shared', databaseBy: by, redisBy: by });
    const counsellors = await hire(centre, 3);
    const each = (step: (line: LineProxy) => unknown) => () => void lines.map(step);

    const apart = await suffer(centre, counsellors, {
      what: 'partition',
      begin: each((line) => line.partition()),
      forMs: partitionMs,
      end: each((line) => line.heal()),
    });
    const slow = await suffer(centre, counsellors, {
      what: 'latency',
      begin: each((line) => line.slow(latencyMs)),
      forMs: slowForMs,
      end: each((line) => line.slow(0)),
    });
    const gone = await suffer(centre, counsellors, {
      what: 'half-open lines',
      begin: each((line) => line.halfOpen()),
      forMs: 0,
      end: () => undefined,
    });
    const figures: Figure[] = [
      p99(`page after a partition of ${partitionMs / 1_000} s`, apart, PAGE_BAR_MS),
      p99(`page after ${slowForMs / 1_000} s with ${latencyMs / 1_000} s of latency`, slow, PAGE_BAR_MS),
      p99('page on half-open lines', gone, HALF_OPEN_BAR_MS),
    ];
    return conclude(centre, figures, { ...FAULT });
  },
};

async function joinBy(place: Place, lines: LineProxy[], url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const line = await openLineProxy({ host: hostname, port: Number(port) });
  lines.push(line);
  place.onEnd(() => line.close());
  return behind(url, line);
}

type Ordeal = {
  readonly what: string;
  readonly begin: () => void;
  readonly forMs: number;
  readonly end: () => void;
};

/** People write while it lasts; answers how long after its end each was on a page, in ms. */
async function suffer(
  centre: Centre,
  counsellors: readonly Counsellor[],
  { what, begin, forMs, end }: Ordeal,
): Promise<number[]> {
  begin();
  centre.place.tell(what);
  centre.countKill();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  await pause(forMs);
  end();
  const overAt = performance.now();
  await untilCasesOf(centre, chats);
  await centre.settle();
  const before = performance.now();
  await centre.advance(DIGEST_MS);
  const waits = (await untilPaged(centre, chats, before)).map((ms) => ms + before - overAt);
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
  return waits;
}
