import type { Incoming, Receive } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { FaultWatch } from './fault-watch.ts';

/** A try to store that takes longer is given up, in ms; then the words are looked at without a database. */
const STORE_MS = 3_000;

export type ReceiveParts = {
  /** Stores one update; null while there has been no database yet. */
  readonly intake: () => Receive | null;
  readonly watch: FaultWatch;
  readonly desk: FaultDesk;
  readonly log: Logger;
  /** Stands in an intake that hangs: nothing of it may be stored later as if nobody had answered it. */
  readonly giveUp: (incoming: Incoming) => void;
};

export type GuardedReceive = {
  /** For the page, which tells whoever wrote by itself: rejects when there is no database. */
  readonly orReject: Receive;
  /** For platforms: resolves once the update is stored, or kept and answered without a database. */
  readonly orKeep: Receive;
};

export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError';
}

/** Every channel's way in: the database, and where there is none the desk that needs none. */
export function guardReceive(parts: ReceiveParts): GuardedReceive {
  const { watch, desk, log } = parts;

  const store = async (incoming: Incoming): Promise<boolean> => {
    const intake = parts.intake();
    if (intake === null) return false;
    try {
      const inTime = await within(STORE_MS, intake(incoming));
      if (!inTime) parts.giveUp(incoming);
      return inTime;
    } catch (error) {
      log.warn('intake.not-stored', { channel: incoming.channel, ...describeError(error) });
      return false;
    }
  };

  const tryTwice = async (incoming: Incoming): Promise<boolean> => {
    if (watch.isDown()) return false;
    if (await store(incoming)) return true;
    // A copy, since what was given up a moment ago is known by its object, and stays given up.
    return (await watch.comesBack()) && (await store({ ...incoming }));
  };

  return {
    async orReject(incoming) {
      if (!(await tryTwice(incoming))) throw new DatabaseAwayError('the database is away');
    },
    async orKeep(incoming) {
      if (!(await tryTwice(incoming))) await desk.take(incoming);
    },
  };
}

async function within(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
