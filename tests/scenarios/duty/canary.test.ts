import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { healthFileIn } from '../../../src/app/crisis-path/health-file.ts';
import { consoleRoutes } from '../../../src/console/routes.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { takeTurns } from '../../../src/conversation/turns.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
let world: World;
let other: World | null = null;
let hook: Hook | null = null;
afterEach(async () => {
  await other?.close();
  other = null;
  await world.close();
  hook?.server.close();
  hook = null;
});

type Hook = { readonly server: Server; readonly url: string; readonly got: Record<string, unknown>[] };

async function startHook(): Promise<Hook> {
  const got: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      got.push(JSON.parse(body) as Record<string, unknown>);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

type Run = { id: string; result: string | null; code: string | null };
const runs = (): Promise<Run[]> =>
  world.database.sql<Run>('select id, result, code from xinqiao.canary_run order by begun_at');
const results = async (): Promise<(string | null)[]> => (await runs()).map(({ result }) => result);
const underWay = (): Promise<void> =>
  until('a canary to be under way', async () => (await runs()).at(-1)?.result === null);
const endedAs = (...wanted: string[]): Promise<void> =>
  until(`canaries to end as ${wanted.join(', ')}`, async () => {
    const found = await results();
    return found.length >= wanted.length && wanted.every((one, index) => found[index] === one);
  });
const readHealth = async (): Promise<Record<string, unknown> | null> => {
  const text = await readFile(healthFileIn(world.dataDir), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
};

/** Tables that a student's cry for help fills. */
const TABLES = [
  ...['address', 'contact', 'data_key', 'incoming', 'heard', 'outgoing', 'handoff_case', 'case_event'],
  ...['case_question', 'page', 'digest', 'review_item'],
];
const countIn = async (table: string): Promise<number> =>
  (await world.database.sql<{ n: number }>(`select count(*)::int as n from xinqiao.${table}`))[0]?.n ?? -1;
const counts = async (): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await world.database.sql<{ n: number }>(`select count(*)::int as n from xinqiao.${table}`);
    found[table] = row?.n ?? -1;
  }
  return found;
};
const leavesAsBefore = (before: Record<string, number>): Promise<void> =>
  until(
    'what the canary left to be gone',
    async () => JSON.stringify(await counts()) === JSON.stringify(before),
  );

const leavesNothing = (): Promise<void> =>
  until('what the canary left to be gone', async () => (await counts()).handoff_case === 0);

