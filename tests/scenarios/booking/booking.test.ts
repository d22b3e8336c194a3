import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onTelegram } from '../../support/anybody.ts';
import { books } from '../../support/booking-story.ts';
import { closesCase } from '../../support/close-case.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('self-help and booking', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('reads a tip with its source', async () => {
    const student = await world.acquainted();
    student.says('自助');
    await student.hears(/想看哪一方面/);
    expect(student.choices().slice(0, 4)).toEqual(['考试压力', '睡眠', '孤独', '呼吸练习']);
    student.says('２');
    await student.hears(/出处/);
  });

  it('books a time, sees it, and cancels it', async () => {
    const student = await world.acquainted();
    await books(onTelegram(student));
    const [row] = await world.database.sql('select status from xinqiao.appointment');
    expect(row).toEqual({ status: 'booked' });

    student.says('我的预约');
    await student.hears(/你的预约/);
    student.taps(student.choices().find((label) => label.startsWith('取消')) ?? '');
    await student.hears(/要取消/);
    student.taps('确定取消');
    await student.hears(/已经取消了/);
    const [gone] = await world.database.sql('select status from xinqiao.appointment');
    expect(gone).toEqual({ status: 'cancelled' });
    const consents = await world.database.sql(
      "select given from xinqiao.consent where purpose = 'health-data'",
    );
    expect(consents).toEqual([{ given: true }]);
  });

  it('gives a doubled tap and a stale one a kind answer and no second effect', async () => {
    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/哪一天/);
    const days = student.choices()[0] ?? '';
    student.taps(days);
    await student.hears(/几点合适/);
    student.taps(days);
    await student.hears(/已经收到了，不用再点/);
    student.taps('同意');
    await student.hears(/前面的选项/, /几点合适/);
    expect(await world.database.sql('select * from xinqiao.appointment')).toEqual([]);
    student.says('取消');
    await student.hears(/菜单/);
  });

  it('asks for consent of its own, and respects a no', async () => {
    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/单独问你/);
    student.says('2');
    await student.hears(/自助和紧急求助照样能用/);
    expect(await world.database.sql('select * from xinqiao.appointment')).toEqual([]);
  });

  it('books on the web page too', async () => {
    const visitor = world.visitor();
    await visitor.says('你好');
    await visitor.taps('同意并开始');
    await visitor.taps('预约');
    expect(visitor.text()).toMatch(/单独问你/);
    await visitor.taps('同意');
    await visitor.says('1');
    await visitor.says('１');
    await visitor.says('一');
    expect(visitor.text()).toMatch(/先为你留 20 分钟/);
    await visitor.taps('确认预约');
    const [row] = await world.database.sql('select status from xinqiao.appointment');
    expect(row).toEqual({ status: 'booked' });
    expect(visitor.text()).toMatch(/约好了/);
  });

  it('takes up an interrupted booking once the crisis is over', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    student.says('预约');
    await student.hears(/单独问你/);
    student.taps('同意');
    await student.hearsUntil(/哪一天/);
    student.says('算了，我想死');
    await student.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/#1001 · 高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await closesCase(counsellor, '误报/无风险');
    await student.hears(/不进关注名单[\s\S]*刚才的「预约」还没做完/);
    student.says('1');
    await student.hears(/哪一天/);
  });
});
