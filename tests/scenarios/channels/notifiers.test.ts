import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmAddresses } from '../../../src/app/alarms.ts';
import { watchParts } from '../../../src/conversation/alarms/watch-parts.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { EscalationPolicy } from '../../../src/handoff/policy.ts';
import { notifiersSchema } from '../../../src/notifiers/settings.ts';
import { type CloudFake, KEY_ID, KEY_SECRET, startFakeAliyun } from '../../fakes/notifiers/clouds.ts';
import { type RobotFake, startFakeWecom } from '../../fakes/notifiers/group-robots.ts';
import { type ReceiverFake, startFakeReceiver, WEBHOOK_SECRET } from '../../fakes/notifiers/receiver.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const WORDS = '海豚标记七七三';
const PHONE = '13800000000';
const ALARM_PHONE = '13911112222';

/** The group is called with the second step of an imminent case. */
const withGroup = (policy: EscalationPolicy): EscalationPolicy => {
  const [first, second, ...rest] = policy.imminent.steps;
  if (!first || !second) throw new Error('the policy that ships has three steps');
  const called = { ...second, notify: [...second.notify, 'notifier:duty-group', 'notifier:campus-desk'] };
  return { ...policy, imminent: { ...policy.imminent, steps: [first, called, ...rest] } };
};

const aliyunSms = (origin: string) => ({
  name: 'texts',
  kind: 'sms',
  url: `${origin}/`,
  encode: 'query',
  fields: { PhoneNumbers: '{national}', SignName: '心桥' },
  templates: {
    page: {
      TemplateCode: 'PAGE',
      TemplateParam: { $json: { number: '{number}', level: '{level}', minutes: '{minutes}' } },
    },
    code: { TemplateCode: 'CODE', TemplateParam: { $json: { code: '{code}' } } },
    alarm: { TemplateCode: 'ALARM', TemplateParam: { $json: { what: '{what}' } } },
  },
  signature: {
    scheme: 'aliyun-acs3',
    keyId: KEY_ID,
    keySecret: KEY_SECRET,
    action: 'SendSms',
    version: '2017-05-25',
  },
  answer: { success: { path: 'Code', equals: 'OK' }, id: 'BizId', code: ['Code'] },
  alarms: true,
  to: [ALARM_PHONE],
});

const configuredOf = (group: RobotFake, campus: ReceiverFake, cloud: CloudFake): readonly object[] => [
  { name: 'duty-group', kind: 'wecom', url: group.url, mentionAll: true, pages: true },
  {
    name: 'campus-desk',
    kind: 'webhook',
    url: `${campus.origin}/pages`,
    secret: WEBHOOK_SECRET,
    pages: true,
    alarms: true,
  },
  aliyunSms(cloud.origin),
];

/** The clock is moved in leaps, so that the program may take a channel for dead meanwhile. */
const pagesOf = (campus: ReceiverFake): unknown[] =>
  campus.events.filter((one) => JSON.stringify(one).startsWith('{"event":"page"'));

