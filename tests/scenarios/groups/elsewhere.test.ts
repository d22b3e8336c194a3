import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { checkInTurn, endOfTurn } from '../../../src/groups/activity-code.ts';
import { passUntil } from '../../support/booked.ts';
import { startWorld, type World } from '../../support/world.ts';
import { begins, openActivity } from './support.ts';

describe('activities on WeChat and on the web', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: { startsChats: true } });
  });
  afterAll(() => world.close());

  it('is signed up for on WeChat by typing the code, and cancelled for everybody', async () => {
    const lecture = await openActivity(world, '3456', { capacity: 2 });
    const student = world.onWechat();
    student.says('活动3456');
    await student.hears(/我是程序/);
    student.says('1');
    await student.hears(/已经记下[\s\S]*睡个好觉[\s\S]*还有 2 个[\s\S]*1\. 我要报名/);
    student.says('1');
    await student.hears(/已报上，你的号码是 1[\s\S]*怎么称呼/);
    student.says('测试同学乙');
    await student.hears(/记下了/);
    student.says('活动 9999');
    await student.hears(/没有找到这个活动/);
    student.says('活动报名');
    await student.hears(/已报上，你的号码是 1/);

    // Whoever follows a link sees no sign-up from before it.
    student.says('换到网页');
    const path = new URL(/https?:\/\/\S+/.exec(await student.hears(/在网页上接着说/))?.[0] ?? '').pathname;
    const other = world.visitor();
    await other.open(path);
    await other.press({ action: path });
    await student.hears(/不是我/);
    await other.says('活动 3456');
    expect(other.text()).toMatch(/还有 1 个/);
    expect(other.text()).not.toMatch(/已报上|号码是 1/);
    // Nor is it answered from, renamed or given up there.
    await other.taps('我要报名');
    expect(other.text()).toMatch(/从这里报不了这个活动/);
    expect(other.text()).not.toMatch(/已经报过名|号码是 1/);
    // At the place staff show a code, which is good around the time alone.
    const writer = await world.signedIn('带领老师 3456');
    await writer.open(`/console/activities/${lecture.id}/sign-ups`);
    const shown = /\/console\/activities\/\S+\/check-in\?date=[0-9a-f-]+/.exec(writer.html())?.[0] ?? '';
    await writer.open(shown);
    expect(writer.text()).toMatch(/还没到时间/);
    expect(writer.html()).not.toContain('<svg');
    await begins(world, lecture.id, '-5 minutes');
    // From the beginning of a code's five minutes, however slow the machine is.
    const before = await world.office.transactions.run((stores) => stores.now());
    await world.pass(endOfTurn(checkInTurn(before)).getTime() - before.getTime());
    await writer.open(shown);
    const code = await lecture.checkIn();
    // A screen that nobody touches looks again when the next code comes.
    const page = await fetch(new URL(shown, world.app.url), { headers: { cookie: writer.cookies() } });
    const seconds = Number(page.headers.get('refresh'));
    expect([await page.text(), seconds > 0, seconds <= 300]).toEqual([
      expect.stringContaining(code),
      true,
      true,
    ]);
    expect(writer.html()).toMatch(new RegExp(`<svg[\\s\\S]*/c/${code}`));
    expect(writer.html()).toContain(`https://t.me/fake_bot?start=c${code}`);
    await other.open(`/c/${code}`);
    await other.press({ action: '/chat/say', label: '我到了，签到' });
    expect(other.text()).toMatch(/这里没有你报名「睡个好觉」的记录/);
    for (const _ of [1, 2]) {
      student.says(`签到 ${code}`);
      await student.hears(/签到好了/);
    }
    // Passed on to somebody who is not there it is soon good for nothing, and the screen shows another one.
    await world.pass(minutesMs(5));
    student.says(`签到 ${code}`);
    await student.hears(/签到好了/);
    await world.pass(minutesMs(5));
    student.says(`签到 ${code}`);
    await student.hears(/签到码刚换过[\s\S]*老师可以补记/);
    await writer.open(shown);
    expect(writer.html()).not.toContain(code);
    expect(writer.html()).toContain(`/c/${await lecture.checkIn()}`);
    expect(await world.database.sql('select from xinqiao.activity_attendance')).toHaveLength(1);
    await begins(world, lecture.id, '-5 hours');
    const now = await world.office.transactions.run((stores) => stores.now());
    student.says(`签到 ${await lecture.checkIn(new Date(now.getTime() - hoursMs(4)))}`);
    await student.hears(/签到的时间已经过了/);
    expect(await world.database.sql('select from xinqiao.sign_up')).toHaveLength(1);

    await begins(world, lecture.id, '1 day');
    await writer.open(`/console/activities/${lecture.id}/cancel`);
    expect(writer.text()).toContain('报了名的 1 人都会收到取消的消息');
    await writer.press({ action: `/console/activities/${lecture.id}/cancel`, label: '确认取消' });
    await student.hears(/「睡个好觉」[\s\S]*取消了，不用来了/);
  });

  it('is signed up for by a guardian from the poster, with nothing about any student', async () => {
    await openActivity(world, '4567', { kind: 'guardians-class', title: '怎样和孩子谈升学', capacity: 5 });
    const guardian = world.visitor();
    expect(await guardian.open('/a/4567')).toBe(200);
    expect(guardian.text()).toMatch(/家长课堂 怎样和孩子谈升学.*不用写孩子的名字/);
    await guardian.press({ action: '/chat/say', label: '在这里报名' });
    await guardian.taps('同意并开始');
    expect(guardian.text()).toMatch(/这是给家长的/);
    await guardian.taps('我要报名');
    expect(guardian.text()).toMatch(/已报上，你的号码是 1[\s\S]*请不要写孩子的名字/);
    await guardian.says('王女士');
    expect(guardian.text()).toMatch(/记下了/);
    expect(await world.database.sql("select from xinqiao.consent where purpose = 'health-data'")).toEqual([]);
    expect(await guardian.open('/a/0000')).toBe(404);
    expect(await guardian.open('/a/9998')).toBe(404);
  });

  it.each([
    ['wechat', 'web', '5678'],
    ['web', 'wechat', '6789'],
  ] as const)(
    'goes from somebody on %s who signs off to who waits on %s, and they check in',
    async (leaves, waits, code) => {
      const lecture = await openActivity(world, code);
      const first = await world.anybody(leaves);
      await first.says(`活动 ${code}`);
      await first.hears(/名额 1 个，还有 1 个/);
      await first.picks('我要报名');
      await first.hears(/已报上，你的号码是 1/, /怎么称呼/);
      await first.picks('不写，用号码');
      await first.hears(/点名用号码/);
      const second = await world.anybody(waits);
      await second.says(`活动 ${code}`);
      await second.hears(/已经满了，有 0 人在候补/);
      await second.picks('我要报名');
      await second.hears(/在候补，排第 1 位，你的号码是 2/, /怎么称呼/);
      await second.says('测试同学');
      await second.hears(/记下了/);

      await first.says(`活动 ${code}`);
      await first.hears(/已报上/);
      await first.picks('退出报名');
      await first.hears(/要退出报名吗/);
      await first.picks('确定退出');
      await first.hears(/已经退出了/);
      await second.hears(/「睡个好觉」有名额了，给你留好了/);

      const { startsAt } = lecture;
      await passUntil(world, new Date(startsAt.getTime() - daysMs(1) + hoursMs(1)));
      await second.hears(/提醒：「睡个好觉」/);
      await passUntil(world, startsAt);
      const shown = await lecture.checkIn();
      await first.says(`签到 ${shown}`);
      await first.hears(/没有你报名「睡个好觉」的记录|还没有名额/);
      await second.says(`签到 ${shown}`);
      await second.hears(/签到好了：睡个好觉/);
      const came = await world.database.sql(
        `select t.attended from xinqiao.activity_attendance as t join xinqiao.sign_up as s on s.id = t.sign_up_id
       where s.activity_id = $1`,
        [lecture.id],
      );
      expect(came).toEqual([{ attended: true }]);
    },
  );

  it('asks before a group; the leader reads the answer, agrees with one and lets the other wait', async () => {
    const question = { text: '你希望从小组得到什么？', en: null, kind: 'words' } as const;
    const group = await openActivity(world, '7890', { kind: 'group', title: '测试成长小组', question });
    const students = [await world.anybody('wechat'), await world.anybody('web')];
    for (const student of students) {
      await student.says('活动 7890');
      await student.hears(/由带领老师看过再定/);
      await student.picks('我要报名');
      await student.hears(/也属于健康信息/, /有一件事要单独问你/);
      await student.picks('同意');
      await student.hears(/你希望从小组得到什么/);
      await student.says(`想认识新朋友，${student.channel}`);
      await student.hears(/现在还不算报上/, /怎么称呼/);
      await student.picks('不写，用号码');
      await student.hears(/点名用号码/);
    }
    const leader = await world.signedIn('带领老师 7890');
    const list = `/console/activities/${group.id}/sign-ups`;
    await leader.open(list);
    expect(leader.text()).toMatch(/想认识新朋友，wechat[\s\S]*想认识新朋友，web/);
    // What is said does not name the group: others may see the screen.
    const told = [
      /你报名的活动（活动码 7890）有名额了/,
      /你报名的活动（活动码 7890）：老师同意了，现在名额满着/,
    ];
    for (const [index, student] of students.entries()) {
      await leader.open(list);
      await leader.press({ action: `/console/activities/${group.id}/decide`, label: '同意' });
      await student.hears(told[index] ?? /never/);
    }
  });
});
