import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_ID, KEY_SECRET } from '../fakes/notifiers/clouds.ts';
import { type Fault, type HttpFake, startHttpFake } from '../fakes/notifiers/http-fake.ts';
import { open, PAGE, plainGateway, SHORT_MS } from './support.ts';

/** A server that says back whatever it was told, in every place where a platform has a code. */
let fake: HttpFake;
let fault: Fault | null = null;
beforeAll(async () => {
  fake = await startHttpFake(({ target, body, headers }) => {
    const said = `${target} ${body} ${JSON.stringify(headers)}`;
    // Short enough to pass for a code: the number and the key as they came.
    const short = /"phone":"([^"]+)"/.exec(body)?.[1] ?? said;
    return {
      status: 400,
      body: { errcode: said, code: said, state: headers.authorization, error: { code: short } },
    };
  });
});
afterAll(() => fake.close());

const FAULTS: readonly (Fault | null)[] = [
  null,
  'hang',
  'cut',
  { status: 302, headers: { location: 'https://MARK-URL.test/' } },
  { status: 500 },
];
const SIGNATURES = [
  { scheme: 'aliyun-acs3', keyId: KEY_ID, keySecret: KEY_SECRET, action: 'a', version: 'v' },
  {
    scheme: 'tencent-tc3',
    keyId: KEY_ID,
    keySecret: KEY_SECRET,
    service: 's',
    action: 'a',
    version: 'v',
    region: 'r',
  },
  { scheme: 'hmac-sha256', secret: KEY_SECRET, header: 'X-Sign', timestampHeader: 'X-Time' },
];

it('neither log nor outcome nor state ever holds a secret, a number, an address or a text', async () => {
  const url = `${fake.origin}/MARK-URL?key=MARK-URL-KEY`;
  const answer = { success: { path: 'state', equals: 'OK' }, code: ['error.code'] };
  const notifiers = [
    ...['wecom', 'dingtalk', 'feishu', 'webhook'].map((kind) => ({
      raw: { kind, url, ...(kind === 'wecom' ? {} : { secret: 'MARK-SECRET' }) },
      to: 'group',
    })),
    ...SIGNATURES.map((signature) => ({ raw: plainGateway(url, { signature, answer }), to: '13812345678' })),
  ];
  const written: unknown[] = [];
  for (const { raw, to } of notifiers) {
    const { channel, logged } = open(raw, SHORT_MS);
    for (fault of FAULTS) {
      if (fault === null) fake.heal();
      else fake.fail(fault);
      written.push(await channel.send(to, { ...PAGE, text: 'MARK-TEXT' }), channel.state(), channel.bot);
    }
    expect(logged.entries).toHaveLength(FAULTS.length);
    written.push(logged.entries);
  }
  expect(JSON.stringify(written)).not.toMatch(/MARK|13812345678|127\.0\.0\.1|LTAI/);
});

it('an address that cannot even be resolved is not told', async () => {
  const { channel, logged } = open({ kind: 'webhook', url: 'https://mark-host.invalid/MARK-URL' });
  const outcome = await channel.send('group', PAGE);
  expect(outcome).toMatchObject({ kind: 'temporary', code: 'unreachable' });
  expect(JSON.stringify([outcome, logged.entries])).not.toMatch(/mark/i);
});
