import type { Channel, Receive } from '../../core/channel.ts';
import { secondsMs } from '../../core/clock.ts';

/** Whoever meets another listener falls silent for so long and up to as long again, in ms. */
const QUIET_MS = secondsMs(20);

/** Listens without a lease, which nobody can take while there is no database; harmless when it is asked again. */
export type LoneListener = { look(): Promise<void> };

/**
 * A bot that nobody listens to hears no cry for help. Another process may still reach the database and hold the bot, or
 * may listen alone as well: where the platform tells of it, this one gives way.
 */
export function createLoneListener(
  channel: Pick<Channel, 'state' | 'start' | 'stop'>,
  receive: Receive,
  clock: () => number,
  random: () => number,
): LoneListener {
  let quietUntil = Number.NEGATIVE_INFINITY;
  return {
    async look() {
      const { state, code } = channel.state();
      if (code === 'conflict') {
        quietUntil = clock() + QUIET_MS * (1 + random());
        await channel.stop();
      } else if (state === 'stopped' && clock() >= quietUntil) {
        await channel.start(receive);
      }
    },
  };
}
