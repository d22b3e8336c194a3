/** Where a scenario runs: servers, folders and processes of its own, all gone when it ends. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createEndings } from '../src/app/endings.ts';
import { MIGRATIONS_FOLDER, PROGRAM_FILE } from '../src/settings.ts';
import { startEmbedded } from '../src/storage/embedded/start-embedded.ts';
import { migrate } from '../src/storage/migrate.ts';
import { type OwnRedis, startRedisUnder } from '../tests/queue/own-redis.ts';
import { findFreePort } from '../tests/support/free-port.ts';
import { query } from '../tests/support/program.ts';
import { findRoomyFolder } from './roomy-folder.ts';

/** What keeps the jobs. */
export type QueueStore = 'postgres' | 'redis';

export type Place = {
  readonly queue: QueueStore;
  /** Scratch files of whatever is started are made there. */
  readonly folder: string;
  /** The program need not build itself when it is started. */
  untilBuilt(): Promise<void>;
  /** An empty database on the server that all places of a yard share, which nobody may kill. */
  createDatabase(): Promise<string>;
  /** A Redis of this place alone. */
  startRedis(): Promise<OwnRedis>;
  onEnd(end: () => unknown): void;
  /** A line for whoever watches. */
  tell(text: string): void;
};

const TEMPLATE = 'chaos_template';

export type Yard = {
  runAt<T>(queue: QueueStore, tell: (text: string) => void, work: (place: Place) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export function openYard(): Yard {
  const endings = createEndings();
  const open = new Set<() => Promise<void>>();
  let folder: Promise<string> | null = null;
  let built: Promise<void> | null = null;
  let server: Promise<string> | null = null;
  let databases = 0;
  const createDatabase = async (): Promise<string> => {
    folder ??= findRoomyFolder();
    server ??= folder.then((under) => startServer(under, (end) => endings.add(end)));
    const url = new URL(await server);
    databases += 1;
    const name = `chaos_${databases}`;
    // Made from one that is migrated: roles belong to the whole server, and two that make them at once collide.
    await query(url.href, `create database ${name} template ${TEMPLATE}`);
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  };
  return {
    async runAt(queue, tell, work) {
      const own = createEndings();
      const end = (): Promise<void> => own.endAll();
      open.add(end);
      folder ??= findRoomyFolder();
      built ??= buildProgram();
      const under = await folder;
      const program = built;
      try {
        return await work({
          queue,
          folder: under,
          untilBuilt: () => program,
          tell,
          createDatabase,
          async startRedis() {
            const redis = await startRedisUnder(
              under,
              await findFreePort(),
              '--maxmemory-policy',
              'noeviction',
            );
            own.add(() => redis.close());
            return redis;
          },
          onEnd: (step) => own.add(step),
        });
      } finally {
        open.delete(end);
        await own.endAll();
      }
    },
    async close() {
      for (const end of open) await end().catch(() => undefined);
      await endings.endAll();
    },
  };
}

/** Once, and not by all programs of the first scenarios at the same time; what it compiles is kept for all of them. */
const buildProgram = (): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM_FILE, '--build'], (error) => (error ? reject(error) : resolve()));
  });

async function startServer(under: string, onEnd: (end: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(under, 'xinqiao-chaos-'));
  onEnd(() => rm(folder, { recursive: true, force: true }));
  const started = await startEmbedded(folder);
  if (!started.ok) throw new Error(started.message);
  onEnd(() => started.server.stop());
  const template = new URL(started.server.url);
  await query(template.href, `create database ${TEMPLATE}`);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href, MIGRATIONS_FOLDER);
  return started.server.url;
}
