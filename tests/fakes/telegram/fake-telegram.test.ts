/** The fake's own behaviour, asked for with plain HTTP as any Bot API client would. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from './fake-telegram.ts';

const PERSON = 7_001;
type Reply = { ok: boolean; result?: unknown; error_code?: number; description?: string };

describe('the fake Bot API server', () => {
  let telegram: FakeTelegram;
  beforeEach(async () => {
    telegram = await startFakeTelegram();
  });
  afterEach(() => telegram.close());

  const ask = async (method: string, init: RequestInit = {}): Promise<Reply> => {
    const url = `${telegram.apiRoot}/bot${telegram.token}/${method}`;
    return (await (await fetch(url, { method: 'POST', ...init })).json()) as Reply;
  };
  const askJson = (method: string, params: object): Promise<Reply> =>
    ask(method, { body: JSON.stringify(params), headers: { 'content-type': 'application/json' } });
  const idsOf = (reply: Reply): number[] =>
    (reply.result as { update_id: number }[]).map((update) => update.update_id);

  it('delivers again until the offset passes', async () => {
    telegram.userSays(PERSON, '一');
    telegram.userSays(PERSON, '二');
    expect(idsOf(await askJson('getUpdates', {}))).toEqual([1, 2]);
    expect(idsOf(await askJson('getUpdates', { offset: 2 }))).toEqual([2]);
    expect(idsOf(await askJson('getUpdates', {}))).toEqual([2]);
    expect(idsOf(await askJson('getUpdates', { offset: 3 }))).toEqual([]);
    telegram.redeliver();
    expect(idsOf(await askJson('getUpdates', { offset: 3 }))).toEqual([1, 2]);
    expect(idsOf(await askJson('getUpdates', { offset: -1, limit: 1 }))).toEqual([2]);
  });

  it('holds a poll until something comes, and ends it when another one begins', async () => {
    const first = askJson('getUpdates', { timeout: 30 });
    await telegram.waitUntilPolled();
    const second = askJson('getUpdates', { timeout: 30 });
    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    await telegram.waitUntilPolled();
    telegram.userSays(PERSON, '你好');
    expect(idsOf(await second)).toEqual([1]);
  });

  it('reads JSON, urlencoded, multipart and query', async () => {
    telegram.knows(PERSON);
    const keyboard = JSON.stringify({ inline_keyboard: [[{ text: '好', callback_data: 'ok' }]] });
    const fields = { chat_id: String(PERSON), text: '中文 😀', reply_markup: keyboard };
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    await askJson('sendMessage', { chat_id: PERSON, text: '中文 😀', reply_markup: JSON.parse(keyboard) });
    await ask('sendMessage', { body: new URLSearchParams(fields) });
    await ask('sendMessage', { body: form });
    await ask(`sendMessage?${new URLSearchParams(fields)}`, { method: 'GET' });
    const sent = await telegram.waitForMessages(PERSON, 4);
    expect(sent.map(({ text, labels }) => [text, ...labels])).toEqual(Array(4).fill(['中文 😀', '好']));
  });

  it.each([
    ['an unknown chat', { chat_id: 9, text: 'x' }, /chat not found/],
    ['no text', { chat_id: PERSON, text: ' ' }, /text is empty/],
    ['4097 characters', { chat_id: PERSON, text: 'x'.repeat(4_097) }, /too long/],
    ['a lone surrogate', { chat_id: PERSON, text: '\ud83d' }, /UTF-8/],
    [
      '65 bytes of data',
      {
        chat_id: PERSON,
        text: 'x',
        reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x'.repeat(65) }]] },
      },
      /BUTTON_DATA_INVALID/,
    ],
    [
      'no data',
      { chat_id: PERSON, text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: '' }]] } },
      /BUTTON_DATA_INVALID/,
    ],
  ])('refuses %s', async (_what, params, description) => {
    telegram.knows(PERSON);
    expect(await askJson('sendMessage', params)).toMatchObject({
      ok: false,
      error_code: 400,
      description: expect.stringMatching(description),
    });
    expect(telegram.sentToAll()).toEqual([]);
  });

  it('refuses a wrong token, a blocked bot, and a tap on nothing', async () => {
    const stranger = await fetch(`${telegram.apiRoot}/bot1:x/getMe`);
    expect(stranger.status).toBe(401);
    telegram.userBlocks(PERSON);
    expect(await askJson('sendMessage', { chat_id: PERSON, text: 'x' })).toMatchObject({ error_code: 403 });
    expect(() => telegram.userSays(PERSON, 'x')).toThrow(/blocked/);
    expect(() => telegram.userTaps(PERSON, '预约')).toThrow(/预约/);
  });

  it('edits what was said last and splits like an app', async () => {
    const pieces = telegram.userSays(PERSON, '😭'.repeat(3_000));
    telegram.userEdits(PERSON, '改了');
    const reply = await askJson('getUpdates', {});
    const [first, second, edit] = reply.result as {
      message?: { text: string; message_id: number };
      edited_message?: { message_id: number };
    }[];
    expect(pieces).toHaveLength(2);
    expect(`${first?.message?.text}${second?.message?.text}`).toBe('😭'.repeat(3_000));
    expect(edit?.edited_message?.message_id).toBe(second?.message?.message_id);
  });

  it('fails a test that gets a message it did not want', async () => {
    telegram.knows(PERSON);
    await askJson('sendMessage', { chat_id: PERSON, text: '一' });
    telegram.expectNothingBut(PERSON, ['一']);
    expect(() => telegram.expectNothingBut(PERSON, [])).toThrow(/got 1/);
    expect(() => telegram.expectNothingBut(PERSON, ['二'])).toThrow();
  });

  describe('with a webhook', () => {
    const stops: (() => void)[] = [];
    afterEach(() => stops.splice(0).forEach((stop) => void stop()));

    /** Answers what it is told to, in turn, and 200 after that. */
    const listen = async (...statuses: number[]) => {
      const got: { id: number; secret: unknown }[] = [];
      const open = { now: 0, most: 0 };
      const server = createServer(async (request, response) => {
        open.now += 1;
        open.most = Math.max(open.most, open.now);
        let body = '';
        for await (const chunk of request) body += String(chunk);
        await new Promise((resolve) => setTimeout(resolve, 10));
        got.push({
          id: (JSON.parse(body) as { update_id: number }).update_id,
          secret: request.headers['x-telegram-bot-api-secret-token'],
        });
        open.now -= 1;
        response.writeHead(statuses.shift() ?? 200).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      stops.push(() => server.close());
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      return { got, open, url };
    };

    it('posts one person’s updates in order until they are taken, and several people at once', async () => {
      const { got, open, url } = await listen(500, 503);
      telegram.userSays(PERSON, '一');
      telegram.userSays(PERSON, '二');
      await askJson('setWebhook', { url, secret_token: 'abc' });
      await telegram.waitUntilConfirmed();
      expect(got.map(({ id }) => id)).toEqual([1, 1, 1, 2]);
      expect(got.every(({ secret }) => secret === 'abc')).toBe(true);
      expect(telegram.webhookAnswers()).toEqual([500, 503, 200, 200]);
      expect(open.most).toBe(1);
      for (const person of [1, 2, 3, 4]) telegram.userSays(person, '同时');
      await telegram.waitUntilConfirmed();
      expect(open.most).toBeGreaterThan(1);
    });

    it('keeps to max_connections', async () => {
      const { open, url } = await listen();
      await askJson('setWebhook', { url, max_connections: 2 });
      for (const person of [1, 2, 3, 4, 5]) telegram.userSays(person, '同时');
      await telegram.waitUntilConfirmed();
      expect(open.most).toBe(2);
    });

    it('answers polls with a conflict, and tells what it does', async () => {
      const { url } = await listen(500);
      await askJson('setWebhook', { url, allowed_updates: ['message'] });
      expect(await askJson('getUpdates', {})).toMatchObject({ ok: false, error_code: 409 });
      telegram.userSays(PERSON, '一');
      await telegram.waitForWebhookAnswers(1);
      const { result } = await askJson('getWebhookInfo', {});
      expect(result).toMatchObject({ url, allowed_updates: ['message'] });
      expect(result).toHaveProperty('last_error_date');
      await telegram.waitUntilConfirmed();
      await askJson('deleteWebhook', {});
      expect((await askJson('getWebhookInfo', {})).result).toMatchObject({
        url: '',
        pending_update_count: 0,
      });
      expect(await askJson('getUpdates', {})).toMatchObject({ ok: true });
    });

    it('refuses an address and a secret that are none', async () => {
      expect(await askJson('setWebhook', { url: 'x' })).toMatchObject({ error_code: 400 });
      expect(await askJson('setWebhook', { url: 'http://127.0.0.1/', secret_token: 'a b' })).toMatchObject({
        error_code: 400,
      });
    });
  });

  it('gives the files that it was given', async () => {
    telegram.putFile('voice-1', { bytes: Buffer.from('ogg') });
    const { result } = await askJson('getFile', { file_id: 'voice-1' });
    expect(result).toMatchObject({ file_size: 3 });
    const { file_path } = result as { file_path: string };
    const at = (token: string, path: string) => fetch(`${telegram.apiRoot}/file/bot${token}/${path}`);
    expect(await (await at(telegram.token, file_path)).text()).toBe('ogg');
    expect((await at(telegram.token, 'files/other')).status).toBe(404);
    expect((await at('1:x', file_path)).status).toBe(401);
    expect(await askJson('getFile', { file_id: 'other' })).toMatchObject({ error_code: 400 });
  });

  it('says what there was when a wait is in vain', async () => {
    const impatient = await startFakeTelegram({ deadlineMs: 20 });
    await expect(impatient.waitForMessages(PERSON, 1)).rejects.toThrow(/got 0/);
    await impatient.close();
  });
});
