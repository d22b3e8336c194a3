import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFaultWatch } from '../../../src/conversation/fault/fault-watch.ts';
import { guardReceive } from '../../../src/conversation/fault/receive.ts';
import { asReceive, createIntake } from '../../../src/conversation/intake.ts';
import type { Stores } from '../../../src/conversation/ports/stores.ts';
import type { Incoming, Receive } from '../../../src/core/channel.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const says = (updateKey: string): Incoming => ({
  channel: 'telegram',
  bot: '1',
  updateKey,
  from: updateKey,
  body: { kind: 'text', text: '我不想活了' },
});

let stored: string[];
let kept: string[];
/** Until then the database takes questions and answers none. */
let slowUntil: number;

const database = async (): Promise<void> => pause(Math.max(0, slowUntil - performance.now()));
const rows = {
  now: async () => {
    await database();
    return new Date(0);
  },
  addresses: {
    findOrCreateAll: async (all: readonly { account: string }[]) => all.map((one) => one.account),
  },
  incoming: {
    store: async (all: readonly { incoming: Incoming }[]) => {
      for (const { incoming } of all) stored.push(incoming.updateKey);
      return [];
    },
  },
};

/** The real way in, with a probe that answers on a connection of its own. */
function open(): ReturnType<typeof guardReceive> {
  const givenUp = new WeakSet<Incoming>();
  const office = {
    queue: { wake: async () => undefined },
    newId: () => 'id',
    transactions: {
      run: <T>(work: (stores: Stores) => Promise<T>): Promise<T> => work(rows as unknown as Stores),
    },
  };
  const renew = (): Receive => asReceive(createIntake(office as never, (incoming) => givenUp.has(incoming)));
  let intake = renew();
  return guardReceive({
    intake: () => intake,
    watch: createFaultWatch({
      probe: async () => true,
      onBack: async () => undefined,
      pause,
      clock: () => performance.now(),
      log: silent,
    }),
    desk: {
      take: async ({ updateKey }) => {
        kept.push(updateKey);
        return { kept: true, crisis: true, text: '', at: new Date(0) };
      },
      forget: () => undefined,
      settle: async () => undefined,
    },
    log: silent,
    giveUp: (incoming) => {
      givenUp.add(incoming);
      intake = renew();
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  stored = [];
  kept = [];
});
afterEach(() => vi.useRealTimers());

it.each([2_000, 3_600, 5_000, 9_000])(
  'confirms nothing that is nowhere while the database takes %d ms and answers a probe all the time',
  async (ms) => {
    slowUntil = performance.now() + ms;
    const receive = open();
    const first = receive.orKeep(says('a'));
    await vi.advanceTimersByTimeAsync(300);
    const second = receive.orKeep(says('b'));
    await vi.advanceTimersByTimeAsync(12_000);
    await Promise.all([first, second]);
    for (const key of ['a', 'b']) expect([...stored, ...kept], `${key} of ${ms}`).toContain(key);
  },
);

it('tells whoever waits behind one that is given up that it was not stored', async () => {
  slowUntil = performance.now() + 1_000;
  const givenUp = new WeakSet<Incoming>();
  const transactions = { run: <T>(work: (stores: Stores) => Promise<T>) => work(rows as unknown as Stores) };
  const parts = { transactions, queue: { wake: async () => undefined }, newId: () => 'id' };
  const intake = createIntake(parts as never, (incoming) => givenUp.has(incoming));
  const [lost, other] = [says('a'), says('b')];
  givenUp.add(lost);
  const both = Promise.allSettled([intake(lost), intake(other)]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(stored).toEqual(['b']);
});
