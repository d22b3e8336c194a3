import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../tests/support/until.ts';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, FAULT, measurePages, PAGE_BAR_MS, p99, takeAll } from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import { waitForPart } from '../readiness.ts';
import type { Scenario, Size } from '../scenario.ts';
import { type Taker, takeConnections } from '../take-connections.ts';
import { countCalls, EMERGENCY, TOLD_BAR_MS, untilTold } from '../without-database.ts';

type Plan = { readonly times: number; readonly forMs: number };
const PLANS: Readonly<Record<Size, Plan>> = {
  long: { times: 10, forMs: 60_000 },
  short: { times: 1, forMs: 3_000 },
};
const STUDENTS = 5;
const CEILING_MS = 60_000;

export const connectionsUsedUp: Scenario = {
  name: 'connections-used-up',
  summary:
    'somebody else takes every connection of the server: first all that are free, then those of the program too',
  async run(place, size) {
    const { times, forMs } = PLANS[size];
    const centre = await openCentre(place, {
      database: 'own',
      extra: { EMERGENCY_TELEGRAM_CHATS: String(EMERGENCY) },
    });
    centre.telegram.knows(EMERGENCY);
    const counsellors = await hire(centre, 3);
    const some: Round = { told: [], called: [], waits: [] };
    const none: Round = { told: [], called: [], waits: [] };
    for (let time = 0; time < times; time += 1) {
      await crowdOut(centre, counsellors, { keeps: true, forMs, round: some });
      await crowdOut(centre, counsellors, { keeps: false, forMs, round: none });
    }
    await waitForPart(centre, 'queue', 'ready');
    const figures = [
      p99('answer with no free connection', some.told, TOLD_BAR_MS),
      p99('page with no free connection', some.waits, PAGE_BAR_MS),
      p99('hotlines with no connection at all', none.told, TOLD_BAR_MS),
      p99('direct page with no connection at all', none.called, TOLD_BAR_MS),
      p99('page once there are connections again', none.waits, PAGE_BAR_MS),
    ];
    return conclude(centre, figures, { ...FAULT, casesEach: 1 });
  },
};

/** How long people waited for an answer, for a direct call, and for being on a page after all was over, in ms. */
type Round = { readonly told: number[]; readonly called: number[]; readonly waits: number[] };
type Crowd = {
  /** Whether the program keeps the connections that it has. */
  readonly keeps: boolean;
  readonly forMs: number;
  readonly round: Round;
};

async function crowdOut(
  centre: Centre,
  counsellors: readonly Counsellor[],
  { keeps, forMs, round }: Crowd,
): Promise<void> {
  centre.place.tell(keeps ? 'no free connection' : 'no connection at all');
  const taker = takeConnections(await centre.databaseUrl());
  centre.place.onEnd(() => taker.release());
  const calls = countCalls(centre);
  await taker.fill();
  if (!keeps) await throwOut(centre, taker);
  centre.countKill();
  const writtenAt = performance.now();
  const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
  const { told, called } = await untilTold(centre, chats, keeps ? null : calls);
  round.told.push(...told.map((at) => at - writtenAt));
  round.called.push(...called.map((at) => at - writtenAt));
  await pause(forMs);
  await taker.release();
  round.waits.push(...(await measurePages(centre, chats, performance.now())));
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  await centre.advance(DIGEST_MS);
}

/**
 * The server ends the connections of the program, and each is taken before the program can have it again. With a single
 * one that it wins back it can answer everybody, and one that is being made has no name yet: so this ends when all that
 * there are have been taken.
 */
const throwOut = ({ sql }: Centre, taker: Taker): Promise<void> =>
  until(
    'the program to have no connection',
    async () => {
      await sql(THROW_OUT);
      await Promise.all(Array.from({ length: 4 }, () => taker.fill()));
      const [row] = await sql<{ all: number }>(ALL);
      return taker.taken() + ASKING === row?.all;
    },
    CEILING_MS,
  );

/** The connection that asks. */
const ASKING = 1;
/** One to another database keeps watch that our own server is used, and stays. */
const ALL = `select current_setting('max_connections')::int - count(*)::int as all
  from pg_stat_activity where datname <> current_database()`;
const THROW_OUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and application_name like 'xinqiao%'`;
