import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atHour, booked, lastAddress, opensHours } from '../../support/booked.ts';
import { inTalk } from '../../support/in-talk.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('a time today or tomorrow', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    await world.database.sql('delete from xinqiao.availability_rule');
  });
  afterEach(() => world.close());

  it('that nobody has is said to be none', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/时段');
    await counsellor.hears(/今天和明天都没有空的时段/);
  });

  it('is held for the student, who agrees and confirms by a button', async () => {
    const { counsellor, student } = await inTalk(world);
    await opensHours(world, '测试老师甲');
    counsellor.says('/时段');
    await counsellor.hears(/给 #1001 留哪个时间/);
    const [first = ''] = counsellor.choices();
    counsellor.taps(first);
    await counsellor.hears(/替同学留到 .*等同学确认/);
    await student.hears(/老师替你留了一个面谈时间[\s\S]*有一件事要单独问你/);
    // The same button again holds the same time and says it once.
    counsellor.taps(first);
    await counsellor.hears(/替同学留到/);
    student.taps('同意并确认');
    await student.hears(/约好了/);
    await counsellor.hears(/#1001 的同学确认了面谈时间/);
    student.taps('同意并确认');
    await student.hears(/约好了/);
    const rows = await world.database.sql<{ status: string }>('select status from xinqiao.appointment');
    expect(rows).toEqual([{ status: 'booked' }]);
    counsellor.says('/时段');
    await counsellor.hears(/给 #1001 留哪个时间/);
    counsellor.taps(counsellor.choices()[1] ?? '');
    await counsellor.hears(/已经有预约了|替同学留到/);
    await student.hearsUntil(/./).catch(() => '');
  });

  it('is given back when the student does not want it, or does not answer', async () => {
    const { counsellor, student } = await inTalk(world);
    await opensHours(world, '测试老师甲');
    counsellor.says('/时段');
    await counsellor.hears(/留哪个时间/);
    counsellor.taps(counsellor.choices()[0] ?? '');
    await counsellor.hears(/替同学留到/);
    await student.hears(/替你留了一个面谈时间/);
    student.taps('不要这个时间');
    await student.hears(/放回去了/);
    await counsellor.hears(/不要这个面谈时间/);
    student.taps('同意并确认');
    await student.hears(/已经不留了/);
  });

  it('of hours that are kept for hand-offs is there though the counsellor has a full day', async () => {
    const { counsellor, student } = await inTalk(world);
    await opensHours(world, '测试老师甲');
    await world.database.sql(`update xinqiao.availability_rule set held_back = 'urgent'`);
    await world.database.sql(
      `insert into xinqiao.counsellor_profiles (staff_id, daily_cap, weekly_cap, changed_at)
       select id, 1, 1, now() from xinqiao.staff_member where name = '测试老师甲'
       on conflict (staff_id) do update set daily_cap = 1, weekly_cap = 1`,
    );
    await world.acquainted();
    const other = await lastAddress(world, 'telegram');
    await booked(world, other, '测试老师甲', await atHour(world, 1, 8), '9 days');
    counsellor.says('/时段');
    await counsellor.hears(/留哪个时间/);
    counsellor.taps(counsellor.choices().at(-1) ?? '');
    await counsellor.hears(/替同学留到/);
    await student.hears(/替你留了一个面谈时间/);
    student.taps('同意并确认');
    await student.hears(/约好了/);
    await counsellor.hears(/#1001 的同学确认了面谈时间/);
  });

  it('that cannot be booked any more is given back with the reason, to the student and to whoever offered it', async () => {
    const { counsellor, student } = await inTalk(world);
    const own = await lastAddress(world, 'telegram');
    await opensHours(world, '测试老师甲');
    const offers = async () => {
      counsellor.says('/时段');
      await counsellor.hears(/留哪个时间/);
      counsellor.taps(counsellor.choices().at(-1) ?? '');
      await counsellor.hears(/替同学留到/);
      await student.hears(/替你留了一个面谈时间/);
    };
    const lastHold = async () => {
      const rows = await world.database.sql<{ status: string; startAt: Date }>(
        `select status, lower(during) as "startAt" from xinqiao.appointment
         where id in (select appointment_id from xinqiao.same_day_offer) order by made_at desc limit 1`,
      );
      return rows[0] ?? { status: 'none', startAt: new Date() };
    };
    await offers();
    // Meanwhile the desk books what they may have, and more than the rule says for whoever is in care.
    for (const days of [3, 4, 5])
      await booked(world, own, '测试老师甲', await atHour(world, days, 10), '9 days');
    student.taps('同意并确认');
    await student.hears(/能约的次数已经到了上限，这个时间先放回去了/);
    await counsellor.hears(/#1001 的同学点了确认，但能约的次数已经到了上限/);
    expect((await lastHold()).status).toBe('cancelled');
    await world.database.sql(`delete from xinqiao.appointment where status = 'booked'`);

    await offers();
    // Meanwhile their counsellor takes one session a day, and has it.
    await world.acquainted();
    const { startAt } = await lastHold();
    const other = await lastAddress(world, 'telegram');
    await booked(world, other, '测试老师甲', new Date(startAt.getTime() - 3_600_000), '9 days');
    await world.database.sql(
      `insert into xinqiao.counsellor_profiles (staff_id, daily_cap, changed_at)
       select id, 1, now() from xinqiao.staff_member where name = '测试老师甲'
       on conflict (staff_id) do update set daily_cap = 1`,
    );
    student.taps('确认这个时间');
    await student.hears(/刚刚约满了，这个时间没能留住/);
    await counsellor.hears(/#1001 的同学点了确认，但这位老师那天（或那一周）已经约满/);
    expect((await lastHold()).status).toBe('cancelled');
    student.taps('确认这个时间');
    await student.hears(/已经不留了/);
  });
});
