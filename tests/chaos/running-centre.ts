/** The program as a process on a database of its own, with a Telegram of its own and, when wanted, a counsellor. */
import {
  type FakeTelegram,
  type FakeTelegramOptions,
  startFakeTelegram,
} from '../fakes/telegram/fake-telegram.ts';
import { createLab, type Environment, type Lab, type Program } from '../support/program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { addCounsellor } from './counsellor.ts';

export const COUNSELLOR = 9_001;
const MASTER_KEY = '22'.repeat(32);

export type RunningCentre = {
  readonly telegram: FakeTelegram;
  readonly database: TestDatabase;
  readonly lab: Lab;
  readonly program: Program;
  /** Another process on the same database with the same bot. */
  startAnother(): Promise<Program>;
  employ(): Promise<void>;
  close(): Promise<void>;
};

export async function startCentre(
  extra: Environment = {},
  telegramOptions: FakeTelegramOptions = {},
  prepare: (telegram: FakeTelegram) => void = () => undefined,
): Promise<RunningCentre> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const telegram = await startFakeTelegram({ deadlineMs: 20_000, ...telegramOptions });
    closing.push(() => telegram.close());
    prepare(telegram);
    const database = await createTestDatabase();
    closing.push(() => database.close());
    const environment = {
      DATABASE_URL: database.url,
      XINQIAO_MASTER_KEY: MASTER_KEY,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ...extra,
    };
    const lab = await createLab({ environment });
    closing.push(() => lab.cleanUp());
    const program = await lab.start();
    return {
      telegram,
      database,
      lab,
      program,
      startAnother: () => lab.start(),
      employ: () => addCounsellor((args) => lab.run(args), telegram, '测试老师甲', COUNSELLOR),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Readiness = { status: string; parts: { name: string; state: string; code: string | null }[] };

export async function readiness(url: string): Promise<Readiness & { http: number }> {
  const response = await fetch(`${url}/readyz`);
  return { http: response.status, ...((await response.json()) as Readiness) };
}

/** Waits until /readyz shows the part in this state and with this code. */
export async function waitForPart(
  url: string,
  name: string,
  wanted: { state: string; code: string | null },
  ceilingMs = 15_000,
): Promise<void> {
  let last: unknown;
  await until(
    `${name} to be ${wanted.state} (${wanted.code}), last ${JSON.stringify(last)}`,
    async () => {
      const part = (await readiness(url)).parts.find((one) => one.name === name);
      last = part;
      return part?.state === wanted.state && part.code === wanted.code;
    },
    ceilingMs,
  );
}
