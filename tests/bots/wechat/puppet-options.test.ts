import { expect, it } from 'vitest';
import { checkPuppetOptions, PUPPET_SERVICE } from '../../../src/bots/wechat/puppet-options.ts';

const check = (options: Record<string, unknown>) => checkPuppetOptions(PUPPET_SERVICE, options);

it.each<[string, Record<string, unknown>]>([
  ['no encryption', { endpoint: 'puppet.example:443', token: 'uuid_1', tls: { disable: true } }],
  [
    'no encryption in the local network',
    { endpoint: '192.168.1.9:443', token: 'uuid_1', tls: { disable: true } },
  ],
  ['no encryption and no endpoint', { token: 'uuid_1', tls: { disable: true } }],
  ['a name that begins like loopback', { endpoint: '127.0.0.1.example:443', tls: { disable: true } }],
  ['a name that ends like loopback', { endpoint: 'evil-localhost:443', tls: { disable: true } }],
  ['the key pair that everybody has', { endpoint: 'puppet.example:443', token: 'insecure_1' }],
  [
    'the same by its name',
    { endpoint: 'puppet.example:443', token: 'uuid_1', tls: { serverName: 'INSECURE' } },
  ],
])('refuses %s', (_what, options) => {
  expect(check(options)).toEqual({ ok: false, code: 'insecure-endpoint' });
});

it.each<[string, Record<string, unknown>]>([
  ['no encryption on loopback', { endpoint: '127.0.0.1:8788', token: 'insecure_1', tls: { disable: true } }],
  ['no encryption on loopback by name', { endpoint: 'dns:localhost:8788', tls: { disable: true } }],
  ['no encryption on loopback, IPv6', { endpoint: '[::1]:8788', tls: { disable: true } }],
  [
    'a certificate authority of our own',
    { endpoint: 'puppet.example:443', token: 'insecure_1', tls: { caCert: 'PEM' } },
  ],
  ['a provider that is looked up by its token', { token: 'puppet_workpro_1' }],
])('takes %s', (_what, options) => {
  expect(check(options).ok).toBe(true);
});

it('leaves encryption to no environment variable', () => {
  const token = 'uuid_1';
  expect(check({ token })).toEqual({ ok: true, options: { token, tls: { disable: false } } });
  expect(check({ token, tls: { caCert: 'PEM', disable: 'true' } })).toEqual({
    ok: true,
    options: { token, tls: { caCert: 'PEM', disable: false } },
  });
});

it('passes the options of another puppet on as they are', () => {
  const options = { token: 'x', tls: { disable: true } };
  expect(checkPuppetOptions('wechaty-puppet-padlocal', options)).toEqual({ ok: true, options });
});
