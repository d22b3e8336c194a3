import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR_MS = 3_600_000;

describe('leave that is entered over booked times', () => {
  let world: World;
  let counsellor: TelegramPerson;
  let own: Visitor;
  let front: TelegramPerson;
  let desk: Visitor;
  beforeAll(async () => {
    world = await startWorld({
      wechat: { startsChats: true },
      reminders: { dayBefore: true, hourBefore: true },
    });
    await world.database.sql('delete from xinqiao.availability_rule');
    counsellor = await world.responder('测试老师甲', ['counsellor'], false);
    await opensHours(world, '测试老师甲');
    front = await world.responder('测试前台', ['staff'], false);
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    own = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
  });
  afterAll(() => world.close());

  const local = (at: Date): string => new Date(at.getTime() + 8 * HOUR_MS).toISOString().slice(0, 16);
  const takesLeave = async (start: Date, hours: number): Promise<void> => {
    const [{ id: staffId } = { id: '' }] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.staff_member where name = '测试老师甲'`,
    );
    await own.open('/console/availability/leave');
    await own.press(
      { action: '/console/availability/leave' },
      {
        staffId,
        startsAt: local(start),
        endsAt: local(new Date(start.getTime() + hours * HOUR_MS)),
        note: '开会',
      },
    );
    await world.settle();
  };

  it('tells the desk, and with one button its students, who are asked for nothing before', async () => {
    const start = await atHour(world, 3, 10);
    const student = await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await takesLeave(start, 3);
    expect(own.text()).toMatch(/有 1 个已经约好的，没有动，同学也还没有听说[\s\S]*告诉这些同学/);
    expect(await front.hears(/约在老师请假的时间里，还没有人告诉他们/)).not.toMatch(/10:00|测试老师甲/);
    student.expectNothingMore();
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/约好以后老师请了假，同学还没有听说（1）[\s\S]*10:00 测试老师甲 · 请假/);
    await addMember(world, '测试主任', 'centre-head');
    const head = await world.signedIn('测试主任');
    await head.open('/console/appointments/changes');
    expect(head.text()).toMatch(/老师请了假、同学还没有听说 1/);
    expect(head.text()).not.toMatch(/10:00|测试老师甲/);
    await head.open('/console/availability');
    expect(head.text()).toMatch(/里面有 1 个已经约好的[\s\S]*告诉这些同学/);
    await addMember(world, '测试管理员', 'administrator');
    const admin = await world.signedIn('测试管理员');
    await admin.open('/console/availability');
    expect(admin.text()).not.toMatch(/告诉这些同学|已经约好的，没有动/);

    await desk.press({ action: '/console/appointments/leaves/', label: '告诉这些同学' });
    await desk.pressAgain();
    await world.settle();
    await student.hears(/10:00–11:00，老师来不了了/);
    student.expectNothingMore();
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/请打电话（1）/);
    expect(desk.text()).not.toMatch(/老师请了假/);
    await own.open('/console/availability');
    expect(own.text()).not.toMatch(/告诉这些同学|已经约好的，没有动/);

    // The counsellor can come after all.
    await own.press({ action: '/console/availability/leave/end', label: '取消请假' });
    await world.settle();
    await student.hears(/老师又能来了，照原来的时间/);
  });

  it('reminds nobody of a time at which nobody comes, and asks the desk once', async () => {
    const start = await atHour(world, 5, 15);
    const student = await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await takesLeave(start, 2);
    await front.hears(/约在老师请假的时间里/);
    await passUntil(world, new Date(start.getTime() - 23.9 * HOUR_MS));
    await front.hears(/约在老师请假的时间里/);
    await passUntil(world, new Date(start.getTime() - 0.9 * HOUR_MS));
    student.expectNothingMore();
    front.expectNothingMore();
  });

  it('tells whoever says that they come, under an earlier reminder, that the time is in doubt', async () => {
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    const start = await atHour(world, 2, 15);
    const student = await world.acquainted();
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 23.9 * HOUR_MS));
    await student.hears(/提醒一下/);
    own = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    await takesLeave(start, 2);
    await front.hears(/约在老师请假的时间里/);
    student.taps('会来');
    await student.hears(/老师可能来不了，还没有定下来[\s\S]*不要专门跑一趟/);
    await front.hears(/约在老师请假的时间里/);
    student.taps('会来');
    await student.hears(/老师可能来不了/);
    const answers = await world.database.sql(
      'select answer from xinqiao.appointment_reminder where appointment_id = $1 and answer is not null',
      [id],
    );
    expect(answers).toEqual([]);

    // Told, they read under the reminder what to choose.
    await desk.open('/console/appointments/changes');
    await desk.press({ action: '/console/appointments/leaves/', label: '告诉这些同学' });
    await world.settle();
    await student.hears(/15:00–16:00，老师来不了了/);
    student.taps('会来');
    await student.hears(/再问一声：.*老师来不了了[\s\S]*可以换到下面的时间/);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where id = $1`, [id]);
  });

  /** Nothing of the stories before is met any more. */
  const beginsAnew = async (): Promise<void> => {
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where status = 'booked'`);
    await world.database.sql('update xinqiao.availability_exception set removed_at = xinqiao.app_now()');
  };
  const isTold = async (): Promise<void> => {
    await front.hears(/约在老师请假的时间里/);
    await desk.open('/console/appointments/changes');
    await desk.press({ action: '/console/appointments/leaves/', label: '告诉这些同学' });
    await world.settle();
  };

  it('stands again for whoever was phoned, where the leave is taken back', async () => {
    await beginsAnew();
    const start = await atHour(world, 4, 10);
    const students = [];
    for (const [index, channel] of CHANNELS.entries()) {
      students.push(await world.anybody(channel));
      const at = new Date(start.getTime() + index * HOUR_MS);
      await booked(world, await lastAddress(world, channel), '测试老师甲', at);
    }
    await takesLeave(start, 3);
    await isTold();
    for (const student of students) await student.hears(/老师来不了了/);
    await desk.open('/console/appointments/changes');
    for (const _ of students)
      await desk.press({ action: '/console/appointments/changes/', label: '已电话联系' });
    expect(desk.text()).not.toMatch(/请打电话/);
    await own.open('/console/availability');
    await own.press({ action: '/console/availability/leave/end', label: '取消请假' });
    await world.settle();
    for (const student of students) {
      await student.hears(/老师又能来了，照原来的时间/);
      await student.says('我的预约');
      expect(await student.hears(/测试老师甲/)).not.toMatch(/老师那时来不了/);
    }
    await passUntil(world, new Date(start.getTime() - 20 * HOUR_MS));
    for (const student of students) await student.hears(/提醒一下：您预约的时间是/);
  });

  it('offers what is free now where nothing is behind: on the last day, and on one far ahead', async () => {
    await beginsAnew();
    own = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录/);
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    const student = await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', await atHour(world, 13, 10));
    await takesLeave(await atHour(world, 13, 0), 24);
    await isTold();
    expect(await student.hears(/老师来不了了[\s\S]*可以换到下面的时间/)).not.toMatch(/没有空|还没有开放/);
    student.taps(student.choices()[0] ?? '');
    await student.hears(/改好了/);
    await counsellor.hears(/的同学改到/);
    await front.hears(/的同学改到/);

    const regular = await world.anybody('wechat');
    const far = await atHour(world, 40, 10);
    await booked(world, await lastAddress(world, 'wechat'), '测试老师甲', far, '50 days');
    await takesLeave(far, 1);
    await isTold();
    await regular.hears(/前后还没有开放预约，现在最多约到 \d+月\d+日[\s\S]*可以换到下面的时间/);
    await regular.picks(/ 测试老师甲/);
    await regular.hears(/改好了/);
    await counsellor.hears(/的同学改到/);
    await front.hears(/的同学改到/);
  });

  /** Through the console's form; a closed room keeps its hours. */
  const savesRoom = async (by: Visitor, hours: string, retired = ''): Promise<void> => {
    const [room] = await world.database.sql<{ id: string; name: string }>(
      `select id, name from xinqiao.room where name = '测试老师甲的房间'`,
    );
    await by.open(`/console/availability/room?id=${room?.id}`);
    const week = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`hours-${day}`, hours]));
    await by.press({ action: '/console/availability/room' }, { ...week, name: room?.name ?? '', retired });
    await world.settle();
  };

  it('counts what a room that closes earlier strands, and reminds nobody of it', async () => {
    await beginsAnew();
    const start = await atHour(world, 2, 15);
    const student = await world.acquainted();
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    const reminded = await world.acquainted();
    const morning = await atHour(world, 2, 9);
    const early = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', morning);
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    await savesRoom(desk, '08:00-12:00');
    expect(desk.text()).toMatch(/房间已经保存。有 1 个已经约好的那时用不了这间房/);
    await desk.open('/console/appointments/changes');
    expect(desk.text()).toMatch(/那时不再开放（1）[\s\S]*15:00 测试老师甲 · 房间那时不开放/);
    const head = await world.signedIn('测试主任');
    await head.open('/console/appointments/changes');
    expect(head.text()).toMatch(/碰上放假或房间用不了、同学还没有听说 1/);
    front.expectNothingMore();

    await passUntil(world, new Date(start.getTime() - 23.9 * HOUR_MS));
    await reminded.hears(/提醒一下/);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where id = $1`, [early]);
    expect(await front.hears(/房间停用、不开放，还没有人告诉他们/)).not.toMatch(/15:00|测试老师甲/);
    student.expectNothingMore();
    desk = await world.signedIn('测试前台');
    await front.hears(/登录/);
    await savesRoom(desk, '');
    expect(desk.text()).not.toMatch(/已经约好/);
    // Put right, it is said after all, once.
    await passUntil(world, new Date(start.getTime() - 23.5 * HOUR_MS));
    await student.hears(/提醒一下：.*15:00–16:00/);
    await passUntil(world, new Date(start.getTime() - 0.9 * HOUR_MS));
    await student.hears(/快到了/);
    front.expectNothingMore();
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where id = $1`, [id]);
  });

  it('tells the desk of a room that somebody else retires, and whoever says that they come', async () => {
    const start = await atHour(world, 3, 15);
    const student = await world.acquainted();
    const id = await booked(world, await lastAddress(world, 'telegram'), '测试老师甲', start);
    await passUntil(world, new Date(start.getTime() - 23.9 * HOUR_MS));
    await student.hears(/提醒一下/);
    const admin = await world.signedIn('测试管理员');
    await savesRoom(admin, '', 'yes');
    expect(admin.text()).not.toMatch(/已经约好/);
    await front.hears(/房间停用、不开放，还没有人告诉他们/);
    await savesRoom(admin, '', 'yes');
    front.expectNothingMore();
    student.taps('会来');
    await student.hears(/房间用不了。还没有定下来，请先不要专门跑一趟/);
    await front.hears(/房间停用、不开放/);
    const answers = await world.database.sql(
      'select answer from xinqiao.appointment_reminder where appointment_id = $1 and answer is not null',
      [id],
    );
    expect(answers).toEqual([]);
    await savesRoom(admin, '');
    student.taps('会来');
    await student.hears(/好，记下了/);
    await world.database.sql(`update xinqiao.appointment set status = 'cancelled' where id = $1`, [id]);
  });

  it.each(['wechat', 'web'] as const)(
    'tells whoever says that they come of leave and of a closed room, on %s',
    async (channel) => {
      await beginsAnew();
      const { sql } = world.database;
      const start = await atHour(world, 3, 15);
      const student = await world.anybody(channel);
      await booked(world, await lastAddress(world, channel), '测试老师甲', start);
      await passUntil(world, new Date(start.getTime() - 23.9 * HOUR_MS));
      await student.hears(/提醒一下/);
      await sql(
        `insert into xinqiao.availability_exception (id, staff_id, during, made_at)
         select gen_random_uuid(), id, tstzrange($1, $1::timestamptz + interval '1 hour', '[)'), xinqiao.app_now()
         from xinqiao.staff_member where name = '测试老师甲'`,
        [start],
      );
      await student.picks('会来');
      await student.hears(/老师可能来不了，还没有定下来[\s\S]*不要专门跑一趟/);
      await front.hears(/约在老师请假的时间里/);
      await sql('update xinqiao.availability_exception set removed_at = xinqiao.app_now()');
      await sql('update xinqiao.room set retired_at = xinqiao.app_now()');
      await student.says('会来');
      await student.hears(/房间用不了。还没有定下来，请先不要专门跑一趟/);
      await front.hears(/房间停用、不开放/);
      await sql('update xinqiao.room set retired_at = null');
      await student.says('会来');
      await student.hears(/好，记下了/);
    },
  );
});
