import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope } from '../../../src/conversation/scope.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { choosesTime } from '../../support/booking-story.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

describe('reminders and the day sheet', () => {
  let world: World;
  let counsellor: TelegramPerson;
  beforeAll(async () => {
    world = await startWorld({
      wechat: { startsChats: true },
      reminders: { dayBefore: true, hourBefore: true, daySheetAt: '07:30' },
    });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
  });
  afterAll(() => world.close());

  const statusOf = async (id: string): Promise<string | undefined> =>
    (
      await world.database.sql<{ status: string }>('select status from xinqiao.appointment where id = $1', [
        id,
      ])
    )[0]?.status;

  it('reminds a day and an hour before, and tells the counsellor in the morning', async () => {
    const student = await world.acquainted();
    const start = await atHour(world, 2, 10);
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS - 60_000));
    student.expectNothingMore();
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    const text = await student.hears(/提醒一下：您预约的时间是 .*10:00–11:00/);
    expect(text).not.toMatch(/心理|咨询|测试老师甲/);
    expect(student.choices()).toEqual(['会来', '来不了（取消）', '改时间']);
    student.taps('会来');
    await student.hears(/好，记下了/);
    student.taps('会来');
    await student.hears(/好，记下了/);
    await passUntil(world, new Date(start.getTime() - 2.5 * HOUR_MS));
    await counsellor.hears(/1 个预约：[\s\S]*10:00–11:00 · 测试老师甲的房间 · 第一次来 · 已确认/);
    counsellor.says('/今天');
    await counsellor.hears(/10:00–11:00 · 测试老师甲的房间 · 第一次来 · 已确认/);
    counsellor.says('/请假');
    await counsellor.hears(/console\/appointments\/absence/);
    await passUntil(world, new Date(start.getTime() - HOUR_MS));
    await student.hears(/您预约的时间快到了/);
    // Within the hour there is no moving any more.
    expect(student.choices()).toEqual(['会来', '来不了（取消）']);
    student.taps('来不了（取消）');
    await student.hears(/来不了没关系/);
    student.taps('告诉老师来不了');
    await student.hears(/记下了是临时取消/);
    await counsellor.hears(/的同学来不了，已经取消/);
    student.taps('告诉老师来不了');
    await student.hears(/已经取消，或者改了时间/);
    expect(await statusOf(id)).toBe('cancelled');
  });

  it('lists the answers on WeChat and takes a number; a cancelled one is not reminded of', async () => {
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hears(/已经记下/);
    const start = await atHour(world, 2, 15);
    const address = await lastAddress(world, 'wechat');
    const id = await booked(world, address, '测试老师甲', start);
    const other = await booked(world, address, '测试老师甲', await atHour(world, 2, 17));
    await world.database.sql(
      `update xinqiao.appointment set status = 'cancelled', cancelled_at = now() where id = $1`,
      [other],
    );
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/您预约的时间是 .*15:00–16:00[\s\S]*1\. 会来/);
    student.says('2');
    await student.hears(/要取消 .*15:00–16:00/);
    student.says('1');
    await student.hears(/已经取消了，谢谢你提前说/);
    await counsellor.hears(/的同学来不了，已经取消/);
    expect(await statusOf(id)).toBe('cancelled');
  });

  it('keeps its place in what a student is doing on WeChat: words, not numbers', async () => {
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hears(/已经记下/);
    student.says('自助');
    await student.hears(/想看哪一方面/);
    const start = await atHour(world, 2, 18);
    await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/回复 「会来」 「来不了（取消）」 「改时间」 就行/);
    student.says('会来');
    await student.hears(/好，记下了/);
    const [row] = await world.database.sql<{ answer: string }>(
      'select answer from xinqiao.appointment_reminder where answered_at is not null order by answered_at desc limit 1',
    );
    expect(row?.answer).toBe('coming');
    // The same words under the next reminder are about that one.
    const next = await atHour(world, 2, 20);
    await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', next);
    await passUntil(world, new Date(next.getTime() - 24 * HOUR_MS));
    await student.hears(/20:00–21:00[\s\S]*「来不了（取消）」/);
    student.says('来不了（取消）');
    await student.hears(/要取消 .*20:00–21:00/);
  });

  it('shows a reminder on the web page', async () => {
    const visitor = world.visitor();
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    const start = await atHour(world, 3, 9);
    await booked(world, await lastAddress(world, 'web'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await visitor.open('/');
    expect(visitor.text()).toMatch(/提醒一下：您预约的时间是/);
    await visitor.taps('会来');
    expect(visitor.text()).toMatch(/好，记下了/);
  });

  it.each(['wechat', 'web'] as const)(
    'confirms and cancels from the reminders of a day and an hour on %s',
    async (channel) => {
      const student = await world.anybody(channel);
      const start = await atHour(world, 3, 11);
      const id = await booked(world, await lastAddress(world, channel), '测试老师甲', start);
      await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
      const text = await student.hears(/提醒一下：您预约的时间是 .*11:00–12:00/);
      expect(text).not.toMatch(/心理|咨询|测试老师甲/);
      await student.picks('会来');
      await student.hears(/好，记下了/);
      await passUntil(world, new Date(start.getTime() - HOUR_MS));
      await student.hears(/您预约的时间快到了/);
      await student.picks('来不了（取消）');
      await student.hears(/来不了没关系/);
      await student.picks('告诉老师来不了');
      await student.hears(/记下了是临时取消/);
      await counsellor.hearsUntil(/的同学来不了，已经取消/);
      expect(await statusOf(id)).toBe('cancelled');
    },
  );

  it('brings the day sheet to a counsellor on WeChat, and again when it is asked for', async () => {
    const teacher = world.onWechat();
    const added = await world.addStaff('微信老师', 'wechat', teacher.account);
    teacher.says(added.code);
    await teacher.hears(/这个账号已经启用/);
    await opensHours(world, '微信老师');
    const student = await world.anybody('web');
    const start = await atHour(world, 2, 14);
    await booked(world, await lastAddress(world, 'web'), '微信老师', start);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await student.hears(/提醒一下/);
    await passUntil(world, new Date(start.getTime() - 6 * HOUR_MS));
    await teacher.hears(/1 个预约：[\s\S]*14:00–15:00 · 微信老师的房间 · 第一次来 · 未确认/);
    teacher.says('/今天');
    await teacher.hears(/14:00–15:00 · 微信老师的房间/);
  });

  it.each(['wechat', 'web'] as const)(
    'lets another time be chosen from the reminder of a day on %s',
    async (channel) => {
      const student = await world.anybody(channel);
      const start = await atHour(world, 2, 13);
      const id = await booked(world, await lastAddress(world, channel), '测试老师甲', start);
      await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
      await student.hears(/提醒一下：您预约的时间是/);
      await student.picks('改时间');
      await student.hears(/原来的先给你留着/, /哪一天/);
      await choosesTime(student, { day: 4, hour: /^09:00/, counsellor: /测试老师甲/ });
      await student.hears(/单独问你/);
      await student.picks('同意');
      await student.hears(/已记下你的同意/, /先为你留/);
      await student.picks('确认预约');
      await student.hears(/改好了，原来的时间已经让出来[\s\S]*09:00–10:00/);
      expect(await statusOf(id)).toBe('cancelled');
      // Too late for another time an hour before: the choice is not there.
      const late = await atHour(world, 1, 20);
      await booked(world, await lastAddress(world, channel), '测试老师甲', late);
      await passUntil(world, new Date(late.getTime() - HOUR_MS));
      await counsellor.hearsUntil(/1 个预约：[\s\S]*20:00–21:00/);
      await student.hears(/您预约的时间快到了/);
      expect(student.choices().slice(0, 3)).not.toContain('改时间');
      await student.picks('会来');
      await student.hears(/好，记下了/);
      // Other stories of this world are not to remind of what was booked in this one.
      await world.database.sql(
        `update xinqiao.appointment set status = 'cancelled', cancelled_at = now() where address_id = $1`,
        [await lastAddress(world, channel)],
      );
    },
  );

  it('lists nobody to whom nobody comes, and says nothing to whoever is ill all day', async () => {
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    const colleague = await world.responder('测试老师乙', ['counsellor'], false);
    await opensHours(world, '测试老师乙');
    const start = await atHour(world, 2, 10);
    const books = async (name: string, hour: number): Promise<TelegramPerson> => {
      const student = await world.acquainted();
      await booked(world, await lastAddress(world, 'telegram'), name, await atHour(world, 2, hour));
      return student;
    };
    const closes = (name: string, from: Date, to: Date) =>
      inScope(world.office, async ({ stores, now, parts }) => {
        const { id: staffId = '' } = (await stores.staff.byName(name)) ?? {};
        const absence = { id: parts.newId(), staffId, startAt: from, endAt: to, madeBy: staffId, now };
        await stores.changeOffers.closeDay(absence, parts.newId);
      });
    const comes = await books('测试老师甲', 10);
    const told = [await books('测试老师甲', 14), await books('测试老师乙', 15)];
    await closes('测试老师甲', await atHour(world, 2, 12), await atHour(world, 2, 18));
    await closes('测试老师乙', await atHour(world, 2, 0), await atHour(world, 3, 0));
    await world.settle();
    for (const student of told) await student.hears(/老师来不了了/);
    await passUntil(world, new Date(start.getTime() - 24 * HOUR_MS));
    await comes.hears(/提醒一下/);
    await passUntil(world, new Date(start.getTime() - 2 * HOUR_MS));
    const sheet = /1 个预约：\n10:00–11:00 .*\n更多在控制台：\S+\n另有 1 个是您来不了的时间/;
    await counsellor.hearsUntil(sheet);
    counsellor.says('/今天');
    await counsellor.hears(sheet);
    colleague.expectNothingMore();
    colleague.says('/今天');
    await colleague.hears(/今天没有预约[\s\S]*另有 1 个/);

    const page = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await page.open('/console/today');
    expect(page.text()).toMatch(/1 个预约，另有 1 个老师来不了/);
    expect(page.text()).toMatch(/10:00–11:00 .*已预约 .*14:00–15:00 .*老师来不了，已告知/);
    await page.open('/console/appointments');
    expect(page.text()).toMatch(/共 1 个，另有 1 个老师来不了[\s\S]*14:00–15:00 .*老师来不了，已告知/);
  });
});
