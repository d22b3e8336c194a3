import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../src/core/channel.ts';
import { findClosedPort } from '../fakes/notifiers/http-fake.ts';
import {
  SMTP_PASSWORD,
  SMTP_USER,
  type SmtpFake,
  type SmtpFault,
  startSmtpFake,
} from '../fakes/notifiers/smtp-fake.ts';
import { ALARM, open, PAGE, SHORT_MS, sendOnce } from './support.ts';

const TO = 'lin.duty@example.test';
let fake: SmtpFake;
beforeEach(async () => {
  fake = await startSmtpFake();
});
afterEach(() => fake.close());

const raw = (more: object = {}) => ({
  kind: 'email',
  host: '127.0.0.1',
  port: fake.port,
  security: 'none',
  user: SMTP_USER,
  password: SMTP_PASSWORD,
  from: 'duty@example.test',
  ...more,
});

const subjectOf = (headers: readonly string[]): string => {
  const line = headers.find((header) => header.startsWith('Subject: ')) ?? '';
  return line
    .slice('Subject: '.length)
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_all, text: string) =>
      Buffer.from(text, 'base64').toString('utf8'),
    )
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_all, text: string) =>
      decodeURIComponent(text.replaceAll('_', ' ').replaceAll('=', '%')),
    );
};

it('brings a page with a subject that a lock screen may show', async () => {
  const outcome = await sendOnce(raw(), TO);
  expect(outcome).toMatchObject({ kind: 'sent', externalId: expect.stringContaining('@example.test') });
  const [letter] = fake.letters;
  expect(letter).toMatchObject({ from: 'duty@example.test', to: [TO], text: PAGE.text });
  expect(subjectOf(letter?.headers ?? [])).toBe('值班通知 12');
  expect(letter?.headers).toContain('Auto-Submitted: auto-generated');
  expect(letter?.headers.join('\n')).not.toMatch(/nodemailer|高危/i);
});

it('says of what calls nobody that it is work, and no more', async () => {
  await sendOnce(raw(), TO, {
    ...PAGE,
    facts: { what: '今天要回访 2 人', count: '2', link: 'https://x.example' },
  });
  expect(subjectOf(fake.letters.at(-1)?.headers ?? [])).toBe('工作消息');
});

it('keeps whatever stands in the facts out of the header', async () => {
  const { channel } = open(raw());
  for (const number of ['12\r\nBcc: all@example.test', '<12>', '1'.repeat(40), '']) {
    await channel.send(TO, { ...PAGE, facts: { number, level: '高危\r\nBcc: all@example.test' } });
  }
  await channel.send(TO, ALARM);
  expect(fake.letters).toHaveLength(5);
  for (const { headers, to } of fake.letters) {
    expect(subjectOf(headers)).toBe('值班通知');
    expect(headers.join('\n')).not.toMatch(/bcc/i);
    expect(to).toEqual([TO]);
  }
});

it.each([
  'nobody',
  'a@b',
  'a@example.test, b@example.test',
  'a@example.test\r\nRCPT TO:<b@example.test>',
  'Lin <a@example.test>',
  '"a b"@example.test',
  '林@example.test',
  `${'a'.repeat(250)}@example.test`,
])('is not sent to %j', async (to) => {
  expect(await sendOnce(raw(), to)).toEqual({ kind: 'permanent', code: 'unknown-address' });
  expect(fake.letters).toEqual([]);
});

const temporary = (code: string, retryAfterMs: number): SendOutcome => ({
  kind: 'temporary',
  code,
  retryAfterMs,
});
const REJECTED = { kind: 'permanent', code: 'rejected' } as const;

describe('when the mail server', () => {
  const FAULTS: readonly (readonly [string, SmtpFault, SendOutcome])[] = [
    ['never greets', { at: 'greet', hang: true }, temporary('unreachable', 5_000)],
    [
      'is too busy to greet',
      { at: 'greet', reply: 421, words: 'later' },
      temporary('refused-for-now', 60_000),
    ],
    ['hangs up in greeting', { at: 'greet', cut: true }, temporary('unreachable', 5_000)],
    ['never lets us in', { at: 'auth', hang: true }, temporary('unreachable', 5_000)],
    ['takes no mail of ours', { at: 'from', reply: 550, words: '5.7.1 no' }, REJECTED],
    ['greylists', { at: 'rcpt', reply: 451, words: '4.7.1 later' }, temporary('refused-for-now', 60_000)],
    [
      'knows no such mailbox',
      { at: 'rcpt', reply: 550, words: '5.1.1 no such user' },
      { kind: 'permanent', code: 'unknown-address' },
    ],
    ['takes it for spam', { at: 'rcpt', reply: 550, words: '5.7.1 spam' }, REJECTED],
    ['is full', { at: 'data', reply: 452, words: '4.2.2 full' }, temporary('refused-for-now', 60_000)],
    ['refuses the letter', { at: 'data', reply: 554, words: '5.6.0 no' }, REJECTED],
    ['takes the letter and says nothing', { at: 'data', hang: true }, { kind: 'unknown', code: 'timeout' }],
    [
      'takes the letter and hangs up',
      { at: 'data', cut: true },
      { kind: 'unknown', code: 'connection-lost' },
    ],
  ];

  it.each(FAULTS)('%s', async (_what, fault, outcome) => {
    fake.fail(fault);
    const { channel, logged } = open(raw(), 'hang' in fault ? SHORT_MS : undefined);
    const began = performance.now();
    expect(await channel.send(TO, PAGE)).toEqual(outcome);
    if ('hang' in fault) expect(performance.now() - began).toBeLessThan(SHORT_MS * 8);
    expect(fake.letters).toEqual([]);
    expect(JSON.stringify(logged.entries)).not.toMatch(/MARK|example\.test|127\.0\.0\.1/);
  });

  it('knows another password', async () => {
    expect(await sendOnce(raw({ password: 'other' }), TO)).toEqual(REJECTED);
  });

  it('is not there', async () => {
    expect(await sendOnce(raw({ port: await findClosedPort() }), TO)).toEqual(
      temporary('unreachable', 5_000),
    );
  });

  it('offers no sealed way where one was asked for: nothing is said', async () => {
    for (const security of ['starttls', 'tls']) {
      expect(await sendOnce(raw({ security }), TO, PAGE, 2_000)).toEqual(temporary('unreachable', 5_000));
    }
    expect(fake.letters).toEqual([]);
  });
});
