/**
 * What every channel promises, on every platform, fake or real. A test file calls `channelContract` with a harness
 * that can act as one person on the other side; nothing here knows a platform.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Incoming } from '../../src/core/channel.ts';
import { say } from '../../src/core/message.ts';
import { createInbox, type Inbox } from './inbox.ts';

/** What the platform under the channel can do at all; what it cannot is no test. */
export type Platform = {
  readonly buttons: boolean;
  /** A NUL in a person's text arrives. */
  readonly carriesNul: boolean;
  /** It may deliver an update once more. */
  readonly redelivers: boolean;
  /** A person can shut the bot out. */
  readonly blocks: boolean;
  /** It must hear one voice only: processes take turns in speaking. */
  readonly oneVoice: boolean;
};

export type ChannelHarness = {
  readonly channel: Channel;
  /** Longest text that one message of a person carries here, in UTF-16 code units. */
  readonly longestIncoming: number;
  /** One person writes; resolves when the platform has it, which may be only after `receive` has resolved. */
  personSays(text: string): Promise<void>;
  /** The same person taps a choice of the last message. */
  personTaps(label: string): Promise<void>;
  /**
   * What this person has been shown, one string a message with its choices in it; resolves once there are at least
   * `count`, and rejects when they do not come.
   */
  personSees(count: number): Promise<readonly string[]>;
  /** The person shuts the bot out. */
  block(): Promise<void>;
  /** The platform delivers everything once more. */
  redeliver(): Promise<void>;
  close(): Promise<void>;
};

const HOSTILE_TEXTS: readonly (readonly [string, string])[] = [
  ['Chinese with line breaks', '我睡不着\n\n第三天了。'],
  ['emoji of several code points', '👩🏽‍⚕️❤️‍🩹🇨🇳 😭😭'],
  ['bidi controls and invisible characters', 'abc\u202eedcba\u2066x\u2069\u200b\u200d死\ufeff'],
  ['markup of every kind', '*粗* _斜_ <b>&amp;</b> [链接](http://example.invalid) `x` $(x) {{x}} %s'],
  ['a command with a payload', '/start 5-25_abc'],
];

