import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readNotifiers } from '../../src/settings/notifiers-file.ts';
import { describeProblem } from '../../src/settings/problem.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinqiao-notifiers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readText(text: string, environment: Record<string, string> = {}) {
  const file = join(folder, 'notifiers.yaml');
  await writeFile(file, text);
  const read = await readNotifiers(file, environment);
  const problems = read.ok ? [] : read.problems.map((one) => describeProblem(one).replace(`${folder}/`, ''));
  return { read, problems };
}
const readList = (notifiers: readonly object[], environment?: Record<string, string>) =>
  readText(stringify({ notifiers }), environment);

const SECRET = 'MARK-SECRET-0123456789';
const HOOK = { name: 'hook', kind: 'webhook', url: `https://example.test/${SECRET}` };
const GATEWAY = { name: 'sms', kind: 'sms', url: 'https://example.test/', encode: 'json' };
const MAIL = {
  name: 'mail',
  kind: 'email',
  host: 'smtp.example.test',
  port: 465,
  security: 'tls',
  from: 'a@example.test',
};
const ACS3 = { scheme: 'aliyun-acs3', keyId: 'i', keySecret: SECRET, action: 'SendSms', version: 'v' };

it('takes what is written, fills in the rest', async () => {
  const { read } = await readList([HOOK, { ...GATEWAY, fields: { a: '{text}' } }, MAIL]);
  expect(read).toMatchObject({
    ok: true,
    notifiers: [
      { ...HOOK, secret: null, pages: false, alarms: false },
      { method: 'POST', templates: null, signature: { scheme: 'none' }, answer: { success: null } },
      { user: null, password: null, to: [] },
    ],
  });
});

it('takes secrets, addresses and numbers from the environment', async () => {
  const written = { ...GATEWAY, alarms: true, to: ['$PHONE'], signature: { ...ACS3, keySecret: '$KEY' } };
  const { read } = await readList([written], { PHONE: '+8613800000000', KEY: ` ${SECRET} ` });
  expect(read).toMatchObject({
    ok: true,
    notifiers: [{ to: ['+8613800000000'], signature: { keySecret: SECRET } }],
  });
});

it('names file, key and variable where one is not set', async () => {
  const list = [HOOK, { ...HOOK, name: 'other', url: '$DESK_URL', secret: '$EMPTY' }];
  expect((await readList(list, { EMPTY: ' ' })).problems).toEqual([
    'notifiers.yaml: notifiers.1.url: found nothing in the variable DESK_URL, expected DESK_URL to be set',
    'notifiers.yaml: notifiers.1.secret: found nothing in the variable EMPTY, expected EMPTY to be set',
  ]);
});

