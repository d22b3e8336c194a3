/** The database is away when the program starts, and the program is killed meanwhile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { createStoreProxy, type StoreProxy } from '../queue/store-proxy.ts';
import { findFreePort } from '../support/free-port.ts';
import { CHECKOUT, createLab, type Lab, query } from '../support/program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { createVisitor } from '../support/visitor.ts';
import { readiness } from './running-centre.ts';

const CONTACT = 9_009;
const [FIRST, SECOND] = [501, 502];
const CRISIS = '我不想活了';
const CEILING = 150_000;

let telegram: FakeTelegram;
let database: TestDatabase;
let proxy: StoreProxy;
let lab: Lab;
let environment: Record<string, string>;
let url: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  telegram = await startFakeTelegram({ deadlineMs: 60_000 });
  telegram.knows(CONTACT);
  database = await createTestDatabase();
  const behind = new URL(database.url);
  proxy = await createStoreProxy({ host: behind.hostname, port: Number(behind.port) });
  const before = new URL(database.url);
  before.port = String(proxy.port);
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  environment = {
    DATABASE_URL: before.href,
    XINQIAO_MASTER_KEY: '22'.repeat(32),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    EMERGENCY_TELEGRAM_CHATS: String(CONTACT),
    PORT: String(port),
  };
  lab = await createLab({ environment });
  await proxy.down();
}, CEILING);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await lab?.cleanUp();
  await proxy?.close().catch(() => undefined);
  await telegram?.close();
  await database?.close();
});

/** A process whose start waits for the database. */
function launch(): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [join(CHECKOUT, 'xinqiao.js'), 'serve'], {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, HOME: join(lab.folder, 'home'), DATA_DIR: lab.dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const hear = (text: string): void => {
    said += text;
  };
  child.stdout?.setEncoding('utf8').on('data', hear);
  child.stderr?.setEncoding('utf8').on('data', hear);
  return { child, said: () => said };
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });

const isUp = (): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ status }) => status === 200,
    () => false,
  );

const keptBytes = async (): Promise<Buffer> => {
  const folder = join(lab.dataDir, 'spool');
  const names = await readdir(folder).catch(() => []);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
};

const startsWith = (chat: number, text: string): number =>
  telegram.sentTo(chat).filter((message) => message.text.startsWith(text)).length;

describe('a start without a database', () => {
  it(
    'answers and pages within seconds, survives kill -9, and becomes the whole program by itself',
    async () => {
      const first = launch();
      await until('the emergency pages', isUp, 90_000);
      await until('all to be said', () => /EMERGENCY: there is no database yet/.test(first.said()));
      expect(first.said()).toMatch(/DATABASE_URL: found a database that does not let us in \(ECONNREFUSED\)/);
      expect((await readiness(url)).http).toBe(503);
      const visitor = createVisitor(url);
      expect(await visitor.open('/')).toBe(503);
      expect(visitor.text()).toMatch(/系统现在有故障/);
      expect((await fetch(`${url}/console`)).status).toBe(503);

      telegram.userSays(FIRST, CRISIS);
      await telegram.waitForMessage(FIRST, /系统现在有故障[\s\S]*120/);
      await telegram.waitForMessage(CONTACT, /^【直接呼叫】.*1 条危机消息/);
      await until('the answer to be noted', async () =>
        / t |\nxq1 t/.test((await keptBytes()).toString('latin1')),
      );
      await ended(first.child, 'SIGKILL');

      const second = launch();
      await until('the emergency pages again', isUp, 90_000);
      await telegram.waitForMessage(CONTACT, /可能重复|1 条危机消息/, { after: 1 });
      telegram.redeliver();
      telegram.userSays(SECOND, `${CRISIS}，真的`);
      await telegram.waitForMessage(SECOND, /系统现在有故障/);
      expect((await keptBytes()).includes(CRISIS)).toBe(false);

      await proxy.up();
      await until('the whole program', () => /Xinqiao is running/.test(second.said()), 60_000);
      await until('ready', async () => (await readiness(url)).http === 200, 60_000);
      await telegram.waitForMessage(FIRST, /系统恢复了/);
      await telegram.waitForMessage(SECOND, /系统恢复了/);
      await until('the spool to be empty', async () => (await keptBytes()).length === 0, 60_000);
      telegram.redeliver();
      await until('all updates to be confirmed', () => telegram.unconfirmed() === 0, 60_000);
      // A canary may be on its way: it is nobody of these.
      const counted = async () => {
        const [row] = await query<{ cases: number; lines: number; open: number }>(
          database.url,
          `with person as (select id from xinqiao.address where channel <> 'sink')
          select (select count(*) from xinqiao.handoff_case where address_id in (table person))::int as cases,
            (select count(*) from xinqiao.heard
              where level in ('high', 'imminent') and address_id in (table person))::int as lines,
            (select count(*) from xinqiao.incoming
              where status <> 'done' and address_id in (table person))::int as open`,
        );
        return row;
      };
      await until('all turns to be done', async () => (await counted())?.open === 0);
      expect(await counted()).toEqual({ cases: 2, lines: 2, open: 0 });
      expect(startsWith(SECOND, '系统恢复了')).toBe(1);
      expect(startsWith(SECOND, '谢谢你说出来')).toBe(1);
      // Killed after it had answered: nothing is said twice.
      expect(startsWith(FIRST, '谢谢你说出来')).toBe(1);
      expect(startsWith(FIRST, '系统恢复了')).toBe(1);
      for (const said of [first.said(), second.said()]) expect(said).not.toMatch(/不想活|\b50[12]\b.*from/);
      expect(await ended(second.child, 'SIGTERM')).toBe(0);
    },
    CEILING * 2,
  );

  it(
    'ends in good order when it is told to while it waits',
    async () => {
      await proxy.down();
      const waiting = launch();
      await until('it to wait', () => /EMERGENCY/.test(waiting.said()), 90_000);
      expect(await ended(waiting.child, 'SIGTERM')).toBe(0);
      await proxy.up();
    },
    CEILING,
  );
});
