import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { closesCase } from '../../support/close-case.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the end of a talk', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    await toClock(7);
  });
  afterEach(() => world.close());

  /** Goes on to the next time at which the centre's clock shows this hour. */
  async function toClock(hour: number): Promise<void> {
    const [row] = await world.database.sql<{ ms: number }>(
      `select (extract(epoch from (
         date_trunc('day', xinqiao.app_now() at time zone 'Asia/Shanghai') + interval '1 day' + make_interval(hours => $1)
         - (xinqiao.app_now() at time zone 'Asia/Shanghai'))) * 1000)::float8 as ms`,
      [hour],
    );
    await world.pass(Math.ceil(row?.ms ?? 0));
  }

  /** Somebody speaks with a student in danger, who did this before. */
  async function talk(
    before: (student: TelegramPerson) => Promise<void> = async () => undefined,
  ): Promise<{ counsellor: TelegramPerson; student: TelegramPerson }> {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    await before(student);
    student.says('我想自杀');
    await student.hearsUntil(/./);
    await world.settle();
    await counsellor.hearsUntil(/#1001/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hearsUntil(/我在/);
    return { counsellor, student };
  }

  const rows = <Row extends object>(sql: string) => world.database.sql<Row>(sql);

  it('is asked step by step, and says who was informed, when, by whom and on what ground', async () => {
    const { counsellor, student } = await talk();
    counsellor.says('/结案');
    await counsellor.hears(/结果是哪一种/);
    counsellor.taps('重大危机');
    await counsellor.hears(/程序不会替你告知任何人/);
    counsellor.taps('家长');
    await counsellor.hears(/告知家长，依据是什么/);
    counsellor.taps('紧急情况下保护生命（个保法13）');
    await counsellor.hears(/什么时候告知家长的/);
    const told = counsellor.choices().find((label) => label.startsWith('30 分钟前（')) ?? '';
    const clock = /（(.*)）/.exec(told)?.[1] ?? '';
    await world.pass(HOUR);
    counsellor.taps(told);
    await counsellor.hearsUntil(/还告知了谁/);
    expect(counsellor.choices()).not.toContain('家长');
    counsellor.taps('没有别人了');
    await counsellor.hears(/由谁负责回访/);
    counsellor.taps('我自己');
    const shown = await counsellor.hears(/请核对 #1001/);
    expect(shown).toMatch(/重大危机[\s\S]*已告知家长[\s\S]*测试老师甲/);
    expect(shown).toContain(` ${clock}）`);
    await world.pass(2 * HOUR);
    expect(await rows('select from xinqiao.closing')).toHaveLength(0);
    counsellor.taps('确认结案');
    await counsellor.hears(/已结案：重大危机/);
    await student.hears(/老师先和你说到这里[\s\S]*愿意过几天收到一条程序发的问候吗/);
    // A doubled tap, and one on an old list, close nothing twice.
    counsellor.taps('确认结案');
    await counsellor.hears(/早已结案/);
    expect(
      await rows(`select p.party, p.ground, s.name, (extract(epoch from c.at - p.informed_at) / 60)::int as ago
        from xinqiao.informed_party p join xinqiao.closing c on c.id = p.closing_id
        join xinqiao.staff_member s on s.id = p.staff_id`),
    ).toEqual([{ party: 'family', ground: 'life', name: '测试老师甲', ago: expect.closeTo(210, 0) }]);
    expect(
      await rows(`select (f.due_on - (e.entered_at at time zone 'Asia/Shanghai')::date) as day
        from xinqiao.follow_up f join xinqiao.register_entry e on e.id = f.entry_id order by f.due_on`),
    ).toEqual([1, 3, 7, 14, 30, 90].map((day) => ({ day })));
    expect(await rows('select from xinqiao.closing')).toHaveLength(1);
  });

  it('of a false alarm puts nobody on a list, and the student hears that', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/是我们多问了一句，这次不进关注名单/);
    expect(student.choices()).not.toContain('愿意收到问候');
    expect(await rows('select from xinqiao.register_entry')).toHaveLength(0);
    expect(await rows('select from xinqiao.follow_up')).toHaveLength(0);
    await world.pass(120 * DAY);
  });

  it('is followed at every interval over a year: reminded in the morning, greeted at noon where agreed', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '严重');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天我来问候一声/);
    for (const pause of [3, 10, 15]) {
      await world.pass(pause * DAY - 14 * HOUR);
      await toClock(9);
      await counsellor.hears(/今天要回访 1 人：\n#1001 · 今天/);
      await world.pass(4 * HOUR);
      await student.hears(/最近怎么样/);
      const office = await world.signedIn('测试老师甲');
      await world.settle();
      await counsellor.hears(/控制台登录链接/);
      await office.open('/console/follow-up');
      const link = /href="(\/console\/follow-up\/[0-9a-f-]{36})"/.exec(office.html())?.[1] ?? '';
      await office.open(link);
      const fields = { result: 'reached', note: '电话里说好多了', next: '' };
      await office.press({ action: `${link}/settle` }, fields);
      if (pause === 15) {
        // The last one: nobody is dropped silently.
        expect(office.text()).toContain('没有下一次了，请写一个日期');
        await office.press({ action: `${link}/leave` }, { reason: '' });
        expect(office.text()).toContain('理由：还没有写');
        await office.press({ action: `${link}/leave` }, { reason: '连续三次回访稳定' });
        expect(office.text()).toContain('移出名单');
      }
      await toClock(7);
    }
    await world.pass(365 * DAY);
    expect(await rows('select outcome from xinqiao.follow_up order by due_on')).toEqual([
      { outcome: 'reached' },
      { outcome: 'reached' },
      { outcome: 'dropped' },
    ]);
    expect(await rows('select kind from xinqiao.register_change order by seq')).toEqual([
      { kind: 'entered' },
      { kind: 'left' },
    ]);
    expect(world.logged.join('\n')).not.toMatch(/好多了|稳定/);
  });

  it('whose check nobody does calls the owner and the centre head, day after day', async () => {
    const { counsellor, student } = await talk();
    const head = await world.responder('测试主任', ['centre-head'], false);
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('不用了');
    await student.hears(/不会发问候/);
    await world.pass(14 * DAY - 12 * HOUR);
    await toClock(9);
    await counsellor.hears(/今天要回访 1 人/);
    await world.pass(24 * HOUR);
    await counsellor.hears(/【回访逾期】1 次[\s\S]*晚了 1 天 · 负责：测试老师甲/);
    await world.pass(24 * HOUR);
    await counsellor.hears(/【回访逾期】[\s\S]*晚了 2 天/);
    await head.hears(/【回访逾期】1 次[\s\S]*晚了 1 天 · 负责：测试老师甲/, /【回访逾期】[\s\S]*晚了 2 天/);
  });

  /** Signed in, with the only entry of the register open; answers its path. */
  async function openEntryAs(person: TelegramPerson, name: string) {
    const office = await world.signedIn(name);
    await world.settle();
    await person.hears(/控制台登录链接/);
    await office.open('/console/follow-up');
    const link = /href="(\/console\/follow-up\/[0-9a-f-]{36})"/.exec(office.html())?.[1] ?? '';
    await office.open(link);
    return { office, link };
  }

  it('a graver class brings the days that it asks for, shown before and told to who follows up', async () => {
    const { counsellor, student } = await talk();
    const head = await world.responder('测试主任', ['centre-head'], false);
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('不用了');
    await student.hears(/不会发问候/);
    await world.pass(2 * DAY);
    const { office, link } = await openEntryAs(head, '测试主任');
    expect(office.text()).toMatch(/改成“严重”会加上：[^。]*。/);
    expect(office.text()).toMatch(/改成“重大危机”会加上：[^。]*。/);
    const days = async () =>
      (
        await rows<{
          day: number;
        }>(`select (f.due_on - (e.entered_at at time zone 'Asia/Shanghai')::date) as day
          from xinqiao.follow_up f join xinqiao.register_entry e on e.id = f.entry_id order by f.due_on`)
      ).map(({ day }) => day);
    await office.press({ action: `${link}/reclass` }, { class: 'major-crisis', reason: '' });
    expect(await days()).toEqual([14]);
    await office.press({ action: `${link}/reclass` }, { class: 'major-crisis', reason: '情况变重了' });
    expect(office.text()).toContain('重大危机');
    expect(await days()).toEqual([3, 5, 9, 14, 16, 32, 92]);
    await counsellor.hears(/#1001[\s\S]*重大危机[\s\S]*加了回访/);
    await office.press({ action: `${link}/reclass` }, { class: 'ordinary', reason: '又好些了' });
    expect(await days()).toEqual([3, 5, 9, 14, 16, 32, 92]);
    await toClock(9);
    await counsellor.hears(/今天要回访 1 人：\n#1001 · 今天/);
  });

  it('a yes after 退订 counts, and a 退订 after it takes it back', async () => {
    const leaves = async (student: TelegramPerson): Promise<void> => {
      student.says('退订');
      await student.hears(/不再给你发活动|已经退订了/);
    };
    const { counsellor, student } = await talk(leaves);
    await closesCase(counsellor, '重大危机');
    await student.hears(/愿意过几天收到/);
    await world.pass(61_000);
    student.taps('愿意收到问候');
    await student.hears(/过几天我来问候一声/);
    await toClock(9);
    await counsellor.hears(/今天要回访 1 人/);
    await world.pass(4 * HOUR);
    await student.hears(/最近怎么样/);
    await world.pass(DAY);
    await counsellor.hears(/回访逾期/);
    await leaves(student);
    await toClock(9);
    // Of two checks, in whatever order they are come to.
    const told = [await counsellor.hears(/回访/), await counsellor.hears(/回访/)].join('\n');
    expect(told).toMatch(/回访逾期/);
    expect(told).toMatch(/今天要回访/);
    await world.pass(4 * HOUR);
    student.expectNothingMore();
  });

  it('需要再次接手 writes where the student wrote last, whatever they opted out of', async () => {
    const { counsellor, student } = await talk(async (one) => {
      one.says('退订');
      await one.hears(/不再给你发活动|已经退订了/);
    });
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    await world.visitor().says('你好');
    // An older browser of the same person, which nobody looks into any more.
    await rows(`update xinqiao.address set last_heard_at = last_heard_at - interval '30 days',
      contact_id = (select contact_id from xinqiao.handoff_case) where channel = 'web'`);
    const { office, link } = await openEntryAs(counsellor, '测试老师甲');
    const fields = { result: 'taken-up', note: '', next: '2027-03-01' };
    await office.press({ action: `${link}/settle` }, fields);
    await student.hears(/老师想再和你说说话/);
    expect(await rows(`select channel, status from xinqiao.handoff_case order by number`)).toEqual([
      { channel: 'telegram', status: 'closed' },
      { channel: 'telegram', status: 'acknowledged' },
    ]);
  });

  it('nobody is asked to follow up what was their own crisis', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    await world.responder('测试老师丙', ['counsellor'], false);
    first.says('我自己也不想活了');
    await first.hearsUntil(/你在哪里/);
    await second.hears(/个案 #1001/);
    second.says('接');
    await second.hears(/归你了/);
    await first.hears(/接手了/);
    second.says('我在');
    await first.hears(/我在/);
    second.says('/结案');
    await second.hears(/结果是哪一种/);
    second.taps('一般');
    await second.hears(/有没有告知过谁/);
    second.taps('没有告知任何人');
    await second.hears(/由谁负责回访/);
    expect(second.choices()).toEqual(expect.arrayContaining(['我自己', '测试老师丙']));
    expect(second.choices()).not.toContain('测试老师甲');

    const office = await world.signedIn('测试老师乙');
    await world.settle();
    await second.hears(/控制台登录链接/);
    const [one] = await rows<{ id: string; owner: string; speaker: string }>(`select id, owner_id as owner,
      (select id from xinqiao.staff_member where name = '测试老师甲') as speaker from xinqiao.handoff_case`);
    const path = `/console/cases/${one?.id}/close`;
    await office.open(path);
    expect(office.html()).toContain(`value="${one?.owner}"`);
    expect(/<select id="owner"[\s\S]*?<\/select>/.exec(office.html())?.[0]).not.toContain('测试老师甲');
    const fields = { outcome: 'ordinary', told: 'none', 'date-ordinary': '2027-03-01' };
    expect(await office.press({ action: path }, { ...fields, owner: one?.speaker ?? '' })).toBe(422);
    await office.press({ action: path }, { ...fields, owner: one?.owner ?? '' });
    await first.hears(/老师先和你说到这里/);
    await office.open('/console/follow-up');
    const link = /href="(\/console\/follow-up\/[0-9a-f-]{36})"/.exec(office.html())?.[1] ?? '';
    await office.open(link);
    expect(office.text()).toContain('换负责人');
    expect(office.text()).not.toContain('测试老师甲');
  });

  it('greets with a check that was planned later, too, but not in the midst of a talk', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天我来问候一声/);
    await world.pass(DAY);
    const { office, link } = await openEntryAs(counsellor, '测试老师甲');
    const day = async (days: number): Promise<string> =>
      (
        await rows<{ day: string }>(
          `select ((xinqiao.app_now() at time zone 'Asia/Shanghai')::date + ${days})::text as day`,
        )
      )[0]?.day ?? '';
    const [first, second] = [await day(1), await day(3)];
    await office.press({ action: `${link}/plan` }, { on: first ?? '' });
    await office.press({ action: `${link}/plan` }, { on: second ?? '' });
    await toClock(9);
    await counsellor.hears(/今天要回访/);
    await world.pass(4 * HOUR);
    await student.hears(/最近怎么样/);
    const again = await openEntryAs(counsellor, '测试老师甲');
    await again.office.press({ action: `${link}/settle` }, { result: 'reached', note: '', next: '' });
    student.says('我室友说不想活了');
    await student.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hearsUntil(/#1002/);
    counsellor.says('接 1002');
    await counsellor.hearsUntil(/#1002 归你了/);
    await student.hearsUntil(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await toClock(9);
    await toClock(9);
    await counsellor.hearsUntil(/今天要回访/);
    await world.pass(4 * HOUR);
    const greeted = "select from xinqiao.outgoing where dedupe_key like 'greet:%'";
    expect(await rows(greeted)).toHaveLength(1);
  });

  it('asks once more at the end of another talk after a yes, and never again after a no', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天/);
    const again = async (number: string) => {
      await world.pass(61_000);
      student.says('我想自杀');
      await student.hearsUntil(/你在哪里/);
      await counsellor.hearsUntil(new RegExp(number));
      counsellor.says('接');
      await counsellor.hearsUntil(/归你了/);
      await student.hearsUntil(/接手了/);
      counsellor.says('我在');
      await student.hears(/我在/);
      await closesCase(counsellor, '一般');
    };
    await again('#1002');
    await student.hears(/愿意过几天收到/);
    student.taps('不用了');
    await student.hears(/不会发问候/);
    await again('#1003');
    expect(await student.hears(/老师先和你说到这里/)).not.toContain('问候');
  });

  it('stops greeting at once when the student says so, and then they hear nothing', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天/);
    student.says('不用问候');
    await student.hears(/不再发问候/);
    await world.pass(14 * DAY - 12 * HOUR);
    await toClock(9);
    await counsellor.hears(/今天要回访/);
    await world.pass(5 * HOUR);
    expect(
      await rows(`select purpose, given from xinqiao.consent where purpose = 'greeting' order by at`),
    ).toEqual([
      { purpose: 'greeting', given: true },
      { purpose: 'greeting', given: false },
    ]);
  });

  it('a greeting that could not be sent is not said to somebody who calls for help instead', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天/);
    await world.pass(14 * DAY - 12 * HOUR);
    await toClock(9);
    await counsellor.hears(/今天要回访/);
    // As where a platform permits no more answers.
    world.telegram.fail('sendMessage', { status: 429, retryAfter: 60 }, 1_000);
    await world.pass(4 * HOUR);
    const greetings = () =>
      rows<{ status: string }>(`select status from xinqiao.outgoing where dedupe_key like 'greet:%'`);
    expect(await greetings()).toEqual([{ status: 'due' }]);
    await rows(`update xinqiao.outgoing set held_for = 'quota' where dedupe_key like 'greet:%'`);
    world.telegram.heal();
    student.says('我想自杀');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1002/);
    await world.pass(61_000);
    await student.hears(/过了 1 分钟/);
    expect(await greetings()).toEqual([{ status: 'failed' }]);
  });

  it('an answer to a greeting is told to nobody, and one with danger calls somebody as ever', async () => {
    const { counsellor, student } = await talk();
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    student.taps('愿意收到问候');
    await student.hears(/过几天/);
    await world.pass(14 * DAY - 12 * HOUR);
    await toClock(9);
    await counsellor.hears(/今天要回访/);
    await world.pass(4 * HOUR);
    await student.hears(/最近怎么样/);
    student.says('还行，在准备考试');
    await student.hears(/./);
    await world.settle();
    student.says('其实我还是想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/#\d+ · 高危/);
  });

  it('a second ending shows who follows already and what is owed; days are merged, and whoever loses it hears', async () => {
    const { counsellor, student } = await talk();
    const head = await world.responder('测试主任', ['centre-head'], false);
    await closesCase(counsellor, '重大危机');
    await student.hears(/愿意过几天收到/);
    student.taps('不用了');
    await student.hears(/不会发问候/);
    const second = await world.responder('测试老师乙');
    await world.pass(DAY);
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/#1002/);
    await second.hears(/#1002/);
    second.says('接');
    await second.hearsUntil(/归你了/);
    await counsellor.hears(/测试老师乙 接手了/);
    await student.hearsUntil(/接手了/);
    second.says('我在');
    await student.hears(/我在/);

    const office = await world.signedIn('测试老师乙');
    await second.hears(/控制台登录链接/);
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      'select id from xinqiao.handoff_case where number = 1002',
    );
    await office.open(`/console/cases/${id}/close`);
    expect(office.text()).toMatch(/已经在回访名单上：测试老师甲负责，还要做 [^。]+。/);
    expect(
      /<option[^>]* selected[^>]*>测试老师[甲乙]/.exec(office.html().split('id="owner"')[1] ?? '')?.[0],
    ).toMatch(/测试老师甲$/);

    second.says('/结案');
    await second.hears(/结果是哪一种/);
    second.taps('重大危机');
    await second.hears(/有没有告知过谁/);
    second.taps('没有告知任何人');
    await second.hears(/已经在回访：测试老师甲负责，还要做 [\s\S]*由谁负责回访/);
    expect(second.choices()[0]).toBe('测试老师甲');
    second.taps('我自己');
    await second.hears(/测试老师甲负责[\s\S]*请核对 #1002[\s\S]*回访：测试老师乙/);
    second.taps('确认结案');
    await second.hears(/已结案/);
    await student.hears(/老师先和你说到这里/);
    await counsellor.hears(/#1001 的回访从现在起由 测试老师乙 负责，还没做的也一起（测试老师乙 换的）/);
    // The new one would be on 2, 4, 8, 15, 31 and 91: each is one with its neighbour, but tomorrow is not put off.
    expect(
      await rows(`select (f.due_on - (e.entered_at at time zone 'Asia/Shanghai')::date) as day
        from xinqiao.follow_up f join xinqiao.register_entry e on e.id = f.entry_id order by f.due_on`),
    ).toEqual([1, 2, 3, 7, 14, 30, 90].map((day) => ({ day })));

    const { office: heads, link } = await openEntryAs(head, '测试主任');
    const desk = createStaffDesk(world.office);
    const first = (await desk.list(OPERATOR))?.find((one) => one.name === '测试老师甲');
    await heads.press({ action: `${link}/assign` }, { owner: first?.id ?? '' });
    await counsellor.hears(/测试主任 请你负责 #1002 的回访/);
    await second.hears(/#1002 的回访从现在起由 测试老师甲 负责/);
  });

  it('reaches by mail whoever has no messenger, and the administrators where no head can be reached', async () => {
    await world.close();
    const mail = await startSmtpFake();
    try {
      world = await startWorld({ notifiers: [mailHouse(mail)] });
      await toClock(7);
      const follower = await byMail(world, mail, '测试老师戊', ['counsellor']);
      const head = await byMail(world, mail, '测试主任', ['centre-head']);
      const administrator = await world.responder('测试管理员', ['administrator'], false);
      const { counsellor, student } = await talk();
      counsellor.says('/结案');
      await counsellor.hears(/结果是哪一种/);
      counsellor.taps('一般');
      await counsellor.hears(/有没有告知过谁/);
      counsellor.taps('没有告知任何人');
      await counsellor.hears(/由谁负责回访/);
      counsellor.taps('测试老师戊');
      await counsellor.hears(/请核对/);
      counsellor.taps('确认结案');
      await counsellor.hears(/已结案/);
      await student.hears(/愿意过几天收到/);
      await follower.reads(/有一位同学的回访由你负责了。登录控制台看：\S+\/console$/);
      await world.pass(14 * DAY - 12 * HOUR);
      await toClock(9);
      await follower.reads(/今天要回访 1 人/);
      await world.pass(DAY);
      await follower.reads(/1 次回访逾期没有记录/);
      await head.reads(/1 次回访逾期没有记录/);
      administrator.expectNothingMore();
      // As after a mail that came back.
      await rows(`update xinqiao.address set reachable = false where id in
        (select address_id from xinqiao.staff_address where staff_id = '${head.id}')`);
      await world.pass(DAY);
      await follower.reads(/1 次回访逾期没有记录/);
      await administrator.hears(/【回访逾期】有 1 次[\s\S]*没有叫得到的中心主任/);
      const desk = createStaffDesk(world.office);
      await desk.revoke(OPERATOR, follower.id);
      await administrator.hears(/1 人的回访没有人负责，也没有叫得到的中心主任/);
      await rows('update xinqiao.address set reachable = true');
      const onCall = (await desk.list(OPERATOR))?.find((one) => one.name === '测试老师甲');
      await desk.setOnCall(OPERATOR, onCall?.id ?? '', false);
      await rows(`update xinqiao.rota_task set due_at = xinqiao.app_now() where name = 'gaps'`);
      await head.reads(/今后 14 天有 \d+ 段没有真人值班/);
      await administrator.hears(/没有真人值班/);
      expect(head.unread()).toEqual([]);
    } finally {
      await mail.close();
    }
  });

  it('an owner who is gone leaves it to the centre heads, and shows as nobody', async () => {
    const { counsellor, student } = await talk();
    const head = await world.responder('测试主任', ['centre-head'], false);
    await closesCase(counsellor, '一般');
    await student.hears(/愿意过几天收到/);
    const desk = createStaffDesk(world.office);
    const row = (await desk.list(OPERATOR))?.find((one) => one.name === '测试老师甲');
    await desk.revoke(OPERATOR, row?.id ?? '');
    await counsellor.hears(/工作权限已经停用/);
    await head.hears(/【回访没有人负责】1 人：#1001/);
    await world.pass(14 * DAY - 12 * HOUR);
    await toClock(9);
    await head.hears(/【回访没有人负责】1 人：#1001/);
    const office = await world.signedIn('测试主任');
    await world.settle();
    await head.hears(/控制台登录链接/);
    await office.open('/console/follow-up');
    expect(office.text()).toContain('没有人负责');
    const link = /href="(\/console\/follow-up\/[0-9a-f-]{36})"/.exec(office.html())?.[1] ?? '';
    await office.open(link);
    const me = (await desk.list(OPERATOR))?.find((one) => one.name === '测试主任');
    await office.press({ action: `${link}/assign` }, { owner: me?.id ?? '' });
    expect(office.text()).toContain('负责：测试主任');
  });
});
