import { expect, it } from 'vitest';
import { booksFirst, cancels, openOnly, passUntil } from '../../support/waiting-world.ts';
import { startWorld } from '../../support/world.ts';

it('takes what was wished for while booking to the waiting list, and offers it by both clocks', async () => {
  const world = await startWorld();
  await world.responder('测试老师甲', ['counsellor'], false);
  await world.responder('测试老师乙', ['counsellor'], false);
  await passUntil(world, '09:00');
  await openOnly(world, '测试老师甲', 3, ['10:00']);
  await world.database.sql(
    `insert into xinqiao.availability_rule (id, staff_id, weekday, mode, from_minute, to_minute, session_minutes,
       valid_from, valid_to, sample)
     select gen_random_uuid(), s.id, weekday, 'online', 660, 710, 50, valid_from, valid_to, false
     from xinqiao.availability_rule, xinqiao.staff_member s where s.name = '测试老师乙'`,
  );
  await world.database.sql(
    `insert into xinqiao.counsellor_profiles (staff_id, topics, changed_at)
     select id, case name when '测试老师甲' then '{睡眠}'::text[] else '{人际}' end, now()
     from xinqiao.staff_member where name like '测试老师%'
     on conflict (staff_id) do update set topics = excluded.topics`,
  );
  const booked = await world.acquainted();
  await booksFirst(booked);

  const student = await world.acquainted();
  student.says('时区');
  await student.hears(/你现在在哪里/);
  student.says('New York');
  await student.hears(/记下了/);
  student.says('预约');
  await student.hears(/单独问你/);
  student.taps('同意');
  await student.hearsUntil(/哪一天/);
  student.taps('对老师有要求');
  await student.hears(/还想选什么/);
  student.taps('想谈的方面');
  await student.hears(/想谈的方面/);
  student.taps('睡眠');
  await student.hears(/现在的要求：睡眠/);
  student.taps('就这样，看时间');
  await student.hears(/按你的希望，最近没有空的时间/);
  student.taps('候补登记');
  await student.hears(/候补不是急救/, /已经帮你带过来了/, /想谈的话题：睡眠/);
  student.taps('就这样，登记');
  await student.hears(/登记好了/);

  await cancels(booked);
  await student.hears(
    /轮到你了[\s\S]*测试老师甲[\s\S]*北京时间 .*10:00–10:50 · 当地 [\s\S]*为你留到 ?北京时间 .* · 当地/,
  );
  student.taps('就要这个时间');
  await student.hears(/先为你留 20 分钟/);
  student.taps('确认预约');
  await student.hears(/约好了[\s\S]*北京时间 .* · 当地/);
  expect(student.file()?.name).toBe('calendar.ics');
  await world.close();
});
