/** The whole program in processes of its own, with people around it, and hands that can take things away. */
import pg from 'pg';
import { findRunning } from '../src/storage/embedded/find-running.ts';
import { type FakeTelegram, startFakeTelegram } from '../tests/fakes/telegram/fake-telegram.ts';
import type { OwnRedis } from '../tests/queue/own-redis.ts';
import { createLab, type Environment, type Lab, type Program, type Role } from '../tests/support/program.ts';
import { type BotGate, openBotGate } from './bot-gate.ts';
import { MASTER_KEY } from './hire.ts';
import type { Crisis } from './history.ts';
import type { Place } from './place.ts';
import { until } from './until.ts';

const CRISIS_WORDS = '我不想活了';
const SETTLED_MS = 120_000;
const DATABASE_BACK_MS = 60_000;
const LOOK_MS = 30;
/** A server that stands still is asked again on another line, in ms. */
const QUERY_MS = 20_000;

export type CentreOptions = {
  /** `own`: the embedded database in the data folder, as `npm start` has it. `shared`: one by DATABASE_URL. */
  readonly database: 'own' | 'shared';
  readonly extra?: Environment;
  /** Where the program finds its database instead of straight at it. */
  readonly databaseBy?: (url: string) => Promise<string>;
  readonly redisBy?: (url: string) => Promise<string>;
  /** Left to the scenario when false. */
  readonly starts?: boolean;
};

export type Centre = {
  readonly place: Place;
  readonly telegram: FakeTelegram;
  readonly gate: BotGate;
  readonly lab: Lab;
  readonly redis: OwnRedis | null;
  /** The one that runs, or ran last. */
  program(): Program;
  start(extra?: Environment, role?: Role): Promise<Program>;
  /** kill -9 of the one that runs, and another one in its place. */
  replace(): Promise<void>;
  /** kill -9 of PostgreSQL; whoever looks after it must start it again. */
  killDatabase(): Promise<void>;
  /** kill -9 of Redis, which comes back at once. */
  killRedis(): Promise<void>;
  countKill(): void;
  kills(): number;
  /** SQL as the owner; waits while the database is away. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  databaseUrl(): Promise<string>;
  /** Moves the clock that all deadlines follow. */
  advance(ms: number): Promise<void>;
  /** Somebody new writes words of crisis; answers their chat. */
  crisis(words?: string): number;
  /** The same person writes again. */
  again(chatId: number, words?: string): void;
  /** Words of crisis that came another way. */
  wrote(key: string, person: string): void;
  readonly crises: readonly (Crisis & { readonly chatId: number; readonly at: number })[];
  /** Nothing waits for a turn or for being sent at this moment. */
  settle(ceilingMs?: number): Promise<void>;
};

/** Long enough to stand nowhere by chance. */
const FIRST_STUDENT = 5_640_217_000_000;

