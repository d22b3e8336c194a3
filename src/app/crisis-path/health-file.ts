import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CanaryVerdict } from '../../handoff/canary/judge-canary.ts';

/** What a monitor of the system looks at, however this program is. */
export const healthFileIn = (dataDir: string): string => join(dataDir, 'health', 'crisis-path.json');

/** As the file holds it; `ms` count from the beginning of the last run, null for what was not reached. */
export type HealthFile = {
  readonly state: 'ok' | 'failing';
  /** When the last run ended. */
  readonly at: string;
  readonly result: 'ok' | 'missed';
  /** Where it stuck. */
  readonly code: string | null;
  readonly ms: {
    readonly opened: number | null;
    readonly called: number | null;
    readonly sent: number | null;
    readonly acknowledged: number | null;
    readonly ended: number;
  };
};

/** Null while nothing is known. */
export function toHealthFile(verdict: CanaryVerdict): HealthFile | null {
  if (verdict.state === 'unknown') return null;
  const { last } = verdict;
  const after = (at: Date | null): number | null =>
    at === null ? null : at.getTime() - last.begunAt.getTime();
  return {
    state: verdict.state === 'well' ? 'ok' : 'failing',
    at: last.endedAt.toISOString(),
    result: last.code === null ? 'ok' : 'missed',
    code: last.code,
    ms: {
      opened: after(last.openedAt),
      called: after(last.calledAt),
      sent: after(last.sentAt),
      acknowledged: after(last.acknowledgedAt),
      ended: last.endedAt.getTime() - last.begunAt.getTime(),
    },
  };
}

/** Whole or not at all: a monitor never reads half of it. It holds nothing of anybody, so that any account may read it. */
export async function writeHealthFile(file: string, content: HealthFile): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await mkdir(dirname(dirname(file)), { recursive: true, mode: 0o711 });
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  try {
    await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o644 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
