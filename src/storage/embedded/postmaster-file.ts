import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeProcess } from './describe-process.ts';

/** PostgreSQL's own lock file. It belongs to PostgreSQL: we read it and never write or delete it. */
export type PostmasterFile = {
  pid: number;
  folder: string;
  port: number | null;
  /** `starting`, `ready`, `stopping`, or null while the file is still being written. */
  status: string | null;
};

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  try {
    return parsePostmasterFile(await readFile(join(cluster, 'postmaster.pid'), 'utf8'));
  } catch {
    return null;
  }
}

/** Lines: pid, folder, start time, port, socket folder, listen address, shared memory, status (miscinit.h). */
export function parsePostmasterFile(text: string): PostmasterFile | null {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const folder = lines[1];
  if (!Number.isInteger(pid) || pid <= 0 || folder === undefined || folder === '') return null;
  const port = Number(lines[3]);
  return {
    pid,
    folder,
    port: Number.isInteger(port) && port > 0 ? port : null,
    status: lines[7]?.trim() || null,
  };
}

/** A server that is known by its lock file and, beyond that, by what the process really is. */
export type FoundServer =
  | { kind: 'none' }
  /** The lock file names a process that is no server of this folder: it died and its number is a zombie or reused. */
  | { kind: 'stale'; pid: number }
  | { kind: 'alive'; pid: number; startedAt: string; executable: string; file: PostmasterFile };

export async function findServer(cluster: string): Promise<FoundServer> {
  const file = await readPostmasterFile(cluster);
  if (file === null) return { kind: 'none' };
  const state = await describeProcess(file.pid);
  switch (state.kind) {
    case 'gone':
      return { kind: 'none' };
    case 'zombie':
      return { kind: 'stale', pid: file.pid };
    case 'alive': {
      const executable = state.command.split(' -D ')[0] ?? '';
      const ours = executable.endsWith('postgres') && state.command.includes(` -D ${cluster} `);
      if (!ours || file.folder !== cluster) return { kind: 'stale', pid: file.pid };
      return { kind: 'alive', pid: file.pid, startedAt: state.startedAt, executable, file };
    }
  }
}
