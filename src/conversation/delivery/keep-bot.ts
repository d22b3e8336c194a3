import type { Channel, Receive } from '../../core/channel.ts';
import { describeError, type Logger } from '../../core/log.ts';
import type { LeaseStore } from '../ports/process-store.ts';
import type { Transactions } from '../ports/stores.ts';
import type { Voice } from './deliver.ts';

/** A holder that is gone is followed after this long, in ms. */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;

export type BotKeeper = {
  /** The right to speak, while this process has it. */
  voice(): Voice | null;
  stop(): Promise<void>;
};

/**
 * One bot, one voice: polls and sends only while this process holds the bot's lease. A process that cannot renew in
 * time falls silent by itself, before another one may begin.
 */
export function keepBot(parts: {
  channel: Channel;
  leases: LeaseStore;
  transactions: Transactions;
  receive: Receive;
  /** Unique for this process. */
  holder: string;
  log: Logger;
}): BotKeeper {
  const { channel, leases, holder, log } = parts;
  const name = `bot:${channel.name}:${channel.bot}`;
  let held: { epoch: number; until: number } | null = null;
  let polling = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();

  const claimedBy = (epoch: number): string => `${holder}#${epoch}`;

  const begin = async (epoch: number): Promise<void> => {
    // What the holder before us had in hand may or may not have arrived.
    await parts.transactions.run(async (stores) =>
      stores.outgoing.recoverOthers({
        channel: channel.name,
        bot: channel.bot,
        claimedBy: claimedBy(epoch),
        now: await stores.now(),
      }),
    );
    polling = true;
    await channel.start(parts.receive);
  };

  const fallSilent = async (): Promise<void> => {
    held = null;
    if (!polling) return;
    polling = false;
    await channel.stop();
  };

  const renew = async (): Promise<void> => {
    const askedAt = performance.now();
    try {
      const taken = await leases.take(name, holder, LEASE_MS);
      if (taken === null) {
        await fallSilent();
      } else {
        if (held !== null && held.epoch !== taken.epoch) await fallSilent();
        held = { epoch: taken.epoch, until: askedAt + LEASE_MS };
        if (!polling) await begin(taken.epoch);
      }
    } catch (error) {
      log.warn('bot.lease-unsure', { channel: channel.name, ...describeError(error) });
      if (held !== null && performance.now() > held.until - RENEW_MS) await fallSilent();
    }
    if (!stopped) timer = setTimeout(() => (round = renew()), RENEW_MS);
  };

  round = renew();

  return {
    voice() {
      if (held === null || performance.now() > held.until) return null;
      return { channel, claimedBy: claimedBy(held.epoch), lease: { name, epoch: held.epoch } };
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await round;
      if (timer) clearTimeout(timer);
      await fallSilent();
      await leases.release(name, holder).catch(() => undefined);
    },
  };
}
