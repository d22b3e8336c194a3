import type { ChannelCapabilities } from '../../core/channel.ts';
import type { Lane } from '../../core/message.ts';

const MINUTE_MS = 60_000;

/** Lanes that are in no hurry. */
export const isBulk = (lane: Lane): boolean => lane === 'campaign' || lane === 'reminder';

/**
 * How fast one bot may speak. It is kept in memory, since only the process that holds the bot's lease speaks for it.
 * Some of a minute's messages are left for crises. Times are of a clock that only goes forward, in ms.
 */
export type Pacer = {
  /** How long to wait until a message of this lane may go; 0 for now. */
  waitMs(lane: Lane, at: number): number;
  /** A message of this lane is about to be taken in hand: many places of a bot are worked on at once. */
  reserve(lane: Lane, at: number): void;
  /** One went out, or may have. */
  spoke(at: number): void;
  /** The platform asked for quiet: lanes that are in no hurry rest, crisis and conversation go on. */
  restBulk(ms: number, at: number): void;
};

/** Messages of a minute that are kept for crises alone, and for them and for conversations. */
const FOR_CRISIS = 4;
const NOT_FOR_BULK = 7;

function mostFor(lane: Lane, perMinute: number): number {
  if (lane === 'crisis') return perMinute;
  return Math.max(1, perMinute - (isBulk(lane) ? NOT_FOR_BULK : FOR_CRISIS));
}

/** @param random from 0 to below 1, for the jitter */
export function createPacer(
  { pace, bulkEveryMs }: Pick<ChannelCapabilities, 'pace' | 'bulkEveryMs'>,
  random: () => number,
): Pacer {
  let spoken: number[] = [];
  let nextAt = 0;
  let nextBulkAt = 0;

  return {
    waitMs(lane, at) {
      const bulk = isBulk(lane) ? nextBulkAt - at : 0;
      if (pace === null) return Math.max(0, bulk);
      spoken = spoken.filter((one) => one > at - MINUTE_MS);
      const oldest = spoken[spoken.length - mostFor(lane, pace.perMinute)];
      const minute = oldest === undefined ? 0 : oldest + MINUTE_MS - at;
      return Math.max(0, bulk, nextAt - at, minute);
    },
    reserve(lane, at) {
      if (isBulk(lane)) nextBulkAt = Math.max(nextBulkAt, at) + bulkEveryMs;
    },
    spoke(at) {
      if (pace === null) return;
      spoken.push(at);
      nextAt = at + pace.everyMs + Math.floor(random() * pace.jitterMs);
    },
    restBulk(ms, at) {
      nextBulkAt = Math.max(nextBulkAt, at + ms);
    },
  };
}
