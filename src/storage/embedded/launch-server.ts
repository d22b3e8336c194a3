import { spawn } from 'node:child_process';
import { chown, open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clusterOf, type Place } from './choose-place.ts';
import { findServer } from './postmaster-file.ts';
import type { Binaries } from './prepare-binaries.ts';
import { CLEAN_ENVIRONMENT, runCommand, spawnIds } from './run-command.ts';
import { serverArguments } from './server-settings.ts';

const POLL_MS = 15;
const LOG_LIMIT_BYTES = 1_000_000;

export const serverLogOf = (place: Pick<Place, 'home'>): string => join(place.home, 'server.log');

export type Launched =
  | { kind: 'ready' }
  | { kind: 'port-taken'; complaint: string }
  /** An earlier server, its children or its shared memory are still there. */
  | { kind: 'lingering'; complaint: string }
  | { kind: 'failed'; complaint: string };

/**
 * Starts a server in a session of its own, which outlives us and our process group, and waits until it is ready or
 * gives up; a recovery takes the time that it takes.
 * @param stalePid the dead server's id where the lock file's process is known to be a zombie or something else
 * @param onWorking called when the server's process is on its way
 */
export async function launchServer(
  place: Place,
  binaries: Binaries,
  port: number,
  stalePid: number | null,
  onWorking: () => void = () => undefined,
): Promise<Launched> {
  const log = await openLog(place);
  const { size } = await log.stat();
  const outcome = { error: null as string | null, ended: false };
  try {
    const child = spawn(binaries.postgres, serverArguments(clusterOf(place), port), {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      env: environment(stalePid),
      ...spawnIds(place.user),
    });
    child.unref();
    onWorking();
    child.on('error', (error) => {
      Object.assign(outcome, { error: error.message, ended: true });
    });
    child.on('exit', () => {
      outcome.ended = true;
    });
    while (!outcome.ended) {
      const found = await findServer(clusterOf(place));
      if (found.kind === 'alive' && found.pid === child.pid && found.file.status === 'ready')
        return { kind: 'ready' };
      await pause(POLL_MS);
    }
    const launched = classify(outcome.error ?? (await readFrom(place, size)));
    if (launched.kind !== 'failed' || !launched.complaint.includes('configuration file')) return launched;
    return { kind: 'failed', complaint: await checkConfiguration(place, binaries) };
  } catch (error) {
    return { kind: 'failed', complaint: error instanceof Error ? error.message : 'it could not be started' };
  } finally {
    await log.close();
  }
}

/**
 * PostgreSQL refuses to start while the lock file's process id answers a signal, which a zombie and a stranger with a
 * reused number do. It makes an exception for its starter's parent, named in this variable by pg_ctl. We use it for an
 * id that has been looked at and is no server of this folder; PostgreSQL then still checks the shared memory for
 * survivors, and replaces the lock file itself (CreateLockFile in miscinit.c).
 */
function environment(stalePid: number | null): Record<string, string> {
  return stalePid === null
    ? CLEAN_ENVIRONMENT
    : { ...CLEAN_ENVIRONMENT, PG_GRANDPARENT_PID: String(stalePid) };
}

function classify(text: string): Launched {
  const complaint = text.trim().split('\n').slice(-5).join('\n');
  if (text.includes('could not create any TCP/IP sockets')) return { kind: 'port-taken', complaint };
  if (/lock file ".*" already exists|pre-existing shared memory block/.test(text)) {
    return { kind: 'lingering', complaint };
  }
  return { kind: 'failed', complaint };
}

/** Which line is wrong is a LOG message, which the server itself is told to keep quiet about. */
async function checkConfiguration(place: Place, binaries: Binaries): Promise<string> {
  const options = { user: place.user, cwd: '/' };
  const { stderr } = await runCommand(binaries.postgres, ['-D', clusterOf(place), '-C', 'port'], options);
  return stderr.trim();
}

async function openLog(place: Place): Promise<Awaited<ReturnType<typeof open>>> {
  const file = serverLogOf(place);
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`).catch(() => undefined);
  const log = await open(file, 'a', 0o600);
  // Its owner is the server's user, so that an ordinary user who owns the folder can start it after root did.
  if (place.user !== null) await chown(file, place.user.uid, place.user.gid);
  return log;
}

async function readFrom(place: Place, position: number): Promise<string> {
  const log = await open(serverLogOf(place), 'r');
  try {
    const { buffer, bytesRead } = await log.read({ buffer: Buffer.alloc(8_000), position });
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await log.close();
  }
}

/** A port of 127.0.0.1 that is free at this moment, chosen by the system. */
export function chooseFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
