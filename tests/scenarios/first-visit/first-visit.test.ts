import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FirstVisitSettings } from '../../../src/people/first-visit.ts';
import { SMTP_PASSWORD, SMTP_USER, type SmtpFake, startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { closesCase } from '../../support/close-case.ts';
import { holds, importRoster, signedInAs } from '../../support/first-visit-story.ts';
import { createTelegramPerson, type TelegramPerson } from '../../support/telegram-person.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

const ALL: FirstVisitSettings = { consent: true, form: true, identity: { required: true } };

describe('a first visit', () => {
  let world: World;
  let mail: SmtpFake;
  /** Who is bound first. */
  let bound: TelegramPerson;
  beforeAll(async () => {
    mail = await startSmtpFake();
    const campus = { name: 'campus', kind: 'email', host: '127.0.0.1', port: mail.port, security: 'none' };
    const account = { user: SMTP_USER, password: SMTP_PASSWORD, from: 'xinli@campus.example' };
    world = await startWorld({ firstVisit: ALL, notifiers: [{ ...campus, ...account }] });
    await importRoster(world);
  });
  afterAll(async () => {
    await world.close();
    await mail.close();
  });

  const mailedCode = async (count: number): Promise<string> => {
    await until('the letter', async () => mail.letters.length === count);
    return /验证码是 (\d{6})/.exec(mail.letters[count - 1]?.text ?? '')?.[1] ?? '';
  };

  it('goes from the consent over who it is and the form to the appointment', async () => {
    const student = await world.acquainted();
    bound = student;
    await holds(student);
    await student.hears(/知情同意书（1\/4）/);
    student.taps('下一页');
    await student.hears(/2\/4/);
    student.taps('下一页');
    await student.hears(/保密的例外/);
    student.taps('下一页');
    await student.hears(/你同意吗/);
    student.taps('想问老师');
    await student.hears(/想问清楚再决定[\s\S]*见面可以先谈这个/);
    expect(student.choices()).toEqual(['回到同意书', '找值班老师', '回到菜单']);
    student.says('会录音吗？');
    await student.hears(/问题留下了/, /你同意吗/);
    student.taps('想问老师');
    await student.hears(/想问清楚再决定/);
    student.says('可以只来一次吗？');
    await student.hears(/问题留下了/, /你同意吗/);
    student.taps('同意');
    await student.hears(/已记下你的同意/, /学号和姓名/);

    student.says('我叫测试同学');
    await student.hears(/没看明白/, /学号和姓名/);
    student.says('20260001 测试同学');
    await student.hears(/6 位验证码会发到/);
    const code = await mailedCode(1);
    expect(mail.letters[0]?.to).toEqual(['ceshi1@campus.example']);
    student.says(code === '000000' ? '000001' : '000000');
    await student.hears(/没有核对上/, /6 位验证码会发到/);
    student.says(code);
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);

    student.taps('尽快');
    await student.hears(/想来谈什么/);
    student.says('和室友相处不来，睡不好');
    await student.hears(/什么时候开始/);
    student.taps('一个月左右');
    await student.hears(/以前找过/);
    student.taps('跳过');
    await student.hears(/吃什么药/);
    student.taps('以后再填');
    await student.hears(/填过的都留着/, /确定的话/);
    student.taps('确认预约');
    await student.hears(/约好了/);

    student.says('继续登记');
    await student.hears(/接着填登记表/, /吃什么药/);
    student.taps('跳过');
    await student.hears(/可以联系谁/);
    student.says('测试妈妈 13800000000');
    await student.hears(/登记表填好了/, /登记这边先到这里/);

    const [row] = await world.database.sql('select way, ended_at from xinqiao.identity_binding');
    expect(row).toEqual({ way: 'mail', ended_at: null });
    const [consent] = await world.database.sql(
      `select version, given from xinqiao.consent where purpose = 'counselling'`,
    );
    expect(consent).toEqual({ version: '2026-11', given: true });
    expect(world.logged.join('\n')).not.toMatch(/20260001|测试同学|ceshi1/);
  });

  it('says the same of a number that nobody has, and not more than five times a day', async () => {
    const student = await world.acquainted();
    await agrees(student);
    student.says('20269999 没有此人');
    const unknown = await student.hears(/6 位验证码会发到/);
    student.taps('重新填');
    await student.hears(/学号和姓名/);
    student.says('20260001 测试同学丙');
    expect(await student.hears(/6 位验证码会发到/)).toEqual(unknown);
    student.says('123456');
    await student.hears(/没有核对上/, /6 位验证码会发到/);
    // A code that was tried counts with them.
    for (let tries = 3; tries < 5; tries += 1) {
      student.taps('重新填');
      await student.hears(/学号和姓名/);
      student.says('20269999 没有此人');
      await student.hears(/6 位验证码会发到/);
    }
    student.taps('重新填');
    await student.hears(/学号和姓名/);
    student.says('20260003 测试同学丙');
    await student.hears(/24 小时后可以再试[\s\S]*当面拿 6 位验证码，不受次数限制/);
    expect(student.choices()).toEqual(['重新填', '回到菜单']);
    student.says('654321');
    await student.hears(/24 小时后可以再试/);
    // They are at the desk on the same day, and the time is still kept.
    const desk = await signedInAs(world, '测试前台乙', 'staff');
    await desk.open('/console/identity');
    await desk.press({ action: '/console/identity/code' }, { number: '20260003', name: '测试同学丙' });
    student.says(/发这个验证码： (\d{3} \d{3})/.exec(desk.text())?.[1] ?? '');
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);
    student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    expect(mail.letters.length).toBe(1);
    const words = await heardWords();
    expect(words).not.toMatch(/2026\d{4}|123456|654321/);
    expect(words).toContain('身份核对的内容，不保留');
  });

  /** What a counsellor would read of everything that was said here. */
  const heardWords = async (): Promise<string> => {
    const rows = await world.database.sql<{ id: string }>('select id from xinqiao.address');
    const since = new Date(0);
    const lines = await world.office.transactions.read(async (stores) => {
      const found: string[] = [];
      for (const { id } of rows)
        for (const { text } of await stores.heard.recent(id, since, 200)) found.push(text);
      return found;
    });
    return lines.join('\n');
  };

  it('leaves it to a person to bind a number anew, and tells the old place', async () => {
    const front = await world.responder('测试值班前台', ['staff'], false);
    const decides = await world.responder('测试主任乙', ['centre-head'], false);
    const learnsNothing = await world.responder('测试管理员乙', ['administrator'], false);
    const first = await world.acquainted();
    await agrees(first);
    first.says('测试同学20260001');
    await first.hears(/6 位验证码会发到/);
    first.says(await mailedCode(2));
    await first.hears(/要由老师看一下/, /很短的登记表/, /现在有多急/);
    expect(await front.hears(/有一个身份要核对：.*\/console\/identity/)).not.toMatch(/2026|同学/);
    // Centre heads may decide it too.
    await decides.hears(/有一个身份要核对/);
    learnsNothing.expectNothingMore();
    const [request] = await world.database.sql<{ old: string }>(
      `select count(*)::int as old from xinqiao.identity_request where outcome is null`,
    );
    expect(request).toEqual({ old: 1 });
    const head = await signedInAs(world, '测试主任', 'centre-head');
    await head.open('/console/identity');
    expect(head.text()).toMatch(/测试同学 · 测试学院/);
    await head.press({ action: '/console/identity/', label: '同意改绑' });
    await first.hears(/已经绑定到这里/);
    await bound.hears(/有人带着你的学号和验证码换了账号/);
    expect(await head.pressAgain()).toBe(404);
    const rows = await world.database.sql(
      `select ended_at is null as now from xinqiao.identity_binding
       where number_hash in (select number_hash from xinqiao.identity_request) order by bound_at`,
    );
    expect(rows).toEqual([{ now: false }, { now: true }]);
    first.says('菜单');
    await first.hears(/留的时间已经放回去了/);
  });

  it('leads from an urgent answer to a person at once, and takes the form up again afterwards', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    await agrees(student);
    student.says('20260002 测试同学乙');
    await student.hears(/6 位验证码会发到/);
    const desk = await signedInAs(world, '测试前台', 'staff');
    await desk.open('/console/identity');
    await desk.press({ action: '/console/identity/code' }, { number: '20260002', name: '测试同学乙' });
    student.says(/发这个验证码： (\d{3} \d{3})/.exec(desk.text())?.[1] ?? '');
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);
    student.taps('有伤害自己的念头');
    await student.hears(/正在叫值班老师|叫值班老师/, /12356|120/, /你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/「预约」还没做完/);
    student.says('1');
    await student.hears(/接着填登记表/, /想来谈什么/);
    student.taps('以后再填');
    await student.hears(/填过的都留着/, /确定的话/);
    student.taps('确认预约');
    await student.hears(/约好了/);
  });

  it('asks again at the next booking when the consent has a new version', async () => {
    const student = await world.acquainted();
    await agrees(student);
    student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    await holds(student, false);
    await student.hears(/学号和姓名/);
    student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    await world.database.sql(`update xinqiao.consent set version = '2025-01' where purpose = 'counselling'`);
    await holds(student, false);
    await student.hears(/知情同意书（1\/4）/);
    student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
  });
});