export async function openCentre(place: Place, options: CentreOptions): Promise<Centre> {
  const telegram = await startFakeTelegram({ deadlineMs: 60_000 });
  place.onEnd(() => telegram.close());
  const gate = await openBotGate(telegram.apiRoot);
  place.onEnd(() => gate.close());
  const redis = place.queue === 'redis' ? await place.startRedis() : null;
  const redisUrl = redis === null ? undefined : await (options.redisBy?.(redis.url) ?? redis.url);
  const shared = options.database === 'shared' ? await place.createDatabase() : null;
  const lab = await createLab({
    under: place.folder,
    environment: {
      DATABASE_URL: shared === null ? undefined : await (options.databaseBy?.(shared) ?? shared),
      REDIS_URL: redisUrl,
      XINQIAO_MASTER_KEY: MASTER_KEY,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: gate.url,
      ...options.extra,
    },
  });
  place.onEnd(() => lab.cleanUp());
  let program: Program | null = null;
  let kills = 0;
  let students = FIRST_STUDENT;
  const crises: (Crisis & { chatId: number; at: number })[] = [];

  const start = async (extra?: Environment, role?: Role): Promise<Program> => {
    await place.untilBuilt();
    program = await lab.start(extra, role);
    return program;
  };
  const running = (): Program => {
    if (program === null) throw new Error('nothing was started');
    return program;
  };
  const sql = createSql(place, async () => shared ?? (await ownUrl(lab)));
  const write = (chatId: number, words: string): void => {
    for (const { update_id } of telegram.userSays(chatId, words))
      crises.push({ key: String(update_id), person: String(chatId), chatId, at: performance.now() });
  };
  if (options.starts !== false) {
    await start();
    await telegram.waitUntilPolled();
  }
  return {
    place,
    telegram,
    gate,
    lab,
    redis,
    program: running,
    start,
    async replace() {
      await running().kill('process');
      kills += 1;
      gate.release();
      await start();
    },
    async killDatabase() {
      const server = await lab.server();
      if (server === null) throw new Error('no server of our own runs');
      process.kill(server, 'SIGKILL');
      kills += 1;
    },
    async killRedis() {
      if (redis === null) throw new Error('no Redis here');
      await redis.kill();
      kills += 1;
      await redis.start();
    },
    countKill() {
      kills += 1;
    },
    kills: () => kills,
    sql,
    databaseUrl: async () => shared ?? (await ownUrl(lab)),
    advance: async (ms) => {
      // A jump must not look like a channel that was away for as long, or like a message that took as long to be sent.
      await sql(
        `with moved as (update xinqiao.clock set offset_ms = offset_ms + $1),
           sent as (select id from xinqiao.outgoing where status = 'sending' for update skip locked),
           claimed as (update xinqiao.outgoing set claimed_at = claimed_at + $1 * interval '1 ms'
             where id in (select id from sent))
         update xinqiao.part_state set ready_at = ready_at + $1 * interval '1 ms' where state in ('ready', 'starting')`,
        [ms],
      );
    },
    crisis(words = CRISIS_WORDS) {
      students += 1;
      write(students, words);
      return students;
    },
    again: (chatId, words = CRISIS_WORDS) => write(chatId, words),
    wrote(key, person) {
      crises.push({ key, person, chatId: 0, at: performance.now() });
    },
    crises,
    settle: (ceilingMs = SETTLED_MS) =>
      until(
        'nothing left to do',
        async () => {
          const [row] = await sql<{ open: number }>(OPEN);
          return row?.open === 0 && telegram.unconfirmed() === 0;
        },
        ceilingMs,
      ),
  };
}

/** Bulk lanes may take as long as they like. */
const OPEN = `select (
  (select count(*) from xinqiao.incoming where status = 'stored')
  + (select count(*) from xinqiao.outgoing
     where held_for is null and lane in ('crisis', 'conversation') and status in ('due', 'sending', 'unknown'))
)::int as open`;

async function ownUrl(lab: Lab): Promise<string> {
  let url = '';
  await until(
    'our own server to answer',
    async () => {
      const found = await findRunning(lab.dataDir);
      if (found.ok) url = found.url;
      return found.ok;
    },
    DATABASE_BACK_MS,
  );
  return url;
}

/** One connection that is made anew when it is lost. A statement that PostgreSQL refuses is a fault of ours. */
function createSql(place: Place, urlOf: () => Promise<string>): Centre['sql'] {
  let open: Promise<pg.Client> | null = null;
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: await urlOf(), query_timeout: QUERY_MS });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  place.onEnd(async () => (await open?.catch(() => null))?.end().catch(() => undefined));
  return async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    const end = performance.now() + DATABASE_BACK_MS;
    for (;;) {
      try {
        open ??= connect();
        return (await (await open).query<Row>(text, [...values])).rows;
      } catch (error) {
        if (!isAway(error) || performance.now() > end) throw error;
        open = null;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    }
  };
}

/** Classes 57, 53 and 08 of PostgreSQL's appendix A, and whatever comes without such a code. */
const isAway = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(57|53|08)/.test(error.code ?? '');
