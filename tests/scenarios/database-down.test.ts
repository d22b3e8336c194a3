/** What people see while PostgreSQL cannot be reached, and when it is back. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStoreProxy, type StoreProxy } from '../queue/store-proxy.ts';
import { createTelegramPerson, type TelegramPerson } from '../support/telegram-person.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { createWechatPerson } from '../support/wechat-person.ts';
import { startWorld, type World } from '../support/world.ts';

const CONTACT = 5_640_216_999_001;
const CRISIS = '我不想活了';
const PLAIN = '今天食堂的饭有点咸';

let database: TestDatabase;
let proxy: StoreProxy;
let world: World;
let contact: TelegramPerson;
let counsellor: TelegramPerson;
let isDown = false;

beforeAll(async () => {
  database = await createTestDatabase();
  const behind = new URL(database.url);
  proxy = await createStoreProxy({ host: behind.hostname, port: Number(behind.port) });
  const before = new URL(database.url);
  before.hostname = '127.0.0.1';
  before.port = String(proxy.port);
  world = await startWorld({
    database: { ...database, url: before.href },
    emergencyChats: [CONTACT],
    wechat: {},
  });
  world.telegram.knows(CONTACT);
  contact = createTelegramPerson(world.telegram, CONTACT);
  counsellor = await world.responder('测试老师甲');
}, 180_000);
afterAll(async () => {
  await restore();
  await world?.close();
  await proxy?.close();
  await database?.close();
}, 60_000);

async function loseDatabase(): Promise<void> {
  await world.settle();
  isDown = true;
  await proxy.down();
}
async function restore(): Promise<void> {
  if (!isDown) return;
  isDown = false;
  await proxy.up();
}

/** Whether what was said during the fault waits from then, and is called for from when it was taken over. */
async function waitsFromCry(channel: 'web' | 'wechat'): Promise<boolean> {
  const [found] = await database.sql<{ all: boolean }>(
    `select bool_and(c.opened_at < c.level_since and exists (
       select from xinqiao.heard h where h.case_id = c.id and h.at = c.opened_at)) as all
     from xinqiao.handoff_case c where channel = $1`,
    [channel],
  );
  return found?.all === true;
}

let lastChat = 5_640_216_000_000;
/** A student who has read the notice. */
async function acquaint(): Promise<TelegramPerson> {
  lastChat += 1;
  const student = createTelegramPerson(world.telegram, lastChat);
  student.says('/start');
  await student.hears(/我是程序/);
  student.taps('同意并开始');
  await student.hears(/已经记下/, /想做什么/);
  return student;
}

const readiness = async (): Promise<number> => (await fetch(`${world.app.url}/readyz`)).status;
const isBack = (): Promise<void> => until('the program to be back', async () => (await readiness()) === 200);

const spooled = async (): Promise<Buffer> => {
  const folder = join(world.dataDir, 'spool');
  const names = await readdir(folder);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
};

const count = async (what: string): Promise<number> =>
  Number((await database.sql<{ count: string }>(`select count(*) as count from ${what}`))[0]?.count);

