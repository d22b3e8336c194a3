import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, getsAcquainted, onWechat } from '../../support/anybody.ts';
import { asksForDays, choosesTime } from '../../support/booking-story.ts';
import { importRoster, signedInAs } from '../../support/first-visit-story.ts';
import type { Visitor } from '../../support/visitor.ts';
import type { WechatPerson } from '../../support/wechat-person.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('a first visit without mail', () => {
  let world: World;
  let desk: Visitor;
  beforeAll(async () => {
    const firstVisit = { consent: true, form: true, identity: { required: 'desk' } } as const;
    world = await startWorld({ wechat: {}, firstVisit });
    desk = await signedInAs(world, '测试前台', 'staff');
    await importRoster(world);
  });
  afterAll(() => world.close());

  const handedCode = async (number: string, name: string): Promise<string> => {
    await desk.open('/console/identity');
    await desk.press({ action: '/console/identity/code' }, { number, name });
    return /发这个验证码： (\d{3} \d{3})/.exec(desk.text())?.[1] ?? '';
  };

  it('on WeChat, with a code that the desk hands over', async () => {
    const student = world.onWechat();
    const picks = async (label: string, ...heard: readonly RegExp[]): Promise<void> => {
      student.says(student.numberOf(label));
      await student.hears(...heard);
    };
    await beginOnWechat(student);
    for (const page of [/2\/4/, /3\/4/, /4\/4/]) await picks('下一页', page);
    await picks('想问老师', /想问清楚再决定/);
    student.says('会录音吗？');
    await student.hears(/问题留下了[\s\S]*你同意吗/);
    await picks('想问老师', /想问清楚再决定/);
    student.says('还有，'.repeat(400));
    await student.hears(/问题留下了[\s\S]*你同意吗/);
    await picks('同意', /已记下你的同意[\s\S]*学号和姓名/);
    student.says('20260002，测试同学乙');
    await student.hears(/带学生证到中心/);
    expect(await handedCode('20260002', '别的名字')).toBe('');
    expect(desk.text()).toMatch(/名册里没有这个学号和姓名/);
    student.says(await handedCode('20260002', '测试同学乙'));
    await student.hears(/核对好了[\s\S]*现在有多急/);
    await picks('一般', /想来谈什么/);
    student.says('想聊聊转专业');
    await student.hears(/什么时候开始/);
    await picks('以后再填', /填过的都留着[\s\S]*确定的话/);
    await picks('确认预约', /约好了/);
    await world.settle();
    expect(student.files()).toMatchObject([{ name: 'calendar.ics' }]);
    expect(student.files()[0]?.text).toMatch(/^BEGIN:VCALENDAR[\s\S]*SUMMARY:日程\r\n/);
    const [bound] = await world.database.sql('select way from xinqiao.identity_binding');
    expect(bound).toEqual({ way: 'desk' });
  });

  it('shows the form to the counsellor of the appointment and to nobody else', async () => {
    const [row] = await world.database.sql<{ id: string; name: string }>(
      `select a.id, s.name from xinqiao.appointment a join xinqiao.staff_member s on s.id = a.staff_id
       where a.status = 'booked'`,
    );
    const path = `/console/first-visits/${row?.id}`;
    const counsellor = await world.signedIn(row?.name ?? '');
    expect(await counsellor.open('/console/first-visits')).toBe(200);
    expect(counsellor.text()).toMatch(/填了一部分 · 身份已核对/);
    expect(await counsellor.open(path)).toBe(200);
    expect(counsellor.text()).toMatch(
      /测试同学乙 测试学院.*同意之前想问的 会录音吗.*现在有多急 一般.*想聊聊转专业/,
    );
    const [other] = await world.database.sql<{ name: string }>(
      `select name from xinqiao.staff_member where 'counsellor' = any(roles) and name <> $1 limit 1`,
      [row?.name],
    );
    const others = await world.signedIn(other?.name ?? '');
    expect(await others.open(path)).toBe(404);
    expect(await desk.open(path)).toBe(404);
    const supervisor = await signedInAs(world, '测试督导', 'supervisor');
    expect(await supervisor.open(path)).toBe(404);
    await supervisor.open('/console/first-visits');
    expect(supervisor.html()).not.toContain(path);
    await world.database.sql(
      `insert into xinqiao.supervision (id, supervisor_id, counsellor_id, valid_from, made_by, made_at)
       select gen_random_uuid(), s.id, c.id, '2020-01-01', s.id, now()
       from xinqiao.staff_member s, xinqiao.staff_member c where s.name = '测试督导' and c.name = $1`,
      [row?.name],
    );
    await supervisor.open('/console/first-visits');
    expect(supervisor.html()).toContain(path);
    expect(await supervisor.open(path)).toBe(200);
    const audited = await world.database.sql(
      `select allowed from xinqiao.audit_entry where action = 'intake.read' order by at`,
    );
    expect(audited).toEqual([true, false, false, false, true].map((allowed) => ({ allowed })));
  });

  it('on the web page, checked later; and a no is respected', async () => {
    const visitor = world.visitor();
    await beginOnWeb(visitor);
    for (let page = 1; page < 4; page += 1) await visitor.taps('下一页');
    await visitor.taps('不同意');
    expect(visitor.text()).toMatch(/不同意完全可以，这次就不预约了.*留的时间已经放回去了/);
    await beginOnWeb(visitor);
    for (let page = 1; page < 4; page += 1) await visitor.taps('下一页');
    await visitor.taps('想问老师');
    await visitor.says('可以匿名吗？');
    expect(visitor.text()).toMatch(/问题留下了/);
    await visitor.taps('同意');
    await visitor.taps('到中心当面核对');
    expect(visitor.text()).toMatch(/来的那天带上学生证/);
    await visitor.taps('以后再填');
    await visitor.taps('确认预约');
    expect(visitor.text()).toMatch(/约好了/);
    await visitor.says('继续登记');
    expect(visitor.text()).toMatch(/学号和姓名/);
    await visitor.says('20260005 测试同学戊');
    await visitor.says(await handedCode('20260005', '测试同学戊'));
    expect(visitor.text()).toMatch(/核对好了/);
  });

  it.each([
    ['telegram', '20260001', '测试同学'],
    ['wechat', '20260003', '测试同学丙'],
    ['web', '20260004', '测试同学丁'],
  ] as const)(
    'on %s, checked later: number and name are understood with nothing open, and the code of the desk beyond the limit',
    async (channel, number, name) => {
      const student = await world.anybody(channel);
      await booksForTheDesk(student);
      for (let slips = 0; slips < 5; slips += 1) {
        await student.says(`${number} 错别字`);
        await student.hears(/收到了。请带学生证到中心/);
      }
      await student.says(`${name} ${number}`);
      await student.hears(/24 小时后可以再试[\s\S]*不受次数限制/);
      const code = await handedCode(number, name);
      await student.says(code === '000 000' ? '000001' : '000000');
      await student.hears(/24 小时后可以再试/);
      await student.says(code);
      await student.hears(/核对好了/);
      const [bound] = await world.database.sql<{ addressId: string }>(
        `select b.address_id as "addressId" from xinqiao.identity_binding b
           join xinqiao.address a on a.id = b.address_id
         where a.channel = $1 and b.way = 'desk' order by b.bound_at desc limit 1`,
        [channel],
      );
      const lines = await world.office.transactions.read(({ heard }) =>
        heard.recent(bound?.addressId ?? '', new Date(0), 200),
      );
      const words = lines.map(({ text }) => text).join('\n');
      expect(words).toContain('身份核对的内容，不保留');
      expect(words).not.toMatch(/2026\d{4}|\d{6}|\d{3} \d{3}/);
    },
  );
});

