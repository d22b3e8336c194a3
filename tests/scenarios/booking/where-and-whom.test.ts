import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepingOf } from '../../../src/conversation/changes/stranded-times.ts';
import { createAvailabilityDesk } from '../../../src/conversation/desks/booking/availability-office.ts';
import { CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, closesItsTime, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
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
    world = await startWorld({
      wechat: { startsChats: true },
      reminders: { dayBefore: false, hourBefore: true, daySheetAt: '07:30' },
    });
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

  it('keeps the room of an open lecture that gets another name or campus', async () => {
    const written = {
      '3461': '测试老师甲的房间',
      '3462': '南校区 测试老师甲的房间',
      '3463': '南校区测试老师甲的房间',
      '3464': '大礼堂',
    };
    let at = new Date(0);
    for (const [code, place] of Object.entries(written))
      at = (await openActivity(world, code, { place })).startsAt;
    const saves = (name: string, campus: string | null, renamed: number) =>
      world.office.transactions.run(async ({ availability, appointments, now }) => {
        const room = (await availability.rooms()).find((one) => one.name.startsWith('测试老师甲的'));
        if (room === undefined) throw new Error('no room');
        expect(await availability.saveRoom({ ...room, name, campus }, await now())).toHaveLength(renamed);
        const busy = await appointments.busy(at, new Date(at.getTime() + HOUR_MS), at);
        return busy.filter(({ roomId }) => roomId === room.id).length;
      });
    const places = async (): Promise<string[]> =>
      (
        await world.database.sql<{ place: string }>(
          'select place from xinqiao.activity where code = any($1) order by code',
          [Object.keys(written)],
        )
      ).map(({ place }) => place);
    // With the group above.
    expect(await saves('测试老师甲的新房间', '北校区', 4)).toBe(4);
    expect(await places()).toEqual([
      '测试老师甲的新房间',
      '北校区 测试老师甲的新房间',
      '北校区测试老师甲的新房间',
      '大礼堂',
    ]);
    expect(await saves('测试老师甲的房间', null, 4)).toBe(4);
    expect(new Set(await places())).toEqual(new Set(['测试老师甲的房间', '大礼堂']));
    expect(await saves('测试老师甲的房间', '南校区', 0)).toBe(4);

    // Whoever signed up hears of it as of any other place.
    await world.database.sql(`update xinqiao.activity set status = 'cancelled' where code <> '3461'`);
    const student = await world.acquainted();
    student.says('活动 3461');
    await student.hears(/地点：测试老师甲的房间/);
    student.taps('我要报名');
    await student.hears(/已报上/, /怎么称呼/);
    student.taps('不写，用号码');
    await student.hears(/点名用号码/);
    const [room] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.room where name = '测试老师甲的房间'`,
    );
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    const visitors = [];
    for (const [index, channel] of CHANNELS.entries()) {
      visitors.push(await world.anybody(channel));
      const at = await atHour(world, 2, 14 + index);
      await booked(world, await lastAddress(world, channel), '测试老师甲', at);
    }
    const front = { kind: 'staff', staffId: counsellorId, roles: ['staff'] } as const;
    const text = { name: '阳光房', campus: '', hours: {}, retired: false };
    const saved = await createAvailabilityDesk(world.office).saveRoom(front, room?.id ?? '', text);
    expect(saved).toEqual({ ok: true, booked: 0 });
    await world.settle();
    await student.hears(/安排改了[\s\S]*地点：阳光房/);
    // Whoever has booked a time there, too, and where it is stands in 我的预约.
    for (const [index, visitor] of visitors.entries()) {
      await visitor.hears(new RegExp(`${14 + index}:00–${15 + index}:00，地点改`));
      await visitor.says('我的预约');
      await visitor.hears(/阳光房/);
    }
    // Whoever heard that nobody comes, or has a time that the room is closed for by now, hears of no other place.
    const times = await world.database.sql<{ id: string }>(
      `select id from xinqiao.appointment where status = 'booked' order by lower(during)`,
    );
    await closesItsTime(world, times[0]?.id ?? '');
    const hours = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`hours-${day}`, '08:00-16:00']));
    const moved = { ...text, name: '月光房', hours };
    await createAvailabilityDesk(world.office).saveRoom(front, room?.id ?? '', moved);
    await world.settle();
    await student.hears(/安排改了[\s\S]*地点：月光房/);
    const [closed, holds, stranded] = visitors;
    await holds?.hears(/15:00–16:00，地点改了，时间不变/);
    for (const visitor of [closed, stranded]) {
      await visitor?.says('我的预约');
      await visitor?.hears(/你的预约/);
    }
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    await world.database.sql(`update xinqiao.activity set status = 'cancelled'`);
    await createAvailabilityDesk(world.office).saveRoom(front, room?.id ?? '', text);
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
    for (const [index, channel] of (['wechat', 'web'] as const).entries()) {
      const other = await world.anybody(channel);
      const at = await atHour(world, 2, 14 + index);
      const online = await booked(world, await lastAddress(world, channel), '测试老师甲', at);
      await world.database.sql('update xinqiao.appointment set room_id = null where id = $1', [online]);
      await passUntil(world, new Date(at.getTime() - HOUR_MS));
      await other.hears(/快到了[\s\S]*从这里进：腾讯会议 123-456-789/);
      await other.says('我的预约');
      await other.hears(/线上，到时候从这里进：腾讯会议 123-456-789/);
      await counsellor.hearsUntil(/预约/);
    }
  });

  it('reads what speaks against times once, however many are asked about', async () => {
    await world.acquainted();
    const addressId = await lastAddress(world, 'telegram');
    for (const hour of [10, 11]) await booked(world, addressId, '测试老师甲', await atHour(world, 20, hour));
    const asked = await world.office.transactions.run(async (stores) => {
      const now = await stores.now();
      let reads = 0;
      const availability: typeof stores.availability = {
        ...stores.availability,
        rooms: () => {
          reads += 1;
          return stores.availability.rooms();
        },
      };
      const cannotKeep = keepingOf({ now, stores: { ...stores, availability } });
      const { contactId } = await stores.addresses.byId(addressId);
      const answers = [];
      for (const one of await stores.appointments.listUpcoming(contactId, now))
        answers.push(await cannotKeep(one));
      return { answers, reads };
    });
    expect(asked).toEqual({ answers: [false, false], reads: 1 });
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
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