describe('other ways to wake somebody', () => {
  let world: World;
  let group: RobotFake;
  let campus: ReceiverFake;
  let cloud: CloudFake;
  beforeEach(async () => {
    [group, campus, cloud] = await Promise.all([startFakeWecom(), startFakeReceiver(), startFakeAliyun()]);
    world = await startWorld({ escalation: withGroup, notifiers: configuredOf(group, campus, cloud) });
  });
  afterEach(async () => {
    await world.close();
    await Promise.all([group.close(), campus.close(), cloud.close()]);
  });

  const params = (template: string): unknown[] =>
    cloud.taken
      .filter(({ TemplateCode }) => TemplateCode === template)
      .map(({ PhoneNumbers, TemplateParam }) => [PhoneNumbers, JSON.parse(String(TemplateParam))]);
  const lastCode = (): string => {
    const [, { code }] = params('CODE').at(-1) as [string, { code: string }];
    return code;
  };
  /** A counsellor whose only address is a phone that gets texts. */
  const onThePhone = async (name: string): Promise<void> => {
    const account = { channel: 'sms', account: '+86 138-0000-0000', notifier: null } as const;
    const input = { name, roles: ['counsellor'], accounts: [account], onCall: true };
    const added = await createStaffDesk(world.office).add(OPERATOR, input);
    expect(added).toMatchObject({ ok: true, value: { code: null, sentBy: ['texts'] } });
    await until('the code', () => params('CODE').length > 0);
    const browser = await world.signedIn(name);
    await browser.open('/console/me');
    expect(await browser.press({ action: '/console/me/confirm' }, { code: lastCode() })).toBe(200);
    expect(browser.text()).toContain('已经启用');
    await browser.press({ action: '/console/sign-out' });
    await world.settle();
  };

  it('nobody takes a crisis: the group hears of it with its step, at most once a minute, until somebody has it', async () => {
    const counsellor = await world.responder('测试老师甲');
    await world.visitor().says(`今晚就跳楼，${WORDS}`);
    await counsellor.hears(/个案 #1001/);
    await world.pass(44_000);
    expect(group.seen).toEqual([]);

    await world.pass(2_000);
    await until('the group', () => group.seen.length === 1 && pagesOf(campus).length === 1);
    const [seen] = group.seen;
    expect(seen?.everybody).toBe(true);
    expect(seen?.text).toMatch(/1 个求助在等人[\s\S]*#1001 · 危急 · 已等 0 分钟[\s\S]*\/console/);
    expect(pagesOf(campus)).toEqual([
      {
        event: 'page',
        text: seen?.text,
        facts: { number: '1001', level: '危急', minutes: '0', count: '1', link: `${world.app.url}/console` },
      },
    ]);

    const visitor = world.visitor();
    await visitor.says(`今晚就跳楼，${WORDS}`);
    await world.pass(50_000);
    await counsellor.hearsUntil(/2 个在等/);
    expect(group.seen).toHaveLength(1);
    await world.pass(12_000);
    await until('the second page', () => group.seen.length === 2);
    expect(group.seen[1]?.text).toMatch(/2 个求助在等人[\s\S]*#1001 · 危急 · 已等 1 分钟[\s\S]*#1002/);

    counsellor.says('接 #1001');
    await counsellor.hearsUntil(/#1001 归你了/);
    counsellor.says('我在');
    counsellor.says('接 #1002');
    await counsellor.hearsUntil(/#1002 归你了/);
    counsellor.says('#1002 我在');
    await world.settle();
    const events = await world.database.sql<{ called: number }>(
      `select count(*)::int as called from xinqiao.case_event where kind = 'paged' and staff_id is null`,
    );
    expect(events[0]?.called).toBeGreaterThan(0);
    const before = group.seen.length;
    await world.pass(185_000);
    // Whoever has them is told to look after the silent; the group has nothing to do with it.
    const told = [
      await counsellor.hearsUntil(/同学 3 分钟没有回话/),
      await counsellor.hearsUntil(/同学 3 分钟没有回话/),
    ];
    // Both are due at the same moment: which comes first is chance.
    expect(told.map((text) => /#(\d+) 同学/.exec(text)?.[1]).sort()).toEqual(['1001', '1002']);
    expect(group.seen).toHaveLength(before);
    // Where they give no sign either, everybody is called, and the group with them.
    await world.pass(180_000);
    await until('the page of both', () => group.seen.length > before);
    await counsellor.hearsUntil(/同学 6 分钟没有回话，你也没有动静|2 个在等/);
    expect(group.seen[before]?.text).toMatch(/#100\d · 危急 · 同学 6 分钟没有回话，负责的老师没有动静/);
    const heard = [...group.heard, ...campus.heard, ...cloud.heard].map(({ body, target }) => body + target);
    expect(decodeURIComponent(heard.join('\n'))).not.toMatch(/海豚|跳楼|测试老师/);
  });

  it('a counsellor reached by texts alone: the code goes to the phone, is typed, and pages come with their figures', async () => {
    const desk = createStaffDesk(world.office);
    const account = { channel: 'sms', account: '+86 138-0000-0000', notifier: null } as const;
    const input = { name: '测试老师乙', roles: ['counsellor'], accounts: [account], onCall: true };
    const added = await desk.add(OPERATOR, input);
    expect(added).toMatchObject({ ok: true, value: { code: null, sentBy: ['texts'] } });
    expect(await desk.add(OPERATOR, { ...input, name: '别人' })).toMatchObject({ code: 'account-taken' });
    await until('the code', () => params('CODE').length === 1);
    expect(params('CODE')).toEqual([[PHONE, { code: expect.stringMatching(/^XQ-[0-9A-Z]{8}$/) }]]);

    const browser = await world.signedIn('测试老师乙');
    await browser.open('/console/me');
    expect(browser.text()).toMatch(/短信 …0000[\s\S]*等填验证码/);
    expect(browser.html()).not.toMatch(new RegExp(`${lastCode()}|${PHONE}`));
    expect(await browser.press({ action: '/console/me/confirm' }, { code: 'XQ-AAAAAAAA' })).toBe(422);
    expect(browser.text()).toContain('还可以试 4 次');
    await browser.press({ action: '/console/me/renew' });
    expect(browser.text()).toContain('过一分钟');
    await world.pass(61_000);
    await browser.press({ action: '/console/me/renew' });
    await until('the second code', () => params('CODE').length === 2);
    const code = lastCode().toLowerCase();
    expect(await browser.press({ action: '/console/me/confirm' }, { code })).toBe(200);
    await browser.pressAgain();
    expect(browser.text()).toContain('可以呼叫');
    await browser.press({ action: '/console/sign-out' });

    await world.pass(180_000);
    const visitor = world.visitor();
    await visitor.says(`今晚就跳楼，${WORDS}`);
    expect(visitor.text()).not.toMatch(/没有能马上接的/);
    await until('the page', () => params('PAGE').length === 1);
    expect(params('PAGE')).toEqual([[PHONE, { number: '1001', level: '危急', minutes: '0' }]]);
    expect(world.logged.join('\n')).not.toMatch(new RegExp(`XQ-[0-9A-Z]{8}|${PHONE}`));
  });

  it('a loud way is not kept for later where the quiet one is blocked', async () => {
    await world.close();
    const loud = (policy: EscalationPolicy): EscalationPolicy => ({
      ...policy,
      imminent: { ...policy.imminent, louder: [{ afterRounds: 3, notify: [], kinds: ['sms'] }] },
    });
    world = await startWorld({ escalation: loud, notifiers: configuredOf(group, campus, cloud) });
    await onThePhone('测试老师戊');
    const quiet = world.student();
    const desk = createStaffDesk(world.office);
    const account = { channel: 'telegram', account: String(quiet.chatId), notifier: null } as const;
    const added = await desk.addAddress(OPERATOR, { name: '测试老师戊', accounts: [account], onCall: true });
    if (!added.ok) throw new Error(added.code);
    quiet.says(added.value.code ?? '');
    await quiet.hears(/这个账号已经启用/);
    await world.visitor().says(`今晚就跳楼，${WORDS}`);
    await quiet.hears(/#1001 · 危急/);
    await world.settle();
    expect(params('PAGE')).toEqual([]);
    await world.database.sql(`update xinqiao.address set reachable = false where channel = 'telegram'`);
    await world.visitor().says(`今晚就跳楼，${WORDS}`);
    await world.pass(61_000);
    await until('the page', () => params('PAGE').length > 0);
    await quiet.hearsUntil(/#1002/);
  });

  it('whoever has nothing but texts hears of a student in danger who has gone silent, and of a new danger', async () => {
    await onThePhone('测试老师己');
    const visitor = world.visitor();
    await visitor.says(`药已经吞下去了，${WORDS}`);
    await until('the page', () => params('PAGE').length === 1);
    const browser = await world.signedIn('测试老师己');
    const [one] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const place = `/console/cases/${one?.id}`;
    const pages = async (count: number, what: string): Promise<void> => {
      await world.settle();
      expect([what, params('PAGE').length]).toEqual([what, count]);
    };
    await browser.open(place);
    await browser.press({ action: `${place}/acknowledge` });
    await browser.press({ action: `${place}/answer` }, { text: '我在' });
    await world.settle();
    await world.pass(179_000);
    await pages(1, 'nothing within three minutes');
    await world.pass(2_000);
    await pages(2, 'the student is silent');
    await world.pass(180_000);
    await pages(3, 'still silent');
    await browser.open(place);
    await browser.press({ action: `${place}/hold`, label: '通话中' });
    await world.pass(19 * 60_000);
    await pages(3, 'nothing during a hold');
    await world.pass(61_000);
    await pages(4, 'the hold is over');
    await browser.open(place);
    await browser.press({ action: `${place}/answer` }, { text: '还在吗' });
    await world.pass(61_000);
    await visitor.says(`我已经站在楼顶上了，${WORDS}`);
    await pages(5, 'a new danger');
    await browser.open(place);
    await browser.press({ action: `${place}/answer` }, { text: '别动，我来了' });
    await visitor.says('好');
    await world.pass(121_000);
    await pages(6, 'harmless words without an answer');
    expect(
      new Set(params('PAGE').map((page) => JSON.stringify(page).replace(/"minutes":"\d+"/, ''))),
    ).toEqual(
      new Set([
        JSON.stringify([PHONE, { number: '1001', level: '危急', minutes: '0' }]).replace(
          /"minutes":"\d+"/,
          '',
        ),
      ]),
    );
    const heard = cloud.heard.map(({ body, target }) => body + target).join('\n');
    expect(decodeURIComponent(heard)).not.toMatch(/海豚|楼顶|吞/);
  });

  it('whoever has nothing but texts is called of a case that is handed to them, and asked nothing', async () => {
    await onThePhone('测试老师庚');
    const owner = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await until('the page', () => params('PAGE').length === 1);
    await owner.hears(/个案 #1001/);
    owner.says('接 #1001');
    await owner.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    owner.says('我在');
    await student.hears(/我在/);
    await world.pass(61_000);
    for (const asked of ['/转接 测试老师庚', '/邀请 测试老师庚']) {
      owner.says(asked);
      await owner.hears(/现在没有叫得到的/);
    }
    owner.says('/交班 #1001 测试老师庚 在操场');
    await owner.hears(/#1001 已经交给 测试老师庚/);
    await student.hears(/换了一位值班老师/);
    await world.settle();
    expect(params('PAGE').slice(1)).toEqual([
      [PHONE, { number: '1001', level: '高危', minutes: expect.any(String) }],
    ]);
    const heard = cloud.heard.map(({ body, target }) => body + target).join('\n');
    expect(decodeURIComponent(heard)).not.toMatch(/操场|测试老师/);
  });

  it('whoever has nothing but texts hears of a student of theirs who comes back', async () => {
    await onThePhone('测试老师丁');
    const student = await world.acquainted();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await until('the page', () => params('PAGE').length === 1);
    await world.settle();
    await world.database.sql(
      `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
         acknowledged_at = xinqiao.app_now(), wake_at = null, tell_at = null,
         owner_id = (select id from xinqiao.staff_member where name = '测试老师丁')`,
    );
    await world.pass(61_000);
    student.says('回到求助');
    await student.hears(/上次的老师正在值班/);
    await until('the second page', () => params('PAGE').length === 2);
    expect(params('PAGE')[1]).toEqual([
      PHONE,
      { number: '1001', level: '高危', minutes: expect.any(String) },
    ]);
  });

  it('a gateway that is down is tried until it works, and what may have arrived before says so', async () => {
    await onThePhone('测试老师丙');
    cloud.fail({ status: 503, body: {} });
    group.fail('cut');
    await world.visitor().says(`今晚就跳楼，${WORDS}`);
    await world.pass(46_000);
    await until('several tries', () => cloud.heard.length > 2 && group.heard.length > 1);
    expect(params('PAGE')).toEqual([]);
    cloud.heal();
    group.heal();
    await world.pass(3_000);
    await until('both', () => params('PAGE').length > 0 && group.seen.length > 0);
    expect(group.seen[0]?.text).toMatch(/^（可能重复）【值班】1 个求助在等人/);
    expect(params('PAGE')[0]).toEqual([PHONE, { number: '1001', level: '危急', minutes: '0' }]);
  });

  it('a group that could not be reached for minutes hears once how things are now', async () => {
    group.fail({ status: 503, body: {} });
    await world.visitor().says(`今晚就跳楼，${WORDS}`);
    for (let minute = 0; minute < 5; minute += 1) await world.pass(61_000);
    await until('several tries', () => group.heard.length > 5);
    group.heal();
    await world.pass(3_000);
    await until('the page', () => group.seen.length > 0);
    await world.settle();
    expect(group.seen.map(({ text }) => /已等 (\d+) 分钟/.exec(text)?.[1])).toEqual(['5']);
  });

  it('an alarm of the program reaches what is there for it, and no other', async () => {
    const since = new Date(Date.now() - 60_000);
    const part = { name: 'wechat', state: 'stopped', code: 'logged-out', since } as const;
    const configured = notifiersSchema.parse({ notifiers: configuredOf(group, campus, cloud) }).notifiers;
    await watchParts(world.office, [part], alarmAddresses(configured));
    await until('the alarm', () => campus.events.length === 1 && cloud.taken.length === 1);
    expect(campus.events).toMatchObject([
      { event: 'alarm', text: expect.stringMatching(/渠道中断.*微信.*logged-out/), facts: { what: '微信' } },
    ]);
    expect(params('ALARM')).toEqual([[ALARM_PHONE, { what: '微信' }]]);
    expect(group.seen).toEqual([]);
  });

  it('a test from the console arrives once, says that it is one, and its end is shown', async () => {
    const browser = await world.signedIn('系统管理员');
    await browser.open('/console/notifiers');
    expect(browser.text()).toMatch(/企业微信群 duty-group[\s\S]*还没有试过[\s\S]*短信 texts/);
    expect(browser.html()).not.toContain(group.url);
    const pressed = async (name: string, fields: Readonly<Record<string, string>>) => {
      const button = { action: '/console/notifiers/test', label: `发一条测试 ：${name}` };
      await browser.press(button, fields);
      return browser.pressAgain();
    };
    expect(await pressed('duty-group', {})).toBe(200);
    await until('the test', () => group.seen.length > 0);
    await world.settle();
    expect(group.seen).toHaveLength(1);
    expect(group.seen[0]?.text).toMatch(/^【测试】.*没有人在求助/);
    await browser.open('/console/notifiers');
    expect(browser.text()).toMatch(/duty-group[\s\S]*上次测试（[^）]*）： 已发出/);

    expect(await pressed('texts', { to: '不是号码' })).toBe(422);
    expect(browser.text()).toContain('请写电话号码');
    expect(await pressed('texts', { to: '139 0000 0001' })).toBe(200);
    await world.settle();
    await browser.open('/console/notifiers');
    expect(browser.text()).toMatch(/texts[\s\S]*没有发出/);
    const audited = await world.database.sql<{ actor: string }>(
      `select actor from xinqiao.audit_entry where action = 'notifiers.test' and allowed`,
    );
    expect(audited.length).toBeGreaterThan(1);
  });
});
