import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { until } from '../../support/until.ts';
import { startWorld, TEST_WEBHOOK, type World } from '../../support/world.ts';

const PERSON = 5_640_299_000_001;
const said = (updateId: number, text: string): string =>
  JSON.stringify({
    update_id: updateId,
    message: { message_id: 1, date: 0, chat: { id: PERSON, type: 'private' }, text },
  });

describe('Telegram by webhook', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld({ telegramBy: 'webhook' });
  });
  afterEach(() => world.close());

  const post = (body: string, secret: string = TEST_WEBHOOK.secret): Promise<Response> =>
    fetch(`${world.app.url}${TEST_WEBHOOK.path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    });
  const countIncoming = async (): Promise<number> => {
    const [row] = await world.database.sql<{ count: number }>(
      'select count(*)::int as count from xinqiao.incoming',
    );
    return row?.count ?? -1;
  };

  it('takes a crisis, pages the counsellor on duty, and lets them answer', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /你在哪里/);
    await counsellor.hears(/高危 · 已等 0 分钟/);
    counsellor.taps('接 #1001');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);
    counsellor.says('我在，你说');
    await student.hears(/【值班老师】我在，你说/);
    expect(world.telegram.calls('getUpdates')).toHaveLength(0);
    expect(new Set(world.telegram.webhookAnswers())).toEqual(new Set([200]));
  });

  it('is told in /readyz, and stays in place when the program ends', async () => {
    await until('Telegram to be ready', async () => {
      const ready = (await (await fetch(`${world.app.url}/readyz`)).json()) as {
        parts: { name: string; state: string }[];
      };
      return ready.parts.some(({ name, state }) => name === 'telegram' && state === 'ready');
    });
    await world.app.stop();
    expect(world.telegram.webhook()).toMatchObject({ secret: TEST_WEBHOOK.secret });
    expect(world.telegram.calls('deleteWebhook')).toHaveLength(0);
  });

  it('handles an update once, however often it comes', async () => {
    const student = await world.acquainted();
    student.says('/帮助');
    await student.hears(/./);
    await world.settle();
    await world.telegram.waitUntilConfirmed();
    const before = await countIncoming();
    world.telegram.redeliver();
    await world.telegram.waitUntilConfirmed();
    await world.settle();
    expect(await countIncoming()).toBe(before);
  });

  it('hears nobody without the secret, and leaves no trace of them', async () => {
    for (const secret of ['', 'invented-secret-0124', TEST_WEBHOOK.secret.toUpperCase()]) {
      const response = await post(said(900, '我想自杀 MARK'), secret);
      expect([response.status, await response.text()]).toEqual([401, '']);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    expect(await countIncoming()).toBe(0);
    expect(world.logged.join()).not.toContain('MARK');
    expect((await fetch(`${world.app.url}${TEST_WEBHOOK.path}`)).status).toBe(404);
  });

  it('survives garbage', async () => {
    expect(await post('MARK{')).toMatchObject({ status: 400 });
    expect(await post('x'.repeat(1_500_000))).toMatchObject({ status: 413 });
    expect(await post('{"update_id":901,"message":{"text":"MARK"}}')).toMatchObject({ status: 200 });
    expect(await post('{"update_id":902,"message":"MARK"}')).toMatchObject({ status: 200 });
    const student = world.student();
    student.says('/start');
    await student.hears(/我是程序/);
    expect(world.logged.join()).not.toContain('MARK');
  });

  it('keeps what comes while the database is away, answers at once, and handles it once', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    await world.settle();
    await world.telegram.waitUntilConfirmed();
    const before = world.telegram.webhookAnswers().length;
    await onServer(world, (name) => [
      `alter database ${name} allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    ]);
    student.says('我想自杀');
    await student.hears(/系统现在有故障[\s\S]*120/);
    const answers = await world.telegram.waitForWebhookAnswers(before + 1);
    expect(new Set(answers.slice(before))).toEqual(new Set([200]));
    await onServer(world, (name) => [`alter database ${name} allow_connections true`]);
    await student.hears(/系统恢复了[\s\S]*正在叫值班老师/, /你在哪里/);
    await counsellor.hears(/高危 · 已等 0 分钟/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);
    world.telegram.redeliver();
    await world.settle();
    student.expectNothingMore();
  });
});

/** On a connection to another database of the same server. */
async function onServer(world: World, statements: (database: string) => readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    const name = new URL(world.database.url).pathname.slice(1);
    for (const statement of statements(name)) await client.query(statement);
  } finally {
    await client.end();
  }
}
