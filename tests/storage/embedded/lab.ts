/** Temporary data folders and apps on them, all of which are gone at the end of a test, also of a failed one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect } from 'vitest';
import { clusterOf, findPlace } from '../../../src/storage/embedded/choose-place.ts';
import { isSameProcess } from '../../../src/storage/embedded/describe-process.ts';
import type { Failure } from '../../../src/storage/embedded/failure.ts';
import { findServer } from '../../../src/storage/embedded/postmaster-file.ts';
import { canEnter } from '../../../src/storage/embedded/reach.ts';
import { stopServer } from '../../../src/storage/embedded/stop-server.ts';

export type Answer = { ok: true; server: { url: string; notes: string[]; adopted: boolean } } | Failure;
export type App = { process: ChildProcess; answer: Answer };

const folders: string[] = [];
const apps: ChildProcess[] = [];

export const NOBODY = { uid: 65534, gid: 65534 };
export const asRoot = process.getuid?.() === 0;

export async function temporaryFolder(owner?: { uid: number; gid: number }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-keeper-'));
  folders.push(folder);
  await chmod(folder, owner === undefined ? 0o711 : 0o700);
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  return folder;
}

/** Leads a process group of its own, as a shell's job does. */
export async function startApp(dataDir: string, user?: { uid: number; gid: number }): Promise<App> {
  const script = fileURLToPath(new URL('keeper-app.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...user,
  });
  apps.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, answer: JSON.parse(line) as Answer };
  }
  throw new Error('the app ended without an answer');
}

export function started(app: App): Extract<Answer, { ok: true }>['server'] {
  if (!app.answer.ok) throw new Error(app.answer.message);
  return app.answer.server;
}

export function killed(child: ChildProcess, target: 'process' | 'group' = 'process'): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    // One that has just ended by itself only has its exit still to be told.
    if (target === 'process') child.kill('SIGKILL');
    else process.kill(-(child.pid ?? 0), 'SIGKILL');
  });
}

export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

export async function sql(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

export async function serverOf(
  dataDir: string,
): Promise<{ pid: number; startedAt: string; port: number | null } | null> {
  const place = await findPlace(dataDir);
  const found = place === null ? null : await findServer(clusterOf(place));
  if (found?.kind !== 'alive') return null;
  return { pid: found.pid, startedAt: found.startedAt, port: found.file.port };
}

/** Checks at short intervals instead of sleeping; the test's own time limit ends it. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export const isGone = async (server: { pid: number; startedAt: string }): Promise<boolean> =>
  !(await isSameProcess(server.pid, server.startedAt));

export async function cleanUp(): Promise<void> {
  for (const child of apps.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) await killed(child);
  }
  for (const folder of folders.splice(0)) {
    for (const dataDir of [folder, join(folder, 'data')]) {
      const server = await serverOf(dataDir).catch(() => null);
      if (server !== null) await stopServer(server);
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const checkout = dirname(dirname(dirname(import.meta.dirname)));
/** Where the checkout stands in a closed folder, the server's user runs programs that were copied beside the data. */
const copiesPrograms = asRoot && !(await canEnter(checkout, { ...NOBODY, name: 'nobody' }));

/** What a data folder holds beside what the test put there, in order. */
export const withPrograms = (...names: readonly string[]): unknown[] =>
  copiesPrograms ? [...names, expect.stringMatching(/^postgresql-/)] : [...names];

/** What a start has to say, in any order. */
export const withProgramNote = (...notes: readonly unknown[]): unknown[] =>
  copiesPrograms ? [...notes, expect.stringContaining('programs were copied')] : [...notes];
