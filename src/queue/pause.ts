import { setTimeout as sleep } from 'node:timers/promises';

/** A wait that others may end early. */
export interface Pause {
  /** At least `leastMs`, so that a flood of reasons to hurry is no busy loop, and at most `mostMs`. */
  start(leastMs: number, mostMs: number): Promise<void>;
  end(): void;
}

/** The signal ends even the least of it. */
export function createPause(signal: AbortSignal): Pause {
  let hurried = false;
  let over: (() => void) | null = null;
  return {
    async start(leastMs, mostMs) {
      await sleep(leastMs, undefined, { signal }).catch(() => undefined);
      if (!hurried && !signal.aborted && mostMs > leastMs) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs - leastMs);
          over = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      over = null;
      hurried = false;
    },
    end() {
      hurried = true;
      over?.();
    },
  };
}
