import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { closesCase } from '../../support/close-case.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

/** A college that differs only in whom it calls first at night; it is always night here. */
it('a college with other nights alone calls whom it names first, though it is known late', async () => {
  const world = await startWorld({
    escalation: (policy) => {
      const nights = { from: '00:00', to: '23:59', first: ['person:护理学院老师'], aloneSeconds: 60 };
      return { ...policy, policies: [{ name: '护理', colleges: ['护理学院'], nights }] };
    },
  });
  try {
    const duty = await world.responder('测试老师甲');
    const theirs = await world.responder('护理学院老师', ['counsellor'], false);
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001/);
    for (const question of [/身边有人吗/, /能接电话吗/, /你是哪个学院的？/]) {
      student.taps('跳过');
      await student.hears(question);
    }
    student.taps('护理学院');
    await student.hears(/我不再问了/);
    await theirs.hears(/个案 #1001/);
  } finally {
    await world.close();
  }
});

/** For 护理学院 somebody of theirs is called, and nobody else at first. */
describe('a college with a policy of its own', () => {
  let world: World;
  let duty: TelegramPerson;
  let theirs: TelegramPerson;
  beforeEach(async () => {
    world = await startWorld({
      escalation: (policy) => {
        const steps = [
          { afterSeconds: 0, notify: ['person:护理学院老师'] },
          { afterSeconds: 240, notify: ['duty'] },
        ];
        const high = { ...policy.high, steps };
        return { ...policy, policies: [{ name: '护理', colleges: ['护理学院', '医学院'], high }] };
      },
    });
    duty = await world.responder('测试老师甲');
    theirs = await world.responder('护理学院老师', ['counsellor'], false);
  });
  afterEach(() => world.close());

  const caseOf = async (number: number) =>
    (
      await world.database.sql<{ id: string; college: string | null; step: number }>(
        'select id, college, step from xinqiao.handoff_case where number = $1',
        [number],
      )
    )[0];

  it('is asked for, skippable, and calls its own people as soon as it is known; the next time at once', async () => {
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001/);
    for (const question of [/身边有人吗/, /能接电话吗/, /你是哪个学院的？/]) {
      student.taps('跳过');
      await student.hears(question);
    }
    expect(student.choices()).toEqual(['护理学院', '医学院', '跳过']);
    theirs.expectNothingMore();
    student.taps('护理学院');
    await student.hears(/我不再问了/);
    await theirs.hears(/个案 #1001/);
    expect(await caseOf(1001)).toMatchObject({ college: '护理学院', step: 1 });
    theirs.says('接');
    expect(await theirs.hears(/归你了/)).toContain('学院（自述未核实）：护理学院');
    await student.hears(/接手了/);
    await duty.hears(/接手了/);
    theirs.says('我在');
    await student.hears(/我在/);
    await closesCase(theirs, '一般');
    await student.hearsUntil(/愿意过几天收到/);

    await world.pass(2 * MINUTE);
    student.says('我还是想自杀');
    await student.hearsUntil(/你在哪里/);
    await theirs.hears(/个案 #1002/);
    await world.settle();
    duty.expectNothingMore();
    // What is known is not asked.
    for (const question of [/身边有人吗/, /能接电话吗/, /我不再问了/]) {
      student.taps('跳过');
      await student.hears(question);
    }
    // Whoever comes on call is not called before the policy of the college names them, and sees nothing.
    const stranger = await world.responder('测试老师丙', ['counsellor'], false);
    const desk = createStaffDesk(world.office);
    const row = (await desk.list(OPERATOR))?.find(({ name }) => name === '测试老师丙');
    await desk.setOnCall(OPERATOR, row?.id ?? '', true);
    await world.settle();
    const called = await world.database.sql(
      `select distinct s.name from xinqiao.page p join xinqiao.handoff_case c on c.id = p.case_id
       join xinqiao.staff_member s on s.id = p.staff_id where c.number = 1002`,
    );
    expect(called).toEqual([{ name: '护理学院老师' }]);
    const browser = await world.signedIn('测试老师丙');
    await stranger.hears(/登录链接/);
    const [second] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.handoff_case where number = 1002',
    );
    expect(await browser.open(`/console/cases/${second?.id}`)).toBe(404);
    await world.pass(4 * MINUTE);
    await stranger.hears(/个案 #1002/);
    await duty.hears(/个案 #1002/);
    await student.hearsUntil(/过了 4 分钟/);
  });

  it('is understood where it is typed, and nothing else is taken for one', async () => {
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001/);
    for (const question of [/身边有人吗/, /能接电话吗/, /你是哪个学院的？/]) {
      student.says('跳过');
      await student.hears(question);
    }
    student.says('我是医学院大二的');
    await student.hears(/我不再问了/);
    await theirs.hears(/个案 #1001/);
    expect((await caseOf(1001))?.college).toBe('医学院');
  });

  it('may be noted by a counsellor who is called, before anybody has taken the case', async () => {
    const student = await world.acquainted();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await duty.hears(/个案 #1001/);
    const browser = await world.signedIn('测试老师甲');
    await duty.hears(/登录链接/);
    const { id } = (await caseOf(1001)) ?? { id: randomUUID() };
    await browser.open(`/console/cases/${id}`);
    await browser.press({ action: `/console/cases/${id}/facts` }, { field: 'college', value: '护理学院' });
    await theirs.hears(/个案 #1001/);
    expect(await caseOf(1001)).toMatchObject({ college: '护理学院', step: 1 });
    const stranger = await world.responder('测试老师丙', ['counsellor'], false);
    const other = await world.signedIn('测试老师丙');
    await stranger.hears(/登录链接/);
    expect(await other.open(`/console/cases/${id}`)).toBe(404);
  });
});
