import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEndings } from '../src/app/endings.ts';
import { startEmbedded } from '../src/storage/embedded/start-embedded.ts';
import { type FakeTelegram, startFakeTelegram } from '../tests/fakes/telegram/fake-telegram.ts';
import { CHECKOUT, createLab, type Environment, type Lab, query } from '../tests/support/program.ts';
import { startRedis } from '../tests/support/redis.ts';

/** What all benches stand on; whatever it opened is gone when it is closed, also half-way through a run. */
export type Workshop = {
  /** One run on servers, folders and processes of its own, which end with it. */
  runIn<T>(work: (bay: Bay) => Promise<T>): Promise<T>;
  /** An empty database that all runs may share, where filling one takes minutes. */
  createDatabase(): Promise<string>;
  /** When the workshop closes; the last comes first. */
  onEnd(end: () => unknown): void;
  close(): Promise<void>;
};

/** The place of one run. */
export type Bay = {
  /** An empty database on the one PostgreSQL that all runs share. */
  createDatabase(): Promise<string>;
  readonly redisUrl: string | null;
  /** @param apiMs what each of its calls takes, there and back */
  startTelegram(apiMs: number): Promise<FakeTelegram>;
  /** What a call of a Bot API on the network takes. */
  readonly apiMs: number;
  /** For the program as an operator starts it. */
  createLab(environment: Environment): Promise<Lab>;
  /** A peer in a process of its own: a TypeScript file that prints a line once it is ready. */
  startPeer(file: URL, environment: Environment): Promise<void>;
  onEnd(end: () => unknown): void;
};

const DEADLINE_MS = 60_000;
const PEER_CEILING_MS = 30_000;

/**
 * @param redis the queues of both sides on a Redis of our own
 * @param apiMs what a call of a Bot API on the network takes
 */
export async function openWorkshop(
  redis: boolean,
  apiMs: number,
): Promise<{ ok: true; workshop: Workshop } | { ok: false; message: string }> {
  const endings = createEndings();
  const redisServer = redis ? await startRedis() : null;
  if (redis && redisServer === null) return { ok: false, message: 'bench: --redis needs a redis-server' };
  if (redisServer !== null) endings.add(() => redisServer.stop());
  let server: Promise<string> | null = null;
  let bay = createEndings();
  let databases = 0;

  const serverUrl = (): Promise<string> => {
    server ??= startServer((end) => endings.add(end));
    return server;
  };

  const createDatabase = async (onEnd: (end: () => unknown) => void): Promise<string> => {
    const url = new URL(await serverUrl());
    databases += 1;
    const name = `bench_${databases}`;
    await query(url.href, `create database ${name}`);
    onEnd(() => query(url.href, `drop database ${name} with (force)`));
    if (redisServer !== null) await emptyRedis(redisServer.url);
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  };

  const place: Bay = {
    createDatabase: () => createDatabase((end) => bay.add(end)),
    redisUrl: redisServer?.url ?? null,
    apiMs,
    async startTelegram(travelMs) {
      const telegram = await startFakeTelegram({ deadlineMs: DEADLINE_MS, travelMs });
      bay.add(() => telegram.close());
      return telegram;
    },
    async createLab(environment) {
      const lab = await createLab({ environment });
      bay.add(() => lab.cleanUp());
      return lab;
    },
    async startPeer(file, environment) {
      const child = spawn(process.execPath, ['--import', 'tsx', file.pathname], {
        cwd: CHECKOUT,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      bay.add(() => killed(child));
      await firstLine(child);
    },
    onEnd: (end) => bay.add(end),
  };

  return {
    ok: true,
    workshop: {
      createDatabase: () => createDatabase((end) => endings.add(end)),
      onEnd: (end) => endings.add(end),
      async runIn(work) {
        bay = createEndings();
        try {
          return await work(place);
        } finally {
          await bay.endAll();
        }
      },
      async close() {
        await bay.endAll().catch(() => undefined);
        await endings.endAll();
      },
    },
  };
}

async function startServer(onEnd: (end: () => unknown) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-bench-'));
  onEnd(() => rm(folder, { recursive: true, force: true }));
  const started = await startEmbedded(folder);
  if (!started.ok) throw new Error(started.message);
  onEnd(() => started.server.stop());
  return started.server.url;
}

async function emptyRedis(url: string): Promise<void> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}

function firstLine(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a peer is not ready')), PEER_CEILING_MS);
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`a peer ended with ${code}`)));
  });
}

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
