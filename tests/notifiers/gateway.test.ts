import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BotMessage } from '../../src/core/message.ts';
import { alarmRecipients, isRecipient, readPhoneNumber } from '../../src/notifiers/recipients.ts';
import { type HttpFake, startHttpFake } from '../fakes/notifiers/http-fake.ts';
import { ALARM, BARE, CODE, DIGEST, open, PAGE, plainGateway, sendOnce, settingsOf } from './support.ts';

const TO = '13800000000';
const REJECTED = { kind: 'permanent', code: 'rejected' } as const;
let fake: HttpFake;
beforeAll(async () => {
  fake = await startHttpFake(() => ({ body: { id: 77 } }));
});
beforeEach(() => fake.heal());
afterAll(() => fake.close());

const lastBody = (): unknown => JSON.parse(fake.heard.at(-1)?.body ?? '');

describe('templates', () => {
  const templates = {
    page: { id: 'P', params: ['{number}', '{level}', '{minutes}'] },
    code: { id: 'C', params: ['{code}'] },
  };
  const raw = (more: object = {}) =>
    plainGateway(fake.origin, { fields: { to: '{to}' }, templates, ...more });

  it('are chosen by the facts of a message', async () => {
    await sendOnce(raw(), TO, PAGE);
    expect(lastBody()).toEqual({ to: TO, id: 'P', params: ['12', '高危', '3'] });
    await sendOnce(raw(), TO, CODE);
    expect(lastBody()).toEqual({ to: TO, id: 'C', params: ['480219'] });
  });

  it('let a page of several cases fall back to that of one', async () => {
    await sendOnce(raw(), TO, DIGEST);
    expect(lastBody()).toMatchObject({ id: 'P' });
    await sendOnce(
      raw({ templates: { ...templates, digest: { id: 'D', params: ['{count}'] } } }),
      TO,
      DIGEST,
    );
    expect(lastBody()).toEqual({ to: TO, id: 'D', params: ['2'] });
  });

  it('let a notice fall back to an alarm’s, until there is one for it', async () => {
    const what = '今天要回访 2 人';
    const notice = { ...BARE, facts: { what, count: '2', link: 'https://x.example/console' } };
    const alarm = { id: 'A', params: ['{what}'] };
    await sendOnce(raw({ templates: { ...templates, alarm } }), TO, notice);
    expect(lastBody()).toEqual({ to: TO, id: 'A', params: [what] });
    const own = { id: 'N', params: ['{count}'] };
    await sendOnce(raw({ templates: { ...templates, alarm, notice: own } }), TO, notice);
    expect(lastBody()).toEqual({ to: TO, id: 'N', params: ['2'] });
  });

  it.each<[string, BotMessage]>([
    ['no facts', BARE],
    ['no template for it', ALARM],
    ['a fact that its template wants and it has not', { ...PAGE, facts: { number: '12' } }],
    ['an empty fact', { ...PAGE, facts: { number: '12', level: ' ', minutes: '3' } }],
  ])('send nothing rather than something wrong: %s', async (_what, message) => {
    const before = fake.heard.length;
    const { channel, logged } = open(raw());
    await channel.start(async () => undefined);
    expect(await channel.send(TO, message)).toEqual(REJECTED);
    expect(fake.heard).toHaveLength(before);
    expect(channel.state()).toEqual({ state: 'degraded', code: 'no-template' });
    expect(logged.entries).toMatchObject([{ event: 'notifier.not-sent', fields: { code: 'no-template' } }]);
  });

  it('hold values that would end a JSON text or begin a line', async () => {
    const hostile = { page: { param: { $json: { n: '{number}', l: '{level}' } } } };
    const facts = { number: '12","n":"13', level: '高\r\n危' };
    await sendOnce(raw({ templates: hostile }), TO, { ...PAGE, facts });
    const { param } = lastBody() as { param: string };
    expect(JSON.parse(param)).toEqual({ n: '12","n":"13', l: '高 危' });
  });

  it('put no value into another', async () => {
    await sendOnce(raw(), TO, { ...PAGE, facts: { number: '{level}', level: '{to}', minutes: '$&' } });
    expect(lastBody()).toMatchObject({ params: ['{level}', '{to}', '$&'] });
  });
});

it('sends fields as JSON, as a form or in the query, with its headers', async () => {
  const fields = { phone: '{to}', content: '{text}', times: 3, extra: { $json: ['{number}'] } };
  const headers = { 'X-Api-Key': 'k' };
  await sendOnce(plainGateway(fake.origin, { fields, headers }), TO);
  expect(lastBody()).toEqual({ phone: TO, content: PAGE.text, times: 3, extra: '["12"]' });
  const flat = { phone: TO, content: PAGE.text, times: '3', extra: '["12"]' };
  await sendOnce(plainGateway(fake.origin, { fields, headers, encode: 'form' }), TO);
  expect(Object.fromEntries(new URLSearchParams(fake.heard.at(-1)?.body))).toEqual(flat);
  await sendOnce(plainGateway(`${fake.origin}/?key=1`, { fields, encode: 'query', method: 'GET' }), TO);
  const heard = fake.heard.at(-1);
  expect(heard).toMatchObject({ method: 'GET', body: '' });
  expect(Object.fromEntries(heard?.url.searchParams ?? [])).toEqual({ key: '1', ...flat });
  expect(fake.heard.at(-2)?.headers['x-api-key']).toBe('k');
});

it('keeps the id that the provider gave', async () => {
  expect(await sendOnce(plainGateway(fake.origin, { answer: { id: 'id' } }), TO)).toEqual({
    kind: 'sent',
    externalId: '77',
  });
});

it.each([
  ['13800000000', '13800000000', '+8613800000000'],
  ['+8613800000000', '13800000000', '+8613800000000'],
  ['008613800000000', '13800000000', '+8613800000000'],
  ['057187654321', '057187654321', '+8657187654321'],
  ['+85291234567', '+85291234567', '+85291234567'],
])('reads the number %s', (text, national, international) => {
  expect(readPhoneNumber(text)).toEqual({ national, international });
});

it.each(['group', '', '138 0000 0000', '+', '1'.repeat(16), '13800000000\n', '１３８００００００００'])(
  'calls %j no number',
  async (to) => {
    expect(await sendOnce(plainGateway(fake.origin), to)).toEqual({
      kind: 'permanent',
      code: 'unknown-address',
    });
  },
);

it('knows whom a notifier of each kind can speak to, and whom it alarms', () => {
  const accounts = ['group', '13800000000', 'lin@example.test'];
  const accountsOf = (kind: Parameters<typeof isRecipient>[0]) =>
    accounts.filter((one) => isRecipient(kind, one));
  expect(['wecom', 'dingtalk', 'feishu', 'webhook'].map((kind) => accountsOf(kind as 'wecom'))).toEqual(
    Array.from({ length: 4 }, () => ['group']),
  );
  expect([accountsOf('sms'), accountsOf('voice'), accountsOf('email')]).toEqual([
    ['13800000000'],
    ['13800000000'],
    ['lin@example.test'],
  ]);
  const hook = { kind: 'webhook', url: 'https://example.test/' };
  expect(alarmRecipients(settingsOf(hook))).toEqual([]);
  expect(alarmRecipients(settingsOf({ ...hook, alarms: true }))).toEqual(['group']);
  const sms = plainGateway('https://example.test/', { to: ['13800000000'] });
  expect(alarmRecipients(settingsOf(sms))).toEqual([]);
  expect(alarmRecipients(settingsOf({ ...sms, alarms: true }))).toEqual(['13800000000']);
});
