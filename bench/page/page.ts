import { setTimeout as pause } from 'node:timers/promises';
import type { FakeTelegram } from '../../tests/fakes/telegram/fake-telegram.ts';
import { type Bench, percentile } from '../bench.ts';
import { addResponder, FIRST_CHAT, startCentre } from '../centre.ts';
import type { Bay } from '../workshop.ts';

/** The first ones warm both sides up and are not measured. */
const WARM_UP = 30;
const CRISES = 200;
/** Between two crises, so that each one meets a program at rest. */
const REST_MS = 5;

/** An API that answers in no time, which no network does. */
const INSTANT = 0;

const RESPONDER = FIRST_CHAT - 1;

/**
 * The crisis before is over and long ago: without this the responder's next digest would wait for its minute, which is
 * the policy's time and not the program's.
 */
const FORGET = `
  update xinqiao.handoff_case set status = 'closed', outcome = 'ordinary', closed_at = xinqiao.app_now(),
    owner_id = (select staff_id from xinqiao.digest limit 1), acknowledged_at = xinqiao.app_now(),
    wake_at = null, tell_at = null where status <> 'closed';
  delete from xinqiao.digest;`;

const bar = { kind: 'at most', ratio: 2 } as const;

export const page: Bench = {
  name: 'page',
  summary: 'from a crisis message to the page of the responder, beside a minimal chain on the same stores',
  measures: [
    { name: 'page p50', unit: 'ms', bar },
    { name: 'page p99', unit: 'ms', bar },
    { name: 'page-instant p50', unit: 'ms', bar: null },
    { name: 'page-instant p99', unit: 'ms', bar: null },
  ],
  async run(side, workshop) {
    const measure = side === 'ours' ? ours : peer;
    const taken = await workshop.runIn((bay) => measure(bay, bay.apiMs));
    const instant = await workshop.runIn((bay) => measure(bay, INSTANT));
    return [taken, instant].flatMap((each) => [percentile(each, 0.5), percentile(each, 0.99)]);
  },
};

async function ours(bay: Bay, apiMs: number): Promise<number[]> {
  const centre = await startCentre(bay, apiMs);
  await addResponder(centre, RESPONDER);
  return takePages(centre.telegram, async () => {
    await centre.quiet();
    await centre.sql(FORGET);
  });
}

async function peer(bay: Bay, apiMs: number): Promise<number[]> {
  const url = await bay.createDatabase();
  const telegram = await bay.startTelegram(apiMs);
  telegram.knows(RESPONDER);
  await bay.startPeer(new URL('./chain.ts', import.meta.url), {
    TOKEN: telegram.token,
    API_ROOT: telegram.apiRoot,
    DATABASE_URL: url,
    REDIS_URL: bay.redisUrl ?? undefined,
    RESPONDER: String(RESPONDER),
  });
  return takePages(telegram, async () => undefined);
}

/** One crisis after the other, each of somebody who never wrote before; ms from the word to the page, of each. */
async function takePages(telegram: FakeTelegram, clearUp: () => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let crisis = 0; crisis < WARM_UP + CRISES; crisis += 1) {
    await clearUp();
    await pause(REST_MS);
    await telegram.waitUntilPolled();
    const pages = telegram.sentTo(RESPONDER).length;
    const arrivedAt = performance.now();
    telegram.userSays(FIRST_CHAT + crisis, '我想自杀');
    await telegram.waitForMessages(RESPONDER, pages + 1);
    if (crisis >= WARM_UP) taken.push(performance.now() - arrivedAt);
  }
  return taken;
}
