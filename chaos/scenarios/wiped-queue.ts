import { Redis } from 'ioredis';
import { type Centre, openCentre } from '../centre.ts';
import {
  closeAll,
  conclude,
  DIGEST_MS,
  measurePages,
  PAGE_BAR_MS,
  p99,
  takeAll,
  untilPaged,
} from '../desk.ts';
import { hire } from '../hire.ts';
import { waitForPart } from '../readiness.ts';
import type { Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';

const ROUNDS: Readonly<Record<Size, number>> = { long: 20, short: 1 };
const STUDENTS = 5;

export const wipedQueue: Scenario = {
  name: 'wiped-queue',
  summary: 'FLUSHALL, or the schema of BullMQ dropped and made again, with people waiting and writing',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const counsellors = await hire(centre, 3);
    const waits: number[] = [];
    const steps: number[] = [];
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      const waiting = centre.crisis('药已经吞下去了');
      await untilPaged(centre, [waiting], performance.now());
      await centre.settle();
      const chats = Array.from({ length: STUDENTS }, () => centre.crisis());
      await wipe(centre);
      centre.countKill();
      const wipedAt = performance.now();
      // Both minutes are over then: that of the page before, and that of the step that comes next for whoever waits.
      waits.push(...(await measurePages(centre, chats, wipedAt)));
      steps.push(await untilNextStep(centre, wipedAt));
      await takeAll(centre, counsellors, round);
      await centre.settle();
      await closeAll(centre);
      await centre.advance(DIGEST_MS);
    }
    await waitForPart(centre, 'queue', 'ready');
    return conclude(centre, [
      p99('waiting on a page after the wipe', waits, PAGE_BAR_MS),
      p99('next step of the policy', steps, PAGE_BAR_MS),
    ]);
  },
};

async function wipe(centre: Centre): Promise<void> {
  if (centre.redis !== null) {
    const client = new Redis(centre.redis.url, { maxRetriesPerRequest: null });
    await client.flushall();
    client.disconnect();
    return;
  }
  // The queue's own locks may win against a drop of all its tables; whoever drops tries again.
  await until('the schema to be dropped', () =>
    centre.sql('drop schema bullmq cascade').then(
      () => true,
      () => false,
    ),
  );
}

/** Everybody who waits was called once more. */
async function untilNextStep({ sql }: Centre, since: number): Promise<number> {
  await until(
    'the next step',
    async () => {
      const rows = await sql(
        `select from xinqiao.handoff_case where status = 'open' and wake_at <= xinqiao.app_now()`,
      );
      return rows.length === 0;
    },
    60_000,
  );
  return performance.now() - since;
}