it.each<[string, object | readonly object[], RegExp]>([
  ['another kind', { ...HOOK, kind: 'pigeon' }, /0\.kind: found "pigeon", expected one of wecom, /],
  ['a name twice', [HOOK, HOOK], /notifiers\.1\.name: found "hook", expected a name that no other/],
  ['a name of other signs', { ...HOOK, name: '群' }, /0\.name: found "群", expected a name of a-z/],
  ['a key that is not known', { ...HOOK, token: SECRET }, /0\.token: found a key that is not known/],
  ['no url', { ...HOOK, url: undefined }, /0\.url: found nothing/],
  ['plain http', { ...HOOK, url: 'http://example.test/' }, /0\.url: found a text of 20 char.*https/],
  [
    'http to a name that only begins like this machine',
    { ...HOOK, url: 'http://localhost.example.test/' },
    /0\.url/,
  ],
  ['a password in the url', { ...HOOK, url: `https://u:${SECRET}@example.test/` }, /0\.url: found a text/],
  ['a variable within a text', { ...HOOK, url: '$DESK_URL/x' }, /0\.url: found a text/],
  ['pages by a phone', { ...GATEWAY, pages: true }, /0\.pages: found a key that is not known/],
  ['alarms to nobody', { ...GATEWAY, alarms: true }, /0\.to: .*at least one number/],
  [
    'a number without quotes',
    { ...GATEWAY, to: [13711112222] },
    /0\.to\.0: found a value of the type number, expected/,
  ],
  [
    'a number that is none',
    { ...GATEWAY, to: [SECRET] },
    /0\.to\.0: found a text of 22 .*a phone number in quotes/,
  ],
  ['another placeholder', { ...GATEWAY, fields: { a: '{name}' } }, /0\.fields\.a: .*no other placeholders/],
  [
    'another placeholder deep down',
    { ...GATEWAY, templates: { page: { a: [{ $json: '{x}' }] } } },
    /0\.templates\.page\.a.*no other placeholders/,
  ],
  ['another template', { ...GATEWAY, templates: { news: {} } }, /0\.templates\.news: found a key/],
  [
    'a line break in a header',
    { ...GATEWAY, headers: { 'X-Key': 'a\r\nb' } },
    /0\.headers\.X-Key: .*printable/,
  ],
  ['GET with a body', { ...GATEWAY, method: 'GET' }, /0\.encode: found "json", expected query/],
  [
    'a scheme that is not known',
    { ...GATEWAY, signature: { scheme: 'md5' } },
    /0\.signature\.scheme: found "md5"/,
  ],
  [
    'a scheme without its keys',
    { ...GATEWAY, signature: { ...ACS3, keySecret: undefined } },
    /0\.signature\.keySecret: found nothing/,
  ],
  [
    'Tencent’s signature on a form',
    {
      ...GATEWAY,
      encode: 'form',
      signature: {
        scheme: 'tencent-tc3',
        keyId: 'i',
        keySecret: SECRET,
        service: 's',
        action: 'a',
        version: 'v',
        region: 'r',
      },
    },
    /0\.encode: found "form", expected json/,
  ],
  ['unsealed mail', { ...MAIL, security: 'none' }, /0\.security: found "none", expected tls or starttls/],
  ['a user without a password', { ...MAIL, user: 'u' }, /0\.password: .*together/],
  [
    'a sender that is no address',
    { ...MAIL, from: `<${SECRET}>` },
    /0\.from: found a text of 24 .*an e-mail address/,
  ],
  [
    '@all in markdown',
    { name: 'w', kind: 'wecom', url: HOOK.url, format: 'markdown', mentionAll: true },
    /0\.mentionAll: .*format: text/,
  ],
])('refuses %s, without quoting a secret', async (_what, written, problem) => {
  const { problems } = await readList(Array.isArray(written) ? written : [written]);
  expect(problems.join('\n')).toMatch(problem);
  expect(problems.join('\n')).not.toContain(SECRET);
  expect(problems.join('\n')).not.toContain('13711112222');
});

it('refuses what is no YAML, no file or no list', async () => {
  expect((await readText('notifiers: [')).problems.join()).toMatch(
    /^notifiers\.yaml: line \d+: found .*correct YAML/,
  );
  expect((await readText('notifiers:\n')).problems.join()).toMatch(/^notifiers\.yaml: notifiers: found null/);
  const gone = await readNotifiers(join(folder, 'gone.yaml'), {});
  expect(gone).toMatchObject({ ok: false, problems: [{ found: 'no readable file' }] });
});

it('takes who is called while the database is away, by names that can be called', async () => {
  const numbered = { ...GATEWAY, fields: { a: '{text}' }, to: ['+8613800000000'] };
  const good = await readText(stringify({ emergency: ['hook', 'sms'], notifiers: [HOOK, numbered] }));
  expect(good.read).toMatchObject({ ok: true, emergency: ['hook', 'sms'] });
  expect((await readList([HOOK])).read).toMatchObject({ ok: true, emergency: null });
  const wrong = await readText(stringify({ emergency: ['nobody', 'mail'], notifiers: [HOOK, MAIL] }));
  expect(wrong.problems).toEqual([
    'notifiers.yaml: emergency.0: found a text of 6 characters, expected the name of a notifier of this file',
    'notifiers.yaml: emergency.1: found a text of 4 characters, expected a notifier whose to says who is called',
  ]);
});