/** A new student who leaves it for the day on which they come. */
async function booksForTheDesk(student: Anybody): Promise<void> {
  await asksForDays(student);
  await choosesTime(student, { day: 2 });
  await student.hears(/知情同意书（1\/4）/);
  for (const page of [/2\/4/, /3\/4/, /4\/4/]) {
    await student.picks('下一页');
    await student.hears(page);
  }
  await student.picks('同意');
  await student.hears(/已记下你的同意/, /学号和姓名/);
  await student.picks('到中心当面核对');
  await student.hears(/带上学生证[\s\S]*再发当面拿到的验证码/, /很短的登记表/, /现在有多急/);
  await student.picks('以后再填');
  await student.hears(/填过的都留着/, /确定的话/);
  await student.picks('确认预约');
  await student.hears(/约好了/);
}

async function beginOnWechat(student: WechatPerson): Promise<void> {
  await getsAcquainted(onWechat(student));
  student.says('预约');
  await student.hears(/单独问你/);
  student.says(student.numberOf('同意'));
  await student.hears(/哪一天/);
  for (const heard of [/几点合适/, /想约哪位老师/, /知情同意书（1\/4）/]) {
    student.says('1');
    await student.hears(heard);
  }
}

async function beginOnWeb(visitor: Visitor): Promise<void> {
  if (visitor.html() === '') {
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    await visitor.taps('预约');
    await visitor.taps('同意');
  } else await visitor.taps('预约');
  for (let step = 0; step < 3; step += 1) await visitor.says('1');
  expect(visitor.text()).toMatch(/知情同意书（1\/4）/);
}
