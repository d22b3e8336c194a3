import { afterEach, describe, expect, it } from 'vitest';
import {
  DINGTALK_SECRET,
  FEISHU_SECRET,
  type RobotFake,
  startFakeDingtalk,
  startFakeFeishu,
  startFakeWecom,
} from '../fakes/notifiers/group-robots.ts';
import { startFakeReceiver, WEBHOOK_SECRET } from '../fakes/notifiers/receiver.ts';
import { ALARM, BARE, open, PAGE, sendOnce } from './support.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const closeLater = <T extends { close(): Promise<void> }>(fake: T): T => {
  closing.push(() => fake.close());
  return fake;
};

const ROBOTS = [
  { kind: 'wecom', start: startFakeWecom, right: {}, wrong: null },
  {
    kind: 'dingtalk',
    start: startFakeDingtalk,
    right: { secret: DINGTALK_SECRET },
    wrong: { secret: 'SECwrong' },
  },
  { kind: 'feishu', start: startFakeFeishu, right: { secret: FEISHU_SECRET }, wrong: { secret: 'wrong' } },
] as const;

describe.each(ROBOTS)('a $kind group robot', ({ kind, start, right, wrong }) => {
  const meet = async (): Promise<RobotFake> => closeLater(await start());

  it('shows a page to its group, without choices that nobody can answer', async () => {
    const fake = await meet();
    const { channel } = open({ kind, url: fake.url, ...right });
    expect(await channel.send('group', PAGE)).toEqual({ kind: 'sent', externalId: null });
    expect(await channel.send('group', BARE)).toMatchObject({ kind: 'sent' });
    expect(fake.seen.map(({ text }) => text)).toEqual([PAGE.text, BARE.text]);
    expect(fake.seen.every(({ everybody }) => !everybody)).toBe(true);
  });

  it('calls everybody where it was told to', async () => {
    const fake = await meet();
    await sendOnce({ kind, url: fake.url, ...right, mentionAll: true }, 'group');
    expect(fake.seen).toEqual([{ text: PAGE.text, everybody: true }]);
  });

  it('cuts what is too long for the platform rather than being refused', async () => {
    const fake = await meet();
    const { channel } = open({ kind, url: fake.url, ...right });
    for (const sign of ['急', '\u0001', '"', '😭']) {
      const text = sign.repeat(30_000 / sign.length);
      expect(await channel.send('group', { text, choices: [] })).toMatchObject({ kind: 'sent' });
    }
    for (const { text } of fake.seen) {
      expect(text.endsWith('…')).toBe(true);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it('speaks to nobody but its group', async () => {
    const fake = await meet();
    expect(await sendOnce({ kind, url: fake.url, ...right }, '13800000000')).toEqual({
      kind: 'permanent',
      code: 'unknown-address',
    });
    expect(fake.heard).toEqual([]);
  });

  it('is degraded while it is refused, and ready again once it is not', async () => {
    const fake = await meet();
    const { channel, logged } = open({ kind, url: fake.url, ...right });
    expect(channel.state().state).toBe('stopped');
    await channel.start(async () => undefined);
    expect(channel.state()).toEqual({ state: 'ready', code: null });
    fake.fail({ status: 403 });
    expect(await channel.send('group', PAGE)).toEqual({ kind: 'permanent', code: 'rejected' });
    expect(channel.state()).toEqual({ state: 'degraded', code: 'refused' });
    fake.heal();
    await channel.send('group', PAGE);
    expect(channel.state()).toEqual({ state: 'ready', code: null });
    expect(logged.entries.map(({ event }) => event)).toEqual(['notifier.not-sent', 'notifier.works-again']);
    await channel.stop();
    expect(channel.state().state).toBe('stopped');
  });

  if (wrong !== null) {
    it('is refused with a wrong secret, or none', async () => {
      const fake = await meet();
      for (const secret of [wrong, {}]) {
        expect(await sendOnce({ kind, url: fake.url, ...secret }, 'group')).toEqual({
          kind: 'permanent',
          code: 'rejected',
        });
      }
      expect(fake.seen).toEqual([]);
    });
  }
});

describe('a WeCom group robot', () => {
  it('waits when it has spoken twenty times in a minute, as its pace says', async () => {
    const fake = closeLater(await startFakeWecom());
    const { channel } = open({ kind: 'wecom', url: fake.url });
    for (let count = 0; count < 20; count += 1) await channel.send('group', PAGE);
    expect(await channel.send('group', PAGE)).toEqual({
      kind: 'temporary',
      retryAfterMs: 60_000,
      code: 'rate-limited',
    });
    expect(channel.capabilities.pace?.perMinute).toBe(20);
    expect(fake.seen).toHaveLength(20);
  });

  it('writes markdown where it was told to', async () => {
    const fake = closeLater(await startFakeWecom());
    await sendOnce({ kind: 'wecom', url: fake.url, format: 'markdown' }, 'group');
    expect(JSON.parse(fake.heard[0]?.body ?? '')).toEqual({
      msgtype: 'markdown',
      markdown: { content: PAGE.text },
    });
  });

  it('was removed from its group: for people to mend', async () => {
    const fake = closeLater(await startFakeWecom());
    const url = fake.url.replace(/key=.*/, 'key=other');
    expect(await sendOnce({ kind: 'wecom', url }, 'group')).toEqual({ kind: 'permanent', code: 'rejected' });
  });
});

describe('the generic webhook', () => {
  it('tells what happened, signed', async () => {
    const fake = closeLater(await startFakeReceiver());
    const { channel } = open({ kind: 'webhook', url: `${fake.origin}/in`, secret: WEBHOOK_SECRET });
    for (const message of [PAGE, ALARM, BARE]) {
      expect(await channel.send('group', message)).toEqual({ kind: 'sent', externalId: null });
    }
    expect(fake.events).toEqual([
      { event: 'page', text: PAGE.text, facts: PAGE.facts },
      { event: 'alarm', text: ALARM.text, facts: ALARM.facts },
      { event: 'notice', text: BARE.text, facts: {} },
    ]);
  });

  it('is refused with a wrong secret', async () => {
    const fake = closeLater(await startFakeReceiver());
    const raw = { kind: 'webhook', url: fake.origin, secret: 'other' };
    expect(await sendOnce(raw, 'group')).toEqual({ kind: 'permanent', code: 'rejected' });
  });
});
