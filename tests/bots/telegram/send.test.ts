import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import type { Fault } from '../../fakes/telegram/faults.ts';
import { createRig, type Rig } from './support.ts';

const PERSON = 7_001;
const TO = String(PERSON);
const MENU = say('选', [{ id: 'menu:book', label: '预约' }]);

describe('what sending to Telegram comes to', () => {
  let rig: Rig;

  beforeEach(async () => {
    rig = await createRig({ timing: { retryMs: 1_000, unauthorizedMs: 30_000 } });
    rig.telegram.knows(PERSON);
  });

  afterEach(() => rig.close());

  it('is sent, with the number of the message', async () => {
    expect(await rig.channel.send(TO, MENU)).toEqual({ kind: 'sent', externalId: '1' });
    const [sent] = rig.telegram.sentTo(PERSON);
    expect(sent).toMatchObject({ text: '选', rows: [[{ label: '预约', data: 'menu:book' }]] });
  });

  it('names no parse mode and asks for no preview of addresses', async () => {
    await rig.channel.send(TO, say('*http://127.0.0.1/sign-in?x=1*'));
    const [call] = rig.telegram.calls('sendMessage');
    expect(call?.params).toEqual({
      chat_id: PERSON,
      text: '*http://127.0.0.1/sign-in?x=1*',
      link_preview_options: { is_disabled: true },
    });
  });

  it.each<[string, Fault, object]>([
    ['blocked', { status: 403 }, { kind: 'permanent', code: 'blocked' }],
    [
      'deactivated',
      { status: 403, description: 'Forbidden: user is deactivated' },
      { kind: 'permanent', code: 'blocked' },
    ],
    [
      'no such chat',
      { status: 400, description: 'Bad Request: chat not found' },
      { kind: 'permanent', code: 'unknown-address' },
    ],
    ['refused', { status: 400 }, { kind: 'permanent', code: 'rejected' }],
    [
      'too many',
      { status: 429, retryAfter: 7 },
      { kind: 'temporary', retryAfterMs: 7_000, code: 'rate-limited' },
    ],
    [
      'too many, no time named',
      { status: 429 },
      { kind: 'temporary', retryAfterMs: 1_000, code: 'rate-limited' },
    ],
    ['server error', { status: 500 }, { kind: 'unknown', code: 'server-error' }],
    ["a proxy's page", 'bad-gateway', { kind: 'unknown', code: 'server-error' }],
    ['wrong token', { status: 401 }, { kind: 'temporary', retryAfterMs: 30_000, code: 'unauthorized' }],
    ['cut before an answer', 'drop-before', { kind: 'unknown', code: 'connection-lost' }],
  ])('%s', async (_what, fault, outcome) => {
    rig.telegram.fail('sendMessage', fault);
    expect(await rig.channel.send(TO, say('在吗'))).toEqual(outcome);
    expect(rig.telegram.calls('sendMessage')).toHaveLength(1);
  });

  it('is unknown when there is no answer in time', async () => {
    const hurried = await createRig({ timing: { sendTimeoutMs: 300 } });
    hurried.telegram.fail('sendMessage', 'hang');
    expect(await hurried.channel.send(TO, say('在吗'))).toEqual({ kind: 'unknown', code: 'timeout' });
    await hurried.close();
  });

  it('is unknown, and done once, when the connection is cut after the message was taken', async () => {
    rig.telegram.fail('sendMessage', 'drop-after');
    expect(await rig.channel.send(TO, say('在吗'))).toEqual({ kind: 'unknown', code: 'connection-lost' });
    expect(rig.telegram.sentTo(PERSON)).toHaveLength(1);
  });

  it('lets nothing leave when the process stood still while the connection was made', async () => {
    const notAfter = performance.now() + 30;
    const sending = rig.channel.send(TO, say('太晚了'), notAfter);
    while (performance.now() <= notAfter) {
      // stands still, as a stopped process does
    }
    expect(await sending).toEqual({ kind: 'temporary', retryAfterMs: 1_000, code: 'unreachable' });
    expect(rig.telegram.sentTo(PERSON)).toEqual([]);
  });

  it('is temporary when the server cannot be reached at all', async () => {
    await rig.telegram.goOffline();
    const outcome = await rig.channel.send(TO, say('在吗'));
    expect(outcome).toEqual({ kind: 'temporary', retryAfterMs: 1_000, code: 'unreachable' });
    await rig.telegram.goOnline();
    expect(await rig.channel.send(TO, say('在吗'))).toMatchObject({ kind: 'sent' });
  });

  it('sends the words with numbered choices when the keyboard is refused', async () => {
    rig.telegram.fail('sendMessage', { status: 400, description: 'Bad Request: BUTTON_DATA_INVALID' });
    expect(await rig.channel.send(TO, MENU)).toMatchObject({ kind: 'sent' });
    rig.telegram.expectNothingBut(PERSON, [/^选\n1\. 预约$/]);
  });

  it('does not ask again without the keyboard where the chat is unknown', async () => {
    expect(await rig.channel.send('7999', MENU)).toEqual({ kind: 'permanent', code: 'unknown-address' });
    expect(rig.telegram.calls('sendMessage')).toHaveLength(1);
  });

  it.each(['@somebody', '', '12x', '1.5'])('knows no address like %j and asks nobody', async (address) => {
    expect(await rig.channel.send(address, say('在吗'))).toEqual({
      kind: 'permanent',
      code: 'unknown-address',
    });
    expect(rig.telegram.calls('sendMessage')).toHaveLength(0);
  });

  it('rejects a message without any words', async () => {
    expect(await rig.channel.send(TO, say(' \n'))).toEqual({ kind: 'permanent', code: 'rejected' });
  });

  it('splits 100,000 emoji into messages that Telegram takes, in order', async () => {
    const text = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? '😭' : '🙂')).join('');
    expect(await rig.channel.send(TO, say(text))).toMatchObject({ kind: 'sent' });
    const sent = rig.telegram.sentTo(PERSON).map((message) => message.text);
    expect(sent.join('')).toBe(text);
  });

  it('is unknown when only the first part went out, since only the caller may mark a repeat', async () => {
    const sending = rig.channel.send(TO, say('长'.repeat(5_000)));
    await rig.telegram.waitForMessages(PERSON, 1);
    rig.telegram.fail('sendMessage', { status: 429, retryAfter: 1 });
    expect(await sending).toEqual({ kind: 'unknown', code: 'partly-sent' });
  });
});
