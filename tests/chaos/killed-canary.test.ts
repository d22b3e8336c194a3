import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../support/program.ts';
import { until } from '../support/until.ts';
import { type RunningCentre, startCentre } from './running-centre.ts';

const EVERY_MS = 300_000;
const CEILING_MS = 90_000;

let centre: RunningCentre;
let program: Program;
beforeAll(async () => {
  centre = await startCentre({ CANARY: 'on' });
  ({ program } = centre);
  await centre.employ();
}, 90_000);
afterAll(() => centre?.close());

type Run = { id: string; step: string; result: string | null };
const last = async (): Promise<Run | null> => {
  const [run] = await centre.database.sql<Run>(`
    select r.id, r.result, case
      when sent_at is not null then 'sent' when called_at is not null then 'called'
      when exists (select from xinqiao.handoff_case c where c.address_id = r.address_id) then 'opened'
      else 'begun' end as step
    from xinqiao.canary_run r order by begun_at desc limit 1`);
  return run ?? null;
};

// Between each pair of steps: stored, opened, called, sent.
it.each(['begun', 'opened', 'called', 'sent'])(
  'killed when a canary is %s, the program brings it to its end or begins another, and calls nobody',
  async (step) => {
    const earlier = await last();
    if (earlier !== null) {
      await until('the canary before to end', async () => (await last())?.result !== null, CEILING_MS);
      await centre.database.advance(EVERY_MS);
    }
    await until(
      `a canary to be ${step}`,
      async () => {
        const run = await last();
        return run !== null && run.id !== earlier?.id && (run.step === step || run.result !== null);
      },
      CEILING_MS,
    );
    await program.kill('process');
    program = await centre.startAnother();
    await until('it to end', async () => (await last())?.result !== null, CEILING_MS);
    const run = await last();
    if (run?.result === 'missed') {
      await centre.database.advance(EVERY_MS);
      await until(
        'the next one',
        async () => (await last())?.id !== run.id && (await last())?.result === 'ok',
      );
    }
    await until('nothing to be left', async () => {
      const [row] = await centre.database.sql<{ left: number }>(`select (
        (select count(*) from xinqiao.address where channel = 'sink') + (select count(*) from xinqiao.handoff_case)
        + (select count(*) from xinqiao.case_event))::int as left`);
      return row?.left === 0;
    });
    expect(await centre.database.sql('select from xinqiao.page')).toEqual([]);
    expect(await centre.database.sql(`select from xinqiao.alarm where part = 'crisis-path'`)).toEqual([]);
  },
  3 * CEILING_MS,
);
