/** The program as an operator has it: real processes on folders of their own, all gone at the end of a test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { clusterOf, findPlace } from '../../src/storage/embedded/choose-place.ts';
import { findRunning } from '../../src/storage/embedded/find-running.ts';
import { findServer } from '../../src/storage/embedded/postmaster-file.ts';
import { stopServer } from '../../src/storage/embedded/stop-server.ts';

export const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = [join(CHECKOUT, 'xinqiao.js')];
const START_CEILING_MS = 60_000;
const RUN_CEILING_MS = 60_000;

export type Environment = Readonly<Record<string, string | undefined>>;
export type User = { readonly uid: number; readonly gid: number };
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Role = 'web' | 'bot' | 'worker';

/** `serve`, which has said where it is. */
export type Program = {
  /** Empty without the part that serves pages. */
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the line that says where it is, in ms. */
  readonly startMs: number;
  stdout(): string;
  /** Standard error: progress lines and the log. */
  stderr(): string;
  isAlive(): boolean;
  /** The exit code, or null after a kill. */
  readonly ended: Promise<number | null>;
  kill(target: 'process' | 'group'): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
};

export type Lab = {
  readonly folder: string;
  readonly dataDir: string;
  /** @param role of `serve --role`; everything when left out */
  start(extra?: Environment, role?: Role): Promise<Program>;
  /** Starts what is expected to end by itself. */
  run(args: readonly string[], options?: { extra?: Environment; input?: string }): Promise<Finished>;
  /** SQL as the owner of the embedded database of a running program. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The process of the embedded server, or null. */
  server(): Promise<number | null>;
  /** SIGTERM to whatever was started last. */
  interrupt(): void;
  cleanUp(): Promise<void>;
};

export type LabOptions = {
  readonly environment?: Environment;
  readonly user?: User;
  /** Where its folder is made; among temporary files when left out. */
  readonly under?: string;
};

export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const folder = await mkdtemp(join(options.under ?? tmpdir(), 'xinqiao-program-'));
  await chmod(folder, 0o711);
  const home = join(folder, 'home');
  const dataDir = join(folder, 'data');
  await mkdir(home);
  if (options.user) for (const path of [folder, home]) await chown(path, options.user.uid, options.user.gid);
  const children: ChildProcess[] = [];
  const environment = (extra: Environment = {}): NodeJS.ProcessEnv =>
    present({
      PATH: process.env.PATH,
      HOME: home,
      DATA_DIR: dataDir,
      PORT: '0',
      // What it leaves in the tables for a second would be counted.
      CANARY: 'off',
      ...options.environment,
      ...extra,
    });
  const launch = (args: readonly string[], extra: Environment | undefined): ChildProcess => {
    const child = spawn(process.execPath, [...COMMAND, ...args], {
      cwd: CHECKOUT,
      env: environment(extra),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...options.user,
    });
    children.push(child);
    return child;
  };

  return {
    folder,
    dataDir,
    start: (extra, role) =>
      watchStart(launch(role === undefined ? ['serve'] : ['serve', '--role', role], extra), role ?? 'web'),
    run: (args, { extra, input } = {}) => finish(launch(args, extra), input ?? ''),
    async sql(text, values = []) {
      const running = await findRunning(dataDir);
      if (!running.ok) throw new Error(running.message);
      return query(running.url, text, values);
    },
    server: () => serverOf(dataDir),
    interrupt: () => void children.at(-1)?.kill('SIGTERM'),
    async cleanUp() {
      for (const child of children) if (isRunning(child)) await end(child, 'SIGKILL', 'process');
      const place = await findPlace(dataDir).catch(() => null);
      const found = place === null ? null : await findServer(clusterOf(place));
      if (found?.kind === 'alive') await stopServer(found);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function serverOf(dataDir: string): Promise<number | null> {
  const place = await findPlace(dataDir);
  const found = place === null ? null : await findServer(clusterOf(place));
  return found?.kind === 'alive' ? found.pid : null;
}

const present = (all: Environment): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
  target: 'process' | 'group',
): Promise<number | null> {
  if (!isRunning(child)) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    const pid = child.pid ?? 0;
    process.kill(target === 'group' ? -pid : pid, signal);
  });
}

function listen(child: ChildProcess) {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return said;
}

/** A process with pages says where they are, and each of the others that it runs. */
function watchStart(child: ChildProcess, role: Role): Promise<Program> {
  const startedAt = performance.now();
  const said = listen(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.stdin?.end();
  return new Promise((resolve, reject) => {
    const giveUp = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`serve ${why}\n${said.stdout}\n${said.stderr}`));
    };
    const timer = setTimeout(() => giveUp(`said nothing for ${START_CEILING_MS} ms`), START_CEILING_MS);
    child.once('exit', (code, signal) => giveUp(`ended with ${code ?? signal}`));
    child.stdout?.on('data', () => {
      const url = /Student page: +(\S+?)\/?\s/.exec(said.stdout)?.[1] ?? '';
      if (role === 'web' ? url === '' : !said.stdout.includes('Xinqiao is running.')) return;
      clearTimeout(timer);
      resolve({
        url,
        pid: child.pid ?? 0,
        startMs: performance.now() - startedAt,
        stdout: () => said.stdout,
        stderr: () => said.stderr,
        isAlive: () => isRunning(child),
        ended,
        kill: async (target) => void (await end(child, 'SIGKILL', target)),
        stop: () => end(child, 'SIGTERM', 'process'),
      });
    });
  });
}

function finish(child: ChildProcess, input: string): Promise<Finished> {
  const said = listen(child);
  child.stdin?.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`did not end in ${RUN_CEILING_MS} ms\n${said.stdout}\n${said.stderr}`));
    }, RUN_CEILING_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...said });
    });
  });
}
