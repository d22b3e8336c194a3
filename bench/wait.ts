import { setTimeout as pause } from 'node:timers/promises';

const CEILING_MS = 120_000;

/** Looks every `everyMs` until it holds; that much is the error of whatever is timed with it. */
export async function waitUntil(
  what: string,
  everyMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + CEILING_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${CEILING_MS} ms for ${what}`);
    await pause(everyMs);
  }
}
