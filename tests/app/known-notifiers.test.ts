import { describe, expect, it } from 'vitest';
import { knownNotifiers } from '../../src/app/known-notifiers.ts';
import { notifierSchema } from '../../src/notifiers/settings.ts';
import { checkPages } from '../../src/settings/check-pages.ts';
import { policy } from '../handoff/samples.ts';

const known = (raw: object) => {
  const [one] = knownNotifiers([notifierSchema.parse({ name: 'one', ...raw })]);
  if (one === undefined) throw new Error('nothing');
  return one;
};
const gateway = { kind: 'sms', url: 'https://gateway.example/', encode: 'json' };
const mail = { kind: 'email', host: 'mail.example', port: 465, security: 'tls', from: 'a@example.com' };

describe('an account', () => {
  it.each([
    ['13800000000', '+8613800000000'],
    ['+86 138-0000-0000', '+8613800000000'],
    ['0086 138 0000 0000', '+8613800000000'],
    ['８６１３８００００００００', '+8613800000000'],
    ['021-12345678', '02112345678'],
    ['+86 21 1234 5678', '02112345678'],
    ['+44 20 7946 0000', '+442079460000'],
    ['12', null],
    ['138000x0000', null],
    ['13800000000,13900000000', null],
  ])('of a phone: %s', (typed, read) => {
    expect(known(gateway).readAccount(typed)).toBe(read);
  });

  it.each([
    [' Wang@Example.EDU.cn ', 'Wang@example.edu.cn'],
    ['wang', null],
    ['a@b.cn\r\nBcc: c@d.cn', null],
    ['13800000000', null],
  ])('of a mailbox: %j', (typed, read) => {
    expect(known(mail).readAccount(typed)).toBe(read);
  });

  it('of a group is its group alone', () => {
    const group = known({ kind: 'wecom', url: 'https://group.example/', pages: true });
    expect([group.readAccount('group'), group.readAccount('13800000000')]).toEqual(['group', null]);
    expect(group).toMatchObject({ pages: true, alarms: false, recipients: ['group'], testAs: 'alarm' });
  });
});

it('a test is what the gateway has a template for', () => {
  const testAs = (templates?: object) => known({ ...gateway, ...(templates ? { templates } : {}) }).testAs;
  expect(testAs()).toBe('alarm');
  expect(testAs({ alarm: {}, code: {}, page: {} })).toBe('alarm');
  expect(testAs({ code: {}, page: {} })).toBe('code');
  expect(testAs({ page: {} })).toBe('page');
});

describe('a step that names a notifier', () => {
  const named = (name: string) => ({
    ...policy,
    high: { ...policy.high, steps: [{ afterSeconds: 0, notify: ['duty', `notifier:${name}`] }] },
  });
  const group = notifierSchema.parse({
    kind: 'wecom',
    url: 'https://group.example/',
    name: 'duty-group',
    pages: true,
  });
  const silent = notifierSchema.parse({ ...gateway, name: 'texts' });

  it('is right when it is there and may page', () => {
    expect(checkPages('escalation.yaml', named('duty-group'), [group, silent])).toEqual([]);
  });

  it.each(['texts', 'nobody'])('is a problem with file and key when it is not: %s', (name) => {
    expect(checkPages('escalation.yaml', named(name), [group, silent])).toEqual([
      {
        place: 'escalation.yaml',
        key: 'high.steps.0.notify.1',
        found: `"notifier:${name}"`,
        expected: 'a notifier of notifiers.yaml with pages: true (there are duty-group)',
      },
    ]);
  });
});
