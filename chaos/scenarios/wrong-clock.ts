import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { type Centre, openCentre } from '../centre.ts';
import { closeAll, conclude, DIGEST_MS, takeAll, untilPaged } from '../desk.ts';
import { hire, withOffice } from '../hire.ts';
import type { Scenario, Size } from '../scenario.ts';
import { until } from '../until.ts';

const HOUR_MS = 3_600_000;
const SHIFT = new URL('../shift-clock.mjs', import.meta.url).href;
/** The second step of `imminent` in config/escalation.yaml, in ms. */
const STEP_MS = 45_000;
const BAR_MS = 10_000;
/** The other one follows after a lease of 6 s. */
const ROUNDS: Readonly<Record<Size, readonly number[]>> = {
  long: [HOUR_MS, -HOUR_MS, HOUR_MS, -HOUR_MS],
  short: [HOUR_MS, -HOUR_MS],
};

export const wrongClock: Scenario = {
  name: 'wrong-clock',
  summary:
    'one process has its clock an hour ahead, or behind, and does all the work: deadlines follow the database',
  async run(place, size) {
    const centre = await openCentre(place, { database: 'shared' });
    const [counsellor] = await hire(centre, 1);
    await appointHead(centre);
    const late: number[] = [];
    let early = 0;
    for (const offMs of ROUNDS[size]) {
      const right = centre.program();
      await centre.start({ NODE_OPTIONS: `--import ${SHIFT}`, CHAOS_CLOCK_MS: String(offMs) });
      await right.stop();
      centre.countKill();
      await centre.telegram.waitUntilPolled();
      const student = centre.crisis('药已经吞下去了');
      await untilPaged(centre, [student], performance.now());
      await centre.settle();
      early += await countSteps(centre);
      await centre.advance(STEP_MS);
      late.push(await untilStep(centre));
      if (counsellor) await takeAll(centre, [counsellor]);
      await centre.settle();
      // Whoever has a case and does nothing is called again after a while: that is not tried here.
      await closeAll(centre);
      await centre.advance(DIGEST_MS);
    }
    return conclude(centre, [
      { name: 'steps before their time', unit: '', value: early, atMost: 0 },
      {
        name: 'latest step after its time',
        unit: 's',
        value: Math.max(...late) / 1_000,
        atMost: BAR_MS / 1_000,
      },
    ]);
  },
};

/** Somebody whom only the second step calls. */
async function appointHead(centre: Centre): Promise<void> {
  const [head] = await hire(centre, 1, false);
  await centre.sql(`update xinqiao.staff_member set roles = '{centre-head}' where name = $1`, [head?.name]);
  await withOffice(centre, (office) => createStaffDesk(office).list(OPERATOR));
}

const SECOND_STEP = `select extract(epoch from p.at - c.level_since) * 1000 as ms from xinqiao.page p
  join xinqiao.handoff_case c on c.id = p.case_id
  join xinqiao.staff_member s on s.id = p.staff_id and s.roles = '{centre-head}'
  where c.status = 'open'`;

const countSteps = async ({ sql }: Centre): Promise<number> => (await sql(SECOND_STEP)).length;

/** How long after its time the step was taken, by the database's clock, in ms. */
async function untilStep({ sql }: Centre): Promise<number> {
  let after = 0;
  await until(
    'the second step',
    async () => {
      const [row] = await sql<{ ms: number }>(SECOND_STEP);
      after = Number(row?.ms ?? 0) - STEP_MS;
      return row !== undefined;
    },
    30_000,
  );
  return after;
}
