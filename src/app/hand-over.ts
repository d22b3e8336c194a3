import type { Voices } from '../conversation/delivery/deliver.ts';
import type { BotName } from '../conversation/ports/outgoing-store.ts';
import type { Transactions } from '../conversation/ports/stores.ts';
import type { ChangeFeed } from '../core/change-feed.ts';
import { describeError, type Logger } from '../core/log.ts';

/** Messages looked at in one go; what is left is told of again or found by the sweep. */
const ROUND = 50;

const topicOf = ({ channel, bot }: BotName): string => `voice:${channel}:${bot}`;

/**
 * A wake may reach any process, but only one of them speaks for a bot. Whoever is woken in vain tells the one that can,
 * so that a page to a counsellor need not wait for a sweep.
 */
export function handOver(parts: {
  readonly voices: Voices;
  readonly transactions: Transactions;
  readonly changes: ChangeFeed;
  /** Bots that this process may come to speak for. */
  readonly bots: readonly BotName[];
  readonly deliver: (voices: Voices, outgoingId: string) => Promise<void>;
  readonly log: Logger;
}): Voices {
  const { voices, transactions, changes, deliver, log } = parts;

  const tell = onceAtATime(log, async (bot: BotName) => {
    await transactions.run((stores) => stores.tellChange(topicOf(bot)));
  });
  const speak = onceAtATime(log, async (bot: BotName) => {
    if (voices(bot.channel, bot.bot) === null) return;
    const due = await transactions.run(async (stores) =>
      stores.outgoing.duePlaces(await stores.now(), [bot], ROUND),
    );
    await Promise.all(due.map((id) => deliver(voices, id)));
  });
  for (const bot of parts.bots) {
    if (bot.channel !== 'web') changes.follow([topicOf(bot)], null, () => speak(bot));
  }
  return (channel, bot) => {
    const voice = voices(channel, bot);
    if (voice === null) tell({ channel, bot });
    return voice;
  };
}

/** What is asked for while it is being done is done once more afterwards, however often it was asked. */
function onceAtATime(log: Logger, work: (bot: BotName) => Promise<void>): (bot: BotName) => void {
  const busy = new Map<string, 'once' | 'again'>();
  const run = async (bot: BotName): Promise<void> => {
    const key = topicOf(bot);
    if (busy.has(key)) return void busy.set(key, 'again');
    do {
      busy.set(key, 'once');
      await work(bot).catch((error: unknown) => log.warn('hand-over.failed', describeError(error)));
    } while (busy.get(key) === 'again');
    busy.delete(key);
  };
  return (bot) => void run(bot);
}
