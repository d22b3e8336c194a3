import type { Channel, Receive } from '../../core/channel.ts';
import { addMs } from '../../core/clock.ts';
import { describeError, type Logger } from '../../core/log.ts';
import type { BotName } from '../ports/outgoing-store.ts';
import type { BotStore, LeaseStore } from '../ports/process-store.ts';
import type { ConversationParts } from '../scope.ts';
import { askToSayAgain } from './ask-to-say-again.ts';
import type { Voice } from './deliver.ts';
import { createLoneListener } from './listen-alone.ts';
import { createPacer } from './pacer.ts';

/** A holder that is gone is followed after this long, in ms. */
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;
/** Without a database whoever held the bot goes on listening; others begin after so long, in ms: it may be gone too. */
const OTHERS_MS = 30_000;

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
  /** A lease could not be asked for: whether the database is away, and not only slow to answer. */
  isAway: () => Promise<boolean>;
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
  // It may have been listened to before there was a database.
  let polling = channel.state().state !== 'stopped';
  let begun: number | null = null;
  let wasHolder = polling;
  let awaySince: number | null = null;
  /** Whether this process heard everything while the database was away, so that nobody has to say it again. */
  let meanwhile: 'unknown' | 'heard' | 'missed' = 'unknown';
  const alone = createLoneListener(channel, parts.receive, () => performance.now(), parts.random);
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
    begun = epoch;
    if (polling) return;
    polling = true;
    await channel.start(parts.receive);
  };

  /** Nobody can hold the bot now, and somebody must hear what is written to it. It is not spoken for, beside answers at once. */
  const listenAlone = async (): Promise<void> => {
    held = null;
    await alone.look();
    polling = channel.state().state !== 'stopped';
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
    if (before !== null && !channel.capabilities.keepsUnheard && meanwhile !== 'heard') {
      await askToSayAgain(conversation, bot, before, now);
    }
    await bots.listens(bot, now);
    meanwhile = 'unknown';
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
      awaySince = null;
      wasHolder = taken !== null;
      if (taken === null) {
        await fallSilent();
      } else {
        if (held !== null && held.epoch !== taken.epoch) await fallSilent();
        held = { epoch: taken.epoch, until: askedAt + LEASE_MS };
        if (!polling || begun !== taken.epoch) await begin(taken.epoch);
        await tellOthers();
        await closeWindows();
      }
    } catch (error) {
      log.warn('bot.lease-unsure', { channel: channel.name, ...describeError(error) });
      const hears = polling && channel.state().state === 'ready';
      meanwhile = hears && meanwhile !== 'missed' ? 'heard' : 'missed';
      const isLate = held === null || performance.now() > held.until - RENEW_MS;
      if (await parts.isAway()) {
        awaySince ??= askedAt;
        if (isLate && (wasHolder || askedAt - awaySince > OTHERS_MS)) await listenAlone();
      } else if (held !== null && isLate) await fallSilent();
    }
    if (!stopped) timer = setTimeout(() => (round = renew()), RENEW_MS);
  };

  round = renew();

  return {
    voice() {
      if (held === null || performance.now() > held.until) return null;
      const { epoch } = held;
      const until = (): number => (held?.epoch === epoch ? held.until : 0);
      return { channel, claimedBy: claimedBy(epoch), lease: { name, epoch, until }, pacer, travels: true };
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
