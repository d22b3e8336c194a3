import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysMs, hoursMs } from '../../../src/core/clock.ts';
import { rawText } from '../../support/raw-text.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from './support.ts';

describe('activities on Telegram', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('gives the place, then the waiting list, then the freed place; reminds, and checks in', async () => {
    const lecture = await openActivity(world, '1234');
    const first = await world.acquainted();
    first.says('活动报名');
    await first.hears(/【讲座】睡个好觉，.*活动码 1234/);
    first.taps('讲座：睡个好觉');
    await first.hears(/怎样睡得好一点[\s\S]*东校区样例楼 101[\s\S]*名额 1 个，还有 1 个/);
    first.taps('我要报名');
    await first.hears(/已报上，你的号码是 1/, /怎么称呼/);
    first.says('测试同学甲');
    await first.hears(/记下了/);

    const second = await world.acquainted();
    second.says('活动 1234');
    await second.hears(/已经满了，有 0 人在候补/);
    second.taps('我要报名');
    await second.hears(/在候补，排第 1 位，你的号码是 2/, /怎么称呼/);
    second.taps('不写，用号码');
    await second.hears(/点名用号码/);

    // The same link again, by somebody who is new: the notice first, then what they came for.
    const third = world.student();
    third.says('/start a1234');
    await third.hears(/我是程序/);
    third.taps('同意并开始');
    await third.hears(/已经记下/, /有 1 人在候补/);
    third.taps('我要报名');
    await third.hears(/排第 2 位/, /怎么称呼/);
    third.taps('不写，用号码');
    await third.hears(/点名用号码/);

    first.says('活动报名');
    await first.hears(/你报名的[\s\S]*已报上，你的号码是 1/);
    first.taps('讲座：睡个好觉');
    await first.hears(/已报上/);
    first.taps('退出报名');
    await first.hears(/要退出报名吗/);
    first.taps('确定退出');
    await first.hears(/已经退出了/);
    await second.hears(/「睡个好觉」有名额了，给你留好了/);
    third.says('活动 1234');
    await third.hears(/排第 1 位/);

    await world.pass(daysMs(2) + hoursMs(1));
    await second.hears(/提醒：「睡个好觉」/);
    await world.pass(daysMs(1) - hoursMs(1));
    const code = await lecture.checkIn();
    third.says(`签到 ${code}`);
    await third.hears(/还没有名额/);
    second.says(`签到 ${code}`);
    await second.hears(/签到好了：睡个好觉/);
    second.says('签到 000000');
    await second.hears(/签到码不对/);
    expect(await world.database.sql('select attended, staff_id from xinqiao.activity_attendance')).toEqual([
      { attended: true, staff_id: null },
    ]);
    expect(
      await world.database.sql('select from xinqiao.sign_up where name_sealed is not null'),
    ).toHaveLength(0);
  });

  it('asks a question before a group, keeps the answer sealed, and calls somebody where it is a crisis', async () => {
    const group = await openActivity(world, '2345', {
      kind: 'group',
      title: '走出失恋小组',
      capacity: 8,
      question: { text: '你希望从小组得到什么？', en: null, kind: 'words' },
    });
    const student = await world.acquainted();
    student.says('活动 2345');
    await student.hears(/由带领老师看过再定/);
    student.taps('我要报名');
    await student.hears(/团体辅导也属于健康信息/, /单独问你/);
    student.taps('同意');
    await student.hears(/你希望从小组得到什么/);
    student.says('想学会一个人吃饭');
    await student.hears(/现在还不算报上/, /怎么称呼/);
    student.taps('不写，用号码');
    await student.hears(/点名用号码/);
    const listed = await world.office.transactions.run(({ activities }) =>
      activities.signUps(group.id, group.leaderId),
    );
    expect(listed).toMatchObject([{ status: 'pending', answer: '想学会一个人吃饭', name: null }]);
    const dump = await world.database.sql('select * from xinqiao.sign_up');
    expect(rawText(dump)).not.toContain('一个人吃饭');

    const weighed = await world.acquainted();
    weighed.says('活动 2345');
    await weighed.hears(/由带领老师看过再定/);
    weighed.taps('我要报名');
    await weighed.hears(/健康信息/, /单独问你/);
    weighed.taps('同意');
    await weighed.hears(/你希望从小组得到什么/);
    // A person is offered, and the answer counts all the same.
    weighed.says('活着没意思，想找人说说话');
    await weighed.hears(/找值班老师|值班老师/, /现在还不算报上/, /怎么称呼/);

    const counsellor = await world.responder('测试老师甲');
    const other = await world.acquainted();
    other.says('活动 2345');
    await other.hears(/由带领老师看过再定/);
    other.taps('我要报名');
    await other.hears(/健康信息/, /单独问你/);
    other.taps('同意');
    await other.hears(/你希望从小组得到什么/);
    other.says('没什么希望，我不想活了');
    await other.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await counsellor.hears(/高危/);
    expect(await world.database.sql(`select from xinqiao.sign_up where status = 'pending'`)).toHaveLength(2);
    await world.database.sql('update xinqiao.handoff_case set wake_at = null, tell_at = null');
    await world.database.sql('delete from xinqiao.digest');
  });
});
