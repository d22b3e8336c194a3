import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/settings/environment.ts';
import { describeProblem } from '../../src/settings/problem.ts';

const SERVICE = {
  WECHATY_PUPPET: 'wechaty-puppet-service',
  WECHATY_PUPPET_SERVICE_TOKEN: 'puppet_geheim',
};
const PEM = '-----BEGIN CERTIFICATE-----\nMIIinvented\n-----END CERTIFICATE-----\n';
const NO_TLS = { WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT: 'true' };

const wechatOf = (source: Record<string, string>) => {
  const read = readEnvironment(source);
  if (!read.ok) throw new Error(read.problems.map(describeProblem).join());
  return read.environment.wechat;
};
const placesOf = (source: Record<string, string>): string[] => {
  const read = readEnvironment(source);
  if (read.ok) return [];
  expect(read.problems.map(describeProblem).join()).not.toContain('geheim');
  return read.problems.map(({ place }) => place);
};

describe('the variables of WeChat', () => {
  it('switch it on by the name of a puppet, with a quota and answers only', () => {
    expect(wechatOf({ WECHATY_PUPPET: '@someone/wechaty-puppet_x' })).toEqual({
      puppet: '@someone/wechaty-puppet_x',
      options: { tls: { disable: false } },
      name: 'xinqiao',
      startsChats: false,
      replies: { count: 5, withinMs: 48 * 3_600_000 },
      pace: { everyMs: 3_000, jitterMs: 1_500, perMinute: 10 },
    });
    expect(wechatOf({ WECHATY_PUPPET_SERVICE_TOKEN: 'x' })).toBeNull();
  });

  it('are read whole', () => {
    const wechat = wechatOf({
      ...SERVICE,
      ...NO_TLS,
      WECHATY_PUPPET_SERVICE_ENDPOINT: '127.0.0.1:8788',
      WECHATY_PUPPET_SERVICE_AUTHORITY: 'api.example.edu',
      WECHATY_PUPPET_SERVICE_TLS_CA_CERT: PEM.trim().replaceAll('\n', '\\n'),
      WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME: 'puppet.example.edu',
      WECHAT_STARTS_CHATS: 'yes',
      WECHAT_REPLIES: '0',
      WECHAT_REPLY_HOURS: '24',
      WECHAT_SECONDS_BETWEEN: '1',
      WECHAT_PER_MINUTE: '60',
    });
    expect(wechat).toEqual({
      puppet: 'wechaty-puppet-service',
      options: {
        token: 'puppet_geheim',
        endpoint: '127.0.0.1:8788',
        authority: 'api.example.edu',
        tls: { caCert: PEM.trim(), serverName: 'puppet.example.edu', disable: true },
      },
      name: 'xinqiao',
      startsChats: true,
      replies: null,
      pace: { everyMs: 1_000, jitterMs: 500, perMinute: 60 },
    });
  });

  it('take the certificate from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'xinqiao-ca-'));
    const name = 'WECHATY_PUPPET_SERVICE_TLS_CA_CERT';
    try {
      await writeFile(join(folder, 'ca.pem'), PEM);
      await writeFile(join(folder, 'geheim.txt'), 'no certificate');
      expect(wechatOf({ ...SERVICE, [name]: join(folder, 'ca.pem') })?.options.tls.caCert).toBe(PEM);
      expect(placesOf({ ...SERVICE, [name]: join(folder, 'geheim.txt') })).toEqual([name]);
      expect(placesOf({ ...SERVICE, [name]: join(folder, 'geheim-none.pem') })).toEqual([name]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('let nothing unencrypted leave this machine', () => {
    const name = 'WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT';
    const at = (endpoint: string) =>
      placesOf({ ...SERVICE, ...NO_TLS, WECHATY_PUPPET_SERVICE_ENDPOINT: endpoint });
    expect(placesOf({ ...SERVICE, ...NO_TLS })).toEqual([name]);
    expect(at('puppet.example.edu:8788')).toEqual([name]);
    expect(at('10.0.0.1:8788')).toEqual([name]);
    expect(at('127.0.0.1.example.edu:8788')).toEqual([name]);
    expect(at('localhost:8788')).toEqual([]);
    expect(at('[::1]:8788')).toEqual([]);
    expect(placesOf({ ...SERVICE, [name]: 'false' })).toEqual([]);
  });

  it('need the token of the puppet service', () => {
    expect(placesOf({ WECHATY_PUPPET: 'wechaty-puppet-service' })).toEqual(['WECHATY_PUPPET_SERVICE_TOKEN']);
  });

  it.each([
    ['WECHATY_PUPPET', '../elsewhere'],
    ['WECHATY_PUPPET', './puppet.js'],
    ['WECHATY_PUPPET', '/etc/puppet'],
    ['WECHATY_PUPPET', 'file:///etc/puppet'],
    ['WECHATY_PUPPET', 'wechaty-puppet-service/sub'],
    ['WECHATY_PUPPET_SERVICE_TOKEN', 'ge heim'],
    ['WECHATY_PUPPET_SERVICE_ENDPOINT', 'puppet.example.edu'],
    ['WECHATY_PUPPET_SERVICE_ENDPOINT', 'http://puppet.example.edu:8788'],
    ['WECHATY_PUPPET_SERVICE_AUTHORITY', 'https://api.example.edu/'],
    ['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME', 'a b'],
    ['WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT', 'yes'],
    ['WECHAT_STARTS_CHATS', 'true'],
    ['WECHAT_REPLIES', '-1'],
    ['WECHAT_REPLIES', '1001'],
    ['WECHAT_REPLY_HOURS', '0'],
    ['WECHAT_REPLY_HOURS', '1.5'],
    ['WECHAT_SECONDS_BETWEEN', '61'],
    ['WECHAT_PER_MINUTE', '0'],
  ])('%s=%s is refused', (name, value) => {
    expect(placesOf({ ...SERVICE, [name]: value })).toEqual([name]);
  });
});