/** The queue stands still: its store answers nobody any more, while the database itself does. */
async function stopQueue(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: world.database.url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'bullmq'`,
  );
  await client.query('begin');
  await client.query(`lock table ${rows.map(({ name }) => name).join(', ')} in access exclusive mode`);
  return () => client.end();
}

describe('the canary', () => {
  it('goes through the whole path, calls nobody, leaves nothing, and says so in a file', async () => {
    world = await startWorld({ canary: {} });
    const counsellor = await world.responder('测试老师甲');
    await endedAs('ok');
    await until('the file', async () => (await readHealth()) !== null);
    const health = await readHealth();
    expect(health).toMatchObject({ state: 'ok', result: 'ok', code: null });
    const { opened, called, sent, acknowledged, ended } = (health?.ms ?? {}) as Record<string, number>;
    const steps = [0, opened, called, sent, acknowledged, ended];
    expect(steps).toEqual([...steps].sort((a = -1, b = -1) => a - b));
    await until('what it left to be gone', async () => (await counts()).handoff_case === 0);
    const before = await counts();
    expect(before).toMatchObject({ incoming: expect.any(Number), page: 0, digest: 0 });

    await world.database.advance(5 * MINUTE);
    await endedAs('ok', 'ok');
    await leavesAsBefore(before);
    expect(await world.database.sql(`select from xinqiao.audit_entry where action = 'case.open'`)).toEqual(
      [],
    );
    // None of the numbers that people say was used up.
    const student = world.student();
    student.says('我不想活了，今晚就从宿舍楼上跳下去');
    await student.hears(/现在打 120/, /安全、有人/, /你在哪里/);
    await counsellor.hears(/个案 #1001 · 危急/);
  }, 60_000);

  it('never overlaps, and of two processes one begins', async () => {
    world = await startWorld({ canary: {} });
    other = await startWorld({ canary: {}, database: world.database, roles: ['worker'] });
    for (const count of [1, 2, 3]) {
      await endedAs(...Array.from({ length: count }, () => 'ok'));
      expect(await results()).toHaveLength(count);
      await world.database.advance(5 * MINUTE);
    }
    await endedAs('ok', 'ok', 'ok', 'ok');
    const own = await readFile(healthFileIn(other.dataDir), 'utf8');
    expect(JSON.parse(own)).toMatchObject({ state: 'ok' });
  }, 60_000);
});

describe('while pages cannot be written', () => {
  it('is missed, and says where; the next one after it was mended is well', async () => {
    world = await startWorld({ canary: {} });
    await world.responder('测试老师甲');
    await endedAs('ok');
    await leavesNothing();
    await world.database.sql('alter table xinqiao.page rename to page_away');
    await world.database.advance(5 * MINUTE);
    await underWay();
    await until('its case to be open', async () => (await countIn('handoff_case')) === 1);
    await world.database.advance(61_000);
    await endedAs('ok', 'missed');
    expect((await runs())[1]?.code).toBe('escalation');
    await world.database.sql('alter table xinqiao.page_away rename to page');
    await world.database.advance(4 * MINUTE);
    await endedAs('ok', 'missed', 'ok');
  }, 60_000);
});

describe('while no worker takes anything from the queue', () => {
  it('two misses alarm everybody, inside and outside, once, and the next good one ends it', async () => {
    hook = await startHook();
    world = await startWorld({ canary: { webhook: hook.url } });
    const { got } = hook;
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    const student = world.student();
    await endedAs('ok');
    await leavesNothing();
    const release = await stopQueue();
    await world.database.advance(5 * MINUTE);
    await underWay();
    await world.database.advance(61_000);
    await endedAs('ok', 'missed');
    expect((await runs())[1]?.code).toBe('queue');
    // One miss wakes nobody.
    await visitor.open('/');
    expect(visitor.text()).not.toContain('请先打电话');
    expect(got).toEqual([]);

    await world.database.advance(4 * MINUTE);
    await underWay();
    await world.database.advance(61_000);
    await endedAs('ok', 'missed', 'missed');
    await until('the alarm outside', () => got.length === 1);
    expect(got[0]).toMatchObject({ program: 'xinqiao', event: 'alarm', part: 'crisis-path', code: 'queue' });
    expect(Object.keys(got[0] ?? {}).sort()).toEqual(['at', 'code', 'event', 'host', 'part', 'program']);
    await counsellor.hears(/【求助通路故障】[\s\S]*停在 queue/);
    await visitor.open('/');
    expect(visitor.text()).toMatch(/请先打电话： ?110 ?、 ?120 或 12356/);
    const health = (await (await fetch(`${world.app.url}/readyz`)).json()) as { parts: unknown[] };
    expect(health).toMatchObject({ status: 'degraded' });
    expect(health.parts).toContainEqual(expect.objectContaining({ name: 'crisis-path', state: 'stopped' }));
    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/控制台登录链接/);
    await browser.open('/console');
    expect(browser.text()).toContain('求助通路故障');
    // A messenger has no banner: whoever waits there reads it below what they are told.
    student.says('我想自杀');
    await student.hears(/正在叫值班老师[\s\S]*系统现在叫人可能很慢/, /电话都可以打/, /你在哪里/);
    await counsellor.hears(/个案 #1001/);
    student.says('还有人吗');
    await student.hears(/叫了 1 位老师，还没有人接[\s\S]*系统现在叫人可能很慢/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);

    await release();
    await world.database.advance(4 * MINUTE);
    await endedAs('ok', 'missed', 'missed', 'ok');
    await until('the all-clear outside', () => got.length === 2);
    expect(got[1]).toMatchObject({ event: 'recovery', code: null });
    await counsellor.hears(/【求助通路恢复】/);
    await visitor.open('/');
    expect(visitor.text()).not.toContain('请先打电话');
    await world.settle();
    expect(got).toHaveLength(2);
  }, 60_000);

  it('a canary that is stuck stands in no list, however long it waits', async () => {
    world = await startWorld({ canary: {}, roles: ['web'] });
    const roles = ['centre-head', 'counsellor', 'administrator', 'supervisor', 'staff'];
    await createStaffDesk(world.office).add(OPERATOR, {
      name: '测试主任',
      roles,
      accounts: [],
      onCall: false,
    });
    await underWay();
    // As far as it comes without being called: its turn is taken by hand, and its case is open.
    const [row] = await world.database.sql<{ address_id: string }>(
      'select address_id from xinqiao.canary_run',
    );
    await takeTurns(world.office, row?.address_id ?? '');
    const [one] = await world.database.sql<{ id: string; number: string }>(
      `select id, number from xinqiao.handoff_case where channel = 'sink'`,
    );
    expect(one?.id).toBeDefined();
    const browser = await world.signedIn('测试主任');
    const lists = consoleRoutes.filter(({ method, path }) => method === 'GET' && !path.includes(':'));
    let seen = 0;
    for (const { path } of lists) {
      if (path === '/live/events' || path === '/sign-in') continue;
      const answer = await fetch(`${world.app.url}/console${path === '/' ? '' : path}`, {
        headers: { cookie: browser.cookies() },
      });
      const body = await answer.text();
      if (answer.status !== 200) continue;
      seen += 1;
      for (const trace of [one?.id ?? '?', String(one?.number), row?.address_id ?? '?', '我现在就站在楼顶'])
        expect([path, trace, body.includes(trace)]).toEqual([path, trace, false]);
    }
    expect(seen).toBeGreaterThan(20);
    const pages = await world.database.sql('select from xinqiao.page');
    expect(pages).toEqual([]);
    await world.database.advance(61_000);
    await endedAs('missed');
    expect((await runs())[0]?.code).toBe('escalation');
    await until('its case to be gone', async () => (await counts()).handoff_case === 0);
    expect(await counts()).toMatchObject({ contact: 0, address: 0, heard: 0, outgoing: 0 });
  }, 60_000);
});
