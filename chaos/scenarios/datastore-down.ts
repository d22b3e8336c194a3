import { setTimeout as pause } from 'node:timers/promises';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, FAULT, measurePages, PAGE_BAR_MS, p99, takeAll } from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import { behind, type LineProxy, openLineProxy } from '../line-proxy.ts';
import type { Place } from '../place.ts';
import { waitForPart } from '../readiness.ts';
import type { Figure, Scenario, Size } from '../scenario.ts';
import { countCalls, EMERGENCY, TOLD_BAR_MS, untilTold } from '../without-database.ts';

const OUTAGES_MS: Readonly<Record<Size, readonly number[]>> = { long: [25_000, 600_000], short: [5_000] };
const LISTENER_KILLS: Readonly<Record<Size, number>> = { long: 100, short: 10 };
const STUDENTS = 5;
/** A process that never held the bot listens without a lease after 30 s only: it is not waited for. */
const AWAY_AT_BOOT_MS = 5_000;

type Stage = {
  readonly centre: Centre;
  readonly counsellors: readonly Counsellor[];
  readonly database: LineProxy;
  /** Null where the queue is in the database. */
  readonly redis: LineProxy | null;
  /** How long people waited for an answer while there was no database, in ms ... */
  readonly told: number[];
  /** ... and how long it took until somebody was called directly. */
  readonly called: number[];
};

export const datastoreDown: Scenario = {
  name: 'datastore-down',
  summary:
    'the store away at boot, for seconds and for minutes; the listening connection killed again and again',
  async run(place, size) {
    const stage = await openStage(place);
    const { centre } = stage;
    const figures: Figure[] = [p99('page after a boot without it', await boot(stage), PAGE_BAR_MS)];
    for (const ms of OUTAGES_MS[size]) {
      const waits = await withoutDatabase(stage, ms);
      figures.push(p99(`page after ${ms / 1_000} s without a database`, waits, PAGE_BAR_MS));
      if (stage.redis === null) continue;
      const paged = await withoutRedis(stage, stage.redis, ms);
      figures.push(p99(`page during ${ms / 1_000} s without Redis`, paged, PAGE_BAR_MS));
    }
    figures.push(p99('hotlines without a database', stage.told, TOLD_BAR_MS));
    figures.push(p99('direct page without a database', stage.called, TOLD_BAR_MS));
    await waitForPart(centre, 'queue', 'ready');
    const unheard = await killListener(stage, LISTENER_KILLS[size]);
    figures.push(p99('page after its listening connection was killed', unheard, PAGE_BAR_MS));
    return conclude(centre, figures, { ...FAULT, casesEach: 1 });
  },
};

async function openStage(place: Place): Promise<Stage> {
  const lines: LineProxy[] = [];
  const by = async (url: string): Promise<string> => {
    const { hostname, port } = new URL(url);
    const line = await openLineProxy({ host: hostname, port: Number(port) });
    lines.push(line);
    place.onEnd(() => line.close());
    return behind(url, line);
  };
  // Redis is asked for its address first, where there is one.
  const centre = await openCentre(place, {
    database: 'shared',
    extra: { EMERGENCY_TELEGRAM_CHATS: String(EMERGENCY) },
    redisBy: by,
    databaseBy: by,
  });
  const [redis, database] = lines.length === 2 ? lines : [null, ...lines];
  if (redis === undefined || !database) throw new Error('nothing to take away');
  centre.telegram.knows(EMERGENCY);
  return { centre, counsellors: await hire(centre, 3), database, redis, told: [], called: [] };
}

/** People write while nothing runs; the program comes up without its store and goes on when that is there. */
async function boot(stage: Stage): Promise<number[]> {
  const { centre, database, redis } = stage;
  centre.place.tell('away at boot');
  await centre.program().stop();
  await (redis ?? database).down();
  centre.countKill();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  const starting = centre.start();
  starting.catch(() => undefined);
  if (redis !== null) {
    await starting;
    const waits = await play(stage, chats, performance.now());
    await redis.up();
    return waits;
  }
  await pause(AWAY_AT_BOOT_MS);
  await database.up();
  const backAt = performance.now();
  await starting;
  return play(stage, chats, backAt);
}

/** With the queue alone away, nobody waits for it. */
async function withoutRedis(stage: Stage, redis: LineProxy, ms: number): Promise<number[]> {
  const { centre } = stage;
  centre.place.tell(`without Redis for ${ms / 1_000} s`);
  await redis.down();
  centre.countKill();
  const writtenAt = performance.now();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  const back = pause(ms).then(() => redis.up());
  const waits = await play(stage, chats, writtenAt);
  await back;
  return waits;
}

async function withoutDatabase(stage: Stage, ms: number): Promise<number[]> {
  const { centre, database } = stage;
  centre.place.tell(`without a database for ${ms / 1_000} s`);
  const calls = countCalls(centre);
  await database.down();
  centre.countKill();
  const writtenAt = performance.now();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  const back = pause(ms).then(() => database.up());
  const { told, called } = await untilTold(centre, chats, calls);
  stage.told.push(...told.map((at) => at - writtenAt));
  stage.called.push(...called.map((at) => at - writtenAt));
  await back;
  return play(stage, chats, performance.now());
}

/** Somebody writes just before every tenth kill; answers how long after the last one each was on a page, in ms. */
async function killListener(stage: Stage, times: number): Promise<number[]> {
  const { centre } = stage;
  centre.place.tell('its listening connection killed');
  const chats: number[] = [];
  let killedAt = Number.NaN;
  for (let time = 0; time < times; time += 1) {
    if (time % 10 === 9) chats.push(centre.crisis());
    await centre.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'xinqiao changes'`);
    killedAt = performance.now();
    await pause(50);
  }
  return play(stage, chats, killedAt);
}

async function play(
  { centre, counsellors }: Stage,
  chats: readonly number[],
  since: number,
): Promise<number[]> {
  const waits = await measurePages(centre, chats, since);
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
  return waits;
}
