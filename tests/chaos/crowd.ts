/** Two processes of each part on one PostgreSQL, one Redis and one Telegram, behind one balancer. */
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { freePort } from '../queue/free-port.ts';
import { createLab, type Lab, type Program, type Role } from '../support/program.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { type Balancer, startBalancer } from './balancer.ts';

const ROLES: readonly Role[] = ['web', 'bot', 'worker'];

export type Crowd = {
  readonly telegram: FakeTelegram;
  readonly database: TestDatabase;
  readonly redis: TestRedis;
  readonly balancer: Balancer;
  readonly lab: Lab;
  /** Of the process that holds the bot. */
  holder(): Promise<number>;
  /** The living processes of a part. */
  of(role: Role): readonly Program[];
  /** kill -9, and another one in its place, which is on its way when this resolves. */
  kill(role: Role, pid: number): Promise<void>;
  /** When all that were started in the place of others run. */
  complete(): Promise<void>;
  /** Standard error of all that ever ran. */
  logs(): string;
  close(): Promise<void>;
};

/** All six start at once on an empty database. Null where the machine has no Redis. */
export async function startCrowd(): Promise<Crowd | null> {
  const redis = await startRedis();
  if (redis === null) return null;
  const closing: (() => Promise<void>)[] = [() => redis.stop()];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const telegram = await startFakeTelegram({ deadlineMs: 20_000 });
    closing.push(() => telegram.close());
    const database = await createTestDatabase();
    closing.push(() => database.close());
    await database.sql('drop schema xinqiao cascade');
    await database.sql('drop table public.xinqiao_migration');
    const balancer = await startBalancer();
    closing.push(() => balancer.close());
    const lab = await createLab({
      environment: {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        PUBLIC_URL: balancer.url,
        XINQIAO_MASTER_KEY: '22'.repeat(32),
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
      },
    });
    closing.push(() => lab.cleanUp());
    const people = createStaffing(lab, balancer);
    await Promise.all(ROLES.flatMap((role) => [people.hire(role), people.hire(role)]));
    return {
      telegram,
      database,
      redis,
      balancer,
      lab,
      ...people,
      async holder() {
        const [row] = await database.sql<{ holder: string }>(
          `select holder from xinqiao.lease where expires_at > clock_timestamp()`,
        );
        return Number(row?.holder.split(':')[1]);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function createStaffing(lab: Lab, balancer: Balancer) {
  const running: { role: Role; port: number; program: Program }[] = [];
  const everybody: Program[] = [];
  const coming: Promise<void>[] = [];
  const hire = async (role: Role): Promise<void> => {
    const port = await freePort();
    const program = await lab.start({ PORT: String(port) }, role);
    everybody.push(program);
    running.push({ role, port, program });
    if (role === 'web') balancer.ports.push(port);
  };
  return {
    hire,
    of: (role: Role) => running.filter((one) => one.role === role).map(({ program }) => program),
    async kill(role: Role, pid: number) {
      const at = running.findIndex((one) => one.program.pid === pid);
      const [one] = running.splice(at, at < 0 ? 0 : 1);
      if (one?.role !== role) throw new Error(`no ${role} with the process id ${pid}`);
      await one.program.kill('process');
      const hired = hire(role);
      hired.catch(() => undefined);
      coming.push(hired);
    },
    async complete() {
      await Promise.all(coming.splice(0));
    },
    logs: () => everybody.map((program) => program.stderr()).join('\n'),
  };
}
