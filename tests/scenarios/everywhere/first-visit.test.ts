import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMTP_PASSWORD, SMTP_USER, type SmtpFake, startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import type { Anybody } from '../../support/anybody.ts';
import { asksForDays, choosesTime } from '../../support/booking-story.ts';
import { closesCase } from '../../support/close-case.ts';
import { importRoster } from '../../support/first-visit-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const PEOPLE = {
  wechat: { number: '20260003', name: '测试同学丙', mail: 'ceshi3@campus.example' },
  web: { number: '20260004', name: '测试同学丁', mail: 'ceshi4@campus.example' },
} as const;

/** They ask at the desk. */
const PEOPLE_WHO_COME = {
  wechat: { number: '20260001', name: '测试同学' },
  web: { number: '20260002', name: '测试同学乙' },
} as const;

let world: World;
let mail: SmtpFake;
let counsellor: TelegramPerson;
let desk: TelegramPerson;
let browser: Visitor;
beforeAll(async () => {
  mail = await startSmtpFake();
  const campus = { name: 'campus', kind: 'email', host: '127.0.0.1', port: mail.port, security: 'none' };
  const account = { user: SMTP_USER, password: SMTP_PASSWORD, from: 'xinli@campus.example' };
  const firstVisit = { consent: true, form: true, identity: { required: false } };
  world = await startWorld({ wechat: {}, firstVisit, notifiers: [{ ...campus, ...account }] });
  await importRoster(world);
  counsellor = await world.responder('测试老师甲');
  desk = await world.responder('测试值班前台', ['staff'], false);
  browser = await world.signedIn('测试值班前台');
  await desk.hears(/控制台登录链接/);
});
afterAll(async () => {
  await world.close();
  await mail.close();
});

async function readsAndAgrees(student: Anybody): Promise<void> {
  await student.hears(/知情同意书（1\/4）/);
  for (const page of [/2\/4/, /保密的例外/, /你同意吗/]) {
    await student.picks('下一页');
    await student.hears(page);
  }
  await student.picks('同意');
  await student.hears(/已记下你的同意/, /学号和姓名/);
}

/** The code of the letter that came as the so manieth. */
const codeTo = async (address: string, count = 1): Promise<string> => {
  const letter = () => mail.letters.filter(({ to }) => to.includes(address)).at(count - 1)?.text;
  await until('the letter', async () => letter() !== undefined);
  return /验证码是 (\d{6})/.exec(letter() ?? '')?.[1] ?? '';
};

