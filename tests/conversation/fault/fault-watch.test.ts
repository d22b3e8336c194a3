import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFaultWatch, type FaultWatch } from '../../../src/conversation/fault/fault-watch.ts';
import { DatabaseAwayError, guardReceive } from '../../../src/conversation/fault/receive.ts';
import type { Incoming } from '../../../src/core/channel.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const update: Incoming = {
  channel: 'telegram',
  bot: '1',
  updateKey: '1',
  from: '401',
  body: { kind: 'text', text: '我不想活了' },
};

let answers: boolean;
let watch: FaultWatch;
let backs: number;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  answers = true;
  backs = 0;
  watch = createFaultWatch({
    probe: async () => answers,
    onBack: async () => {
      backs += 1;
    },
    pause,
    clock: () => performance.now(),
    log: silent,
  });
});
afterEach(() => vi.useRealTimers());

describe('the watch', () => {
  it('waits for a blip and forgets it', async () => {
    answers = false;
    const back = watch.comesBack();
    await vi.advanceTimersByTimeAsync(400);
    answers = true;
    await vi.advanceTimersByTimeAsync(100);
    expect(await back).toBe(true);
    expect([watch.isDown(), backs]).toEqual([false, 0]);
  });

  it.each([25_000, 600_000])(
    'counts the database as away after a second, for %d ms, and is told once when it is back',
    async (ms) => {
      answers = false;
      const back = watch.comesBack();
      await vi.advanceTimersByTimeAsync(1_200);
      expect(await back).toBe(false);
      expect(watch.isDown()).toBe(true);
      await vi.advanceTimersByTimeAsync(ms);
      expect(await watch.comesBack()).toBe(false);
      answers = true;
      await vi.advanceTimersByTimeAsync(600);
      expect([watch.isDown(), backs]).toEqual([false, 1]);
    },
  );
});

describe('the way in', () => {
  let taken: number;
  let store: (incoming: Incoming) => Promise<void>;
  let givenUp: Incoming[];
  const receive = () =>
    guardReceive({
      intake: () => (incoming) => store(incoming),
      watch,
      desk: {
        take: async () => {
          taken += 1;
          return { kept: true, crisis: true, text: '', at: new Date(0) };
        },
        forget: () => undefined,
        settle: async () => undefined,
      },
      log: silent,
      giveUp: (incoming) => void givenUp.push(incoming),
    });
  beforeEach(() => {
    taken = 0;
    givenUp = [];
  });

  it('stores, and tries again after a blip', async () => {
    let tries = 0;
    store = async () => {
      tries += 1;
      if (tries === 1) throw new Error('terminated');
    };
    await receive().orKeep(update);
    expect([tries, taken]).toEqual([2, 0]);
  });

  it('keeps what no database takes, at once when it is known to be away', async () => {
    answers = false;
    store = async () => {
      throw new Error('refused');
    };
    const first = receive().orKeep(update);
    await vi.advanceTimersByTimeAsync(1_200);
    await first;
    expect(taken).toBe(1);
    await receive().orKeep(update);
    expect(taken).toBe(2);
    await expect(receive().orReject(update)).rejects.toThrow(DatabaseAwayError);
  });

  it('does not wait for one that hangs, and gives up what hangs in it', async () => {
    answers = false;
    store = () => new Promise(() => undefined);
    const first = receive().orKeep(update);
    await vi.advanceTimersByTimeAsync(4_300);
    await first;
    expect(taken).toBe(1);
    expect(givenUp).toEqual([update]);
  });
});
