import { setTimeout as pause } from 'node:timers/promises';

const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 200;
/** How much longer the next pause is: nobody waits a quarter longer than what was waited for took. */
const GROWTH = 1.25;

/**
 * Waits for a condition, looking often at first and then less: many scenarios look into one server at once, and a look
 * costs it and us more than most of what is waited for. A figure that ends with a look is that much too late, never too early.
 * Fails with the name of the condition after `ceilingMs`.
 */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  ceilingMs = 15_000,
): Promise<void> {
  const end = performance.now() + ceilingMs;
  for (let waitMs = FIRST_LOOK_MS; !(await holds()); waitMs = Math.min(waitMs * GROWTH, LAST_LOOK_MS)) {
    if (performance.now() > end) throw new Error(`waited ${ceilingMs} ms for ${what}`);
    await pause(waitMs);
  }
}
