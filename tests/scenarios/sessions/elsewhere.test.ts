import { afterEach, describe, expect, it } from 'vitest';
import { booksTomorrow, passUntil, seesVisitors } from '../../support/session-world.ts';
import { until } from '../../support/until.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('a session', () => {
  let world: World;
  afterEach(() => world.close());

  it('on WeChat: checked in, and evaluated by numbers; the counsellor answers by a number too', async () => {
    world = await startWorld({ wechat: { startsChats: true } });
    const counsellor = world.onWechat();
    const added = await world.addStaff('微信老师', 'wechat', counsellor.account);
    counsellor.says(added.code);
    await counsellor.hears(/这个账号已经启用/);
    await seesVisitors(world, '微信老师');
    const student = world.onWechat();
    student.says('你好');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hearsUntil(/想做什么/);
    const session = await booksTomorrow(world, '微信老师');
    await passUntil(world, session, -30);
    student.says('我的预约');
    await student.hearsUntil(/你的预约/);
    student.says(student.numberOf('我到了（10:00）'));
    await student.hears(/知道你到了/);
    await counsellor.hearsUntil(/来访者到了/);
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.says(counsellor.numberOf('到了'));
    await counsellor.hears(/记下了：到了/);
    counsellor.says('/签到');
    await counsellor.hears(/没有要记的/);
    await passUntil(world, session, 130);
    await student.hearsUntil(/愿意说说感受吗/);
    student.says('5');
    await student.hears(/2\/3/);
    student.says('跳过');
    await student.hears(/不答也没关系/);
    expect(await world.database.sql('select status from xinqiao.visitor_evaluation')).toEqual([
      { status: 'skipped' },
    ]);
  });

  it('on the web page: checked in, evaluated, with words that are screened like all others', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    await seesVisitors(world, '测试老师甲');
    const student = world.visitor();
    await student.says('你好');
    await student.taps('同意并开始');
    const session = await booksTomorrow(world, '测试老师甲');
    await passUntil(world, session, -30);
    await student.taps('我的预约');
    await student.taps('我到了（10:00）');
    expect(student.text()).toMatch(/知道你到了/);
    await counsellor.hearsUntil(/来访者到了/);
    await passUntil(world, session, 61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hears(/记下了/);
    await passUntil(world, session, 130);
    await until('the question', async () => {
      await student.open('/');
      return /愿意说说感受吗/.test(student.text());
    });
    await student.taps('4 比较同意');
    await student.taps('4 比较同意');
    await student.taps('5 完全同意');
    await student.taps('写几句');
    await student.says('其实我想自杀');
    expect(student.text()).toMatch(/正在叫值班老师/);
    await counsellor.hears(/个案 #1001/);
    const [kept] = await world.database.sql<{ status: string }>(
      'select status from xinqiao.visitor_evaluation',
    );
    expect(kept).toEqual({ status: 'done' });
    await world.database.sql(`update xinqiao.handoff_case set wake_at = null, tell_at = null`);
  });
});
