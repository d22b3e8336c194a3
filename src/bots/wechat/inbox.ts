import type { Incoming, Receive } from '../../core/channel.ts';
import type { Logger } from '../../core/log.ts';
import type { LoadedMessage } from './load-message.ts';
import { backOff, type Pause, type WechatTiming } from './timing.ts';

/**
 * WeChat says everything once. So each message stays in hand here until it is stored, in the order in which one person
 * wrote; nobody waits behind somebody else whose words cannot be stored, and no longer than `overtakeMs` behind
 * somebody's message that the puppet does not give. Until it is given, nobody knows whose it is: only where a puppet
 * keeps one for so long and gives a later one at once can two of the same person change places.
 */
export type Inbox = {
  announce(messageId: string): void;
  /** Takes no more and resolves once none is in hand; what is refused then is tried once more and given up. */
  close(): Promise<void>;
};

export type InboxParts = {
  readonly bot: string;
  readonly timing: WechatTiming;
  readonly pause: Pause;
  readonly log: Logger;
  readonly receive: Receive;
  /** Never rejects. */
  readonly load: (messageId: string) => Promise<LoadedMessage>;
  /** Told after every try to store. */
  readonly onStored: (stored: boolean) => void;
};

/** A puppet that answers that it has no such message may only not have it yet. */
const MOST_REFUSALS = 3;

export function createInbox(parts: InboxParts): Inbox {
  const closing = new AbortController();
  const people = new Map<string, Promise<void>>();
  const inHand = new Set<Promise<void>>();
  /** Messages are asked for at once and go on in the order of their announcement; resolves once the next may go on. */
  let announced: Promise<void> = Promise.resolve();

  const enqueue = (incoming: Incoming): void => {
    const before = people.get(incoming.from) ?? Promise.resolve();
    const after = before.then(() => storeUntilStored(parts, incoming, closing.signal));
    people.set(incoming.from, after);
    void after.then(() => {
      if (people.get(incoming.from) === after) people.delete(incoming.from);
    });
  };

  return {
    announce(messageId) {
      if (closing.signal.aborted) return;
      const answered = new AbortController();
      const loading = loadUntilLoaded(parts, messageId, closing.signal).finally(() => answered.abort());
      const before = announced;
      const going = before.then(async () => {
        const incoming = await loading;
        if (incoming !== null) enqueue(incoming);
      });
      inHand.add(going);
      void going.then(() => inHand.delete(going));
      const overtaken = parts.pause(parts.timing.overtakeMs, answered.signal);
      announced = Promise.all([before, overtaken]).then(() => (answered.signal.aborted ? going : undefined));
    },
    async close() {
      closing.abort();
      await Promise.all(inHand);
      await Promise.all(people.values());
    },
  };
}

async function loadUntilLoaded(
  parts: InboxParts,
  messageId: string,
  closing: AbortSignal,
): Promise<Incoming | null> {
  const { timing } = parts;
  const until = performance.now() + timing.askWithinMs;
  let refusals = 0;
  for (let failures = 1; ; failures += 1) {
    const loaded = await parts.load(messageId);
    if (loaded.kind === 'incoming') return loaded.incoming;
    if (loaded.kind === 'ignored') return null;
    if (loaded.kind === 'refused') refusals += 1;
    if (closing.aborted || refusals >= MOST_REFUSALS || performance.now() >= until) {
      parts.log.error('wechat.message-lost', { bot: parts.bot, code: loaded.kind });
      return null;
    }
    await parts.pause(backOff(timing.retryMs / 2, timing.longestRetryMs, failures), closing);
  }
}

async function storeUntilStored(parts: InboxParts, incoming: Incoming, closing: AbortSignal): Promise<void> {
  const { timing } = parts;
  for (let failures = 1; ; failures += 1) {
    const last = closing.aborted;
    try {
      await parts.receive(incoming);
      parts.onStored(true);
      return;
    } catch {
      parts.onStored(false);
    }
    if (last) {
      parts.log.error('wechat.message-lost', { bot: parts.bot, code: 'not-stored' });
      return;
    }
    await parts.pause(backOff(timing.retryMs, timing.longestRetryMs, failures), closing);
  }
}
