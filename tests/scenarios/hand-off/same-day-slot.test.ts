import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { opensHours } from '../../support/booked.ts';
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
});
