/** Where a scenario runs: servers, folders and processes of its own, all gone when it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEndings } from '../src/app/endings.ts';
import { MIGRATIONS_FOLDER } from '../src/settings.ts';
import { startEmbedded } from '../src/storage/embedded/start-embedded.ts';
import { migrate } from '../src/storage/migrate.ts';
import { type OwnRedis, startOwnRedis } from '../tests/queue/own-redis.ts';
import { findFreePort } from '../tests/support/free-port.ts';
import { query } from '../tests/support/program.ts';

/** What keeps the jobs. */
export type QueueStore = 'postgres' | 'redis';

export type Place = {
  readonly queue: QueueStore;
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
  let server: Promise<string> | null = null;
  let databases = 0;
  const createDatabase = async (): Promise<string> => {
    server ??= startServer((end) => endings.add(end));
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
      try {
        return await work({
          queue,
          tell,
          createDatabase,
          async startRedis() {
            const redis = await startOwnRedis(await findFreePort(), '--maxmemory-policy', 'noeviction');
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

async function startServer(onEnd: (end: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-chaos-'));
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
