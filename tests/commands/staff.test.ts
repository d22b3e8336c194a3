import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLab, type Lab, type Program } from '../support/program.ts';
import { createVisitor } from '../support/visitor.ts';

let lab: Lab;
let program: Program | null = null;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.cleanUp());

type Row = { name: string; roles: string[]; sample: boolean; onCall: string; addresses: unknown[] };

async function listed(): Promise<Row[]> {
  const { code, stdout, stderr } = await lab.run(['staff', 'list']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const add = (...args: string[]) => lab.run(['staff', 'add', ...args]);

describe('staff, while the program does not run', () => {
  it('adds somebody to an empty folder, lists them, and leaves no server behind', async () => {
    const added = await add(
      '--name',
      '测试老师甲',
      '--role',
      'counsellor',
      '--telegram',
      '7001',
      '--on-call',
    );
    expect({ code: added.code, stderr: added.stderr }).toEqual({ code: 0, stderr: '' });
    expect(added.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(added.stdout)).toEqual({
      name: '测试老师甲',
      link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/console\/sign-in\/[\w-]{22,}$/),
      code: expect.stringMatching(/^XQ-[0-9A-Z]{8}$/),
      sentBy: [],
    });
    const row = (await listed()).find((one) => one.name === '测试老师甲');
    expect(row).toMatchObject({
      roles: ['counsellor'],
      sample: false,
      onCall: 'no',
      addresses: [{ channel: 'telegram', notifier: null, active: false, awaitsCode: true }],
    });
    expect(await lab.server()).toBeNull();
  }, 60_000);

  it('migrates twice, the second time with nothing to do', async () => {
    expect(await lab.run(['migrate'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^0 applied, \d+ already there\n$/),
    });
    expect(await lab.server()).toBeNull();
  }, 60_000);
});

describe('staff, while the program runs', () => {
  beforeAll(async () => {
    program = await lab.start();
  }, 60_000);

  it('adds and links, and the link signs in once', async () => {
    const port = new URL(program?.url ?? '').port;
    const extra = { PORT: port };
    const added = await lab.run(
      ['staff', 'add', '--name', '测试主任', '--role', 'centre-head', '--role', 'counsellor'],
      { extra },
    );
    expect(JSON.parse(added.stdout)).toMatchObject({ name: '测试主任', code: null });
    const linked = await lab.run(['staff', 'link', '--name', '测试主任'], { extra });
    const { link } = JSON.parse(linked.stdout) as { link: string };
    expect(link.startsWith(program?.url ?? '-')).toBe(true);
    const path = new URL(link).pathname;
    const browser = createVisitor(program?.url ?? '');
    expect(await browser.open(path)).toBe(200);
    expect(await browser.press({ action: path })).toBe(200);
    expect(browser.text()).toContain('测试主任');
    const late = createVisitor(program?.url ?? '');
    await late.open(path);
    expect(late.text()).not.toContain('测试主任');
  }, 60_000);

  it.each([
    { args: ['add', '--name', '测试老师甲', '--role', 'counsellor'], says: /--name: somebody has this name/ },
    { args: ['add', '--name', '丙', '--role', 'boss'], says: /--role: expected one of .*counsellor/ },
    {
      args: ['add', '--name', '丙', '--role', 'counsellor', '--telegram', 'abc'],
      says: /--telegram: expected the digits/,
    },
    {
      args: ['add', '--name', '丙', '--role', 'counsellor', '--telegram', '7001'],
      says: /--telegram: this account belongs/,
    },
    {
      args: ['add', '--name', '丙', '--role', 'counsellor', '--telegram', '7009', '--wechat', 'two words'],
      says: /--wechat: expected a WeChat id of at most 120/,
    },
    {
      args: ['address', '--name', '测试老师甲', '--sms', '13800000000'],
      says: /--sms: config\/notifiers\.yaml has no notifier of the kind sms/,
    },
    {
      args: ['address', '--name', '测试老师甲', '--email', 'a@example.com', '--notifier', 'mail'],
      says: /--notifier: found "mail", expected one for an account; there are: none/,
    },
    { args: ['address', '--name', '测试老师甲'], says: /--telegram, --wechat, .*: found none of them/ },
    {
      args: ['confirm', '--name', '测试老师甲', '--code', 'XQ-AAAAAAAA'],
      says: /--code: no code can be given/,
    },
    {
      args: ['confirm', '--name', '没有这个人', '--code', 'XQ-AAAAAAAA'],
      says: /--name: nobody has this name/,
    },
    { args: ['link', '--name', '没有这个人'], says: /--name: nobody has this name/ },
  ])(
    'refuses $args',
    async ({ args, says }) => {
      const { code, stdout, stderr } = await lab.run(['staff', ...args]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(says);
    },
    30_000,
  );

  it('warns of somebody who has WeChat alone, and of nobody who has more', async () => {
    const only = await add('--name', '只有微信', '--role', 'counsellor', '--wechat', 'wxid_one', '--on-call');
    expect(only.stderr).toMatch(/^staff: 只有微信 has WeChat alone; whoever is on call needs a second way/);
    expect(JSON.parse(only.stdout)).toMatchObject({ code: expect.stringMatching(/^XQ-/), sentBy: [] });
    const more = await lab.run(['staff', 'address', '--name', '只有微信', '--telegram', '7010']);
    expect({ code: more.code, stderr: more.stderr }).toEqual({ code: 0, stderr: '' });
  }, 60_000);

  it('left nobody half added', async () => {
    const names = (await listed()).filter((one) => !one.sample).map((one) => one.name);
    expect(names).not.toContain('丙');
    expect(names).toEqual(expect.arrayContaining(['测试老师甲', '测试主任']));
  }, 30_000);

  it('verifies the audit, and names a row that was changed', async () => {
    const whole = await lab.run(['verify-audit']);
    expect(whole.code).toBe(0);
    expect(JSON.parse(whole.stdout)).toMatchObject({ ok: true, head: expect.any(String) });
    await lab.sql(`update xinqiao.audit_entry set action = 'staff.list' where action = 'staff.link'`);
    const broken = await lab.run(['verify-audit']);
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout)).toMatchObject({ ok: false });
    expect(broken.stderr).toMatch(/verify-audit: entry \d+ is/);
  }, 60_000);
});
