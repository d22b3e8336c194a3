import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Waits for a condition, looking often; fails with its name after `ceilingMs`. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  ceilingMs = 15_000,
): Promise<void> {
  const end = performance.now() + ceilingMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${ceilingMs} ms for ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
