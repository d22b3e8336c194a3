import { describeError, type Logger } from '../../core/log.ts';

export type FaultWatch = {
  isDown(): boolean;
  /**
   * Something could not be stored. Resolves to true once the database answers, which a short blip takes a moment for,
   * and to false when it does not: then it counts as away until it is back.
   */
  comesBack(): Promise<boolean>;
  /** Counts as away from now on, as at a start without a database. */
  beginDown(): void;
  stop(): Promise<void>;
};

export type FaultWatchParts = {
  /** Whether the database answers now. Never rejects. */
  readonly probe: () => Promise<boolean>;
  /** It answers again: what waits is taken over before anything new is stored. */
  readonly onBack: () => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  /** A clock that only goes forward, in ms. */
  readonly clock: () => number;
  readonly log: Logger;
  /** How long a student waits before the answer of the fault, in ms. */
  readonly patienceMs?: number;
};

const PATIENCE_MS = 1_000;
/** Between two looks, in ms: at first often, since most losses are short. */
const FIRST_LOOKS_MS = 50;
const LOOKS_MS = 500;

export function createFaultWatch(parts: FaultWatchParts): FaultWatch {
  const { probe, pause, clock, log } = parts;
  const patienceMs = parts.patienceMs ?? PATIENCE_MS;
  let state: 'up' | 'unsure' | 'down' = 'up';
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();
  let waiting: ((back: boolean) => void)[] = [];

  const answer = (back: boolean): void => {
    for (const resolve of waiting) resolve(back);
    waiting = [];
  };

  const goDown = (): void => {
    state = 'down';
    log.error('database.away');
    answer(false);
  };

  const comeUp = async (): Promise<void> => {
    if (state === 'down') {
      log.info('database.back');
      await parts.onBack().catch((error: unknown) => log.error('fault.not-over', describeError(error)));
    }
    state = 'up';
    answer(true);
  };

  const look = async (): Promise<void> => {
    const since = clock();
    while (!stopped) {
      if (await probe()) return comeUp();
      if (state === 'unsure' && clock() - since >= patienceMs) goDown();
      await pause(state === 'unsure' ? FIRST_LOOKS_MS : LOOKS_MS);
    }
  };

  const begin = (first: 'unsure' | 'down'): void => {
    if (state !== 'up') return;
    if (first === 'down') goDown();
    else state = 'unsure';
    looking = look();
  };

  return {
    isDown: () => state === 'down',
    comesBack() {
      if (state === 'down') return Promise.resolve(false);
      return new Promise((resolve) => {
        waiting.push(resolve);
        begin('unsure');
      });
    },
    beginDown: () => begin('down'),
    async stop() {
      stopped = true;
      answer(false);
      await looking;
    },
  };
}