describe('while the database is away', () => {
  it('a crisis on Telegram is answered, kept and paged directly, and is a case once when it is back', async () => {
    const student = await acquaint();
    await loseDatabase();
    student.says(CRISIS);
    const told = await student.hears(/系统现在有故障[\s\S]*应急联系人[\s\S]*120[\s\S]*110/);
    expect(told.indexOf('120')).toBeLessThan(told.indexOf('12356'));
    const page = await contact.hears(/^【直接呼叫】.* 1 条危机消息，最高：高危/);
    expect(page).not.toMatch(new RegExp(`${CRISIS}|${student.chatId}`));
    expect(await readiness()).toBe(503);
    expect((await fetch(`${world.app.url}/healthz`)).status).toBe(200);
    const bytes = await spooled();
    expect(bytes.length).toBeGreaterThan(100);
    for (const word of [CRISIS, String(student.chatId), 'telegram']) expect(bytes.includes(word)).toBe(false);

    await restore();
    await counsellor.hears(/#1001.*高危/);
    await student.hears(/系统恢复了[\s\S]*正在叫值班老师/, /你在哪里/);
    await contact.hears(/^【系统恢复】/);
    await isBack();
    await until('the spool to be empty', async () => (await spooled()).length === 0);
    world.telegram.redeliver();
    await world.telegram.waitUntilConfirmed();
    await world.settle();
    expect(await count('xinqiao.handoff_case')).toBe(1);
    expect(await count(`xinqiao.heard where level = 'high'`)).toBe(1);
    // What the student was told stands in the conversation, before what came after it.
    expect(await count(`xinqiao.outgoing where dedupe_key like 'fault:%' and status = 'sent'`)).toBe(1);
    student.expectNothingMore();
    contact.expectNothingMore();
    expect(world.logged.join('\n')).not.toMatch(new RegExp(`${CRISIS}|${student.chatId}`));
  }, 120_000);

  it('what is no crisis is answered kindly, kept in its order and handled afterwards', async () => {
    const student = await acquaint();
    await loseDatabase();
    student.says(PLAIN);
    await student.hears(/我先回不了你[\s\S]*120/);
    student.says('/help');
    student.taps('紧急求助');
    await student.hears(/系统现在有故障[\s\S]*应急联系人/);
    await contact.hears(/^【直接呼叫】/);
    await restore();
    await student.hearsUntil(/系统恢复了/);
    await student.hearsUntil(/你在哪里/);
    await contact.hears(/^【系统恢复】/);
    await isBack();
    await world.settle();
    const kinds = await database.sql<{ kind: string }>('select kind from xinqiao.heard order by seq');
    expect(kinds.slice(-3).map(({ kind }) => kind)).toEqual(['text', 'text', 'choice']);
    await database.advance(61_000);
    await counsellor.hearsUntil(/#1002/);
  }, 120_000);

  it('the page takes a crisis and answers it, and gives everything else back to the box', async () => {
    const visitor = world.visitor();
    await visitor.open('/');
    await loseDatabase();
    expect(await visitor.says(PLAIN)).toBe(503);
    expect(visitor.text()).toMatch(/先存不下来，字还在框里[\s\S]*120/);
    expect(visitor.html()).toContain(`>${PLAIN}</textarea>`);
    expect(await visitor.says(CRISIS)).toBe(200);
    expect(visitor.text()).toMatch(new RegExp(`${CRISIS}.*谢谢你说出来.*系统现在有故障.*120.*110`));
    await contact.hears(/^【直接呼叫】/);
    await visitor.pressAgain();
    // Who comes anew is told the truth at once, with the numbers.
    const other = world.visitor();
    expect(await other.open('/')).toBe(503);
    expect(other.text()).toMatch(/系统现在有故障，暂时只收得下求助的话.*120/);
    await other.taps('紧急求助');
    expect(other.text()).toMatch(/谢谢你说出来/);
    await restore();
    await contact.hears(/^【系统恢复】/);
    await isBack();
    await world.settle();
    await until('the conversation to be shown', async () => {
      await visitor.open('/');
      return new RegExp(`${CRISIS}.*谢谢你说出来.*系统恢复了`).test(visitor.text());
    });
    expect(visitor.text().split(CRISIS)).toHaveLength(2);
    expect(visitor.text()).not.toContain(PLAIN);
    expect(await count(`xinqiao.handoff_case where channel = 'web'`)).toBe(2);
    await database.advance(61_000);
    expect(await waitsFromCry('web')).toBe(true);
    await counsellor.hearsUntil(/#1004/);
  }, 120_000);

  it('counts the time that somebody waited for the database', async () => {
    const student = await acquaint();
    await loseDatabase();
    student.says(CRISIS);
    await student.hears(/系统现在有故障/);
    await contact.hears(/^【直接呼叫】/);
    // An hour, in which WeChat was listened to and every channel was ready.
    await database.advance(60 * 60_000);
    await restore();
    await contact.hears(/^【系统恢复】/);
    await student.hearsUntil(/系统恢复了/);
    await isBack();
    await world.settle();
    await database.advance(61_000);
    await counsellor.hearsUntil(/#1005 · 高危 · 已等 6\d 分钟/);
    const [one] = await database.sql<{ waited: number; steps: number; heard: boolean }>(
      `select extract(epoch from xinqiao.app_now() - c.opened_at)::int / 60 as waited,
         extract(epoch from xinqiao.app_now() - c.level_since)::int / 60 as steps,
         exists (select from xinqiao.heard h where h.case_id = c.id and h.at = c.opened_at) as heard
       from xinqiao.handoff_case c order by number desc limit 1`,
    );
    expect(one?.waited).toBeGreaterThanOrEqual(60);
    expect(one?.steps).toBeLessThan(5);
    expect(one?.heard).toBe(true);
    student.says('还有人吗');
    await student.hearsUntil(/已经等了 6\d 分钟/);
  }, 120_000);

  it('WeChat, which says everything once, is answered and loses nothing', async () => {
    const student = createWechatPerson(world.wechat, 'wxid_5640215000001');
    student.says('/start');
    await student.hears(/我是程序/);
    await loseDatabase();
    student.says(PLAIN);
    await student.hears(/我先回不了你/);
    student.says(CRISIS);
    await student.hears(/系统现在有故障/);
    await contact.hears(/^【直接呼叫】/);
    await restore();
    await contact.hears(/^【系统恢复】/);
    await student.hearsUntil(/系统恢复了/);
    await isBack();
    await world.settle();
    expect(await count(`xinqiao.handoff_case where channel = 'wechat'`)).toBe(1);
    await database.advance(61_000);
    expect(await waitsFromCry('wechat')).toBe(true);
    await counsellor.hearsUntil(/#1006/);
  }, 120_000);
});
