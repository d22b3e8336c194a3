import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from './support.ts';

describe('a list of who signed up that was opened before something else happened', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: { startsChats: true } });
  });
  afterAll(() => world.close());

  async function signsUp(student: Anybody, code: string): Promise<void> {
    await student.says(`活动 ${code}`);
    await student.hears(/睡个好觉/);
    await student.picks('我要报名');
    await student.hears(/已报上/, /怎么称呼/);
    await student.picks('不写，用号码');
    await student.hears(/点名用号码/);
  }

  const attendanceOf = (activityId: string) =>
    world.database.sql<{ number: number; attended: boolean; by_staff: boolean }>(
      `select s.number, m.attended, m.staff_id is not null as by_staff
       from xinqiao.sign_up s join xinqiao.activity_attendance m on m.sign_up_id = s.id
       where s.activity_id = $1 order by s.number`,
      [activityId],
    );

  it.each([
    ['telegram', '1301'],
    ['wechat', '2302'],
    ['web', '3303'],
  ] as const)('keeps that a student checked in meanwhile, on %s', async (channel, code) => {
    const lecture = await openActivity(world, code, { capacity: 4 });
    const [student, other] = [await world.anybody(channel), await world.anybody('telegram')];
    await signsUp(student, code);
    await signsUp(other, code);
    await world.database.sql(
      `update xinqiao.activity_date set starts_at = xinqiao.app_now(), reminded_at = xinqiao.app_now(),
         ends_at = xinqiao.app_now() + interval '2 hours' where activity_id = $1`,
      [lecture.id],
    );
    const list = `/console/activities/${lecture.id}/sign-ups`;
    const attend = { action: `/console/activities/${lecture.id}/attend`, label: '保存到场' };
    const leader = await world.signedIn(`带领老师 ${code}`);
    const desk = await world.signedIn(`带领老师 ${code}`);
    await leader.open(list);
    await desk.open(list);
    await student.says(`签到 ${await lecture.checkIn()}`);
    await student.hears(/签到好了：睡个好觉/);

    // Two pages from before, with nobody ticked.
    const [, second] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.sign_up where activity_id = $1 order by number',
      [lecture.id],
    );
    expect(await leader.press(attend, { walkIns: '2' })).toBe(200);
    expect(await attendanceOf(lecture.id)).toEqual([
      { number: 1, attended: true, by_staff: false },
      { number: 2, attended: false, by_staff: true },
    ]);
    // The other count of those who came without a place is shown, and what was typed is still there.
    const came = second?.id ?? '';
    expect(await desk.press(attend, { walkIns: '3', came })).toBe(409);
    expect(desk.text()).toMatch(/没有保存：打开这一页以后.*现在记的是 2 人/);
    expect(desk.html()).toMatch(new RegExp(`value="${came}" checked`));
    expect(desk.html()).toMatch(/name="walkIns"[^>]*value="3"/);
    expect(await attendanceOf(lecture.id)).toMatchObject([{ attended: true }, { attended: false }]);
    // The form of a browser sends what is ticked on it: here, of the two, the one who checked in.
    const [, ticked = ''] = /value="([0-9a-f-]{36})" checked/.exec(desk.html()) ?? [];
    expect(await desk.press(attend, { walkIns: '3', came: ticked })).toBe(200);
    expect(await attendanceOf(lecture.id)).toMatchObject([
      { attended: true, by_staff: false },
      { attended: false, by_staff: true },
    ]);
    await desk.open(`/console/activities/${lecture.id}`);
    expect(desk.text()).toMatch(/\d\d:\d\d 1 3/);
  });

  it('gives no place in a group that was called off, or is over', async () => {
    const question = { text: '你希望从小组得到什么？', en: null, kind: 'words' } as const;
    const called = await openActivity(world, '4304', { kind: 'group', capacity: 3, question });
    const over = await openActivity(world, '5305', { kind: 'group', capacity: 3, question });
    for (const { code } of [called, over]) {
      const student = await world.acquainted();
      student.says(`活动 ${code}`);
      await student.hears(/由带领老师看过再定/);
      student.taps('我要报名');
      await student.hears(/健康信息/, /单独问你/);
      student.taps('同意');
      await student.hears(/你希望从小组得到什么/);
      student.says('想认识新朋友');
      await student.hears(/现在还不算报上/, /怎么称呼/);
      student.taps('不写，用号码');
      await student.hears(/点名用号码/);
      const { id } = code === called.code ? called : over;
      const list = `/console/activities/${id}/sign-ups`;
      const decide = `/console/activities/${id}/decide`;
      const pages: Visitor[] = [];
      for (const _ of ['同意', '先谈一谈', '这次不接收']) {
        const page = await world.signedIn(`带领老师 ${code}`);
        await page.open(list);
        pages.push(page);
      }
      const [taking, talking, declining] = pages;
      if (!taking || !talking || !declining) throw new Error('no pages');
      if (code === called.code) {
        const writer = await world.signedIn(`带领老师 ${code}`);
        await writer.open(`/console/activities/${id}/cancel`);
        await writer.press({ action: `/console/activities/${id}/cancel`, label: '确认取消' });
        await student.hears(/取消了，不用来了/);
      } else {
        await world.database.sql(
          `update xinqiao.activity_date set starts_at = xinqiao.app_now() - interval '3 hours',
             ends_at = xinqiao.app_now() - interval '1 hour' where activity_id = $1`,
          [id],
        );
      }
      expect(await taking.press({ action: decide, label: '同意' })).toBe(409);
      expect(taking.text()).toContain('活动取消了、办完了');
      expect(taking.html()).not.toContain(decide);
      expect(await talking.press({ action: decide, label: '先谈一谈' })).toBe(409);
      expect(await declining.press({ action: decide, label: '这次不接收' })).toBe(409);
      await world.settle();
      student.expectNothingMore();
    }
  });
});
