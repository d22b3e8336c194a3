import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, FAULT, measurePages, PAGE_BAR_MS, p99, takeAll } from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import type { Place } from '../place.ts';
import { createRandom } from '../random.ts';
import type { Scenario, Size } from '../scenario.ts';
import { untilMarked } from '../until-marked.ts';

type Plan = {
  readonly counsellors: number;
  readonly rounds: number;
  readonly studentsEach: number;
  /** In every so many rounds a datastore dies as well. */
  readonly storeEvery: number;
};

const PLANS: Readonly<Record<Size, Plan>> = {
  long: { counsellors: 200, rounds: 200, studentsEach: 5, storeEvery: 4 },
  short: { counsellors: 6, rounds: 2, studentsEach: 5, storeEvery: 2 },
};

/** What an own server that died may need until it lets us in again, in ms. */
const SETTLED_MS = 60_000;

export const workerKills: Scenario = {
  name: 'worker-kills',
  summary:
    'kill -9 of the program at an exact message, and of a datastore, while people write and counsellors answer',
  run: (place, size) => killInRounds(place, PLANS[size]),
};

async function killInRounds(place: Place, plan: Plan) {
  const random = createRandom(plan.rounds);
  const centre = await openCentre(place, { database: 'own' });
  const counsellors = await hire(centre, plan.counsellors);
  const waits: number[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const story = { centre, counsellors, round, plan, random };
    waits.push(...(await playRound(story)));
    if (round % 20 === 19) place.tell(`${round + 1} of ${plan.rounds} kills`);
  }
  return conclude(centre, [p99('waiting on a page after recovery', waits, PAGE_BAR_MS)], { ...FAULT });
}

type Story = {
  readonly centre: Centre;
  readonly counsellors: readonly Counsellor[];
  readonly round: number;
  readonly plan: Plan;
  readonly random: () => number;
};

/** The kill comes while people write in one round, and while counsellors take and answer in the next. */
async function playRound({ centre, counsellors, round, plan, random }: Story): Promise<number[]> {
  const whileWriting = round % 2 === 0;
  const when = random() < 0.5 ? 'after' : 'before';
  const most = whileWriting ? 2 * plan.studentsEach : plan.studentsEach;
  const strike = (): Promise<void> => centre.gate.strike(1 + Math.floor(random() * most), when);
  const first = Math.floor(random() * counsellors.length);

  const struck = whileWriting ? strike() : null;
  const chats = Array.from({ length: plan.studentsEach }, () => centre.crisis());
  if (struck !== null) await dieAt(struck, centre);
  if (round % plan.storeEvery === plan.storeEvery - 1) await killStore(centre, round, plan);
  const recoveredAt = performance.now();
  const waits = await measurePages(centre, chats, recoveredAt);
  const dying = whileWriting ? null : dieAt(strike(), centre);
  await Promise.all([takeAll(centre, counsellors, first), dying]);
  await centre.settle(SETTLED_MS);
  await closeAll(centre);
  return waits;
}

async function dieAt(struck: Promise<void>, centre: Centre): Promise<void> {
  await struck;
  await untilMarked(centre);
  await centre.replace();
}

/** The queue's own store, and every other time the database where that is another one. */
async function killStore(centre: Centre, round: number, { storeEvery }: Plan): Promise<void> {
  const turn = Math.floor(round / storeEvery);
  if (centre.redis !== null && turn % 2 === 0) return centre.killRedis();
  await centre.killDatabase();
}
