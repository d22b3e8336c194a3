import { readFile } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

/**
 * What a process id stands for. A zombie is a dead process that nobody has collected yet: it still answers signal 0,
 * which is why a signal is no proof of life. `startedAt` is opaque, and tells two processes with one id apart.
 */
export type ProcessState =
  | { kind: 'gone' }
  | { kind: 'zombie' }
  | { kind: 'alive'; command: string; startedAt: string };

const GONE = { kind: 'gone' } as const;

/** From /proc where there is one, else from `ps`. A process that we may not look at counts as gone. */
export async function describeProcess(pid: number): Promise<ProcessState> {
  if (process.platform === 'linux') return describeFromProc(pid);
  const shown = await runCommand(
    '/bin/ps',
    ['-p', String(pid), '-o', 'stat=', '-o', 'lstart=', '-o', 'command='],
    {
      user: null,
      cwd: '/',
    },
  );
  return parsePs(shown.stdout);
}

async function describeFromProc(pid: number): Promise<ProcessState> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    return parseStat(stat, commandLine);
  } catch {
    return GONE;
  }
}

/** The second field is the program's name in brackets and may itself hold spaces and brackets (proc(5)). */
export function parseStat(stat: string, commandLine: string): ProcessState {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startedAt = fields[19];
  if (state === undefined || startedAt === undefined) return GONE;
  if (state === 'Z' || state === 'X') return { kind: 'zombie' };
  return { kind: 'alive', command: commandLine.split('\0').join(' ').trim(), startedAt };
}

/** `stat lstart command`, where `lstart` is five words, as in `Ss Fri Nov 20 10:00:00 2026 /usr/bin/postgres -D ...`. */
export function parsePs(line: string): ProcessState {
  const words = line.trim().split(/\s+/);
  const state = words[0];
  if (state === undefined || words.length < 7) return GONE;
  if (state.startsWith('Z')) return { kind: 'zombie' };
  return { kind: 'alive', command: words.slice(6).join(' '), startedAt: words.slice(1, 6).join(' ') };
}

/** False once the process is gone, a zombie, or another one under the same number. */
export async function isSameProcess(pid: number, startedAt: string): Promise<boolean> {
  const state = await describeProcess(pid);
  return state.kind === 'alive' && state.startedAt === startedAt;
}