describe.each(['wechat', 'web'] as const)('a first visit on %s', (channel) => {
  let bound: Anybody;

  it('goes over consent and the code of the mailbox to the form, which is stopped and taken up again', async () => {
    const { number, name, mail: address } = PEOPLE[channel];
    const student = await world.anybody(channel);
    bound = student;
    await asksForDays(student);
    await choosesTime(student, { day: 1 });
    await readsAndAgrees(student);
    await student.says(`${number} ${name}`);
    await student.hears(/6 位验证码会发到/);
    const code = await codeTo(address);
    await student.says(code === '000000' ? '000001' : '000000');
    await student.hears(/没有核对上/, /6 位验证码会发到/);
    await student.says(code);
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);
    await student.picks('一般');
    await student.hears(/想来谈什么/);
    await student.says('和室友相处不来');
    await student.hears(/什么时候开始/);
    await student.picks('以后再填');
    await student.hears(/填过的都留着/, /确定的话/);
    await student.picks('确认预约');
    await student.hears(/约好了/);

    await student.says('继续登记');
    await student.hears(/接着填登记表/, /什么时候开始/);
    await student.picks('最近两周');
    await student.hears(/以前找过/);
    await student.picks('没有');
    await student.hears(/吃什么药/);
    await student.picks('跳过');
    await student.hears(/可以联系谁/);
    await student.picks('跳过');
    await student.hears(/登记表填好了/, /登记这边先到这里/);
    const rows = await world.database.sql(
      `select b.way from xinqiao.identity_binding as b join xinqiao.address as a on a.contact_id = b.contact_id
       where a.channel = $1 and b.ended_at is null`,
      [channel],
    );
    expect(rows).toEqual([{ way: 'mail' }]);
  });

  it('a number that is bound already is bound anew by a person only, and the old place is told', async () => {
    const { number, name, mail: address } = PEOPLE[channel];
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 2 });
    await readsAndAgrees(student);
    await student.says(`${name} ${number}`);
    await student.hears(/6 位验证码会发到/);
    await student.says(await codeTo(address, 2));
    await student.hears(/要由老师看一下/, /很短的登记表/, /现在有多急/);
    await desk.hears(/有一个身份要核对/);
    await browser.open('/console/identity');
    await browser.press({ action: '/console/identity/', label: '同意改绑' });
    await student.hears(/已经绑定到这里/);
    await bound.hears(/有人带着你的学号和验证码换了账号/);
    await student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    const rows = await world.database.sql<{ now: boolean }>(
      `select b.ended_at is null as now from xinqiao.identity_binding as b
         join xinqiao.address as a on a.contact_id = b.contact_id
       where a.channel = $1 order by b.bound_at`,
      [channel],
    );
    expect(rows).toEqual([{ now: false }, { now: true }]);
  });

  it('tries a number five times a day, and asks anew when the consent has a new version', async () => {
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 3 });
    await readsAndAgrees(student);
    for (let tries = 0; tries < 5; tries += 1) {
      await student.says('20269999 没有此人');
      await student.hears(/6 位验证码会发到/);
      await student.picks('重新填');
      await student.hears(/学号和姓名/);
    }
    await student.says('20269998 没有此人');
    await student.hears(/24 小时后可以再试/, /很短的登记表/, /现在有多急/);
    await student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
    expect(mail.letters.filter(({ text }) => text.includes('2026999'))).toEqual([]);

    await world.database.sql(`update xinqiao.consent set version = '2025-01' where purpose = 'counselling'`);
    await asksForDays(student, false);
    await choosesTime(student, { day: 3 });
    await student.hears(/知情同意书（1\/4）/);
    await student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
  });

  it('a code that the desk hands over in person is as good as one by mail', async () => {
    const { number, name } = PEOPLE_WHO_COME[channel];
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 3 });
    await readsAndAgrees(student);
    await student.says(`${number} ${name}`);
    await student.hears(/6 位验证码会发到/);
    await browser.open('/console/identity');
    await browser.press({ action: '/console/identity/code' }, { number, name });
    await student.says(/发这个验证码： (\d{3} \d{3})/.exec(browser.text())?.[1] ?? '');
    await student.hears(/核对好了/, /很短的登记表/, /现在有多急/);
    await student.says('菜单');
    await student.hears(/留的时间已经放回去了/);
  });

  it('an urgent answer in the form calls a person at once; the form goes on when the case is closed', async () => {
    // One responder is paged at most once a minute.
    await world.pass(61_000);
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 3 });
    await readsAndAgrees(student);
    await student.picks('先不核对');
    await student.hears(/先不核对，不影响预约/, /很短的登记表/, /现在有多急/);
    await student.picks('有伤害自己的念头');
    await student.hears(/叫值班老师/, /12356|120/, /你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/不进关注名单/, /「预约」还没做完/);
    await student.picks('继续刚才的预约');
    await student.hears(/接着填登记表/, /想来谈什么/);
    await student.picks('以后再填');
    await student.hears(/填过的都留着/, /确定的话/);
    await student.picks('回到菜单');
    await student.hears(/留的时间已经放回去了/);
  });

  it('a question before the consent that cannot wait calls a person', async () => {
    await world.pass(61_000);
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 3 });
    await student.hears(/知情同意书（1\/4）/);
    for (const page of [/2\/4/, /保密的例外/, /你同意吗/]) {
      await student.picks('下一页');
      await student.hears(page);
    }
    await student.picks('想问老师');
    await student.hears(/想问清楚再决定/);
    await student.says('我不想活了，你们管吗');
    await student.hears(/叫值班老师/, /12356|120/, /你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/不进关注名单/, /「预约」还没做完/);
  });
});