export function channelContract(
  name: string,
  platform: Platform,
  makeHarness: () => Promise<ChannelHarness>,
): void {
  describe(`channel contract: ${name}`, () => {
    let harness: ChannelHarness;
    let inbox: Inbox;

    beforeEach(async () => {
      harness = await makeHarness();
      inbox = createInbox();
    });

    afterEach(async () => {
      await harness.channel.stop();
      await harness.close();
    });

    /** The person says something first, since most platforms let a bot answer and not begin. */
    async function meet(): Promise<string> {
      await harness.channel.start(inbox.receive);
      await harness.personSays('你好');
      const [first] = await inbox.waitForStored(1);
      return first?.from ?? '';
    }

    async function hear(text: string): Promise<Incoming | undefined> {
      await harness.channel.start(inbox.receive);
      await harness.personSays(text);
      return (await inbox.waitForStored(1))[0];
    }

    describe('receiving', () => {
      it('names the channel, the bot and the person', async () => {
        const incoming = await hear('你好');
        expect(incoming).toMatchObject({ channel: harness.channel.name, bot: harness.channel.bot });
        expect(incoming?.from).not.toBe('');
        expect(incoming?.updateKey).not.toBe('');
      });

      it.each(HOSTILE_TEXTS)('passes text on unchanged: %s', async (_what, text) => {
        expect((await hear(text))?.body).toEqual({ kind: 'text', text });
      });

      it('passes on the longest text that the platform carries', async () => {
        const text = '😭'.repeat(Math.floor(Math.min(harness.longestIncoming, 200_000) / 2));
        expect((await hear(text))?.body).toEqual({ kind: 'text', text });
      });

      if (platform.carriesNul) {
        it('passes a NUL on where the platform carries one', async () => {
          expect((await hear('前\u0000后'))?.body).toEqual({ kind: 'text', text: '前\u0000后' });
        });
      }

      it('offers an update again, with the same key, until it is stored', async () => {
        inbox.refuseNext(2);
        await harness.channel.start(inbox.receive);
        await harness.personSays('别丢');
        await inbox.waitForStored(1);
        const keys = inbox.offered.map((incoming) => incoming.updateKey);
        expect(keys).toHaveLength(3);
        expect(new Set(keys).size).toBe(1);
      });

      it('keeps the order of what one person says, also behind an update that was refused', async () => {
        inbox.refuseNext(1);
        await harness.channel.start(inbox.receive);
        for (const text of ['一', '二', '三']) await harness.personSays(text);
        const stored = await inbox.waitForStored(3);
        expect(stored.map((incoming) => incoming.body)).toEqual(
          ['一', '二', '三'].map((text) => ({ kind: 'text', text })),
        );
        expect(new Set(stored.map((incoming) => incoming.updateKey)).size).toBe(3);
      });

      if (platform.redelivers) {
        it('gives an update that the platform delivers again the same key', async () => {
          await meet();
          await harness.redeliver();
          const [first, second] = await inbox.waitForStored(2);
          expect(second).toEqual(first);
        });
      }
    });

    describe('sending', () => {
      it('shows messages in the order of sending', async () => {
        const person = await meet();
        for (const text of ['第一条', '第二条', '第三条']) {
          expect(await harness.channel.send(person, say(text))).toMatchObject({ kind: 'sent' });
        }
        const seen = await harness.personSees(3);
        expect(seen.map((text) => text.trim())).toEqual(['第一条', '第二条', '第三条']);
      });

      if (platform.oneVoice) {
        it('lets nothing leave once another process may speak', async () => {
          const person = await meet();
          const late = await harness.channel.send(person, say('太晚了'), performance.now() - 1);
          expect(late.kind).toBe('temporary');
          const inTime = performance.now() + 60_000;
          expect(await harness.channel.send(person, say('还早👩🏽‍⚕️'), inTime)).toMatchObject({
            kind: 'sent',
          });
          const seen = await harness.personSees(1);
          expect(seen.map((text) => text.trim())).toEqual(['还早👩🏽‍⚕️']);
        });
      }

      it('shows the text with every choice', async () => {
        const person = await meet();
        await harness.channel.send(person, say('想做什么？', CHOICES));
        const [seen = ''] = await harness.personSees(1);
        for (const words of ['想做什么？', ...CHOICES.map((choice) => choice.label)])
          expect(seen).toContain(words);
      });

      if (platform.buttons) {
        it('gives a tapped choice back as its id', async () => {
          expect(harness.channel.capabilities.buttons).toBe(true);
          const person = await meet();
          await harness.channel.send(person, say('想做什么？', CHOICES));
          await harness.personSees(1);
          await harness.personTaps('紧急求助');
          const [, tap] = await inbox.waitForStored(2);
          expect(tap).toMatchObject({ from: person, body: { kind: 'choice', id: 'menu:crisis' } });
        });
      }

      if (platform.blocks) {
        it('says that somebody who shut the bot out is gone for good', async () => {
          const person = await meet();
          await harness.block();
          expect(await harness.channel.send(person, say('在吗？'))).toEqual({
            kind: 'permanent',
            code: 'blocked',
          });
        });
      }
    });

    describe('stopping', () => {
      it('is ready while it runs and stopped afterwards', async () => {
        await meet();
        expect(harness.channel.state()).toEqual({ state: 'ready', code: null });
        await harness.channel.stop();
        expect(harness.channel.state().state).toBe('stopped');
      });

      it('ends only when the update in hand is stored', async () => {
        const release = inbox.hold();
        await harness.channel.start(inbox.receive);
        const said = harness.personSays('还在处理');
        await inbox.waitForOffers(1);
        const order: string[] = [];
        const stopped = harness.channel.stop().then(() => order.push(`stopped after ${inbox.stored.length}`));
        await new Promise((resolve) => setImmediate(resolve));
        expect(order).toEqual([]);
        release();
        await stopped;
        expect(order).toEqual(['stopped after 1']);
        await said;
      });

      it('may be stopped without having been started, and twice', async () => {
        await harness.channel.stop();
        await harness.channel.stop();
      });
    });
  });
}

const CHOICES = [
  { id: 'menu:self-help', label: '自助' },
  { id: 'menu:book', label: '预约' },
  { id: 'menu:crisis', label: '紧急求助' },
];
