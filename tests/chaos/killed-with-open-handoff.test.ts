import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRunning } from '../../src/storage/embedded/find-running.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { createLab, type Lab, type Program } from '../support/program.ts';
import { until } from '../support/until.ts';
import { addCounsellor, isMarkedRepeat, readFrom, takeAndClose, unmarkedRepeats } from './counsellor.ts';

const COUNSELLOR = 9_001;
const WORDS = '我不想活了，今晚就从宿舍楼上跳下去';
const CRISIS_TEXTS = [/现在打 120[\s\S]*正在叫值班老师/, /安全、有人的地方/, /你在哪里/];
const PAGE = /【值班】个案 #\d+ · 危急 · 已等 \d+ 分钟/;
/** A killed holder's lease ends after 6 s, and the next one looks every 2 s. */
const CEILING = 60_000;

const TARGETS = ['process', 'group'] as const;

let lab: Lab;
let telegram: FakeTelegram;
let program: Program;
let nextStudent = 100;

beforeAll(async () => {
  telegram = await startFakeTelegram({ deadlineMs: 25_000 });
  lab = await createLab({
    environment: { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot },
  });
  program = await lab.start();
  await addCounsellor((args) => lab.run(args), telegram, '测试老师甲', COUNSELLOR);
}, CEILING);

afterAll(async () => {
  await lab?.cleanUp();
  await telegram?.close();
});

/** Holds a table as a slow disk would, so that a kill comes at a known line; lets go when called. */
async function holdTable(table: string): Promise<() => Promise<void>> {
  const running = await findRunning(lab.dataDir);
  if (!running.ok) throw new Error(running.message);
  const client = new pg.Client({ connectionString: running.url });
  // Ended by the server when the whole group is killed.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(`lock table xinqiao.${table} in exclusive mode`);
  return () => client.end();
}

const waitsFor = (statement: string): Promise<void> =>
  until(`a statement like ${statement} to wait for its lock`, async () => {
    const rows = await lab.sql(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike $1`,
      [statement],
    );
    return rows.length > 0;
  });

/** A jump of the clock must not look like a channel that was away for as long: then somebody else would be called. */
const advance = (ms: number): Promise<unknown> =>
  lab.sql(
    `with moved as (update xinqiao.clock set offset_ms = offset_ms + ${ms})
     update xinqiao.part_state set ready_at = ready_at + ${ms} * interval '1 ms' where state in ('ready', 'starting')`,
  );

async function restart(target: 'process' | 'group'): Promise<void> {
  await program.kill(target);
  program = await lab.start();
}

/** One case of this story with one owner, and nothing left that was not handled or not sent. */
async function expectNothingLost(): Promise<void> {
  await until('nothing left to do', async () => {
    const [row] = await lab.sql<{ open: number }>(`select (
      (select count(*) from xinqiao.incoming where status <> 'done')
      + (select count(*) from xinqiao.outgoing where status <> 'sent'))::int as open`);
    return row?.open === 0;
  });
  const cases = await lab.sql<{ owners: number; status: string }>(`
    select status, (select count(distinct staff_id) from xinqiao.case_event e
      where e.case_id = c.id and e.kind = 'acknowledged')::int as owners
    from xinqiao.handoff_case c order by number desc`);
  expect(cases[0]).toEqual({ status: 'closed', owners: 1 });
  expect(cases.filter((one) => one.status !== 'closed')).toEqual([]);
  expect(cases).toHaveLength(nextStudent - 100);
  const audit = await lab.run(['verify-audit']);
  expect(audit).toMatchObject({ code: 0, stdout: expect.stringContaining('"ok":true') });
  expect(program.stderr()).not.toContain('跳下去');
}

async function tellStory(inTheMiddle: (student: number) => Promise<void>): Promise<string[]> {
  nextStudent += 1;
  const student = nextStudent;
  const desk = readFrom(telegram, COUNSELLOR);
  await inTheMiddle(student);
  await desk.hears(PAGE);
  for (const text of CRISIS_TEXTS) await telegram.waitForMessage(student, text);
  const told = telegram.sentTo(student).map((message) => message.text);
  await takeAndClose(telegram, COUNSELLOR, student);
  await expectNothingLost();
  expect(unmarkedRepeats(telegram.sentTo(student).map((message) => message.text))).toEqual([]);
  // The next story begins with a new minute of pages.
  await advance(61_000);
  return told;
}

describe('kill -9', () => {
  it(
    'of the group, after an update was fetched and before it was stored',
    async () => {
      await tellStory(async (student) => {
        const release = await holdTable('incoming');
        telegram.userSays(student, WORDS);
        await waitsFor('insert into "incoming"%');
        expect(telegram.unconfirmed()).toBe(1);
        await program.kill('group');
        await release();
        program = await lab.start();
      });
      expect(telegram.unconfirmed()).toBe(0);
    },
    CEILING,
  );

  it(
    'of the process, after it was stored and before its turn was over',
    async () => {
      await tellStory(async (student) => {
        const release = await holdTable('handoff_case');
        telegram.userSays(student, WORDS);
        await waitsFor('%from "handoff_case"%');
        await program.kill('process');
        await release();
        program = await lab.start();
      });
    },
    CEILING,
  );

  it.each(TARGETS)(
    'of the %s, while messages are on their way: they come again, marked',
    async (target) => {
      const before = telegram.calls('sendMessage').length;
      const desk = readFrom(telegram, COUNSELLOR);
      const told = await tellStory(async (student) => {
        telegram.fail('sendMessage', 'hang', 2);
        telegram.userSays(student, WORDS);
        await telegram.waitForCalls('sendMessage', before + 2);
        await restart(target);
      });
      expect(told.filter(isMarkedRepeat)).toHaveLength(1);
      expect(told[0]).toMatch(/^（可能重复）/);
      expect(desk.all()[0]).toMatch(/^（可能重复）【值班】/);
    },
    CEILING,
  );

  it.each(TARGETS)(
    'of the %s, after the page was sent and nobody took it: paged again',
    async (target) => {
      await tellStory(async (student) => {
        const desk = readFrom(telegram, COUNSELLOR);
        telegram.userSays(student, WORDS);
        await desk.hears(/危急 · 已等 0 分钟/);
        await telegram.waitForMessage(student, /你在哪里/);
        await restart(target);
        await advance(91_000);
        await desk.hears(/^【值班】.*危急 · 已等 1 分钟/);
        await telegram.waitForMessage(student, /还没有人接/);
      });
    },
    CEILING,
  );
});
