import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../support/program.ts';
import { until } from '../support/until.ts';
import { readFrom, unmarkedRepeats } from './counsellor.ts';
import { COUNSELLOR, type RunningCentre, readiness, startCentre } from './running-centre.ts';

/** A killed holder's lease ends after 6 s, the other looks every 2 s. */
const TAKEOVER_MS = 10_000;

let centre: RunningCentre;
let second: Program;
beforeAll(async () => {
  centre = await startCentre();
  await centre.employ();
  second = await centre.startAnother();
}, 90_000);
afterAll(() => centre?.close());

it('shares one bot between two processes: one polls, and the other follows when it is killed', async () => {
  const { telegram, database, program } = centre;
  const desk = readFrom(telegram, COUNSELLOR);
  await telegram.waitUntilPolled();
  expect(await database.sql(`select 1 from xinqiao.lease where expires_at > clock_timestamp()`)).toHaveLength(
    1,
  );
  telegram.userSays(501, '你好');
  await telegram.waitForMessages(501, 1);
  expect((await readiness(second.url)).http).toBe(200);

  await program.kill('group');
  const killedAt = performance.now();
  telegram.userSays(502, '我不想活了');
  telegram.userSays(501, '预约');
  await telegram.waitForMessage(502, /你在哪里/);
  await desk.hears(/高危/);
  expect(performance.now() - killedAt).toBeLessThan(TAKEOVER_MS);
  await until('nothing left to do', async () => {
    const [row] = await database.sql<{ open: number }>(`select (
      (select count(*) from xinqiao.incoming where status <> 'done')
      + (select count(*) from xinqiao.outgoing where status <> 'sent'))::int as open`);
    return row?.open === 0 && telegram.unconfirmed() === 0;
  });
  for (const chat of [501, 502, COUNSELLOR])
    expect(unmarkedRepeats(telegram.sentTo(chat).map(({ text }) => text))).toEqual([]);
  const [rows] = await database.sql<{ updates: number; cases: number }>(`select
    (select count(*) from xinqiao.incoming)::int as updates,
    (select count(*) from xinqiao.handoff_case)::int as cases`);
  expect(rows).toEqual({ updates: 4, cases: 1 });
}, 60_000);

it('hands the bot over at once when its holder stops in good order', async () => {
  const { telegram } = centre;
  const third = await centre.startAnother();
  const stopped = second.stop();
  telegram.userSays(503, '我不想活了');
  expect(await stopped).toBe(0);
  const stoppedAt = performance.now();
  await telegram.waitForMessage(503, /你在哪里/);
  expect(performance.now() - stoppedAt).toBeLessThan(5_000);
  expect(third.isAlive()).toBe(true);
}, 60_000);
