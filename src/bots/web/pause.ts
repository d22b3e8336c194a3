import { setTimeout as delay } from 'node:timers/promises';

/** Waits for `ms`; injected so that tests need no real time. */
export type Pause = (ms: number) => Promise<void>;

export const pauseByTimer: Pause = async (ms) => {
  await delay(ms);
};
