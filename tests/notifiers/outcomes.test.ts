/** What every kind that speaks HTTP makes of a world that does not work: one table for all. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/channel.ts';
import { type Fault, findClosedPort, type HttpFake, startHttpFake } from '../fakes/notifiers/http-fake.ts';
import { open, PAGE, plainGateway, SHORT_MS, sendOnce } from './support.ts';

const REJECTED = { kind: 'permanent', code: 'rejected' } as const;
const temporary = (code: string, retryAfterMs: number): SendOutcome => ({
  kind: 'temporary',
  code,
  retryAfterMs,
});
const unknown = (code: string): SendOutcome => ({ kind: 'unknown', code });

const ANSWERS = {
  success: { path: 'state', equals: 'OK' },
  code: ['error.code', 'state'],
  temporary: ['busy', 'LIMIT.*'],
  unknownAddress: ['no-such-number'],
  blocked: ['on-the-list'],
  retryAfterSeconds: 7,
};

const KINDS = [
  { kind: 'wecom', raw: (url: string) => ({ kind: 'wecom', url }), to: 'group' },
  { kind: 'dingtalk', raw: (url: string) => ({ kind: 'dingtalk', url, secret: 's' }), to: 'group' },
  { kind: 'feishu', raw: (url: string) => ({ kind: 'feishu', url, secret: 's' }), to: 'group' },
  { kind: 'webhook', raw: (url: string) => ({ kind: 'webhook', url, secret: 's' }), to: 'group' },
  { kind: 'sms', raw: (url: string) => plainGateway(url, { answer: ANSWERS }), to: '13800000000' },
  {
    kind: 'voice',
    raw: (url: string) => plainGateway(url, { kind: 'voice', encode: 'query', answer: ANSWERS }),
    to: '13800000000',
  },
] as const;

const COMMON: readonly (readonly [string, Fault, SendOutcome])[] = [
  ['never answers', 'hang', unknown('timeout')],
  ['ends the connection', 'cut', unknown('connection-lost')],
  ['ends the connection within its answer', 'cut-within-answer', unknown('connection-lost')],
  ['stops within its answer', 'hang-within-answer', unknown('timeout')],
  ['asks for patience', { status: 429, headers: { 'retry-after': '9' } }, temporary('rate-limited', 9_000)],
  ['asks for patience and names no time', { status: 429 }, temporary('rate-limited', 60_000)],
  ['is broken', { status: 500, body: '<html>' }, temporary('server-error', 5_000)],
  ['is behind a broken proxy', { status: 502, body: '<html>' }, temporary('server-error', 5_000)],
  [
    'is down for a while',
    { status: 503, headers: { 'retry-after': '30' } },
    temporary('server-error', 30_000),
  ],
  ['is behind a proxy that gave up waiting', { status: 504 }, unknown('gateway-timeout')],
  ['is not there', { status: 404, body: 'MARK-ECHO' }, REJECTED],
  ['refuses', { status: 401 }, REJECTED],
];

let fake: HttpFake;
beforeAll(async () => {
  fake = await startHttpFake(() => ({ body: {} }));
});
beforeEach(() => fake.heal());
afterAll(() => fake.close());

describe.each(KINDS)('$kind, when the other side', ({ kind, raw, to }) => {
  it.each(COMMON)('%s', async (_what, fault, outcome) => {
    fake.fail(fault);
    const late = outcome.kind === 'unknown' && outcome.code === 'timeout';
    const { channel } = open(raw(`${fake.origin}/x`), late ? SHORT_MS : undefined);
    await channel.start(async () => undefined);
    const began = performance.now();
    expect(await channel.send(to, PAGE)).toEqual(outcome);
    if (late) expect(performance.now() - began).toBeLessThan(SHORT_MS * 8);
    expect(channel.state().state).toBe('degraded');
  });

  it('is unreachable: nothing was sent', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/x`;
    expect(await sendOnce(raw(url), to)).toEqual(temporary('unreachable', 5_000));
  });

  it('cannot prove who it is: nothing was sent', async () => {
    const url = `${fake.origin.replace('http:', 'https:')}/x`;
    const before = fake.heard.length;
    expect(await sendOnce(raw(url), to)).toEqual(temporary('unreachable', 5_000));
    expect(fake.heard).toHaveLength(before);
  });

  it('sends it elsewhere: it does not go there', async () => {
    const elsewhere = await startHttpFake(() => ({ body: { errcode: 0, code: 0, state: 'OK' } }));
    for (const status of [301, 302, 307, 308]) {
      fake.fail({ status, headers: { location: `${elsewhere.origin}/` } });
      expect(await sendOnce(raw(`${fake.origin}/x`), to)).toEqual(REJECTED);
    }
    expect(elsewhere.heard).toEqual([]);
    await elsewhere.close();
  });

  it('answers without end: it stops listening', async () => {
    fake.fail('flood');
    const outcome = await sendOnce(raw(`${fake.origin}/x`), to);
    // A status of 200 is all that a webhook needs; for the others it says nothing.
    expect(outcome.kind).toBe(kind === 'webhook' ? 'sent' : 'unknown');
  });
});

const CODES: readonly (readonly [(typeof KINDS)[number]['kind'], object, SendOutcome])[] = [
  ['wecom', { errcode: -1 }, temporary('server-error', 5_000)],
  ['wecom', { errcode: 45009 }, temporary('rate-limited', 60_000)],
  ['wecom', { errcode: 93000 }, REJECTED],
  ['wecom', { errcode: 40058 }, REJECTED],
  ['wecom', { other: 1 }, unknown('strange-answer')],
  ['dingtalk', { errcode: -1 }, temporary('server-error', 5_000)],
  ['dingtalk', { errcode: 130101, wait: 5 }, temporary('rate-limited', 60_000)],
  ['dingtalk', { errcode: 310000 }, REJECTED],
  ['dingtalk', { errcode: 300001 }, REJECTED],
  ['feishu', { code: 11232 }, temporary('rate-limited', 60_000)],
  ['feishu', { code: 19021 }, REJECTED],
  ['feishu', { code: 19024 }, REJECTED],
  ['feishu', { StatusCode: 0, StatusMessage: 'success' }, { kind: 'sent', externalId: null }],
  ['sms', { state: 'OK' }, { kind: 'sent', externalId: null }],
  ['sms', { state: 'NO', error: { code: 'busy' } }, temporary('refused-for-now', 7_000)],
  ['sms', { state: 'LIMIT.day' }, temporary('refused-for-now', 7_000)],
  ['sms', { error: { code: 'no-such-number' } }, { kind: 'permanent', code: 'unknown-address' }],
  ['sms', { error: { code: 'on-the-list' } }, { kind: 'permanent', code: 'blocked' }],
  ['sms', { error: { code: 'something else' } }, REJECTED],
  ['sms', {}, unknown('strange-answer')],
];

it.each(CODES)('%s: %o', async (kind, body, outcome) => {
  fake.fail({ body });
  const { raw, to } = KINDS.find((one) => one.kind === kind) ?? KINDS[0];
  expect(await sendOnce(raw(fake.origin), to)).toEqual(outcome);
});

it('one person who is not there does not make a gateway look broken', async () => {
  fake.fail({ body: { error: { code: 'no-such-number' } } });
  const { channel } = open(plainGateway(fake.origin, { answer: ANSWERS }));
  await channel.start(async () => undefined);
  await channel.send('13800000000', PAGE);
  expect(channel.state()).toEqual({ state: 'ready', code: null });
});
