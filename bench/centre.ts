import pg from 'pg';
import type { FakeTelegram } from '../tests/fakes/telegram/fake-telegram.ts';
import type { Lab } from '../tests/support/program.ts';
import { waitUntil } from './wait.ts';
import type { Bay } from './workshop.ts';

/** The whole program in a process of its own, on an empty database and the fake Telegram. */
export type BenchCentre = {
  readonly telegram: FakeTelegram;
  readonly lab: Lab;
  /** SQL as the owner. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Nothing waits for a turn or for being sent at this moment. */
  quiet(): Promise<void>;
};

/** Chat ids long enough to stand nowhere by chance. */
export const FIRST_CHAT = 5_640_217_000_000;

const OPEN = `select (
  (select count(*) from xinqiao.incoming where status = 'stored')
  + (select count(*) from xinqiao.outgoing where status in ('due', 'sending', 'unknown'))
)::int as open`;

/** @param apiMs what each call of the fake Telegram takes */
export async function startCentre(bay: Bay, apiMs: number): Promise<BenchCentre> {
  const url = await bay.createDatabase();
  const telegram = await bay.startTelegram(apiMs);
  const lab = await bay.createLab({
    DATABASE_URL: url,
    REDIS_URL: bay.redisUrl ?? undefined,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    XINQIAO_MASTER_KEY: '11'.repeat(32),
  });
  const program = await lab.start();
  const isReady = async (): Promise<boolean> => (await fetch(`${program.url}/readyz`)).status === 200;
  await waitUntil('the program to answer', 20, isReady);
  await telegram.waitUntilPolled();
  const owner = new pg.Client({ connectionString: url });
  owner.on('error', () => undefined);
  await owner.connect();
  bay.onEnd(() => owner.end());
  const sql = async (text: string) => (await owner.query<Record<string, unknown>>(text)).rows;
  return {
    telegram,
    lab,
    sql,
    quiet: () => waitUntil('everything to be done', 10, async () => (await sql(OPEN))[0]?.open === 0),
  };
}

/** Adds somebody on call whose Telegram is active. */
export async function addResponder({ lab, telegram }: BenchCentre, chatId: number): Promise<void> {
  const args = ['--name', '测试老师甲', '--role', 'counsellor', '--telegram', String(chatId), '--on-call'];
  const added = await lab.run(['staff', 'add', ...args]);
  const code = /"code":"([^"]+)"/.exec(added.stdout)?.[1];
  if (code === undefined) throw new Error(`nobody was added: ${added.stderr}`);
  telegram.userSays(chatId, code);
  await telegram.waitForMessage(chatId, /启用/);
}
