import type { Channel, Receive } from '../../core/channel.ts';
import { addMs } from '../../core/clock.ts';
import { describeError, type Logger } from '../../core/log.ts';
import type { BotName } from '../ports/outgoing-store.ts';
import type { BotStore, LeaseStore } from '../ports/process-store.ts';
import type { ConversationParts } from '../scope.ts';
import { askToSayAgain } from './ask-to-say-again.ts';
import type { Voice } from './deliver.ts';
import { createPacer } from './pacer.ts';

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
  bots: BotStore;
  conversation: ConversationParts;
  receive: Receive;
  /** Unique for this process. */
  holder: string;
  /** Told when somebody has to scan something to sign the bot in. */
  onLogin: (bot: BotName, code: string) => void;
  /** From 0 to below 1. */
  random: () => number;
  log: Logger;
}): BotKeeper {
  const { channel, leases, bots, conversation, holder, log } = parts;
  const bot = { channel: channel.name, bot: channel.bot };
  const pacer = createPacer(channel.capabilities, parts.random);
  let shownLogin: string | null = null;
  const name = `bot:${channel.name}:${channel.bot}`;
  let held: { epoch: number; until: number } | null = null;
  let polling = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();

  const claimedBy = (epoch: number): string => `${holder}#${epoch}`;

  const begin = async (epoch: number): Promise<void> => {
    // What the holder before us had in hand may or may not have arrived.
    await conversation.transactions.run(async (stores) =>
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

  /** Others must know what this process alone can see: whether the bot listens, and whether it waits to be signed in. */
  const tellOthers = async (): Promise<void> => {
    const login = channel.loginCode();
    if (login !== shownLogin) {
      await bots.showLogin(bot, login);
      if (login !== null) parts.onLogin(bot, login);
    }
    shownLogin = login;
    const { before, now } = await bots.lastListened(bot);
    // After the time was read: whoever listens now did so then.
    if (channel.state().state !== 'ready') return;
    // Before it is written: whoever dies between must leave the gap to the next one.
    if (before !== null && !channel.capabilities.keepsUnheard) {
      await askToSayAgain(conversation, bot, before, now);
    }
    await bots.listens(bot, now);
  };

  /** Whoever of the staff may only be answered, and has not written in time, is nobody who can be called here. */
  const closeWindows = async (): Promise<void> => {
    const { replyQuota, startsChats } = channel.capabilities;
    if (replyQuota === null || startsChats) return;
    await conversation.transactions.run(async ({ addresses, now }) => {
      await addresses.closeWindows(bot, addMs(await now(), -replyQuota.withinMs));
    });
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
        await tellOthers();
        await closeWindows();
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
      const lease = { name, epoch: held.epoch };
      return { channel, claimedBy: claimedBy(held.epoch), lease, pacer, travels: true };
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await round;
      if (timer) clearTimeout(timer);
      await fallSilent();
      if (shownLogin !== null) await bots.showLogin(bot, null).catch(() => undefined);
      await leases.release(name, holder).catch(() => undefined);
    },
  };
}
