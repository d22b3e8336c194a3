import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A redis-server of one test's own, to be emptied, killed and started again on the same port. */
export type OwnRedis = {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
};

export const startOwnRedis = (port: number, ...settings: string[]): Promise<OwnRedis> =>
  startRedisUnder(tmpdir(), port, ...settings);

/** @param under where its folder is made */
export async function startRedisUnder(under: string, port: number, ...settings: string[]): Promise<OwnRedis> {
  const folder = await mkdtemp(join(under, 'xinqiao-own-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  const launch = () =>
    spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', ...settings],
      { stdio: 'ignore' },
    );
  let server = launch();
  await answers(url);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    kill,
    async start() {
      server = launch();
      await answers(url);
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => undefined);
  // A refusal for want of a password is an answer as well.
  await client.ping().catch((error: Error) => {
    if (error.name !== 'ReplyError') throw error;
  });
  client.disconnect();
}
