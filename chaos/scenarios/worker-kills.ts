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
  untilListed,
  untilPaged,
} from '../desk.ts';
import { type Counsellor, hire } from '../hire.ts';
import type { Place } from '../place.ts';
import { createRandom } from '../random.ts';
import type { Scenario, Size } from '../scenario.ts';
import { untilMarked } from '../until-marked.ts';

export type Plan = {
  readonly counsellors: number;
  readonly rounds: number;
  readonly studentsEach: number;
  /** In every so many rounds a datastore dies as well. */
  readonly storeEvery: number;
};

/** Of a round in which counsellors answer: so many write at its kill, and the others before it. */
const AT_THE_KILL = 2;

export const PLANS: Readonly<Record<Size, Plan>> = {
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
    const ofRound = await playRound(story);
    waits.push(...ofRound);
    tellSlow(place, round, planRound(round, plan), ofRound);
    if (round % 20 === 19) place.tell(`${round + 1} of ${plan.rounds} kills`);
  }
  return conclude(centre, [p99('waiting on a page after recovery', waits, PAGE_BAR_MS)], { ...FAULT });
}

/** Which kill somebody waited for too long: the figure in the end says only how long. */
function tellSlow(
  place: Place,
  round: number,
  { whileWriting, storeDies }: Round,
  waits: readonly number[],
): void {
  const longest = Math.max(0, ...waits);
  if (longest <= PAGE_BAR_MS) return;
  const when = `${whileWriting ? 'while people wrote' : 'while counsellors answered'}${storeDies ? ', a datastore too' : ''}`;
  place.tell(`kill ${round + 1} (${when}): on a page after ${(longest / 1_000).toFixed(1)} s`);
}

type Story = {
  readonly centre: Centre;
  readonly counsellors: readonly Counsellor[];
  readonly round: number;
  readonly plan: Plan;
  readonly random: () => number;
};

type Round = {
  readonly whileWriting: boolean;
  readonly storeDies: boolean;
  /** How many write before the kill, or while it comes. */
  readonly early: number;
  /** How many write at a kill that comes while counsellors answer. */
  readonly late: number;
};

/** The kill comes while people write in one round, and while counsellors take and answer in the next. Pure. */
export function planRound(round: number, { studentsEach, storeEvery }: Plan): Round {
  const whileWriting = round % 2 === 0;
  const late = whileWriting ? 0 : AT_THE_KILL;
  return { whileWriting, storeDies: round % storeEvery === storeEvery - 1, early: studentsEach - late, late };
}

/** Only what followed an outage is measured. */
export const isMeasured = ({ whileWriting, storeDies }: Round): boolean => whileWriting || storeDies;

async function playRound({ centre, counsellors, round, plan, random }: Story): Promise<number[]> {
  const shape = planRound(round, plan);
  const { whileWriting, storeDies, early, late } = shape;
  const when = random() < 0.5 ? 'after' : 'before';
  const most = whileWriting ? 2 * plan.studentsEach : plan.studentsEach;
  const strike = (): Promise<void> => centre.gate.strike(1 + Math.floor(random() * most), when);
  const first = Math.floor(random() * counsellors.length);

  const struck = whileWriting ? strike() : null;
  const chats = write(centre, early);
  if (struck !== null) {
    await struck;
    await die(centre);
  }
  if (storeDies) await killStore(centre, round, plan);
  const waits = await measureListed(centre, chats, performance.now());
  const dying = whileWriting ? null : dieWhileAnswering(centre, strike(), late);
  const [lateWaits] = await Promise.all([dying, takeAll(centre, counsellors, first)]);
  if (lateWaits !== null) await takeAll(centre, counsellors, first);
  await centre.settle(SETTLED_MS);
  await closeAll(centre);
  return [...(isMeasured(shape) ? waits : []), ...(lateWaits ?? [])];
}

const write = (centre: Centre, count: number): number[] =>
  Array.from({ length: count }, () => centre.crisis());

/**
 * Some write at the moment of the kill; answers how long after the recovery each was on a page, in ms. What counsellors
 * still say is not waited for, as it is no part of that time.
 */
async function dieWhileAnswering(centre: Centre, struck: Promise<void>, late: number): Promise<number[]> {
  await struck;
  const chats = write(centre, late);
  await die(centre);
  return measureListed(centre, chats, performance.now());
}

/** The clock is moved as soon as everybody will be on a page: what else is still to be told is no part of that time. */
async function measureListed(centre: Centre, chats: readonly number[], since: number): Promise<number[]> {
  await untilCasesOf(centre, chats);
  await untilListed(centre, chats);
  await centre.advance(DIGEST_MS);
  return untilPaged(centre, chats, since);
}

async function die(centre: Centre): Promise<void> {
  await untilMarked(centre);
  await centre.replace();
}

/** The queue's own store, and every other time the database where that is another one. */
async function killStore(centre: Centre, round: number, { storeEvery }: Plan): Promise<void> {
  const turn = Math.floor(round / storeEvery);
  if (centre.redis !== null && turn % 2 === 0) return centre.killRedis();
  await centre.killDatabase();
}
