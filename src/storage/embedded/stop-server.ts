import { setTimeout as pause } from 'node:timers/promises';
import { isSameProcess } from './describe-process.ts';
import type { Server } from './ensure-server.ts';

const FAST_MS = 60_000;
const IMMEDIATE_MS = 10_000;
const POLL_MS = 15;

/**
 * Stops a server and waits until its process is gone: SIGINT ends its sessions and writes everything out. After a
 * minute SIGQUIT, which loses nothing either but leaves a recovery to the next start. The lock file is not asked: by
 * then it may name the server of another start.
 */
export async function stopServer(server: Pick<Server, 'pid' | 'startedAt'>): Promise<void> {
  if (await endWith('SIGINT', FAST_MS, server)) return;
  if (await endWith('SIGQUIT', IMMEDIATE_MS, server)) return;
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop`);
}

async function endWith(
  signal: NodeJS.Signals,
  waitMs: number,
  { pid, startedAt }: Pick<Server, 'pid' | 'startedAt'>,
): Promise<boolean> {
  const deadline = performance.now() + waitMs;
  if (!(await isSameProcess(pid, startedAt))) return true;
  process.kill(pid, signal);
  while (await isSameProcess(pid, startedAt)) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
