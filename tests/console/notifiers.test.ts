import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { knownNotifiers } from '../../src/app/known-notifiers.ts';
import { notifiersSchema } from '../../src/notifiers/settings.ts';
import { SENT_CODE } from '../fakes/fake-staff-desk.ts';
import { type ConsoleWorld, createConsoleWorld, NOW, open, type Person, send } from './console-world.ts';

const gateway = { url: 'https://gateway.example/', encode: 'json' };
const { notifiers } = notifiersSchema.parse({
  notifiers: [
    { name: 'duty-group', kind: 'wecom', url: 'https://secret-robot.example/key', pages: true },
    { name: 'texts', kind: 'sms', ...gateway, alarms: true, to: ['13911112222'] },
    { name: 'mail', kind: 'email', host: 'mail.example', port: 465, security: 'tls', from: 'a@example.com' },
  ],
});

describe('ways to reach staff, in the console', () => {
  let world: ConsoleWorld;
  let admin: Person;
  let wang: Person;
  beforeEach(() => {
    world = createConsoleWorld({ notifiers: knownNotifiers(notifiers) });
    admin = world.person('陈管理', 'administrator');
    wang = world.person('王若宁', 'counsellor');
  });
  const page = async (who: Person, path: string) => (await open(world, who, path)).text();
  const rowOf = (who: Person) => world.staff.rows.find(({ id }) => id === who.id);
  const post = async (who: Person, path: string, fields: Record<string, string> = {}) => {
    const answer = await send(world, who, path, fields);
    return { status: answer.status, html: await answer.text() };
  };

  it('are several at once when somebody is added; only the code that is written back is shown', async () => {
    const { html } = await post(admin, '/staff/add', {
      name: '孙值班',
      roles: 'counsellor',
      wechat: 'wxid_sun',
      'notifier-texts': '138 0000 0000',
    });
    expect(html).toContain('482 915');
    expect(html).toContain('验证码正在发到');
    expect(world.staff.rows.at(-1)?.addresses).toMatchObject([
      { channel: 'wechat', notifier: null },
      { channel: 'sms', notifier: 'texts', tail: '…0000' },
    ]);
  });

  it.each([
    ['wechat', 'two words', '中间没有空格'],
    ['notifier-texts', '12', '请写手机号'],
    ['notifier-mail', 'nobody', '请写邮箱地址'],
  ])('are refused by the field that is wrong: %s', async (field, typed, reason) => {
    const { status, html } = await post(admin, `/staff/${wang.id}/address`, {
      [field]: typed,
      'on-call': 'yes',
    });
    expect(status).toBe(422);
    expect(html).toMatch(new RegExp(`id="${field}-problem">[^<]*${reason}`));
    expect(html).toContain(`value="${typed}"`);
    expect(html).toMatch(/name="on-call" value="yes" checked/);
    expect(rowOf(wang)?.addresses).toEqual([]);
    expect((await post(admin, `/staff/${wang.id}/address`)).html).toContain('请至少填一个');
  });

  it('are activated by a typed code, by their owner or an administrator', async () => {
    await post(admin, `/staff/${wang.id}/address`, { 'notifier-texts': '13800000000' });
    expect(await page(wang, '/me')).toMatch(/短信 …0000[\s\S]*等填验证码/);
    const wrong = await post(wang, '/me/confirm', { code: 'XQ-WRONG' });
    expect([wrong.status, wrong.html.includes('还可以试 1 次')]).toEqual([422, true]);
    expect((await post(wang, '/me/confirm', { code: SENT_CODE })).html).toContain('已经启用');
    expect(await page(wang, '/me')).toContain('可以呼叫');

    await post(admin, `/staff/${wang.id}/address`, { 'notifier-mail': 'wang@example.edu.cn' });
    const path = `/staff/${wang.id}/address`;
    expect((await post(admin, `${path}/confirm`, { code: 'XQ-WRONG' })).status).toBe(422);
    expect((await post(admin, `${path}/confirm`, { code: SENT_CODE })).html).toContain('会呼叫 王若宁');
    expect(rowOf(wang)?.addresses.every(({ active }) => active)).toBe(true);
    expect((await post(wang, `${path}/confirm`, { code: SENT_CODE })).status).toBe(404);
  });

  it('get a new code, and end one by one', async () => {
    await post(admin, `/staff/${wang.id}/address`, { telegram: '7001', 'notifier-texts': '13800000000' });
    const [telegram, sms] = rowOf(wang)?.addresses ?? [];
    const path = `/staff/${wang.id}/address`;
    expect((await post(wang, '/me/renew', { address: sms?.id ?? '' })).html).toContain('正在发出');
    expect((await post(admin, `${path}/renew`, { address: telegram?.id ?? '' })).html).toContain(
      'XQ-NEWCODE2',
    );
    for (const address of ['', 'x', randomUUID()]) {
      expect((await post(admin, `${path}/renew`, { address })).html).toContain('没有这个联系方式');
      expect((await post(admin, `${path}/remove`, { address })).html).toContain('没有这个联系方式');
    }
    expect((await post(admin, `${path}/remove`, { address: sms?.id ?? '' })).html).toContain('已经删除');
    expect(rowOf(wang)?.addresses).toEqual([telegram]);
  });

  it('warn where WeChat is the only one of somebody on call', async () => {
    await post(admin, `/staff/${wang.id}/address`, { wechat: 'wxid_wang' });
    const [way] = rowOf(wang)?.addresses ?? [];
    const set = (change: object) => Object.assign(rowOf(wang) ?? {}, change);
    if (way) set({ addresses: [{ ...way, active: true }], onCall: 'no' });
    expect(await page(admin, '/staff')).not.toContain('只有微信');
    await send(world, admin, `/staff/${wang.id}/on-call`, { on: 'yes' });
    set({ onCall: 'beside-rota' });
    expect(await page(admin, '/staff')).toContain('只有微信，请再加一个');
    expect(await page(wang, '/duty')).toContain('每位值班老师都要有微信以外的第二个联系方式');
    if (way)
      set({
        addresses: [
          { ...way, active: true },
          { ...way, channel: 'sms', active: true },
        ],
      });
    expect(await page(admin, '/staff')).not.toContain('只有微信');
    expect(await page(wang, '/duty')).not.toContain('微信以外');
  });
});