describe('the form of a first visit', () => {
  it('is taken up again after a restart, with what was filled in before', async () => {
    const kept = await createTestDatabase();
    const firstVisit = { consent: false, form: true, identity: { required: false } } as const;
    let world = await startWorld({ database: kept, firstVisit });
    const student = await world.acquainted();
    await holds(student);
    await student.hears(/很短的登记表/, /现在有多急/);
    student.taps('尽快');
    await student.hears(/想来谈什么/);
    await world.close();

    world = await startWorld({ database: kept, firstVisit });
    // A new fake counts from the start again.
    world.telegram.pushUpdate({ update_id: 2_000_000_000 });
    const again = createTelegramPerson(world.telegram, student.chatId);
    again.says('跟家里吵架了');
    await again.hears(/什么时候开始/);
    again.says('更久');
    await again.hears(/以前找过/);
    again.says('没有');
    await again.hears(/吃什么药/);
    again.taps('跳过');
    await again.hears(/可以联系谁/);
    again.taps('跳过');
    await again.hears(/登记表填好了/, /确定的话/);
    again.expectNothingMore();
    await world.close();
    await kept.close();
  });
});

/** Up to who it is. */
async function agrees(student: TelegramPerson): Promise<void> {
  await holds(student);
  await student.hears(/1\/4/);
  for (const page of [/2\/4/, /3\/4/, /4\/4/]) {
    student.taps('下一页');
    await student.hears(page);
  }
  student.taps('同意');
  await student.hears(/已记下你的同意/, /学号和姓名/);
}
