import { describe, expect, it } from 'vitest';
import { handOver } from '../../src/app/hand-over.ts';
import type { Voice, Voices } from '../../src/conversation/delivery/deliver.ts';
import type { Transactions } from '../../src/conversation/ports/stores.ts';
import type { ChannelName } from '../../src/core/channel.ts';
import { createFakeChangeFeed } from '../fakes/fake-change-feed.ts';
import { until } from '../support/until.ts';

const BOT = { channel: 'telegram' as const, bot: '7' };
const logger = { debug() {}, info() {}, warn() {}, error() {} };

/** One process beside others: what it tells goes into the shared feed. */
function openProcess(changes: ReturnType<typeof createFakeChangeFeed>, due: string[], speaks: boolean) {
  const sent: string[] = [];
  const told: string[] = [];
  const stores = {
    now: async () => new Date(0),
    tellChange: async (topic: string) => {
      told.push(topic);
      changes.tell(topic);
    },
    outgoing: { duePlaces: async () => [...due] },
  };
  const transactions = {
    run: (work: (given: unknown) => Promise<unknown>) => work(stores),
  } as unknown as Transactions;
  const voice = { claimedBy: 'here' } as Voice;
  const own: Voices = (channel: ChannelName) => (speaks && channel === 'telegram' ? voice : null);
  const voices = handOver({
    voices: own,
    transactions,
    changes,
    bots: [BOT],
    deliver: async (_, id) => {
      sent.push(id);
      due.splice(due.indexOf(id), 1);
    },
    log: logger,
  });
  return { voices, sent, told };
}

describe('a wake that reaches a process which does not speak for the bot', () => {
  it('is handed to the one that does', async () => {
    const changes = createFakeChangeFeed();
    const due = ['page'];
    const woken = openProcess(changes, due, false);
    const speaker = openProcess(changes, due, true);
    expect(woken.voices('telegram', '7')).toBeNull();
    await until('the page to be sent', () => speaker.sent.length === 1);
    expect([speaker.sent, woken.sent, due]).toEqual([['page'], [], []]);
  });

  it('stays here when it can be spoken here, and tells nobody', () => {
    const speaker = openProcess(createFakeChangeFeed(), [], true);
    expect(speaker.voices('telegram', '7')).not.toBeNull();
    expect(speaker.told).toEqual([]);
  });

  it('of which there are many is told of a few times', async () => {
    const changes = createFakeChangeFeed();
    const woken = openProcess(changes, [], false);
    for (let count = 0; count < 100; count += 1) woken.voices('telegram', '7');
    await until('to be told', () => woken.told.length === 2);
    expect(woken.told).toEqual(['voice:telegram:7', 'voice:telegram:7']);
  });
});