describe('the notifiers in the console', () => {
  let world: ConsoleWorld;
  let admin: Person;
  beforeEach(() => {
    world = createConsoleWorld({ notifiers: knownNotifiers(notifiers) });
    admin = world.person('陈管理', 'administrator');
  });
  const page = async (path = '/notifiers') => (await open(world, admin, path)).text();
  const test = (fields: Record<string, string>) => send(world, admin, '/notifiers/test', fields);

  it('are listed with what they are for, how they are, and without an address or a secret', async () => {
    world.status.value = {
      ...world.status.value,
      parts: [{ name: 'sms:texts', state: 'degraded', code: 'no-template', variable: null }],
    };
    const html = await page();
    expect(html).toMatch(/企业微信群 <code>duty-group<\/code>/);
    expect(html).toContain('<code>notifier:duty-group</code>');
    expect(html).toMatch(/短信 <code>texts<\/code>[\s\S]*报警[\s\S]*no-template/);
    expect(html).toMatch(/id="to-texts" name="to" value="13911112222"/);
    expect(html).toMatch(/id="to-mail" name="to" value=""/);
    expect(html).not.toContain('secret-robot');
  });

  it('send a test once however often the button is pressed, to whom the field says', async () => {
    const key = /name="name" value="texts"\/><input type="hidden" name="key" value="([^"]+)"/.exec(
      await page(),
    );
    const fields = { name: 'texts', key: key?.[1] ?? '', to: ' 13800000000 ' };
    expect(fields.key).not.toBe('');
    expect((await test(fields)).headers.get('location')).toBe('/console/notifiers');
    await test(fields);
    expect([...world.notifiers.sent.values()]).toEqual([{ name: 'texts', to: '13800000000' }]);
    const wrong = await test({ ...fields, to: '12' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/value="12"[\s\S]*id="to-texts-problem">请写电话号码。/);
  });

  it.each([
    ['due', null, '还在试', true],
    ['due', 'unreachable', 'unreachable', true],
    ['unknown', 'timeout', '不确定有没有送到', true],
    ['sent', null, '已发出', false],
    ['failed', 'rejected', 'rejected', false],
  ] as const)('show how it went: %s %s', async (status, code, words, asksAgain) => {
    world.notifiers.tests.set('texts', { status, code, at: NOW });
    for (const path of ['/notifiers', '/live/notifiers?name=texts']) {
      const html = await page(path);
      expect(html).toContain(words);
      expect(html.includes('every 2s')).toBe(asksAgain);
    }
    expect(await page('/live/notifiers?name=gone')).toBe('');
  });

  it('are nobody else’s', async () => {
    const head = world.person('主任', 'centre-head');
    for (const path of ['/notifiers', '/live/notifiers?name=texts']) {
      expect((await open(world, head, path)).status).toBe(404);
    }
    const sent = await send(world, head, '/notifiers/test', { name: 'duty-group', key: 'k', to: '' });
    expect([sent.status, world.notifiers.sent.size]).toEqual([404, 0]);
    expect(await (await open(world, head, '')).text()).not.toContain('href="/console/notifiers"');
  });

  it('say how to begin where none is there', async () => {
    world = createConsoleWorld();
    admin = world.person('陈管理', 'administrator');
    expect(await page()).toContain('还没有配置');
  });
});
