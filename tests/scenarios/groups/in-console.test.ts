import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { formatDay, shanghaiDate } from '../../../src/core/shanghai-time.ts';
import { atHour, booked, lastAddress, opensHours, passUntil } from '../../support/booked.ts';
import { addMember } from '../../support/campaign-world.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from './support.ts';

const QUESTION = '你希望从小组得到什么？';
const FORM = {
  kind: 'group',
  title: '样例成长小组',
  text: '六次，每次一个半小时。',
  place: '东校区样例楼 201',
  capacity: '1',
  question: QUESTION,
  questionKind: 'words',
};

describe('activities in the console', () => {
  let world: World;
  let desk: Visitor;
  let leader: Visitor;
  let leaderId: string;
  beforeAll(async () => {
    world = await startWorld();
    await addMember(world, '前台老师', 'staff');
    leaderId = await addMember(world, '带领老师', 'counsellor');
    await addMember(world, '别的老师', 'counsellor');
    desk = await world.signedIn('前台老师');
    leader = await world.signedIn('带领老师');
  });
  afterAll(() => world.close());

  const idIn = (path: string): string => path.split('/')[3] ?? '';
  const write = async (change: Readonly<Record<string, string>> = {}): Promise<number> => {
    await desk.open('/console/activities/new');
    const now = await world.office.transactions.run((stores) => stores.now());
    const day = (days: number): string =>
      new Date(now.getTime() + days * 86_400_000 + 28_800_000).toISOString().slice(0, 10);
    return desk.press(
      { action: '/console/activities/new', label: '保存' },
      {
        ...FORM,
        leaderId,
        signUpFrom: `${day(-1)}T08:00`,
        signUpUntil: `${day(4)}T08:00`,
        dates: `${day(5)} 14:00-15:30\n${day(12)} 14:00-15:30`,
        ...change,
      },
    );
  };

  it('names what is wrong and keeps what was typed', async () => {
    expect(await write({ title: '', dates: '下周二', capacity: '很多' })).toBe(422);
    expect(desk.text()).toContain('请写名称。');
    expect(desk.text()).toContain('名额请写 1 到 5000 的整数。');
    expect(desk.text()).toMatch(/第 1 行看不懂/);
    expect(desk.html()).toContain('下周二');
    expect(desk.html()).toContain('六次，每次一个半小时。');
  });

  it('is written, opened and decided; the answer is the leader’s alone; then who came is noted', async () => {
    expect(await write()).toBe(200);
    const id = idIn(desk.path());
    expect(desk.text()).toContain('还是草稿');
    await desk.press({ action: `/console/activities/${id}/open`, label: '开放报名' });
    expect(desk.text()).toMatch(/活动码 \d{4}/);
    const code = /活动码 (\d{4})/.exec(desk.text())?.[1] ?? '';

    const students = [await world.acquainted(), await world.acquainted()];
    for (const [index, student] of students.entries()) {
      student.says(`活动 ${code}`);
      await student.hears(/由带领老师看过再定/);
      student.taps('我要报名');
      await student.hears(/健康信息/, /单独问你/);
      student.taps('同意');
      await student.hears(/你希望从小组得到什么/);
      student.says(`想认识新朋友 ${index}`);
      await student.hears(/现在还不算报上/, /怎么称呼/);
      student.says(`小树 ${index}`);
      await student.hears(/记下了/);
    }
    const [first, second] = students;
    if (!first || !second) throw new Error('nobody');

    const list = `/console/activities/${id}/sign-ups`;
    await desk.open(list);
    expect(desk.text()).toContain('1 号 小树 0');
    expect(desk.text()).not.toContain('想认识新朋友');
    await leader.open(list);
    expect(leader.text()).toContain('想认识新朋友 0');
    const other = await world.signedIn('别的老师');
    expect(await other.open(`/console/activities/${id}`)).toBe(200);
    expect(await other.open(list)).toBe(404);

    await leader.press({ action: `/console/activities/${id}/decide`, label: '先谈一谈' });
    await first.hears(/你报名的活动（活动码 \d{4}）：带领老师想先和你谈一谈/);
    await leader.press({ action: `/console/activities/${id}/decide`, label: '同意' });
    await first.hears(/有名额了，给你留好了/);
    expect(await leader.pressAgain()).toBe(409);
    await leader.open(list);
    await leader.press({ action: `/console/activities/${id}/decide`, label: '同意' });
    await second.hears(/老师同意了，现在名额满着，你在候补，排第 1 位/);

    // Nobody makes themselves the leader of what was answered to another one.
    const others = await idOf('别的老师');
    await other.open(`/console/activities/${id}/edit`);
    const seized = { ...(await fieldsOf(id)), leaderId: others };
    expect(await other.press({ action: `/console/activities/${id}/edit`, label: '保存' }, seized)).toBe(422);
    expect(other.text()).toContain('只有现在的带领老师可以换人带领');
    expect(await other.open(list)).toBe(404);
    const toDesk = { ...(await fieldsOf(id)), leaderId: await idOf('前台老师') };
    await desk.open(`/console/activities/${id}/edit`);
    expect(await desk.press({ action: `/console/activities/${id}/edit`, label: '保存' }, toDesk)).toBe(422);
    expect(desk.text()).toContain('带领老师要是咨询师');

    // More places: the next one hears it. Another place: both hear it.
    await desk.open(`/console/activities/${id}/edit`);
    await desk.press(
      { action: `/console/activities/${id}/edit`, label: '保存' },
      { ...(await fieldsOf(id)), capacity: '2', place: '西校区样例楼 301' },
    );
    await first.hears(/安排改了[\s\S]*西校区样例楼 301/);
    await second.hears(/安排改了/, /有名额了/);

    // Nothing can be noted of what has not come yet.
    await leader.open(list);
    expect(leader.text()).toContain('开始前 1 小时起可以签到、记到场');
    expect(leader.text()).not.toContain('保存到场');
    const noon = await atHour(world, 5, 13);
    await passUntil(world, new Date(noon.getTime() - 86_400_000 + 3_600_001));
    for (const student of [first, second]) await student.hears(/提醒：你报名的活动/);
    await passUntil(world, noon);
    desk = await world.signedIn('前台老师');
    leader = await world.signedIn('带领老师');
    await leader.open(list);
    const rows = await world.database.sql<{ id: string }>('select id from xinqiao.sign_up order by number');
    await leader.press(
      { action: `/console/activities/${id}/attend`, label: '保存到场' },
      { came: rows[0]?.id ?? '', walkIns: '3' },
    );
    await desk.open(`/console/activities/${id}`);
    expect(desk.text()).toMatch(/14:00–15:30 1 3/);
    expect(await desk.open(`/console/activities/${id}/poster`)).toBe(200);
    expect(desk.html()).toMatch(/<svg[\s\S]*<svg/);
    expect(desk.html()).toContain(`https://t.me/fake_bot?start=a${code}`);
    for (const file of ['poster.pdf', 'poster.png', 'telegram.png', 'attendance.xlsx'])
      expect([file, await desk.open(`/console/activities/${id}/${file}`)]).toEqual([file, 200]);
    expect(await desk.open('/console/activities/figures.xlsx')).toBe(200);
  });

  it('counts every date of a year, however many there are, and leafs through the list', async () => {
    const now = await world.office.transactions.run((stores) => stores.now());
    const year = now.getUTCFullYear();
    await world.database.sql(
      `with made as (
         insert into xinqiao.activity (id, code, kind, title, text, place, capacity, sign_up_from, sign_up_until, leader_id,
             made_by, status, made_at, changed_at)
         select gen_random_uuid(), (5000 + n)::text, 'lecture', '往年讲座 ' || n, '怎样睡得好。', '样例楼', 50,
             '${year - 1}-01-01', '${year - 1}-01-02', $1, $1, 'closed', '${year - 1}-01-01'::timestamptz + n * interval '1 hour', now()
           from generate_series(1, 230) as n returning id, code)
       insert into xinqiao.activity_date (id, activity_id, starts_at, ends_at, check_in, walk_ins)
       select gen_random_uuid(), id, '${year - 1}-03-01 09:00+08'::timestamptz + (code::int - 5000) * interval '1 day',
           '${year - 1}-03-01 10:00+08'::timestamptz + (code::int - 5000) * interval '1 day', lpad(code, 6, '0'), 2 from made`,
      [leaderId],
    );
    expect(await desk.open(`/console/activities/figures?span=${encodeURIComponent(`${year - 1} 年`)}`)).toBe(
      200,
    );
    expect(desk.text()).toContain('讲座：230 个活动，230 次，到场 460 人次');
    expect(desk.html().match(/往年讲座 \d+</g)).toHaveLength(230);
    await desk.open(`/console/activities/figures?span=${encodeURIComponent('全部')}`);
    expect(desk.html()).toContain('样例成长小组');
    expect(desk.html().match(/往年讲座 \d+</g)).toHaveLength(230);

    await desk.open('/console/activities');
    expect(desk.html()).toContain('样例成长小组');
    const seen = new Set<string>();
    for (let page = 1; page <= 5; page += 1) {
      await desk.open(`/console/activities?page=${page}`);
      for (const [title] of desk.html().matchAll(/往年讲座 \d+(?=<)/g)) seen.add(title);
    }
    expect(seen.size).toBe(230);
    expect(desk.html()).not.toContain('更早的');
    await desk.open('/console/activities?page=9');
    expect(desk.text()).toContain('没有更早的活动了');
    await world.database.sql(
      "delete from xinqiao.activity_date where activity_id in (select id from xinqiao.activity where title like '往年%')",
    );
    await world.database.sql("delete from xinqiao.activity where title like '往年%'");
  });

  it('asks once more where it meets an appointment; each sees of that what they may', async () => {
    await opensHours(world, '带领老师');
    const at = await atHour(world, 5, 14);
    await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '带领老师', at);
    expect(await write({ place: '带领老师的房间', question: '' })).toBe(200);
    const id = idIn(desk.path());
    expect(desk.text()).toMatch(
      /14:00–15:00 带领老师 的预约，带领老师的房间：同一位带领老师，同一个地点 改期/,
    );
    expect(await desk.press({ action: `/console/activities/${id}/open`, label: '开放报名' })).toBe(409);
    expect(desk.html()).toMatch(/href="\/console\/appointments\/[0-9a-f-]{36}\/change"/);
    const other = await world.signedIn('别的老师');
    await other.open(`/console/activities/${id}`);
    expect(other.text()).toMatch(/14:00–15:30 已有预约：同一位带领老师，同一个地点/);
    expect(other.html()).not.toMatch(/14:00–15:00|\/console\/appointments\/[0-9a-f-]{36}/);
    expect(await desk.press({ action: `/console/activities/${id}/open`, label: '仍然开放' })).toBe(200);
    expect(desk.text()).toMatch(/活动码 \d{4}/);

    // Moved elsewhere it meets nothing; moved back it asks again.
    const save = async (change: Readonly<Record<string, string>>) => {
      await desk.open(`/console/activities/${id}/edit`);
      const fields = { ...(await fieldsOf(id)), question: '', ...change };
      return desk.press({ action: `/console/activities/${id}/edit`, label: '保存' }, fields);
    };
    const times = (await fieldsOf(id)).dates ?? '';
    expect(await save({ dates: times.replaceAll('14:00-15:30', '06:00-07:00') })).toBe(200);
    expect(desk.text()).not.toContain('同一时间');
    expect(await save({ dates: times, place: '大礼堂' })).toBe(409);
    expect(desk.text()).toMatch(/还没有保存[\s\S]*：同一位带领老师 改期/);
    const again = { ...(await fieldsOf(id)), question: '', dates: times, place: '大礼堂' };
    expect(await desk.press({ action: `/console/activities/${id}/edit`, label: '保存' }, again)).toBe(200);
    expect(desk.text()).toContain('大礼堂');
    expect(await save({ text: '换一段介绍。', place: '大礼堂', dates: times })).toBe(200);
  });

  it('may end after midnight: what is booked then meets it, and everybody reads when it ends', async () => {
    const midnight = await atHour(world, 9, 0);
    await world.acquainted();
    await booked(world, await lastAddress(world, 'telegram'), '带领老师', midnight);
    const evening = shanghaiDate(new Date(midnight.getTime() - 1));
    const written = { kind: 'lecture', title: '样例观星夜', question: '', place: '操场' };
    // Two times that changed places are no night.
    expect(await write({ ...written, dates: `${evening} 15:30-14:00` })).toBe(422);
    expect(desk.text()).toMatch(/第 1 行结束不能早于开始。过了零点才结束的，请写明是次日/);
    expect(await write({ ...written, dates: `${evening} 22:00-01:30` })).toBe(200);
    const id = idIn(desk.path());
    const nextDay = formatDay(midnight, 'zh');
    expect(desk.text()).toMatch(new RegExp(`22:00–${nextDay} 01:30`));
    expect(desk.text()).toMatch(/00:00–01:00 带领老师 的预约.*：同一位带领老师/);
    expect(await desk.press({ action: `/console/activities/${id}/open`, label: '开放报名' })).toBe(409);
    expect(await desk.press({ action: `/console/activities/${id}/open`, label: '仍然开放' })).toBe(200);
    const code = /活动码 (\d{4})/.exec(desk.text())?.[1] ?? '';
    const student = await world.acquainted();
    student.says(`活动 ${code}`);
    await student.hears(new RegExp(`样例观星夜[\\s\\S]*22:00–${nextDay} 01:30`));
    // The form shows it with the day of its end, and reads it again as it was.
    await desk.open(`/console/activities/${id}/edit`);
    expect(desk.html()).toContain(`${evening} 22:00-${shanghaiDate(midnight)} 01:30`);
    const same = { ...(await fieldsOf(id)), ...written };
    expect(await desk.press({ action: `/console/activities/${id}/edit`, label: '保存' }, same)).toBe(200);
    const [date] = await world.database.sql(
      `select upper(tstzrange(starts_at, ends_at)) - starts_at = interval '3 hours 30 minutes' as whole
       from xinqiao.activity_date where activity_id = $1`,
      [id],
    );
    expect(date).toEqual({ whole: true });
  });

  it('whose leader is gone gets another one, who reads an answer where its student agrees', async () => {
    const question = { text: QUESTION, en: null, kind: 'words' as const };
    const group = await openActivity(world, '7788', {
      kind: 'group',
      title: '样例小组',
      capacity: 4,
      question,
    });
    const students = [await world.acquainted(), await world.acquainted()];
    for (const [index, student] of students.entries()) {
      student.says('活动 7788');
      await student.hears(/由带领老师看过再定/);
      student.taps('我要报名');
      await student.hears(/健康信息/, /单独问你/);
      student.taps('同意');
      await student.hears(/你希望从小组得到什么/);
      student.says(`蓝鲸暗号 ${index}`);
      await student.hears(/现在还不算报上/, /怎么称呼/);
      student.taps('不写，用号码');
      await student.hears(/点名用号码/);
    }
    const [first, second] = students;
    if (!first || !second) throw new Error('nobody');
    expect(await createStaffDesk(world.office).revoke(OPERATOR, group.leaderId)).toMatchObject({ ok: true });
    const at = `/console/activities/${group.id}`;
    await desk.open(`${at}/edit`);
    const next = { ...(await fieldsOf(group.id)), leaderId: await idOf('别的老师') };
    expect(await desk.press({ action: `${at}/edit`, label: '保存' }, next)).toBe(200);
    // The form has no seconds: that is another time, too.
    for (const student of students)
      await student.hears(/安排改了/, /活动码 7788）换了带领老师[\s\S]*要给新老师看吗/);

    const leads = await world.signedIn('别的老师');
    await leads.open(`${at}/sign-ups`);
    expect(leads.text()).toMatch(/1 号.*TA 同意了你才看得到.*同意 先谈一谈/);
    expect(leads.html()).not.toContain('蓝鲸暗号');
    first.taps('给新老师看');
    await first.hears(/新的带领老师现在看得到/);
    second.taps('不给看');
    await second.hears(/不给看。你的报名不变/);
    await leads.open(`${at}/sign-ups`);
    expect(leads.text()).toContain('蓝鲸暗号 0');
    expect(leads.html()).not.toContain('蓝鲸暗号 1');
  });

  const idOf = async (name: string): Promise<string> => {
    const staff = await world.office.transactions.run((stores) => stores.staff.list());
    return staff.find((one) => one.name === name)?.id ?? '';
  };
  const fieldsOf = async (id: string): Promise<Record<string, string>> => {
    const { writeMinute, writeTimes } = await import('../../../src/groups/check-activity.ts');
    const activity = await world.office.transactions.run(({ activities }) => activities.byId(id));
    if (activity === null) throw new Error('no activity');
    return {
      ...FORM,
      leaderId,
      signUpFrom: writeMinute(activity.signUpFrom),
      signUpUntil: writeMinute(activity.signUpUntil),
      dates: writeTimes(activity.dates),
    };
  };
});
