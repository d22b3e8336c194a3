import { type ChildProcess, spawn } from 'node:child_process';
import type { Logger } from '../../core/log.ts';
import { childEnvironment, PROGRAM_FILE } from '../../settings.ts';

/** One that ended without being asked to is started again after this, in ms. */
const AGAIN_MS = 5_000;

/**
 * Starts the watchdog beside this program: a process of its own, which lives on where this one hangs or is killed. It
 * ends when it is told so, and otherwise when another program has taken over or the alarm is out.
 */
export function startWatchdog(
  watch: { readonly file: string; readonly oldAfterMs: number; readonly webhook: string },
  log: Logger,
): { stop(): void } {
  let child: ChildProcess | null = null;
  let again: NodeJS.Timeout | null = null;
  let stopped = false;

  const start = (): void => {
    const options = ['--file', watch.file, '--old-after-ms', String(watch.oldAfterMs), '--beside'];
    const started = spawn(process.execPath, [PROGRAM_FILE, 'watchdog', ...options], {
      // The address is a secret: it stands in no list of processes.
      env: childEnvironment({ CANARY_WEBHOOK_URL: watch.webhook }),
      stdio: ['pipe', 'ignore', 'inherit'],
      // A signal for the program's group must not take the one away that tells of it.
      detached: true,
    });
    child = started;
    const onEnd = (): void => {
      if (stopped || child !== started) return;
      child = null;
      log.warn('watchdog.ended');
      again = setTimeout(start, AGAIN_MS);
      again.unref();
    };
    started.on('error', onEnd);
    started.on('exit', onEnd);
    started.stdin?.on('error', () => undefined);
    started.unref();
  };
  start();

  return {
    stop() {
      stopped = true;
      if (again !== null) clearTimeout(again);
      child?.stdin?.end('stop\n');
    },
  };
}
