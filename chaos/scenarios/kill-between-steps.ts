import { Redis } from 'ioredis';
import { type Centre, openCentre } from '../centre.ts';
import { checkHistory } from '../check-history.ts';
import { closeAll, conclude, DIGEST_MS, KINDS, takeAll, untilPaged } from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import { holdTables, waitsFor } from '../hold-table.ts';
import { readHistory } from '../read-history.ts';
import type { Scenario, Size } from '../scenario.ts';
import { untilMarked } from '../until-marked.ts';

const REDIS_PAUSE_MS = 5_000;
/** How often each step is tried. */
const TIMES: Readonly<Record<Size, number>> = { long: 10, short: 1 };

type Step = {
  readonly name: string;
  /** Brings a new crisis exactly there; answers what lets go of it after the kill. */
  reach(centre: Centre): Promise<() => Promise<unknown>>;
};

const nothing = async (): Promise<void> => undefined;

/** Sends on the way of one crisis: three to the student, and the page. */
const SENDS = [1, 2, 3] as const;

const STEPS: readonly Step[] = [
  {
    name: 'fetched, not stored',
    async reach(centre) {
      const release = await holdTables(centre, ['xinqiao.incoming']);
      centre.crisis();
      await waitsFor(centre, 'insert into "incoming"%');
      return release;
    },
  },
  {
    name: 'stored, no turn',
    async reach(centre) {
      const release = await holdTables(centre, ['xinqiao.handoff_case']);
      centre.crisis();
      await waitsFor(centre, '%from "handoff_case"%');
      return release;
    },
  },
  {
    name: 'turn taken, nobody woken',
    async reach(centre) {
      const letQueueGo = await holdQueue(centre);
      const release = await holdTables(centre, ['xinqiao.lease'], 'access exclusive');
      centre.crisis();
      await waitsFor(centre, '%from lease%');
      return async () => {
        await release();
        await letQueueGo();
      };
    },
  },
  {
    name: 'woken, nothing in hand',
    async reach(centre) {
      const release = await holdTables(centre, ['xinqiao.lease'], 'access exclusive');
      centre.crisis();
      await waitsFor(centre, '%from lease%');
      return release;
    },
  },
  ...SENDS.flatMap((send): Step[] => [
    { name: `in hand, not sent (${send})`, reach: (centre) => reachSend(centre, send, 'before') },
    { name: `sent, not marked (${send})`, reach: (centre) => reachSend(centre, send, 'after') },
  ]),
];

export const killBetweenSteps: Scenario = {
  name: 'kill-between-steps',
  summary: 'kill -9 between each pair of steps: intake, turn, enqueue, claim, send, mark',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'own' });
    const counsellors = await hire(centre, 2);
    const steps = size === 'long' ? STEPS : STEPS.slice(0, -2 * (SENDS.length - 1));
    let most = 0;
    for (let time = 0; time < TIMES[size]; time += 1)
      for (const step of steps) most = Math.max(most, await dieThere(centre, counsellors, step));
    return conclude(centre, [{ name: 'most repeats of one kill', unit: '', value: most, atMost: 1 }]);
  },
};

/** Answers how many repeats came of it. */
async function dieThere(centre: Centre, counsellors: readonly Counsellor[], step: Step): Promise<number> {
  const before = await countRepeats(centre);
  const letGo = await step.reach(centre);
  await centre.program().kill('process');
  await letGo();
  await centre.replace();
  const student = centre.crises.at(-1)?.chatId ?? 0;
  await untilPaged(centre, [student], performance.now());
  await takeAll(centre, counsellors);
  await centre.settle();
  await closeAll(centre);
  // The next one is paged in a minute of its own.
  await centre.advance(DIGEST_MS);
  return (await countRepeats(centre)) - before;
}

const countRepeats = async (centre: Centre): Promise<number> =>
  checkHistory(await readHistory(centre), { kinds: KINDS, allTaken: true }).repeats;

async function reachSend(
  centre: Centre,
  send: number,
  when: 'before' | 'after',
): Promise<() => Promise<unknown>> {
  const struck = centre.gate.strike(send, when);
  centre.crisis();
  await struck;
  await untilMarked(centre);
  return nothing;
}

/** Jobs are asked for and never taken. */
async function holdQueue(centre: Centre): Promise<() => Promise<unknown>> {
  if (centre.redis === null) return holdTables(centre, ['bullmq.job']);
  const client = new Redis(centre.redis.url, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.call('CLIENT', 'PAUSE', String(REDIS_PAUSE_MS));
  return async () => client.disconnect();
}
