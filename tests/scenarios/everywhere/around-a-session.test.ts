import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Anybody, CHANNELS } from '../../support/anybody.ts';
import { atHour, booked, closesItsTime, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { WHOLE_RECORD } from '../../support/session-world.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const WEEK_MS = 7 * 86_400_000;
const NAME = '测试老师甲';

let world: World;
let counsellor: TelegramPerson;
let onDuty: TelegramPerson;
beforeAll(async () => {
  world = await startWorld({ wechat: { startsChats: true } });
  await world.database.sql('delete from xinqiao.availability_rule');
  counsellor = await world.responder(NAME, ['counsellor'], false);
  onDuty = await world.responder('测试老师乙');
  await opensHours(world, NAME);
});
afterAll(() => world.close());

describe.each(CHANNELS)('around a session of somebody on %s', (channel) => {
  let student: Anybody;
  let startAt: Date;
  let path = '';

  const visits = async (hour: number): Promise<string> => {
    student = await world.anybody(channel);
    startAt = await atHour(world, 1, hour);
    const id = await booked(world, await lastAddress(world, channel), NAME, startAt);
    path = `/console/sessions/${id}`;
    return id;
  };
  const minutes = (after: number): Promise<void> =>
    passUntil(world, new Date(startAt.getTime() + after * MINUTE));
  const comesToDesk = async (): Promise<Visitor> => {
    const desk = await world.signedIn(NAME);
    await counsellor.hearsUntil(/登录链接/);
    return desk;
  };
  const offers = async (desk: Visitor, count: number): Promise<void> => {
    await desk.open(`${path}/plan`);
    const first = new Date(startAt.getTime() + WEEK_MS).toISOString();
    const form = { first, every: '1', count: `${count}` };
    for (const label of ['先看一遍', '发给来访者']) await desk.press({ action: `${path}/plan`, label }, form);
  };

  it('我到了 is answered truly: too early, after 没来, and where there is nothing to come to', async () => {
    await visits(9);
    await student.says('我到了');
    await student.hears(/今天没有看到还要来的咨询预约；参加活动的，请打现场的签到码/);
    await minutes(-90);
    await student.says('我到了');
    await student.hears(/开始前一小时到结束之间/);
    await minutes(20);
    const desk = await comesToDesk();
    await desk.open(path);
    await desk.press({ action: `${path}/attendance`, label: '没来' });
    await student.says('我到了。');
    await student.hears(/告诉测试老师甲：你到了[\s\S]*只有老师能改/);
    await counsellor.hearsUntil(/09:00 的来访者说到了，先前记的是没来/);
    await student.says('我到了');
    await student.hears(/只有老师能改/);
    counsellor.taps('到了');
    await counsellor.hearsUntil(/记下了：到了/);
    await student.says('我到了');
    await student.hears(/已经记下你到了/);
    await minutes(130);
    await student.hears(/月.*09:00 的谈话，愿意说说感受吗/);
    await student.picks('跳过');
    await student.hears(/不答也没关系/);
  });

  it('我到了 before a closed door says so, and nobody who is ill hears of it', async () => {
    await visits(10);
    await minutes(-40);
    await student.says('我的预约');
    await student.hears(/你的预约/);
    const here = student.choices().find((label) => label.startsWith('我到了')) ?? '';
    await closesItsTime(world, path.split('/').at(-1) ?? '');
    await student.picks(here);
    await student.hears(/10:00 这一次，测试老师甲来不了，请不要等/);
    await student.says('我到了');
    await student.hears(/请不要等/);
    const desk = await comesToDesk();
    await desk.open('/console/sessions');
    expect(desk.text()).toMatch(/10:00–11:00 .*老师来不了，已告知/);
    expect(desk.text()).not.toMatch(/签到/);
  });

  it('the next time is agreed on while this one runs, by whoever may have one alone', async () => {
    await visits(11);
    await minutes(30);
    const desk = await comesToDesk();
    await offers(desk, 1);
    expect(desk.text()).toMatch(/等来访者接受/);
    await student.hears(/想和你约下一次/);
    await student.picks('接受');
    await student.hears(/单独问你/);
    await student.picks('同意并接受');
    await student.hears(/约好了/);
    await counsellor.hearsUntil(/来访者接受了/);
    await minutes(61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('没来');
    await counsellor.hearsUntil(/记下了：没来/);
  });

  it('times of which one is gone end as a whole, and both hear the truth', async () => {
    await visits(12);
    await minutes(30);
    const desk = await comesToDesk();
    await offers(desk, 2);
    await student.hears(/约固定的时间，一共 2 次/);
    await world.database.sql(
      `insert into xinqiao.availability_exception (id, staff_id, during)
       select gen_random_uuid(), id, tstzrange($2, $2::timestamptz + interval '1 hour')
       from xinqiao.staff_member where name = $1`,
      [NAME, new Date(startAt.getTime() + 2 * WEEK_MS)],
    );
    await student.picks('接受');
    await student.hears(/单独问你/);
    await student.picks('同意并接受');
    await student.hears(/有一个已经约不了了[\s\S]*不是你点慢了/);
    await counsellor.hearsUntil(/没有约成：这里面有时间已经约不了了/);
    await student.says('我的预约');
    expect(await student.hears(/你的预约/)).not.toMatch(/等你/);
    const left = await world.database.sql(
      `select a.status from xinqiao.appointment a join xinqiao.session_series e on e.id = a.series_id
       where a.status = 'held' or e.status = 'offered'`,
    );
    expect(left).toEqual([]);
    await world.database.sql('delete from xinqiao.availability_exception where made_by is null');
    await minutes(61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('没来');
    await counsellor.hearsUntil(/记下了：没来/);
  });

  it('what was looked over is what goes out', async () => {
    await visits(13);
    await minutes(30);
    const desk = await comesToDesk();
    await desk.open(`${path}/plan`);
    const first = new Date(startAt.getTime() + WEEK_MS);
    const form = { first: first.toISOString(), every: '1', count: '2' };
    await desk.press({ action: `${path}/plan`, label: '先看一遍' }, form);
    const taken = await booked(
      world,
      await lastAddress(world, channel),
      NAME,
      new Date(first.getTime() + WEEK_MS),
    );
    await desk.press({ action: `${path}/plan`, label: '发给来访者' }, form);
    expect(desk.text()).toMatch(/刚才有一个时间被约走了，请再看一遍/);
    await world.database.sql('delete from xinqiao.appointment where id = $1', [taken]);
    await desk.press({ action: `${path}/plan`, label: '先看一遍' }, form);
    await desk.press({ action: `${path}/plan`, label: '发给来访者' }, { ...form, count: '1' });
    expect(desk.text()).toMatch(/选的和先看过的不一样了/);
    await minutes(61);
    await counsellor.hearsUntil(/来访者到了吗/);
    counsellor.taps('到了');
    await counsellor.hearsUntil(/记下了：到了/);
  });

  it('a signed record is found again on a later day; a grave one becomes a case when its counsellor says so', async () => {
    // Of whoever came last; the record is written now, and read after midnight.
    let desk = await comesToDesk();
    await desk.open(path);
    const record = { ...WHOLE_RECORD, risk: 'major-crisis', text: '谈到了很重的事。' };
    await desk.press({ action: `${path}/record`, label: '签名保存' }, record);
    await minutes(130);
    await student.hears(/13:00 的谈话，愿意说说感受吗/);
    await student.picks('跳过');
    await student.hears(/不答也没关系/);
    await minutes(24 * 60);
    desk = await comesToDesk();
    await desk.open('/console/sessions');
    expect(desk.text()).toMatch(/以前的（最近一个月）.*13:00–14:00/);
    expect(desk.html()).toContain(`href="${path}"`);
    await desk.open(path);
    expect(desk.text()).toMatch(/谈到了很重的事/);
    await desk.press({ action: `${path}/raise` });
    const page = await onDuty.hearsUntil(/个案 #\d+ · 危急/);
    onDuty.says('接');
    await onDuty.hearsUntil(/归你了/);
    expect(page).not.toMatch(/很重的事/);
    await counsellor.hearsUntil(/由 测试老师乙 接手了/);
    await student.hears(/现在是真人和你说话/);
    await world.database.sql(
      'update xinqiao.handoff_case set wake_at = null, tell_at = null where closed_at is null',
    );
  });
});
