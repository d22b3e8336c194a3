import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/settings/environment.ts';
import { describeProblem } from '../../src/settings/problem.ts';

const TOKEN = '12:abc';
const SECRET = 'geheim-0123456789';
const URL = 'https://heart.example.edu/telegram/webhook';
const whole = {
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_WEBHOOK_URL: URL,
  TELEGRAM_WEBHOOK_SECRET: SECRET,
};

const webhookOf = (source: Record<string, string>) => {
  const read = readEnvironment(source);
  return read.ok ? read.environment.telegram?.webhook : undefined;
};
const placesOf = (source: Record<string, string>): string[] => {
  const read = readEnvironment(source);
  if (read.ok) return [];
  expect(read.problems.map(describeProblem).join()).not.toContain('geheim');
  return read.problems.map(({ place }) => place);
};

describe('the webhook of Telegram', () => {
  it('is read with its secret', () => {
    expect(webhookOf(whole)).toEqual({ url: URL, secret: SECRET });
    expect(webhookOf({ TELEGRAM_BOT_TOKEN: TOKEN })).toBeNull();
  });

  it.each([
    'http://127.0.0.1:3000/hook',
    'http://localhost:3000/hook',
    'http://[::1]:3000/a/b-c_d.e',
    'https://a.example:8443/1',
  ])('may be %s', (address) => {
    expect(webhookOf({ ...whole, TELEGRAM_WEBHOOK_URL: address })?.url).toBe(address);
  });

  it.each([
    'http://heart.example.edu/hook',
    'http://127.0.0.1.example.edu/hook',
    'https://heart.example.edu',
    'https://heart.example.edu/',
    'https://heart.example.edu/hook/',
    'https://heart.example.edu/console/sign-in',
    'https://heart.example.edu/x/../chat/say',
    'https://heart.example.edu/continue/hook',
    'https://heart.example.edu/healthz',
    'https://heart.example.edu/hook?key=geheim',
    'https://heart.example.edu/hook#x',
    'https://user:geheim@heart.example.edu/hook',
    'https://heart.example.edu/:any',
    'https://heart.example.edu/*',
    'https://heart.example.edu/%61',
    'heart.example.edu/hook',
  ])('may not be %s', (address) => {
    expect(placesOf({ ...whole, TELEGRAM_WEBHOOK_URL: address })).toEqual(['TELEGRAM_WEBHOOK_URL']);
  });

  it.each(['geheim-kurz', 'geheim mit Leerzeichen', 'geheim-x'.repeat(33), 'geheim/0123456789+'])(
    'may not have the secret %s',
    (secret) => {
      expect(placesOf({ ...whole, TELEGRAM_WEBHOOK_SECRET: secret })).toEqual(['TELEGRAM_WEBHOOK_SECRET']);
    },
  );

  it.each(['TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_BOT_TOKEN'])('needs %s', (name) => {
    expect(placesOf({ ...whole, [name]: '' })).toEqual([name]);
  });

  it('says once that the token is wrong', () => {
    expect(placesOf({ ...whole, TELEGRAM_BOT_TOKEN: 'geheim' })).toEqual(['TELEGRAM_BOT_TOKEN']);
  });
});

describe('the chats that are called while the database is away', () => {
  const chatsOf = (text: string) => {
    const read = readEnvironment({ TELEGRAM_BOT_TOKEN: TOKEN, EMERGENCY_TELEGRAM_CHATS: text });
    return read.ok ? read.environment.telegram?.emergencyChats : read.problems.map(({ place }) => place);
  };

  it('are numbers with commas between, each once', () => {
    expect(chatsOf('123')).toEqual(['123']);
    expect(chatsOf(' 123, -100987 ,123')).toEqual(['123', '-100987']);
    expect(chatsOf('')).toBeUndefined();
  });

  it.each(['@somebody', '12 13', '1,,2', ','])('are not %s', (text) => {
    expect(chatsOf(text)).toEqual(['EMERGENCY_TELEGRAM_CHATS']);
  });

  it('need the bot', () => {
    expect(placesOf({ EMERGENCY_TELEGRAM_CHATS: '123' })).toEqual(['TELEGRAM_BOT_TOKEN']);
  });
});
