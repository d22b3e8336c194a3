import { afterEach, describe, expect, it } from 'vitest';
import { say } from '../../../src/core/message.ts';
import { createWebhookRig, SECRET, type WebhookRig } from './webhook-support.ts';

const PERSON = 7_001;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';
const said = (text: string, updateId = 41): string =>
  JSON.stringify({
    update_id: updateId,
    message: { message_id: 1, date: 0, chat: { id: PERSON, type: 'private' }, text },
  });

describe('the door that Telegram posts to', () => {
  let rig: WebhookRig;
  afterEach(() => rig.close());

  it('answers only when the update is stored', async () => {
    rig = await createWebhookRig();
    const release = rig.inbox.hold();
    let answered = false;
    const posting = rig.post(said('你好')).then((response) => {
      answered = true;
      return response;
    });
    await rig.inbox.waitForOffers(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    release();
    const response = await posting;
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(rig.inbox.stored[0]).toEqual({
      channel: 'telegram',
      bot: '700100',
      updateKey: '41',
      message: '1',
      from: String(PERSON),
      body: { kind: 'text', text: '你好' },
    });
  });

  it.each([
    ['no secret', ''],
    ['another secret of the same length', SECRET.replace(/.$/, 'x')],
    ['the beginning of the secret', SECRET.slice(0, -1)],
    ['more than the secret', `${SECRET}x`],
    ['the secret in capitals', SECRET.toUpperCase()],
  ])('turns away whoever has %s, before it looks at anything else', async (_what, secret) => {
    rig = await createWebhookRig();
    const headers = { [SECRET_HEADER]: secret };
    for (const body of [said('假的'), 'x'.repeat(2_000_000), 'not JSON']) {
      const response = await rig.post(body, headers);
      expect([response.status, await response.text()]).toEqual([401, '']);
    }
    expect(rig.inbox.offered).toEqual([]);
    expect(rig.logged.entries).toEqual([]);
  });

  it('asks for the update again while it cannot be stored', async () => {
    rig = await createWebhookRig();
    rig.inbox.refuseNext(1);
    const refused = await rig.post(said('别丢 MARK'));
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([
      503,
      '2',
      '',
    ]);
    expect(await rig.post(said('别丢 MARK'))).toMatchObject({ status: 200 });
    expect(rig.inbox.stored).toHaveLength(1);
    expect(rig.logged.entries).toMatchObject([{ event: 'telegram.not-stored' }]);
    expect(JSON.stringify(rig.logged.entries)).not.toContain('MARK');
  });

  it('asks for it again when storing takes too long', async () => {
    rig = await createWebhookRig({ door: { timing: { storeTimeoutMs: 20 } } });
    const release = rig.inbox.hold();
    expect(await rig.post(said('慢'))).toMatchObject({ status: 503 });
    release();
    await rig.inbox.waitForStored(1);
    expect(await rig.post(said('慢'))).toMatchObject({ status: 200 });
    expect(rig.inbox.stored[0]).toEqual(rig.inbox.stored[1]);
  });

  it.each([
    ['is no update', '{"ok":true}'],
    ['has no usable number', '{"update_id":"1","message":{"chat":{"id":1,"type":"private"},"text":"MARK"}}'],
    ['is a list', '[]'],
    [
      'has another shape',
      '{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"photo":5,"caption":"MARK"}}',
    ],
    ['has nothing where a message stands', '{"update_id":1,"message":null}'],
    ['is of an unknown kind', '{"update_id":1,"something_of_2030":{"text":"MARK"}}'],
    ['comes from a group', '{"update_id":1,"message":{"chat":{"id":-5,"type":"group"},"text":"MARK"}}'],
  ])('takes and forgets what %s', async (_what, body) => {
    rig = await createWebhookRig();
    expect(await rig.post(body)).toMatchObject({ status: 200 });
    expect(rig.inbox.offered).toEqual([]);
    for (const { event } of rig.logged.entries) expect(event).toBe('telegram.undecodable-update');
    expect(JSON.stringify(rig.logged.entries)).not.toContain('MARK');
  });

  it('refuses what is no JSON, not called so, or too long', async () => {
    rig = await createWebhookRig();
    expect(await rig.post('{"update_id":1')).toMatchObject({ status: 400 });
    expect(await rig.post('')).toMatchObject({ status: 400 });
    expect(await rig.post('null')).toMatchObject({ status: 400 });
    expect(await rig.post(said('你好'), { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await rig.post(said('长'.repeat(400_000)))).toMatchObject({ status: 413 });
    expect(await rig.post(said('a'.repeat(900_000)))).toMatchObject({ status: 200 });
    expect(rig.inbox.stored).toHaveLength(1);
  });

  it('refuses what is too long without saying how long it is', async () => {
    rig = await createWebhookRig();
    const body = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 20; part += 1) controller.enqueue(Buffer.alloc(100_000, 0x20));
        controller.close();
      },
    });
    const response = await fetch(rig.url, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json', [SECRET_HEADER]: SECRET },
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('answers a tap at once, also while storing fails', async () => {
    rig = await createWebhookRig();
    await rig.channel.start(rig.inbox.receive);
    await rig.logged.waitForState('ready', null);
    rig.telegram.knows(PERSON);
    await rig.channel.send(String(PERSON), say('选', [{ id: 'menu:book', label: '预约' }]));
    rig.inbox.refuseNext(1);
    rig.telegram.userTaps(PERSON, '预约');
    await rig.telegram.waitForCalls('answerCallbackQuery', 1);
    const [tap] = await rig.inbox.waitForStored(1);
    expect(tap?.body).toEqual({ kind: 'choice', id: 'menu:book' });
  });

  it('finishes what it has in hand when it is stopped, and takes nothing more', async () => {
    rig = await createWebhookRig();
    const release = rig.inbox.hold();
    const posting = rig.post(said('还在处理'));
    await rig.inbox.waitForOffers(1);
    let isStopped = false;
    const stopped = rig.stopDoor().then(() => {
      isStopped = true;
    });
    expect(await rig.post(said('太晚', 42))).toMatchObject({ status: 503 });
    expect(isStopped).toBe(false);
    release();
    await stopped;
    expect(await posting).toMatchObject({ status: 200 });
    expect(rig.inbox.offered).toHaveLength(1);
  });
});
