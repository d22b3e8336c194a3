import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from '../groups/support.ts';

const HOUR_MS = 3_600_000;

describe('where to go, and who has to act', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let counsellorId = '';
  beforeAll(async () => {
    world = await startWorld({ reminders: { dayBefore: false, hourBefore: true, daySheetAt: '07:30' } });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
    await world.database.sql(`update xinqiao.room set campus = '南校区' where name = '测试老师甲的房间'`);
    const [row] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    counsellorId = row?.id ?? '';
  });
  afterAll(() => world.close());

  it('names campus and room in what is offered, in what is taken, and on the day sheet', async () => {
    const student = await world.acquainted();
    const start = await atHour(world, 2, 10);
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    const desk = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await desk.open(`/console/appointments/${id}/change`);
    expect(desk.text()).toMatch(/南校区 测试老师甲的房间/);
    await desk.press({ action: `/console/appointments/${id}/call-off` }, { cause: 'room' });
    await student.hears(/中心不得不取消/);
    const [first = ''] = student.choices();
    expect(first).toMatch(/测试老师甲 · 南校区 测试老师甲的房间$/);
    student.taps(first);
    await student.hears(/改好了：.*测试老师甲，南校区 测试老师甲的房间。/);
    await counsellor.hears(/的同学改到/);
    const [taken] = await world.database.sql<{ at: Date }>(
      `select lower(during) as at from xinqiao.appointment where status = 'booked'`,
    );
    await passUntil(world, new Date((taken?.at.getTime() ?? 0) - 10 * 60_000));
    await counsellor.hearsUntil(/· 南校区 测试老师甲的房间 ·/);
    await student.hears(/快到了/);
  });

  it('tells the leader of a group that an answer waits, keeps the time from others, and counts it', async () => {
    const group = await openActivity(world, '3456', {
      kind: 'group',
      title: '走出失恋小组',
      capacity: 1,
      place: '南校区 测试老师甲的房间',
      leaderId: counsellorId,
      question: { text: '你希望从小组得到什么？', en: null, kind: 'words' },
    });
    const student = await world.acquainted();
    student.says('活动 3456');
    await student.hears(/走出失恋小组/);
    student.taps('我要报名');
    await student.hearsUntil(/咨询记录 5 年/);
    student.taps('同意');
    await student.hearsUntil(/你希望从小组得到什么/);
    student.says('认识几个人');
    await student.hearsUntil(/怎么称呼/);
    expect(await counsellor.hears(/有一个报名要您看：.*\/console\/activities\//)).not.toMatch(
      /小组|失恋|认识/,
    );

    const end = new Date(group.startsAt.getTime() + 2 * HOUR_MS);
    const during = await world.office.transactions.run(
      async ({ appointments, calendarFeeds, activities }) => ({
        availability: await appointments.availability(group.startsAt, end),
        busy: await appointments.busy(group.startsAt, end, group.startsAt),
        feed: await calendarFeeds.times(
          { id: 'feed', staffId: counsellorId, madeAt: group.startsAt },
          group.startsAt,
          end,
        ),
        led: await activities.led(counsellorId, group.startsAt, end),
      }),
    );
    const times = { startAt: group.startsAt, endAt: end };
    expect(during.availability.away).toContainEqual({ staffId: counsellorId, ...times });
    expect(during.busy).toMatchObject([{ staffId: '', ...times }]);
    expect(during.busy[0]?.roomId).not.toBeNull();
    expect(during.feed).toMatchObject([times]);
    expect(during.led).toEqual([{ startsAt: group.startsAt, endsAt: end }]);
  });

  it('says how to get in online, and tells the counsellor where nobody could know', async () => {
    const student = await world.acquainted();
    const start = await atHour(world, 3, 10);
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await world.database.sql('update xinqiao.appointment set room_id = null where id = $1', [id]);
    student.says('我的预约');
    await student.hears(/线上（怎么连，老师在开始前告诉你/);
    await passUntil(world, new Date(start.getTime() - 2.5 * HOUR_MS));
    await counsellor.hearsUntil(/线上[\s\S]*还没有填线上地址，同学不知道怎么连.*availability\/profile/);
    const desk = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await desk.open('/console/availability/profile');
    await desk.press(
      { action: '/console/availability/profile' },
      { onlineAddress: 'http://example.edu.cn/1' },
    );
    expect(desk.text()).toMatch(/线上地址：要写 https/);
    await desk.press({ action: '/console/availability/profile' }, { onlineAddress: '腾讯会议 123-456-789' });
    student.says('我的预约');
    await student.hears(/线上，到时候从这里进：腾讯会议 123-456-789/);
    await passUntil(world, new Date(start.getTime() - HOUR_MS));
    await student.hears(/快到了[\s\S]*从这里进：腾讯会议 123-456-789/);
  });

  it('shows other programs what is taken a term ahead', async () => {
    await world.acquainted();
    const far = await atHour(world, 120, 10);
    await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', far);
    const desk = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    await desk.open('/console/calendar');
    await desk.press({ action: '/console/calendar/make' });
    const path = /\/feeds\/[A-Za-z0-9_-]+\.ics/.exec(desk.text())?.[0] ?? '';
    expect(await desk.open(path)).toBe(200);
    const stamp = far.toISOString().slice(0, 10).replaceAll('-', '');
    expect(desk.html()).toMatch(new RegExp(`DTSTART[^\\r]*${stamp}T(10|02)0000`));
  });

  it('asks in the morning what came due at night', async () => {
    const student = await world.acquainted();
    const night = await atHour(world, 1, 22);
    const id = await booked(
      world,
      await lastAddress(world, 'telegram'),
      '测试老师甲',
      new Date(night.getTime() - 3 * HOUR_MS),
    );
    await world.database.sql(`update xinqiao.appointment set status = 'attended' where id = $1`, [id]);
    await passUntil(world, night);
    await world.database.sql(
      `insert into xinqiao.visitor_evaluation (appointment_id, contact_id, staff_id, ask_at, status)
       select id, contact_id, staff_id, $2, 'planned' from xinqiao.appointment where id = $1`,
      [id, new Date(night.getTime() - HOUR_MS)],
    );
    await until('the evaluation to wait for the morning', async () => {
      const [row] = await world.database.sql<{ status: string; ask_at: Date }>(
        'select status, ask_at from xinqiao.visitor_evaluation where appointment_id = $1',
        [id],
      );
      return row?.status === 'planned' && row.ask_at.getTime() === night.getTime() + 10 * HOUR_MS;
    });
    student.expectNothingMore();
    await passUntil(world, new Date(night.getTime() + 10 * HOUR_MS));
    await student.hears(/愿意说说感受吗/);
  });

  it('gives no place and takes none back after the event', async () => {
    const lecture = await openActivity(world, '4567', {});
    const first = await world.acquainted();
    first.says('活动 4567');
    await first.hears(/名额 1 个/);
    first.taps('我要报名');
    await first.hears(/已报上/, /怎么称呼/);
    first.taps('不写，用号码');
    await first.hears(/点名用号码/);
    const second = await world.acquainted();
    second.says('活动 4567');
    await second.hears(/已经满了/);
    second.taps('我要报名');
    await second.hears(/排第 1 位/, /怎么称呼/);
    second.taps('不写，用号码');
    await second.hears(/点名用号码/);
    first.says('活动 4567');
    await first.hears(/已报上/);
    first.taps('退出报名');
    await first.hears(/要退出报名吗/);
    await world.database.sql(
      `update xinqiao.activity_date set starts_at = starts_at - interval '4 days', ends_at = ends_at - interval '4 days',
         reminded_at = starts_at where activity_id = '${lecture.id}'`,
    );
    first.taps('确定退出');
    await first.hearsUntil(/./);
    const filled = await world.office.transactions.run(async (stores) =>
      stores.activities.fill(lecture.id, await stores.now()),
    );
    expect(filled).toEqual([]);
    second.expectNothingMore();
    first.says('活动 4567');
    await first.hearsUntil(/睡个好觉/);
    expect(first.choices()).not.toContain('退出报名');
  });
});
