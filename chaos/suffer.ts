/** People write while the lines between the program and its stores are bad. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Centre, openCentre } from './centre.ts';
import { closeAll, DIGEST_MS, measurePages, takeAll } from './desk.ts';
import { type Counsellor, hire } from './hire.ts';
import { behind, type LineProxy, openLineProxy } from './line-proxy.ts';
import type { Place } from './place.ts';

const STUDENTS = 5;

export type Troubled = {
  readonly centre: Centre;
  readonly counsellors: readonly Counsellor[];
  readonly each: (step: (line: LineProxy) => unknown) => () => void;
};

/** A centre with a line to each of its stores that can be made bad. */
export async function openTroubled(place: Place): Promise<Troubled> {
  const lines: LineProxy[] = [];
  const by = async (url: string): Promise<string> => {
    const { hostname, port } = new URL(url);
    const line = await openLineProxy({ host: hostname, port: Number(port) });
    lines.push(line);
    place.onEnd(() => line.close());
    return behind(url, line);
  };
  const centre = await openCentre(place, { database: 'shared', databaseBy: by, redisBy: by });
  const counsellors = await hire(centre, 3);
  return { centre, counsellors, each: (step) => () => void lines.map(step) };
}

export type Ordeal = {
  readonly what: string;
  readonly begin: () => void;
  readonly forMs: number;
  readonly end: () => void;
};

/** Answers how long after its end each was on a page, in ms. */
export async function suffer(
  { centre, counsellors }: Troubled,
  { what, begin, forMs, end }: Ordeal,
): Promise<number[]> {
  begin();
  centre.place.tell(what);
  centre.countKill();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  await pause(forMs);
  end();
  const overAt = performance.now();
  const waits = await measurePages(centre, chats, overAt);
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
  return waits;
}
