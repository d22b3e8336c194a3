import { beforeEach, expect, it } from 'vitest';
import { createDirectPages, type DirectPages } from '../../../src/conversation/fault/direct-pages.ts';
import { createFaultEnd, type FaultEnd } from '../../../src/conversation/fault/end-fault.ts';
import type { Contents } from '../../../src/conversation/scope.ts';
import type { SendOutcome } from '../../../src/core/channel.ts';
import type { BotMessage } from '../../../src/core/message.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const SENT: SendOutcome = { kind: 'sent', externalId: null };
const contents = { zh: { staff: (key: string) => key } } as unknown as Contents;

let now: number;
let heard: string[];
let sending: (message: BotMessage) => Promise<SendOutcome>;
let waiting: number;
let isDown: boolean;
let refuses: boolean;
let forgotten: number;
let pages: DirectPages;
let end: FaultEnd;

beforeEach(() => {
  now = 1_800_000_000_000;
  heard = [];
  waiting = 0;
  isDown = false;
  refuses = false;
  forgotten = 0;
  sending = async () => SENT;
  const send = async (_to: string, message: BotMessage) => {
    const outcome = await sending(message);
    heard.push(message.text);
    return outcome;
  };
  pages = createDirectPages({
    addresses: [{ channel: { name: 'sms', bot: 'watch', send }, account: 'one' }],
    contents: () => contents,
    publicUrl: '',
    nowMs: () => now,
    log: silent,
  });
  pages.stop();
  const takeOver = async () => {
    if (refuses) throw new Error('refused');
    waiting = 0;
  };
  end = createFaultEnd({
    pages,
    desk: {
      forget() {
        forgotten += 1;
      },
    },
    spool: { isEmpty: async () => waiting === 0 },
    isDown: () => isDown,
    takeOver,
    takeOverSoon: takeOver,
  });
});

/** The rounds of so many minutes. */
async function pass(minutes: number): Promise<void> {
  for (let second = 0; second < minutes * 60; second += 10) {
    now += 10_000;
    if (!isDown) await end.look().catch(() => undefined);
    await pages.look();
  }
}
const takes = async (): Promise<void> => {
  waiting += 1;
  pages.add('imminent', now);
  await pages.look();
};

it('ends a fault in which the database was slow and never counted as away', async () => {
  await takes();
  await pass(30);
  expect(heard).toEqual(['emergency.page', 'emergency.back']);
  expect(forgotten).toBe(1);
});

it('does not say that it is over while something waits or the database is away', async () => {
  await takes();
  refuses = true;
  await pass(4);
  expect(heard).toEqual(['emergency.page']);
  refuses = false;
  isDown = true;
  await pass(2);
  expect(heard).toEqual(['emergency.page', 'emergency.again']);
});

it('calls and says that it is over at most once a minute while students write in a slow database', async () => {
  for (let second = 0; second < 120; second += 10) {
    await takes();
    now += 10_000;
    await end.look();
  }
  await pass(10);
  expect(heard).toEqual(['emergency.page', 'emergency.page', 'emergency.page', 'emergency.back']);
});

it('ends also what came in while people were told that it is over', async () => {
  isDown = true;
  await takes();
  const before = sending;
  sending = async () => {
    sending = before;
    waiting += 1;
    pages.add('high', now);
    return SENT;
  };
  await end.onBack();
  isDown = false;
  await pass(30);
  expect(heard.filter((text) => text === 'emergency.back')).toHaveLength(2);
  expect(heard.at(-1)).toBe('emergency.back');
  expect(heard).not.toContain('emergency.again');
});

it('ends although taking over fails', async () => {
  isDown = true;
  await takes();
  refuses = true;
  await expect(end.onBack()).rejects.toThrow('refused');
  isDown = false;
  await pass(30);
  expect(heard).toEqual(['emergency.page', 'emergency.back']);
  expect(forgotten).toBe(1);
});

it('says it again to whoever is called while it ends, and does not count that call in the next fault', async () => {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  sending = async () => {
    await held;
    return SENT;
  };
  pages.add('imminent', now);
  const under = pages.look();
  await pages.recover();
  sending = async () => SENT;
  arrive();
  await under;
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual(['emergency.page', 'emergency.back']);
  now += 70_000;
  pages.add('imminent', now);
  await pages.look();
  expect(heard).toEqual(['emergency.page', 'emergency.back', 'emergency.page']);
});
