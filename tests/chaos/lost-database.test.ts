import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRunning } from '../../src/storage/embedded/find-running.ts';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { createLab, type Lab, type Program } from '../support/program.ts';
import { until } from '../support/until.ts';
import { createVisitor } from '../support/visitor.ts';
import { addCounsellor, readFrom } from './counsellor.ts';
import { readiness, waitForPart } from './running-centre.ts';

const COUNSELLOR = 9_001;

let lab: Lab;
let telegram: FakeTelegram;
let program: Program;
beforeAll(async () => {
  telegram = await startFakeTelegram({ deadlineMs: 30_000 });
  lab = await createLab({
    environment: { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot },
  });
  program = await lab.start();
  await addCounsellor((args) => lab.run(args), telegram, '测试老师甲', COUNSELLOR);
}, 60_000);
afterAll(async () => {
  await lab?.cleanUp();
  await telegram?.close();
});

const oneRow = async (text: string): Promise<unknown> => (await lab.sql(text))[0];

/** Follows a student's page as its browser does; answers what came so far. */
async function followPage(cookies: string): Promise<{ events(): string; close(): void }> {
  const abort = new AbortController();
  const response = await fetch(`${program.url}/chat/events`, {
    headers: { Cookie: cookies },
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  let seen = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) seen += decoder.decode(chunk as Uint8Array);
  };
  read().catch(() => undefined);
  return { events: () => seen, close: () => abort.abort() };
}

describe('when PostgreSQL is killed', () => {
  it('while a student writes, the update comes again and is handled once', async () => {
    const desk = readFrom(telegram, COUNSELLOR);
    const server = await lab.server();
    expect(server).not.toBeNull();
    process.kill(server ?? 0, 'SIGKILL');
    telegram.userSays(401, '我不想活了');
    await telegram.waitForMessage(401, /你在哪里/);
    await desk.hears(/高危 · 已等 0 分钟/);
    await until('all updates to be confirmed', () => telegram.unconfirmed() === 0);
    expect(await lab.server()).not.toBe(server);
    expect(
      await oneRow(`select (select count(*) from xinqiao.handoff_case)::int as cases,
        (select count(*) from xinqiao.incoming i join xinqiao.address a on a.id = i.address_id
          where i.status <> 'done')::int as open`),
    ).toEqual({ cases: 1, open: 0 });
    expect(telegram.sentTo(401).filter(({ text }) => text.startsWith('你在哪里'))).toHaveLength(1);
    expect(program.isAlive()).toBe(true);
    await waitForPart(program.url, 'queue', { state: 'ready', code: null }, 30_000);
    await until('ready again', async () => (await readiness(program.url)).http === 200);
  }, 90_000);

  it('five times in a row, the program lives, answers on the web and goes on paging', async () => {
    const desk = readFrom(telegram, COUNSELLOR);
    for (let round = 0; round < 5; round += 1) {
      const server = await lab.server();
      if (server !== null) process.kill(server, 'SIGKILL');
      const alive = await fetch(`${program.url}/healthz`);
      expect(alive.status).toBe(200);
      await until('the server to be back', () =>
        lab.sql('select 1').then(
          () => true,
          () => false,
        ),
      );
    }
    await until('ready again', async () => (await readiness(program.url)).http === 200);
    await lab.sql('update xinqiao.clock set offset_ms = offset_ms + 301000');
    await desk.hears(/#1001/);
    expect(program.isAlive()).toBe(true);
  }, 90_000);
});

describe('when every connection is cut', () => {
  it('live pages go on, and what is written next is answered', async () => {
    const visitor = createVisitor(program.url);
    await visitor.open('/');
    await visitor.says('你好');
    const page = await followPage(visitor.cookies());
    await lab.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'xinqiao changes'`);
    await until('the page to be told of a change', async () => {
      const before = page.events().length;
      await visitor.says('还在吗');
      await until('an event', () => page.events().length > before, 5_000);
      return true;
    });
    await lab.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`);
    await until('the web to answer again', async () => (await visitor.says('我不想活了')) === 200);
    await until('the crisis to be a case', async () => {
      const cases = await lab.sql('select number from xinqiao.handoff_case');
      return cases.length === 2;
    });
    await until('the crisis to be answered', async () => {
      await visitor.open('/');
      return /正在叫值班老师/.test(visitor.text());
    });
    page.close();
    expect(program.isAlive()).toBe(true);
    expect(program.stderr()).not.toMatch(/不想活|还在吗/);
    await until('ready again', async () => (await readiness(program.url)).http === 200);
  }, 90_000);
});

describe('when all connections are used up', () => {
  it('a crisis is answered without one, and becomes a case when there is room again', async () => {
    const running = await findRunning(lab.dataDir);
    if (!running.ok) throw new Error(running.message);
    const taken: pg.Client[] = [];
    const fill = async (): Promise<void> => {
      for (;;) {
        const client = new pg.Client({ connectionString: running.url });
        client.on('error', () => undefined);
        try {
          await client.connect();
          taken.push(client);
        } catch {
          return;
        }
      }
    };
    await fill();
    await until('the program to have no connection for its work', async () => {
      const killed = await taken[0]?.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'xinqiao'`);
      await Promise.all([fill(), fill(), fill(), fill()]);
      return killed?.rows.length === 0;
    });
    telegram.userSays(402, '我不想活了');
    await telegram.waitForMessage(402, /系统现在有故障[\s\S]*120/);
    expect((await readiness(program.url)).http).toBe(503);
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
    await Promise.all(taken.map((client) => client.end()));
    await telegram.waitForMessage(402, /系统恢复了/);
    await until('ready again', async () => (await readiness(program.url)).http === 200);
    const [row] = await lab.sql<{ cases: number }>(`select count(*)::int as cases
      from xinqiao.handoff_case c join xinqiao.address a on a.id = c.address_id where a.channel = 'telegram'`);
    expect(row?.cases).toBe(2);
    expect(program.isAlive()).toBe(true);
  }, 120_000);
});
