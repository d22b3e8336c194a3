import { setTimeout as pause } from 'node:timers/promises';
import { clusterOf, type Place } from './choose-place.ts';
import { isSameProcess } from './describe-process.ts';
import { type Failure, failure } from './failure.ts';
import { chooseFreePort, launchServer, serverLogOf } from './launch-server.ts';
import { type FoundServer, findServer } from './postmaster-file.ts';
import type { Binaries } from './prepare-binaries.ts';

/** How long a dead server's children and shared memory, or a server that is stopping, may stand in the way. */
const LINGERING_MS = 30_000;
const RETRY_MS = 200;
const POLL_MS = 20;

export type Server = { pid: number; startedAt: string; port: number; executable: string; adopted: boolean };

/**
 * A server that takes connections on this place's files: the one that runs, else a new one. PostgreSQL's own lock
 * decides between two that try at once, and the loser takes the winner's server.
 * @param port the one to keep where the address has been handed out; null lets the system choose
 * @param onWorking called when a server that was started here is on its way
 */
export async function ensureServer(
  place: Place,
  binaries: Binaries,
  port: number | null,
  onWorking: () => void = () => undefined,
): Promise<{ ok: true; server: Server } | Failure<'cannot-start'>> {
  const deadline = performance.now() + LINGERING_MS;
  let started = false;
  let complaint = 'it stopped again at once';
  for (;;) {
    const found = await findServer(clusterOf(place));
    if (found.kind === 'alive') {
      const ready = await waitUntilReady(found, place);
      if (ready !== null) return { ok: true, server: { ...ready, adopted: !started } };
    }
    if (performance.now() > deadline) return cannotStart(place, complaint);
    const stalePid = found.kind === 'stale' ? found.pid : null;
    const at = port ?? (await chooseFreePort());
    const launched = await launchServer(place, binaries, at, stalePid, onWorking);
    switch (launched.kind) {
      case 'ready':
        started = true;
        continue;
      case 'failed':
        return cannotStart(place, launched.complaint);
      case 'port-taken':
      case 'lingering':
        complaint = launched.complaint;
        await pause(RETRY_MS);
    }
  }
}

/** Null once that server is gone. A recovery may take minutes, so there is no limit while the process lives. */
async function waitUntilReady(
  found: Extract<FoundServer, { kind: 'alive' }>,
  place: Place,
): Promise<Omit<Server, 'adopted'> | null> {
  const { pid, startedAt, executable } = found;
  while (await isSameProcess(pid, startedAt)) {
    const now = await findServer(clusterOf(place));
    if (now.kind === 'alive' && now.pid === pid && now.file.status === 'ready' && now.file.port !== null) {
      return { pid, startedAt, executable, port: now.file.port };
    }
    await pause(POLL_MS);
  }
  return null;
}

function cannotStart(place: Place, complaint: string): Failure<'cannot-start'> {
  return failure(
    'cannot-start',
    `PostgreSQL on ${place.home} does not start: ${complaint} (its log: ${serverLogOf(place)}).`,
  );
}
