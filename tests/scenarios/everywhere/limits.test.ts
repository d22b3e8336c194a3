import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { asksForDays, choosesTime, confirms } from '../../support/booking-story.ts';
import { startWorld, type World } from '../../support/world.ts';

/** A time is held 20 minutes for somebody who comes for the first time. */
const HELD_MS = 1_200_000;

let world: World;
let bystander = '';
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true }, booking: { perTermLimit: 1 } });
  await world.database.sql('delete from xinqiao.availability_rule');
  await world.responder('测试老师甲', ['counsellor'], false);
  await opensHours(world, '测试老师甲');
  await world.acquainted();
  bystander = await lastAddress(world, 'telegram');
});
afterAll(() => world.close());

/** The counsellor sees so many a day; null for as many as there is time for. */
const seesADay = (most: number | null): Promise<unknown> =>
  world.database.sql(
    `insert into xinqiao.counsellor_profiles (staff_id, daily_cap, changed_at)
     select id, $1, xinqiao.app_now() from xinqiao.staff_member where name = '测试老师甲'
     on conflict (staff_id) do update set daily_cap = excluded.daily_cap`,
    [most],
  );

/** Up to the list of hours of one of the next days. */
async function looksAtHours(student: Anybody): Promise<void> {
  await asksForDays(student);
  await student.picks(student.choices().filter((label) => /还有/.test(label))[2] ?? '');
  await student.hears(/几点合适/);
}

describe.each(CHANNELS)('limits of booking on %s', (channel) => {
  it('a time that was held too long is free again, and others stand below', async () => {
    const student = await world.anybody(channel);
    await asksForDays(student);
    await choosesTime(student, { day: 1 });
    await student.hears(/先为你留 20 分钟/);
    await world.pass(HELD_MS + 1_000);
    await student.picks('确认预约');
    await student.hears(/留的时间到了，位子已经放回去/);
    expect(student.choices().some((label) => /:00/.test(label))).toBe(true);
  });

  it('a day that was filled up meanwhile is said to be full, and another is offered', async () => {
    const student = await world.anybody(channel);
    await looksAtHours(student);
    await student.picks(/^1\d:00/);
    await student.hears(/想约哪位老师/);
    await seesADay(1);
    for (const day of [1, 2, 3, 4])
      await booked(world, bystander, '测试老师甲', await atHour(world, day, 20));
    await student.picks(/测试老师甲/);
    await student.hears(/刚刚约满了，不是你点慢了/);
    await world.database.sql('delete from xinqiao.appointment where address_id = $1', [bystander]);
    await seesADay(null);
  });

  it('so many a term, said kindly, with the hotline; nobody in a crisis is kept away by it', async () => {
    const student = await world.anybody(channel);
    const address = await lastAddress(world, channel);
    await asksForDays(student);
    await choosesTime(student, { day: 4 });
    await confirms(student);
    await world.database.sql(
      `update xinqiao.appointment set status = 'attended', during = tstzrange(
         lower(during) - make_interval(days => $2), upper(during) - make_interval(days => $2)) where address_id = $1 and status = 'booked'`,
      [address, 6 + CHANNELS.indexOf(channel)],
    );
    await student.says('预约');
    await student.hears(/还是测试老师甲吗/);
    await student.picks('都可以');
    await student.hears(/次数用完了，不是不管你[\s\S]*12356/);
    await student.says('我高中的时候想过自杀');
    await student.hears(/听起来你最近很不容易/);
    await student.says('预约');
    await student.hears(/还是测试老师甲吗/);
    await student.picks('都可以');
    await student.hears(/哪一天/);
  });
});
