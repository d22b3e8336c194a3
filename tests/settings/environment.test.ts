import { isAbsolute, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/settings/environment.ts';
import { describeProblem } from '../../src/settings/problem.ts';

const KEY = '5a'.repeat(32);

const problemsOf = (source: Record<string, string>): string[] => {
  const read = readEnvironment(source);
  return read.ok ? [] : read.problems.map(describeProblem);
};

describe('the environment', () => {
  it('needs nothing at all', () => {
    const read = readEnvironment({});
    expect(read).toEqual({
      ok: true,
      environment: {
        port: 3_000,
        host: '127.0.0.1',
        publicUrl: null,
        dataDir: resolve('data'),
        databaseUrl: null,
        redisUrl: null,
        telegram: null,
        wechat: null,
        masterKey: null,
        masterKeyFile: null,
        canary: { on: true, webhook: null },
      },
    });
  });

  it('is read whole', () => {
    const read = readEnvironment({
      PORT: '0',
      HOST: '::1',
      PUBLIC_URL: 'https://heart.example.edu/',
      DATA_DIR: './elsewhere',
      DATABASE_URL: 'postgresql://app:geheim@db.example:5432/xinqiao',
      REDIS_URL: 'rediss://cache.example:6380/1',
      TELEGRAM_BOT_TOKEN: ' 12:abc ',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9000',
      XINQIAO_MASTER_KEY: KEY,
      UNRELATED: 'anything',
    });
    if (!read.ok) throw new Error('refused');
    const { environment } = read;
    expect(environment).toMatchObject({
      port: 0,
      host: '::1',
      publicUrl: 'https://heart.example.edu',
      databaseUrl: 'postgresql://app:geheim@db.example:5432/xinqiao',
      redisUrl: 'rediss://cache.example:6380/1',
      telegram: { token: '12:abc', apiRoot: 'http://127.0.0.1:9000', webhook: null },
    });
    expect(environment.masterKey?.key.toString('hex')).toBe(KEY);
    expect(isAbsolute(environment.dataDir)).toBe(true);
  });

  it('counts an empty variable as not set', () => {
    const names = [
      'PORT',
      'HOST',
      'PUBLIC_URL',
      'DATA_DIR',
      'DATABASE_URL',
      'REDIS_URL',
      'TELEGRAM_BOT_TOKEN',
    ];
    const empty = Object.fromEntries([...names, 'XINQIAO_MASTER_KEY'].map((name) => [name, '  ']));
    expect(readEnvironment(empty)).toEqual(readEnvironment({}));
  });

  it.each([
    ['PORT', 'http', '"http"', 'a port number from 0 to 65535'],
    ['PORT', '65536', '"65536"', 'a port number from 0 to 65535'],
    ['PORT', '-1', '"-1"', 'a port number from 0 to 65535'],
    ['PORT', '3000.5', '"3000.5"', 'a port number from 0 to 65535'],
    ['PORT', '0x10', '"0x10"', 'a port number from 0 to 65535'],
    ['HOST', 'my host', '"my host"', 'an address or a host name to listen on'],
    ['HOST', 'http://x', '"http://x"', 'an address or a host name to listen on'],
    ['PUBLIC_URL', 'heart.example.edu', '"heart.example.edu"', 'a URL that begins with http:// or https://'],
    ['PUBLIC_URL', 'ftp://x', '"ftp://x"', 'a URL that begins with http:// or https://'],
    ['TELEGRAM_API_ROOT', 'api', '"api"', 'a URL that begins with http:// or https://'],
    [
      'DATABASE_URL',
      'mysql://u:geheim@h/d',
      '20 characters',
      'a URL that begins with postgres:// or postgresql://',
    ],
    ['DATABASE_URL', 'geheim', '6 characters', 'a URL that begins with postgres:// or postgresql://'],
    ['REDIS_URL', 'http://:geheim@h', '16 characters', 'a URL that begins with redis:// or rediss://'],
    ['TELEGRAM_BOT_TOKEN', 'geheim', '6 characters', 'digits, a colon and a text, as BotFather gives it'],
    [
      'TELEGRAM_BOT_TOKEN',
      '12:ge heim',
      '10 characters',
      'digits, a colon and a text, as BotFather gives it',
    ],
    ['XINQIAO_MASTER_KEY', 'geheim', '6 characters', '32 bytes as base64 or as 64 hexadecimal digits'],
    ['XINQIAO_MASTER_KEY', KEY.slice(2), '62 characters', '32 bytes as base64 or as 64 hexadecimal digits'],
  ])('%s=%s is refused with place, found and expected', (name, value, found, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name}: found ${found}, expected ${expected}`]);
  });

  it('never tells a secret, whatever else is wrong', () => {
    const told = problemsOf({
      PORT: 'x',
      DATABASE_URL: 'mysql://app:geheim@h/d',
      REDIS_URL: 'geheim',
      TELEGRAM_BOT_TOKEN: 'geheim',
      XINQIAO_MASTER_KEY: 'geheim',
    });
    expect(told).toHaveLength(5);
    expect(told.join('\n')).not.toContain('geheim');
  });

  it.each(['postgres://app:geheim@db/x', 'postgresql://db/x'])('refuses %s without a master key', (url) => {
    const [told, ...more] = problemsOf({ DATABASE_URL: url });
    expect(more).toEqual([]);
    expect(told).toMatch(
      /^XINQIAO_MASTER_KEY or XINQIAO_MASTER_KEY_FILE: found nothing, expected the key that seals/,
    );
    expect(told).toContain('openssl rand -base64 32');
    expect(told).not.toContain('geheim');
    expect(problemsOf({ DATABASE_URL: url, XINQIAO_MASTER_KEY: KEY })).toEqual([]);
    expect(problemsOf({ DATABASE_URL: url, XINQIAO_MASTER_KEY_FILE: '/run/secrets/key' })).toEqual([]);
  });
});
