import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../src/bots/telegram/telegram-channel.ts';
import { createInbox } from '../../contracts/inbox.ts';
import type { Fault } from '../../fakes/telegram/faults.ts';
import { createRecordedLog, FAST } from './support.ts';
import { createWebhookRig, SECRET, type WebhookRig } from './webhook-support.ts';

const PERSON = 7_001;

describe('looking after the webhook', () => {
  let rig: WebhookRig;
  afterEach(() => rig.close());

  it('sets it with the secret, drops nothing, and is ready when it stands', async () => {
    rig = await createWebhookRig({ channel: { commands: [{ command: 'help', description: '帮助' }] } });
    rig.telegram.userSays(PERSON, '在你开机之前');
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    expect(rig.telegram.calls('setWebhook')).toMatchObject([
      {
        params: {
          url: rig.url,
          secret_token: SECRET,
          allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
          max_connections: 20,
          drop_pending_updates: false,
        },
      },
    ]);
    await rig.inbox.waitForStored(1);
    await rig.telegram.waitForCalls('setMyCommands', 1);
    await rig.telegram.waitForCalls('getWebhookInfo', 3);
    expect(rig.telegram.calls('setWebhook')).toHaveLength(1);
    expect(rig.telegram.calls('getUpdates')).toHaveLength(0);
    expect(rig.telegram.calls('deleteWebhook')).toHaveLength(0);
  });

  it('leaves it in place when it stops', async () => {
    rig = await createWebhookRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    await rig.channel.stop();
    expect(rig.channel.state()).toEqual({ state: 'stopped', code: null });
    expect(rig.telegram.webhook()?.url).toBe(rig.url);
    rig.telegram.userSays(PERSON, '别的机器还在');
    await rig.inbox.waitForStored(1);
  });

  it('takes the place of polling, and polling takes it back', async () => {
    rig = await createWebhookRig();
    const { token, apiRoot } = rig.telegram;
    const logged = createRecordedLog();
    const polling = createTelegramChannel({ token, apiRoot, log: logged.log, timing: FAST });
    const polled = createInbox();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    await rig.channel.stop();
    await polling.start(polled.receive);
    rig.telegram.userSays(PERSON, '问来的');
    await polled.waitForStored(1);
    expect(rig.telegram.webhook()).toBeNull();
    await polling.stop();
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitForCalls('setWebhook', 2);
    rig.telegram.userSays(PERSON, '送来的');
    await rig.telegram.waitUntilConfirmed();
    expect(rig.inbox.stored.at(-1)?.body).toEqual({ kind: 'text', text: '送来的' });
  });

  it('sets it again when somebody else has taken it', async () => {
    rig = await createWebhookRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    const { token, apiRoot } = rig.telegram;
    await fetch(`${apiRoot}/bot${token}/setWebhook?url=https://elsewhere.example/hook`);
    await rig.logged.waitForState('degraded', 'conflict');
    await rig.telegram.waitForCalls('setWebhook', 3);
    await rig.logged.waitForState('ready', null, rig.logged.entries.length - 1);
    expect(rig.telegram.webhook()?.url).toBe(rig.url);
  });

  it.each<[string, string, Fault]>([
    ['unauthorized', 'setWebhook', { status: 401 }],
    ['webhook-refused', 'setWebhook', { status: 400, description: 'Bad Request: bad webhook: no' }],
    ['rate-limited', 'setWebhook', { status: 429, retryAfter: 0 }],
    ['unreachable', 'setWebhook', 'drop-before'],
    ['unreachable', 'getWebhookInfo', 'hang'],
    ['unauthorized', 'getWebhookInfo', { status: 401 }],
    ['server-error', 'getWebhookInfo', 'bad-gateway'],
  ])('is %s when %s fails, and gets well by itself', async (code, method, fault) => {
    rig = await createWebhookRig({ channel: { timing: { graceMs: 500 } } });
    rig.telegram.fail(method, fault, 2);
    await rig.channel.start(rig.inbox.receive);
    const entry = await rig.logged.waitForState('degraded', code);
    expect(entry.level).toBe(code === 'unauthorized' ? 'error' : 'warn');
    await rig.logged.waitForState('ready', null);
    expect(rig.logged.entries.filter(({ fields }) => fields.code === code)).toHaveLength(1);
    expect(JSON.stringify(rig.logged.entries)).not.toContain(SECRET);
  });

  it('notices that Telegram swallows everything, and that it speaks again', async () => {
    rig = await createWebhookRig({ channel: { timing: { graceMs: 500 } } });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    let after = rig.logged.entries.length;
    rig.telegram.goSilent();
    await rig.logged.waitForState('degraded', 'unreachable', after);
    after = rig.logged.entries.length;
    rig.telegram.speak();
    await rig.logged.waitForState('ready', null, after);
  });

  it('is failing while updates do not get through, and well when they do', async () => {
    rig = await createWebhookRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    rig.inbox.refuseNext(1_000_000);
    rig.telegram.userSays(PERSON, '有人吗');
    await rig.logged.waitForState('degraded', 'webhook-failing');
    const after = rig.logged.entries.length;
    rig.inbox.refuseNext(0);
    await rig.inbox.waitForStored(1);
    await rig.logged.waitForState('ready', null, after);
  });

  it('is failing when the doors know another secret', async () => {
    rig = await createWebhookRig({ door: { secret: 'another-invented-secret' } });
    await rig.channel.start(rig.inbox.receive);
    rig.telegram.userSays(PERSON, '有人吗');
    await rig.logged.waitForState('degraded', 'webhook-failing');
    expect(new Set(rig.telegram.webhookAnswers())).toEqual(new Set([401]));
    expect(rig.inbox.offered).toEqual([]);
  });

  it('looks every probe and waits as long as each kind of trouble asks for', async () => {
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => void pauses.push(ms);
    rig = await createWebhookRig({
      channel: {
        pause,
        timing: { probeMs: 15_000, unauthorizedMs: 30_000, retryMs: 100, longestRetryMs: 300 },
      },
    });
    rig.telegram.fail('setWebhook', { status: 401 });
    rig.telegram.fail('setWebhook', { status: 429, retryAfter: 9 });
    rig.telegram.fail('setWebhook', 'bad-gateway');
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    await rig.telegram.waitForCalls('getWebhookInfo', 2);
    expect(pauses.slice(0, 4)).toEqual([30_000, 9_000, 300, 15_000]);
  });

  it('stops at once in the middle of a look and of a pause', async () => {
    rig = await createWebhookRig({ channel: { timing: { probeMs: 600_000 } } });
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    await rig.channel.stop();
    rig.telegram.goSilent();
    await rig.channel.start(rig.inbox.receive);
    await rig.telegram.waitForCalls('setWebhook', 2);
    await rig.channel.stop();
    expect(rig.channel.state()).toEqual({ state: 'stopped', code: null });
  });
});
