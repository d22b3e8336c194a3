import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeSlots } from '../../../src/booking/compute-slots.ts';
import { createAvailabilityDesk } from '../../../src/conversation/desks/booking/availability-office.ts';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const PAGE = '/console/availability';

describe('opening hours in the console', () => {
  let world: World;
  let teacher: Visitor;
  let desk: Visitor;
  let teacherId: string;
  let otherId: string;
  let roomId: string;

  beforeAll(async () => {
    world = await startWorld();
    await world.database.sql('delete from xinqiao.availability_rule');
    await world.database.sql('delete from xinqiao.rota_calendar');
    teacherId = await add('测试老师甲', 'counsellor');
    otherId = await add('测试老师乙', 'counsellor');
    await add('测试预约台', 'staff');
    teacher = await world.signedIn('测试老师甲');
    desk = await world.signedIn('测试预约台');
  });
  afterAll(() => world.close());

  const add = async (name: string, role: string): Promise<string> => {
    const added = await createStaffDesk(world.office).add(OPERATOR, {
      name,
      roles: [role],
      accounts: [],
      onCall: false,
    });
    expect(added.ok).toBe(true);
    const rows = await world.database.sql<{ id: string }>(
      'select id from xinqiao.staff_member where name = $1',
      [name],
    );
    return rows[0]?.id ?? '';
  };
  const rules = () =>
    world.database.sql<{ mode: string; weeks: string; room_id: string | null; valid_to: string | null }>(
      'select mode, weeks, room_id, valid_to::text from xinqiao.availability_rule where removed_at is null order by made_at',
    );
  const everyDay = (staffId: string) => ({
    staffId,
    weekday: '3',
    from: '09:00',
    to: '12:00',
    sessionMinutes: '50',
    mode: 'on-site',
    roomId,
    weeks: '每周',
    bufferBefore: '0',
    bufferAfter: '10',
    urgent: '否',
    validFrom: '',
    validTo: '',
  });

  it('has the booking desk make a room on a campus, with hours of its own', async () => {
    await desk.open(`${PAGE}/room`);
    await desk.press(
      { action: `${PAGE}/room` },
      { name: '测试谈话室', campus: '南校区', 'hours-1': '8点到12点' },
    );
    expect(desk.text()).toContain('没有保存，有 1 处要改');
    await desk.press(
      { action: `${PAGE}/room` },
      { name: '测试谈话室', campus: '南校区', 'hours-1': '', 'hours-3': '08:00-12:00,14:00-21:00' },
    );
    await desk.open(`${PAGE}/rooms`);
    expect(desk.text()).toContain('周三 08:00-12:00,14:00-21:00');
    const rows = await world.database.sql<{ id: string }>(
      "select id from xinqiao.room where name = '测试谈话室'",
    );
    roomId = rows[0]?.id ?? '';
  });

  it('lets a counsellor open hours of their own, once however often the form is sent', async () => {
    await teacher.open(`${PAGE}/rule`);
    expect(teacher.html()).not.toContain('测试老师乙');
    await teacher.press(
      { action: `${PAGE}/rule` },
      { ...everyDay(teacherId), to: '09:30', weeks: '有空就来' },
    );
    expect(teacher.text()).toContain('到几点：这段时间不够一次咨询');
    expect(teacher.text()).toContain('教学周：要写 每周');
    await teacher.press({ action: `${PAGE}/rule` }, { ...everyDay(teacherId), weeks: '1-8,10' });
    await teacher.pressAgain();
    expect(await rules()).toEqual([{ mode: 'on-site', weeks: 'list', room_id: roomId, valid_to: null }]);
    await teacher.open(PAGE);
    expect(teacher.text()).toContain('第 1,2,3,4,5,6,7,8,10 周');
    expect(teacher.text()).toContain('南校区 测试谈话室');
  });

  it('changes a rule in place of the old one, and ends it', async () => {
    const [{ id }] = (await world.database.sql<{ id: string }>(
      'select id from xinqiao.availability_rule where removed_at is null',
    )) as [{ id: string }];
    await teacher.open(`${PAGE}/rule?id=${id}`);
    const changed = { ...everyDay(teacherId), mode: 'online', roomId: '', weeks: '单周' };
    await teacher.press({ action: `${PAGE}/rule` }, changed);
    expect(await rules()).toEqual([{ mode: 'online', weeks: 'odd', room_id: null, valid_to: null }]);
    await teacher.open(PAGE);
    await teacher.press({ action: `${PAGE}/rule/end` });
    await teacher.pressAgain();
    expect(teacher.text()).toContain('这一条已经停了');
    expect(await rules()).toEqual([]);
  });

  it('shows and changes nothing of a colleague', async () => {
    const desks = createAvailabilityDesk(world.office);
    const actor = { kind: 'staff', staffId: teacherId, roles: ['counsellor'] } as const;
    const theirs = { ...everyDay(otherId), date: '' };
    expect(await desks.saveRule(actor, randomUUID(), null, theirs)).toEqual({ ok: false, code: 'forbidden' });
    expect((await desks.view(actor))?.counsellors.map(({ name }) => name)).toEqual(['测试老师甲']);
    const denied = await world.database.sql(
      "select from xinqiao.audit_entry where action = 'availability.change' and resource = $1 and not allowed",
      [`availability:${otherId}`],
    );
    expect(denied).toHaveLength(1);
  });

  it('warns of booked appointments in leave, and leaves them where they are', async () => {
    const student = world.visitor();
    await student.says('你好');
    await world.settle();
    await world.database.sql(
      `insert into xinqiao.appointment (id, contact_id, address_id, staff_id, room_id, during, status, made_at, booked_at)
       select gen_random_uuid(), contact_id, id, $1, $2, tstzrange(now() + interval '2 days', now() + interval '2 days 50 minutes'),
         'booked', now(), now() from xinqiao.address where channel = 'web' limit 1`,
      [teacherId, roomId],
    );
    await teacher.open(`${PAGE}/leave`);
    const local = (days: number) =>
      new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 16);
    await teacher.press(
      { action: `${PAGE}/leave` },
      { staffId: teacherId, startsAt: local(1), endsAt: local(4), note: '开会' },
    );
    expect(teacher.text()).toContain('有 1 个已经约好的，没有动');
    expect(teacher.html()).toContain('/console/appointments?week=');
    // A centre head is told how many; an administrator nothing of it.
    const seen = async (name: string, role: string): Promise<string> => {
      await add(name, role);
      const browser = await world.signedIn(name);
      await browser.open(PAGE);
      return browser.html();
    };
    const byHead = await seen('测试主任', 'centre-head');
    expect(byHead).toContain('里面有 1 个已经约好的');
    expect(byHead).not.toContain('/console/appointments?week=');
    const byAdministrator = await seen('测试管理员', 'administrator');
    expect(byAdministrator).toContain('开会');
    expect(byAdministrator).not.toMatch(/个已经约好|appointments\?week=/);
    expect(await world.database.sql("select from xinqiao.appointment where status = 'booked'")).toHaveLength(
      1,
    );
  });

  it('imports a table whole or not at all, naming line and column of each fault', async () => {
    await desk.open(`${PAGE}/import`);
    const wrong =
      '姓名,星期,从,到,每次分钟,房间\n测试老师甲,三,14:00,17:00,50,测试谈话室\n无此人,八,14:00,13:00,50,走廊';
    await desk.press({ action: `${PAGE}/import` }, { table: 'availability', text: wrong });
    expect(desk.text()).toContain('一条也没有导入');
    expect(desk.text()).toContain('第 3 行第 1 列：没有这个名字，或者已经停用（写的是“无此人”）');
    expect(desk.text()).toContain('第 3 行第 2 列：还没有选或填（写的是“八”）');
    expect(desk.text()).toContain('第 3 行第 6 列：没有这个名字');
    expect(await rules()).toEqual([]);
    const right =
      '姓名,星期,从,到,每次分钟,房间,方式\n测试老师甲,三,14:00,17:00,50,测试谈话室,\n测试老师乙,周五,19:00,21:00,45,,线上';
    await desk.press({ action: `${PAGE}/import` }, { table: 'availability', text: right });
    expect(desk.text()).toContain('可以导入：新的 2 条');
    expect(await rules()).toEqual([]);
    await desk.press({ action: `${PAGE}/import`, label: '导入这 2 条' }, { text: right });
    expect((await rules()).map(({ mode }) => mode).sort()).toEqual(['on-site', 'online']);
    const shorter = right.replace('17:00,50', '17:00,45');
    await desk.open(`${PAGE}/import`);
    await desk.press({ action: `${PAGE}/import` }, { table: 'availability', text: shorter });
    expect(desk.text()).toMatch(
      /新的 0 条，已有的 2 条，其中 1 条有改动[\s\S]*第 2 行第 5 列，每次分钟 50 → 45/,
    );
    const minutes = async () =>
      (
        await world.database.sql<{ m: number }>(
          'select session_minutes as m from xinqiao.availability_rule where removed_at is null order by mode',
        )
      ).map(({ m }) => m);
    expect(await minutes()).toEqual([50, 45]);
    await desk.press({ action: `${PAGE}/import`, label: '导入这 1 条' }, { text: shorter });
    expect(await minutes()).toEqual([45, 45]);
  });

  it('says of a table what its rooms are closed for, before and after', async () => {
    await world.database.sql('delete from xinqiao.availability_rule');
    const text =
      '姓名,星期,从,到,每次分钟,房间\n测试老师甲,三,14:00,17:00,50,测试谈话室\n测试老师乙,五,19:00,21:00,50,测试谈话室';
    await desk.open(`${PAGE}/import`);
    await desk.press({ action: `${PAGE}/import` }, { table: 'availability', text });
    expect(desk.text()).toContain('可以导入：新的 2 条');
    expect(desk.text()).toContain('有 1 条和房间的开放钟点对不上');
    expect(desk.text()).toMatch(
      /测试老师乙 · 周五 19:00–21:00[^·]*· 全部 2 次都在测试谈话室的开放钟点之外，一次也约不到/,
    );
    expect(desk.text()).not.toMatch(/周三 14:00–17:00[^·]*· (?:全部|每天)/);
    await desk.press({ action: `${PAGE}/import`, label: '导入这 2 条' }, { text });
    expect(desk.text()).toMatch(/已经导入。有 1 条和房间的开放钟点对不上/);
    await world.database.sql('delete from xinqiao.availability_rule');
  });

  it('says how many sessions lie outside the hours of their room, and marks the line', async () => {
    await teacher.open(`${PAGE}/rule`);
    await teacher.press({ action: `${PAGE}/rule` }, { ...everyDay(teacherId), from: '19:00', to: '22:00' });
    const some = '每天 3 次里有 1 次在测试谈话室的开放钟点之外，那几次约不到';
    expect(teacher.text()).toContain(`已经保存，但是${some}`);
    await teacher.open(PAGE);
    expect(teacher.text()).toContain(some);
    await teacher.open(`${PAGE}/rule`);
    await teacher.press({ action: `${PAGE}/rule` }, { ...everyDay(teacherId), weekday: '6' });
    expect(teacher.text()).toContain('已经保存，但是全部 3 次都在测试谈话室的开放钟点之外，一次也约不到');
    await world.database.sql("update xinqiao.room set retired_at = now() where name = '测试谈话室'");
    await teacher.open(PAGE);
    expect(teacher.text()).toContain('测试谈话室已经停用，约不到');
    await world.database.sql("update xinqiao.room set retired_at = null where name = '测试谈话室'");
    await world.database.sql('delete from xinqiao.availability_rule');
  });

  it('opens a single day in a room that is closed then, and asks to see to the room', async () => {
    const from = new Date();
    const to = new Date(from.getTime() + 21 * 86_400_000);
    // The second Saturday from now, at ten.
    const saturday = [8, 9, 10, 11, 12, 13, 14]
      .map((days) => new Date(from.getTime() + days * 86_400_000 + 8 * 3_600_000))
      .find((day) => day.getUTCDay() === 6);
    const date = saturday?.toISOString().slice(0, 10) ?? '';
    await teacher.open(`${PAGE}/rule?kind=extra`);
    // Such a day has no weekday of its own in the form.
    const day = { ...everyDay(teacherId), weekday: '', kind: 'extra', date };
    await teacher.press({ action: `${PAGE}/rule` }, day);
    expect(teacher.text()).toContain('3 次在测试谈话室的开放钟点之外，照样开放：请先确认那天房间能用');
    const open = await world.office.transactions.run(({ appointments }) =>
      appointments.availability(from, to),
    );
    expect(open.rules.map(({ extra, validFrom }) => [extra, validFrom])).toEqual([[true, date]]);
    const slots = computeSlots({
      ...open,
      busy: [],
      ownBusy: [],
      capsOf: () => ({ daily: null, weekly: null }),
      from,
      to,
      now: from,
      leastNoticeMinutes: 0,
      urgentKept: null,
    });
    expect(slots).toHaveLength(3);
    await world.database.sql('delete from xinqiao.availability_rule');
  });

  it('imports profiles of those who are there, and adds counsellors only for whoever may', async () => {
    const table =
      '姓名,性别,语言,擅长,线上,每日上限\n测试老师甲,女,普通话、粤语,学业,是,4\n测试老师丙,男,,,否,';
    const desks = createAvailabilityDesk(world.office);
    const atDesk = { kind: 'staff', staffId: randomUUID(), roles: ['staff'] } as const;
    expect(await desks.import(atDesk, 'counsellors', table, false)).toEqual({
      ok: false,
      code: 'faults',
      faults: [{ line: 3, column: 1, code: 'unknown', found: '测试老师丙' }],
      ignored: [],
    });
    expect(await world.database.sql('select from xinqiao.counsellor_profiles')).toEqual([]);
    expect(await desks.import(OPERATOR, 'counsellors', table, true)).toMatchObject({ ok: true, added: 1 });
    expect(await world.database.sql('select from xinqiao.counsellor_profiles')).toEqual([]);
    expect(await desks.import(OPERATOR, 'counsellors', table, false)).toMatchObject({ added: 1, known: 1 });
    expect(
      await world.database.sql(
        'select gender, languages, online, daily_cap from xinqiao.counsellor_profiles order by gender',
      ),
    ).toEqual([
      { gender: 'female', languages: ['普通话', '粤语'], online: true, daily_cap: 4 },
      { gender: 'male', languages: [], online: false, daily_cap: null },
    ]);
  });
});
