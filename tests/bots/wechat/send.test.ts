import { afterEach, describe, expect, it } from 'vitest';
import { LONGEST_TEXT } from '../../../src/bots/wechat/send-message.ts';
import { say } from '../../../src/core/message.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 'wxid_student';
const REFUSED = { kind: 'temporary', retryAfterMs: 30_000, code: 'refused' };
const CHOICES = [
  { id: 'menu:book', label: '预约' },
  { id: 'menu:crisis', label: '紧急求助' },
];

describe('sending to WeChat', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  /** Somebody whom the bot knows, and a puppet that has told that it tells friends from strangers. */
  async function meet(timing = {}): Promise<void> {
    rig = await createRig({ timing });
    await rig.begin();
    rig.wechat.says(PERSON, '你好');
    await rig.inbox.waitForStored(1);
  }

  it('numbers the choices and answers with the id of the message', async () => {
    await meet();
    const outcome = await rig.channel.send(PERSON, say('想做什么？', CHOICES));
    const [sent] = await rig.wechat.waitForMessages(PERSON, 1);
    expect(sent?.text).toBe('想做什么？\n1. 预约\n2. 紧急求助');
    expect(outcome).toEqual({ kind: 'sent', externalId: sent?.id });
  });

  it('splits what is longer than WeCom takes, in order', async () => {
    await meet();
    const text = '字'.repeat(2 * LONGEST_TEXT + 1);
    await rig.channel.send(PERSON, say(text));
    const sent = await rig.wechat.waitForMessages(PERSON, 3);
    expect(sent.map((part) => part.text).join('')).toBe(text);
    for (const part of sent) expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(2_048);
  });

  it('splits by what WeCom counts, so that English has room for more', async () => {
    await meet();
    const text = 'a'.repeat(2_000);
    await rig.channel.send(PERSON, say(text));
    await rig.channel.send(PERSON, say(`${text}b`));
    const sent = await rig.wechat.waitForMessages(PERSON, 3);
    expect(sent.map((part) => part.text)).toEqual([text, text, 'b']);
  });

  it('sends a picture and its words behind it', async () => {
    await meet();
    const picture = { bytes: new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]), name: 'picture.jpg' } as const;
    expect(await rig.channel.send(PERSON, say('看看这张'), undefined, picture)).toMatchObject({
      kind: 'sent',
    });
    const sent = await rig.wechat.waitForMessages(PERSON, 2);
    expect(sent.map(({ text, bytes }) => [text, bytes])).toEqual([
      ['', picture.bytes],
      ['看看这张', undefined],
    ]);
  });

  it('sends a picture that was refused no second time by another way', async () => {
    await meet();
    const picture = { bytes: new Uint8Array([1]), name: 'picture.jpg' } as const;
    rig.wechat.fail('refused');
    expect(await rig.channel.send(PERSON, say('看'), undefined, picture)).toEqual(REFUSED);
    expect(rig.wechat.sentTo(PERSON)).toEqual([]);
    expect(await rig.channel.send(PERSON, say('看'), 0, picture)).toMatchObject({ code: 'lease-over' });
    expect(rig.wechat.sentTo(PERSON)).toEqual([]);
  });

  it('sends a small file behind its words, which are enough where it is refused', async () => {
    await meet();
    const file = { name: 'calendar.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR\r\n' } as const;
    const message = { ...say('约好了'), file };
    expect(await rig.channel.send(PERSON, message)).toMatchObject({ kind: 'sent' });
    const [words, sent] = await rig.wechat.waitForMessages(PERSON, 2);
    expect(words).toMatchObject({ text: '约好了' });
    expect(sent).toMatchObject({ text: '', filename: 'calendar.ics' });
    expect(Buffer.from(sent?.bytes ?? []).toString()).toBe(file.text);
    rig.wechat.fail('taken', 'refused');
    expect(await rig.channel.send(PERSON, message)).toMatchObject({ kind: 'sent' });
    expect(rig.wechat.sentTo(PERSON).map(({ text }) => text)).toEqual(['约好了', '', '约好了']);
  });

  it('sends no file where the platform counts what answers a person', async () => {
    rig = await createRig({ replyQuota: { count: 5, withinMs: 1_000 } });
    await rig.begin();
    rig.wechat.says(PERSON, '你好');
    await rig.inbox.waitForStored(1);
    const file = { name: 'calendar.ics', type: 'text/calendar', text: 'BEGIN' } as const;
    await rig.channel.send(PERSON, { ...say('约好了'), file });
    expect(rig.wechat.sentTo(PERSON).map(({ text }) => text)).toEqual(['约好了']);
  });

  it('leaves out what no chat can show', async () => {
    await meet();
    await rig.channel.send(PERSON, say('前\u0000后\u0007\ud800。\n👩🏽‍⚕️\u202e'));
    rig.wechat.expectNothingBut(PERSON, [/^前后\ufffd。\n👩🏽‍⚕️\u202e$/u]);
  });

  it.each(['', '   '])('has nothing to show for %j', async (text) => {
    await meet();
    expect(await rig.channel.send(PERSON, say(text))).toEqual({ kind: 'permanent', code: 'rejected' });
  });

  it.each(['', ' ', 'wxid_nobody'])('knows that %j is nobody', async (to) => {
    await meet();
    expect(await rig.channel.send(to, say('在吗'))).toEqual({ kind: 'permanent', code: 'unknown-address' });
  });

  it('knows that somebody is a friend no more', async () => {
    await meet();
    rig.wechat.person(PERSON, { friend: false });
    expect(await rig.channel.send(PERSON, say('在吗'))).toEqual({
      kind: 'permanent',
      code: 'unknown-address',
    });
  });

  it('does not take a refusal for the loss of a friend where the puppet knows of no friends', async () => {
    rig = await createRig();
    await rig.begin();
    rig.wechat.person(PERSON, { friend: false });
    rig.wechat.says(PERSON, '你好');
    await rig.inbox.waitForStored(1);
    expect(await rig.channel.send(PERSON, say('在吗'))).toEqual(REFUSED);
  });

  it('takes a message that was refused for one that did not arrive, and is in no hurry with the next try', async () => {
    await meet();
    rig.wechat.fail('refused');
    expect(await rig.channel.send(PERSON, say('在吗'))).toEqual(REFUSED);
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject({ kind: 'sent' });
  });

  it('does not know what became of a message without an answer', async () => {
    await meet({ sendTimeoutMs: 100 });
    rig.wechat.fail('silent');
    expect(await rig.channel.send(PERSON, say('在吗'))).toEqual({ kind: 'unknown', code: 'timeout' });
  });

  it('does not know what became of a message whose connection broke', async () => {
    await meet();
    rig.wechat.fail('silent');
    const sending = rig.channel.send(PERSON, say('在吗'));
    await rig.wechat.waitForSendCalls(1);
    await rig.wechat.kill();
    expect(await sending).toEqual({ kind: 'unknown', code: 'connection-lost' });
  });

  it('sends nothing before it is started and after it is stopped', async () => {
    rig = await createRig();
    const wanted = { kind: 'temporary', code: 'unreachable' };
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject(wanted);
    await rig.begin();
    await rig.channel.stop();
    expect(await rig.channel.send(PERSON, say('在吗'))).toMatchObject(wanted);
  });

  it('tells what its account may do', async () => {
    const replyQuota = { count: 5, withinMs: 48 * 3_600_000 };
    rig = await createRig({ startsChats: false, replyQuota });
    const { capabilities } = rig.channel;
    expect(capabilities).toMatchObject({
      buttons: false,
      startsChats: false,
      replyQuota,
      keepsUnheard: false,
    });
    expect(capabilities.pace).toMatchObject({ everyMs: 3_000, perMinute: 10 });
    await rig.begin();
    rig.wechat.says(PERSON, '你好');
    await rig.inbox.waitForStored(1);
    expect(await rig.channel.send(PERSON, say('在'))).toMatchObject({ kind: 'sent' });
  });
});
