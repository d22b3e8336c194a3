import { expect, it } from 'vitest';
import { DEFAULT_TIMING, LONGEST_BLIND_MS } from '../../../src/bots/telegram/timing.ts';

/** How often a process tells the state of its parts to the others. */
const HEARTBEAT_MS = 5_000;

it('knows within 45 s, told to everybody, that Telegram is out of reach', () => {
  const { longPollMs, graceMs, emptyPollMs, probeMs } = DEFAULT_TIMING;
  expect(LONGEST_BLIND_MS).toBe(45_000);
  // A poll that was just held when the line went dead; a look that was just over.
  expect(longPollMs + graceMs + emptyPollMs + HEARTBEAT_MS).toBeLessThanOrEqual(LONGEST_BLIND_MS);
  expect(probeMs + graceMs + HEARTBEAT_MS).toBeLessThanOrEqual(LONGEST_BLIND_MS);
});

it('knows within 45 s that Telegram can be reached again', () => {
  const { longestRetryMs, unauthorizedMs, graceMs } = DEFAULT_TIMING;
  expect(Math.max(longestRetryMs, unauthorizedMs) + graceMs + HEARTBEAT_MS).toBeLessThanOrEqual(
    LONGEST_BLIND_MS,
  );
});
