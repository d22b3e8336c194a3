import { afterEach, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { booked, lastAddress, passUntil } from '../../support/booked.ts';
import { opensOwn } from '../../support/booking-story.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
afterEach(() => world.close());

const at = (date: string, hour: number): Date =>
  new Date(`${date}T${String(hour).padStart(2, '0')}:00:00+08:00`);

/** Wednesdays from nine to twelve and Saturdays from two to six, an hour each. */
const opensTwoDays = (name: string): Promise<unknown> =>
  world.database.sql(
    `with room as (
       insert into xinqiao.room (id, name, sample) values (gen_random_uuid(), '测试谈话室', false) returning id)
     insert into xinqiao.availability_rule
       (id, staff_id, room_id, weekday, from_minute, to_minute, session_minutes, valid_from, valid_to, sample)
     select gen_random_uuid(), s.id, room.id, day, from_minute, to_minute, 60, '2020-01-01', null, false
     from xinqiao.staff_member as s, room,
       (values (3, 540, 720), (6, 840, 1080)) as hours(day, from_minute, to_minute) where s.name = $1`,
    [name],
  );

it('a weekly series leaves out the national holiday; the make-up Saturday has the hours of a Wednesday', async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  await world.database.sql(
    `update xinqiao.clock set offset_ms = (extract(epoch from timestamptz '2026-09-15 10:00+08' - now()) * 1000)::bigint`,
  );
  const counsellor = await world.responder('测试老师甲', ['counsellor'], false);
  await opensTwoDays('测试老师甲');

  const students: { student: Anybody; hour: number; path: string }[] = [];
  for (const [index, channel] of (['telegram', 'wechat', 'web'] as const).entries()) {
    const student = await world.anybody(channel);
    const hour = 9 + index;
    const id = await booked(world, await lastAddress(world, channel), '测试老师甲', at('2026-09-16', hour));
    students.push({ student, hour, path: `/console/sessions/${id}/plan` });
  }
  await passUntil(world, new Date(at('2026-09-16', 12).getTime() + MINUTE));
  await counsellor.hears(/来访者到了吗/, /来访者到了吗/, /来访者到了吗/);

  const desk = await world.signedIn('测试老师甲');
  await counsellor.hears(/登录/);
  for (const { student, hour, path } of students) {
    await desk.open(path);
    const form = { first: at('2026-09-23', hour).toISOString(), every: '1', count: '4' };
    await desk.press({ action: path, label: '先看一遍' }, form);
    expect(desk.text()).toMatch(
      /9月23日[^月]*有空.*9月30日[^月]*有空.*10月7日[^月]*约不了：国庆节.*10月14日[^月]*有空/,
    );
    await desk.press({ action: path, label: '发给来访者' }, form);
    const offer = await student.hears(/一共 3 次/);
    expect(offer).toMatch(/9月23日[\s\S]*9月30日[\s\S]*10月14日/);
    expect(offer).not.toMatch(/10月7日/);
    await student.picks('接受');
    await student.hears(/单独问你/);
    await student.picks('同意并接受');
    await student.hears(/约好了/);
    await counsellor.hears(/来访者接受了/);
  }

  // The last of them is moved to the Saturday after the holiday, on which everybody works.
  const [first] = students;
  if (first === undefined) throw new Error('nobody');
  const { student } = first;
  await passUntil(world, at('2026-10-08', 10));
  await opensOwn(student);
  await student.picks(/^改时间 10月14日/);
  await student.hears(/原来的先给你留着/, /哪一天/);
  await student.picks(/^10月10日 周六/);
  await student.hears(/几点合适/);
  expect(student.choices().filter((label) => /^\d\d:/.test(label))).toEqual([
    '09:00–10:00',
    '10:00–11:00',
    '11:00–12:00',
  ]);
  await student.picks(/^09:00/);
  await student.hears(/想约哪位老师/);
  await student.picks(/测试老师甲/);
  await student.hears(/先为你留/);
  await student.picks('确认预约');
  await student.hears(/改好了，原来的时间已经让出来/);
});
