import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/storage/embedded/start-embedded.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { startRedis } from './redis.ts';

const TEMPLATE = 'xinqiao_template';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the real PostgreSQL that all tests of a run share, as its owner; each test file has a database of its own. */
    postgresUrl: string;
    templateDatabase: string;
    /** Of a real Redis, or null where the machine has none. */
    redisUrl: string | null;
  }
}

/** Where files lie in memory, on Linux. */
const MEMORY = '/dev/shm';
/** What the databases of a whole run may take, with much room. */
const NEEDED_BYTES = 6e9;

/**
 * Memory where there is enough of it: hundreds of small databases are made and thrown away, and none of these tests is about
 * what a crash of the machine leaves.
 */
async function findRoom(): Promise<string> {
  const memory = await statfs(MEMORY).catch(() => null);
  return memory !== null && memory.bavail * memory.bsize >= NEEDED_BYTES ? MEMORY : tmpdir();
}

/** One PostgreSQL and one Redis for the whole run. */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(await findRoom(), 'xinqiao-test-'));
  const started = await startEmbedded(folder);
  if (!started.ok) throw new Error(started.message);
  await makeTemplate(started.server.url);
  const redis = await startRedis();
  project.provide('postgresUrl', started.server.url);
  project.provide('templateDatabase', TEMPLATE);
  project.provide('redisUrl', redis?.url ?? null);
  return async () => {
    await redis?.stop();
    await started.server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href, new URL('../../migrations', import.meta.url).pathname);
}
