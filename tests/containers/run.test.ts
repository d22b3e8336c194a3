/** The program as the container would run it: the image's files, an ordinary user, Compose's environment and Redis. */
import type { ChildProcess } from 'node:child_process';
import { spawnSync } from 'node:child_process';
import { chmod, chown, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canEnter } from '../../src/storage/embedded/reach.ts';
import { freePort } from '../queue/free-port.ts';
import { type OwnRedis, startOwnRedis } from '../queue/own-redis.ts';
import { CHECKOUT } from '../support/program.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { interpolate, readCompose, serviceOf } from './compose.ts';
import { assembleImage, finish, type Image, listen } from './image.ts';

const USER = { uid: 10_001, gid: 10_001 };
const asRoot = process.getuid?.() === 0;
const user = asRoot && (await canEnter(CHECKOUT, { ...USER, name: 'xinqiao' })) ? USER : null;
if (asRoot && user === null)
  console.warn(`!!! ${CHECKOUT} is closed to others: the image is tried as root and NOT as its own user`);
const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) {
  const message =
    'redis-server is not installed: the image is NOT tried (Debian: apt-get install redis-server)';
  if (process.env.CI) throw new Error(message);
  console.warn(`\n!!! ${message}\n`);
}

type Readiness = { parts: { name: string; state: string; code: string | null }[] };

const compose = await readCompose();
const DOT_ENV = {
  PUBLIC_URL: 'https://xinqiao.example.edu.cn',
  POSTGRES_PASSWORD: 'a1'.repeat(24),
  REDIS_PASSWORD: 'b2'.repeat(24),
};
const filled = (text: string): string => interpolate(text, DOT_ENV);

let image: Image;
let redis: OwnRedis;
let database: TestDatabase;
let environment: Record<string, string>;
const children: ChildProcess[] = [];

/** Compose's environment of a service, with the addresses that this machine has instead of Compose's names. */
async function environmentOf(name: string): Promise<Record<string, string>> {
  const given = Object.entries(serviceOf(compose, name).environment);
  const key = join(image.mounts, 'master_key');
  await writeFile(key, `${'33'.repeat(32)}\n`, { mode: 0o400 });
  if (user !== null) await chown(key, user.uid, user.gid);
  return {
    ...Object.fromEntries(given.map(([variable, value]) => [variable, filled(value)])),
    PORT: String(await freePort()),
    DATA_DIR: image.data,
    DATABASE_URL: database.url,
    REDIS_URL: filled(serviceOf(compose, name).environment.REDIS_URL ?? '').replace(
      'redis:6379',
      new URL(redis.url).host,
    ),
    XINQIAO_MASTER_KEY_FILE: key,
  };
}

describe.skipIf(!hasRedis)('the image', () => {
  beforeAll(async () => {
    image = await assembleImage(user);
    database = await createTestDatabase();
    // As Compose's PostgreSQL begins: empty.
    await database.sql('drop schema xinqiao cascade');
    await database.sql('drop table public.xinqiao_migration');
    const [server, ...flags] = (serviceOf(compose, 'redis').command ?? []).map(filled);
    expect(server).toBe('redis-server');
    redis = await startOwnRedis(await freePort(), ...flags);
    environment = await environmentOf('app');
  }, 60_000);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await redis?.close();
    await database?.close();
    await image?.remove();
  });

  it('gets ready as its own user, on both stores, and ends when it is told to', async () => {
    const child = image.start(environment);
    children.push(child);
    const ended = finish(child);
    const said = listen(child);
    await until(
      'the HEALTHCHECK to pass',
      async () => {
        if (child.exitCode !== null) throw new Error(`ended: ${said.stderr}`);
        return (await image.checkHealth(environment)).code === 0;
      },
      20_000,
    );
    let answer: Readiness = { parts: [] };
    await until('the queue to be ready', async () => {
      answer = (await (await fetch(`http://127.0.0.1:${environment.PORT}/readyz`)).json()) as Readiness;
      return answer.parts.some(({ name, state }) => name === 'queue' && state === 'ready');
    });
    expect(answer.parts).toContainEqual(expect.objectContaining({ name: 'redis', state: 'ready' }));
    expect(answer.parts.find(({ name }) => name === 'queue')?.code).toBeNull();
    expect(said.stdout).toContain(`${DOT_ENV.PUBLIC_URL}/console`);

    expect(child.kill('SIGTERM')).toBe(true);
    expect((await ended).code).toBe(0);
    expect(said.stderr).not.toMatch(new RegExp(`${DOT_ENV.REDIS_PASSWORD}|33333333`));
    expect(await readdir(image.data)).toEqual([]);
  }, 40_000);

  it('leaves the queue to Redis alone', async () => {
    const client = new Redis(environment.REDIS_URL ?? '');
    expect((await client.keys('xinqiao:*')).length).toBeGreaterThan(0);
    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    client.disconnect();
    expect(await database.sql(`select 1 from pg_namespace where nspname = 'bullmq'`)).toEqual([]);
  });

  it('runs a command beside, and says what is missing where it is', async () => {
    const staff = image.start(environment, ['staff', 'list']);
    expect(await finish(staff)).toMatchObject({ code: 0, stderr: '' });
    const alone = image.start({ ...environment, DATABASE_URL: '' });
    const refused = await finish(alone);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no PostgreSQL for .*set DATABASE_URL/);
  }, 40_000);

  it('fails its HEALTHCHECK where nothing answers', async () => {
    expect((await image.checkHealth(environment)).code).toBe(1);
  });

  it.skipIf(user === null)(
    'names a key that its user cannot read',
    async () => {
      const key = environment.XINQIAO_MASTER_KEY_FILE ?? '';
      await chown(key, 0, 0);
      await chmod(key, 0o400);
      const refused = await finish(image.start(environment));
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/XINQIAO_MASTER_KEY_FILE: .*master_key: found no readable file/);
    },
    40_000,
  );
});
