import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutesMs } from '../../../src/core/clock.ts';
import { writeMinute, writeTimes } from '../../../src/groups/check-activity.ts';
import { passUntil } from '../../support/booked.ts';
import { startWorld, type World } from '../../support/world.ts';
import { begins, openActivity } from './support.ts';

describe('what has begun, and what has not', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const signsUp = async (code: string) => {
    const student = await world.acquainted();
    student.says(`活动 ${code}`);
    await student.hears(/睡个好觉/);
    student.taps('我要报名');
    await student.hears(/已报上/, /怎么称呼/);
    student.taps('不写，用号码');
    await student.hears(/点名用号码/);
    return student;
  };
  const read = async (id: string) => {
    const activity = await world.office.transactions.run(({ activities }) => activities.byId(id));
    if (activity === null) throw new Error('no activity');
    return activity;
  };
  const marksOf = (id: string) =>
    world.database.sql(
      `select s.number, m.attended from xinqiao.activity_attendance m
       join xinqiao.sign_up s on s.id = m.sign_up_id where s.activity_id = $1 order by s.number`,
      [id],
    );

  it('is noted from the hour before it on, and what was noted by mistake is taken back', async () => {
    const lecture = await openActivity(world, '1111', { capacity: 3 });
    const [first] = [await signsUp('1111'), await signsUp('1111')];
    const leader = await world.signedIn('带领老师 1111');
    const list = `/console/activities/${lecture.id}/sign-ups`;
    const attend = `/console/activities/${lecture.id}/attend`;
    await begins(world, lecture.id, '61 minutes');
    await leader.open(list);
    expect(leader.text()).toMatch(/开始前 1 小时起可以签到、记到场/);
    expect(leader.text()).not.toMatch(/保存到场|记错了/);

    await begins(world, lecture.id, '59 minutes');
    await leader.open(list);
    // Opened in time, and moved by a colleague before it was saved.
    await begins(world, lecture.id, '2 days');
    expect(await leader.press({ action: attend, label: '保存到场' }, { walkIns: '2' })).toBe(422);
    expect(leader.text()).toContain('没有保存：这一次还没到时间');
    expect(await marksOf(lecture.id)).toEqual([]);

    await begins(world, lecture.id, '-5 minutes');
    first?.says(`签到 ${await lecture.checkIn()}`);
    await first?.hears(/签到好了/);
    await leader.open(list);
    const [, came = ''] = /value="([0-9a-f-]{36})" checked/.exec(leader.html()) ?? [];
    expect(await leader.press({ action: attend, label: '保存到场' }, { walkIns: '2', came })).toBe(200);
    expect(await marksOf(lecture.id)).toEqual([
      { number: 1, attended: true },
      { number: 2, attended: false },
    ]);
    expect(await leader.press({ action: attend, label: '撤掉这一次记的' })).toBe(200);
    expect(await marksOf(lecture.id)).toEqual([{ number: 1, attended: true }]);
    expect((await read(lecture.id)).dates).toMatchObject([{ walkIns: 0 }]);
  });

  it('stays in the series, whether anybody was noted on it or not', async () => {
    const { id, leaderId, startsAt } = await openActivity(world, '2222', {}, 2);
    // As the form writes them.
    await world.database.sql(
      `update xinqiao.activity_date set starts_at = date_trunc('minute', starts_at),
         ends_at = date_trunc('minute', ends_at) where activity_id = $1`,
      [id],
    );
    await passUntil(world, startsAt);
    const activity = await read(id);
    const { kind, title, text, place, signUpFrom, signUpUntil, dates } = activity;
    const fields = {
      ...{ kind, title, text, place, leaderId, capacity: '1', questionKind: 'words' },
      ...{ signUpFrom: writeMinute(signUpFrom), signUpUntil: writeMinute(signUpUntil) },
    };
    const leader = await world.signedIn('带领老师 2222');
    const edit = { action: `/console/activities/${id}/edit`, label: '保存' };
    const left = writeTimes(dates.slice(1));
    await leader.open(edit.action);
    expect(await leader.press(edit, { ...fields, dates: left })).toBe(422);
    expect(leader.text()).toContain('已经开始过的那一次不能去掉');
    expect(leader.html()).toContain(`>${left}</textarea>`);
    expect((await read(id)).dates).toHaveLength(2);
    // What is ahead may go, and what was held keeps its end as it really was.
    const [held] = dates;
    if (held === undefined) throw new Error('no dates');
    const longer = writeTimes([{ ...held, endsAt: new Date(held.endsAt.getTime() + minutesMs(15)) }]);
    expect(await leader.press(edit, { ...fields, dates: longer })).toBe(200);
    const led = await world.office.transactions.run(({ activities, now }) =>
      now().then((to) => activities.led(leaderId, activity.madeAt, to)),
    );
    expect(led).toHaveLength(1);
    // A day typed wrongly could never be taken out again.
    const dayOf = (at: Date, days: number): Date => new Date(at.getTime() + days * 86_400_000);
    const slip = [held, { startsAt: dayOf(held.startsAt, -1), endsAt: dayOf(held.endsAt, -1) }];
    await leader.open(edit.action);
    expect(await leader.press(edit, { ...fields, dates: writeTimes(slip) })).toBe(422);
    expect(leader.text()).toMatch(/第 2 行的开始时间已经过去了/);
    expect(leader.html()).toContain(`>${writeTimes(slip)}</textarea>`);
    expect((await read(id)).dates).toHaveLength(1);
    const added = [held, { startsAt: dayOf(held.startsAt, 1), endsAt: dayOf(held.endsAt, 1) }];
    expect(await leader.press(edit, { ...fields, dates: writeTimes(added) })).toBe(200);
    expect((await read(id)).dates).toHaveLength(2);
  });

  it('is put right in a draft before it is opened', async () => {
    const { id } = await openActivity(world, '4444', { place: '小礼堂' });
    await world.database.sql(`update xinqiao.activity set status = 'draft' where id = $1`, [id]);
    await begins(world, id, '-1 minute');
    const leader = await world.signedIn('带领老师 4444');
    await leader.open(`/console/activities/${id}`);
    const open = { action: `/console/activities/${id}/open`, label: '开放报名' };
    expect(await leader.press(open)).toBe(409);
    expect(leader.text()).toMatch(/没有开放：有一次的开始时间已经过去了/);
    expect((await read(id)).status).toBe('draft');
    await begins(world, id, '1 minute');
    await leader.open(`/console/activities/${id}`);
    expect(await leader.press(open)).toBe(200);
    expect((await read(id)).status).toBe('open');
  });

  it('is not called off once it is over, and nobody is told not to come', async () => {
    const lecture = await openActivity(world, '3333', { capacity: 3 });
    const student = await signsUp('3333');
    const leader = await world.signedIn('带领老师 3333');
    const at = `/console/activities/${lecture.id}`;
    await leader.open(`${at}/cancel`);
    await begins(world, lecture.id, '-3 hours');
    expect(await leader.press({ action: `${at}/cancel`, label: '确认取消' })).toBe(409);
    expect(leader.text()).toContain('没有取消：活动已经办完了');
    expect(leader.text()).not.toContain('取消活动');
    expect(await leader.open(`${at}/cancel`)).toBe(404);
    expect(await read(lecture.id)).toMatchObject({ status: 'open', calledOffAt: null });
    await world.settle();
    student.expectNothingMore();
  });
});
