import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../src/bots/telegram/telegram-channel.ts';
import { createInbox } from '../../contracts/inbox.ts';
import type { Fault } from '../../fakes/telegram/faults.ts';
import { createRecordedLog, createRig, FAST, type Rig } from './support.ts';

const PERSON = 7_001;
const MENU = [
  { command: 'help', description: '帮助' },
  { command: 'book', description: '预约' },
];

describe('trouble with Telegram', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  it.each<[string, Fault]>([
    ['unauthorized', { status: 401 }],
    ['unauthorized', { status: 404 }],
    ['conflict', { status: 409 }],
    ['rate-limited', { status: 429, retryAfter: 0 }],
    ['server-error', { status: 500 }],
    ['server-error', 'bad-gateway'],
    ['unreachable', 'drop-before'],
  ])('is %s and gets well by itself (%j)', async (code, fault) => {
    rig = await createRig();
    rig.telegram.fail('getUpdates', fault, 3);
    await rig.channel.start(rig.inbox.receive);
    const entry = await rig.logged.waitForState('degraded', code);
    expect(entry.level).toBe(code === 'unauthorized' ? 'error' : 'warn');
    rig.telegram.userSays(PERSON, '有人吗');
    await rig.inbox.waitForStored(1);
    await rig.logged.waitForState('ready', null);
    // Said once, not once a try.
    expect(rig.logged.entries.filter(({ fields }) => fields.code === code)).toHaveLength(1);
  });

  it('waits as long as each kind of trouble asks for', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    rig = await createRig({
      pause,
      timing: { retryMs: 100, longestRetryMs: 300, unauthorizedMs: 30_000, conflictMs: 5_000 },
    });
    rig.telegram.fail('getUpdates', { status: 401 });
    rig.telegram.fail('getUpdates', { status: 409 });
    rig.telegram.fail('getUpdates', { status: 429, retryAfter: 9 });
    rig.telegram.fail('getUpdates', { status: 500 });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    expect(pauses.slice(0, 4)).toEqual([30_000, 5_000, 9_000, 300]);
  });

  it('starts at once although nothing listens, and hears people when something does', async () => {
    rig = await createRig();
    await rig.telegram.goOffline();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'unreachable');
    await rig.telegram.goOnline();
    rig.telegram.userSays(PERSON, '有人吗');
    await rig.inbox.waitForStored(1);
    expect(rig.channel.state().state).toBe('ready');
  });

  it('notices a connection that is cut in the middle of a long poll', async () => {
    rig = await createRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitUntilPolled();
    await rig.telegram.goOffline();
    await rig.logged.waitForState('degraded', 'unreachable');
    await rig.telegram.goOnline();
    await rig.telegram.waitUntilPolled();
    expect(rig.channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('gives up a poll that is never answered', async () => {
    rig = await createRig({ timing: { graceMs: 50 } });
    rig.telegram.fail('getUpdates', 'hang');
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'unreachable');
    await rig.logged.waitForState('ready', null);
  });

  it('notices that a poll which is held is never answered any more', async () => {
    rig = await createRig({ timing: { longPollMs: 1_000, graceMs: 400 } });
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitUntilPolled();
    const after = rig.logged.entries.length;
    rig.telegram.goSilent();
    await rig.logged.waitForState('degraded', 'unreachable', after);
    const silent = rig.logged.entries.length;
    rig.telegram.speak();
    await rig.logged.waitForState('ready', null, silent);
    rig.telegram.userSays(PERSON, '有人吗');
    await rig.inbox.waitForStored(1);
  });

  it('takes a webhook away that somebody has set', async () => {
    rig = await createRig({}, { webhook: true });
    rig.telegram.fail('deleteWebhook', 'drop-before');
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '你好');
    await rig.inbox.waitForStored(1);
    expect(rig.telegram.calls('deleteWebhook').length).toBeGreaterThan(1);
  });

  it('is in conflict with a second poller, and hears people again when that one is gone', async () => {
    rig = await createRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitUntilPolled();
    const { token, apiRoot } = rig.telegram;
    const second = createTelegramChannel({ token, apiRoot, log: createRecordedLog().log, timing: FAST });
    await second.start(createInbox().receive);
    await rig.logged.waitForState('degraded', 'conflict');
    await second.stop();
    await rig.telegram.waitUntilPolled();
    rig.telegram.userSays(PERSON, '你好');
    await rig.inbox.waitForStored(1);
  });

  it('does without the methods that a server lacks', async () => {
    const lacks = ['setMyCommands', 'deleteWebhook', 'getMe', 'sendChatAction', 'answerCallbackQuery'];
    rig = await createRig({ commands: MENU }, { lacks });
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '/start 5-25');
    const [first] = await rig.inbox.waitForStored(1);
    expect(first?.body).toEqual({ kind: 'text', text: '/start 5-25' });
    await rig.telegram.waitForCalls('setMyCommands', 1);
    expect(rig.channel.state()).toEqual({ state: 'ready', code: null });
  });

  it('sets the menu once', async () => {
    rig = await createRig({ commands: MENU });
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitForCalls('setMyCommands', 1);
    rig.telegram.userSays(PERSON, '你好');
    await rig.inbox.waitForStored(1);
    await rig.channel.stop();
    expect(rig.telegram.menu()).toEqual(MENU);
    expect(rig.telegram.calls('setMyCommands')).toHaveLength(1);
  });

  it('stops at once in the middle of a long poll and of a long pause', async () => {
    rig = await createRig({ timing: { unauthorizedMs: 600_000 } });
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitUntilPolled();
    await rig.channel.stop();
    rig.telegram.fail('getUpdates', { status: 401 }, 1_000);
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('degraded', 'unauthorized');
    await rig.channel.stop();
    expect(rig.channel.state()).toEqual({ state: 'stopped', code: null });
  });

  it('takes any digits:text for a token, and any number of slashes after the address', async () => {
    const token = '42:测试/密 钥?#%';
    rig = await createRig({}, { token });
    const channel = createTelegramChannel({
      token,
      apiRoot: `${rig.telegram.apiRoot}//`,
      log: rig.logged.log,
      timing: FAST,
    });
    expect(channel.bot).toBe('42');
    await channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    await channel.stop();
  });

  it.each(['', 'abc', ':x', '12:', 'x12:y'])('refuses %j for a token without repeating it', async (token) => {
    rig = await createRig();
    const create = () => createTelegramChannel({ token, log: createRecordedLog().log });
    expect(create).toThrow('a Telegram token is digits, a colon and text');
  });
});
