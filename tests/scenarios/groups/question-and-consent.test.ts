import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Anybody } from '../../support/anybody.ts';
import { startWorld, type World } from '../../support/world.ts';
import { openActivity } from './support.ts';

const question = { text: '最近在吃药吗？', en: null, kind: 'yes-no' } as const;

describe('a yes-or-no question before a group, and the consent that is taken back', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ wechat: { startsChats: true } });
  });
  afterAll(() => world.close());

  async function answers(
    student: Anybody,
    code: string,
    answer: '是' | '否',
    standing: RegExp,
  ): Promise<void> {
    await student.says(`活动 ${code}`);
    await student.hears(/由带领老师看过再定/);
    await student.picks('我要报名');
    if (answer === '是') {
      await student.hears(/也属于健康信息/, /有一件事要单独问你/);
      await student.picks('同意');
    }
    await student.hears(/最近在吃药吗[\s\S]*不是拒绝/);
    await student.picks(answer);
    await student.hears(standing, /怎么称呼/);
    await student.picks('不写，用号码');
    await student.hears(/点名用号码/);
  }

  it.each([
    ['telegram', '1100', '1200'],
    ['wechat', '2100', '2200'],
    ['web', '3100', '3200'],
  ] as const)(
    'a yes waits for the leader, a no has the place; then neither answer is there, on %s',
    async (channel, asked, given) => {
      const undecided = await openActivity(world, asked, { kind: 'group', capacity: 3, question });
      const placed = await openActivity(world, given, { kind: 'group', capacity: 3, question });
      const student = await world.anybody(channel);
      await answers(student, asked, '是', /现在还不算报上/);
      await answers(student, given, '否', /已报上，你的号码是 1/);
      const leader = await world.signedIn(`带领老师 ${asked}`);
      const list = `/console/activities/${undecided.id}/sign-ups`;
      await leader.open(list);
      expect(leader.text()).toMatch(/1 号 .*等带领老师定.* 是 .*先谈一谈/);

      await student.says('撤回同意');
      const said = await student.hears(/不再同意我们记健康信息/);
      expect(said).toMatch(new RegExp(`还没定下名额的团体报名也一起退了：你报名的活动（活动码 ${asked}）。`));
      expect(said).toMatch(new RegExp(`已经给了你名额的还留着：你报名的活动（活动码 ${given}）。`));
      await leader.open(list);
      expect(leader.text()).not.toMatch(/等带领老师定.* 是 /);
      const rows = await world.database.sql(
        `select status, answer_sealed from xinqiao.sign_up where activity_id in ($1, $2) order by status`,
        [undecided.id, placed.id],
      );
      expect(rows).toEqual([
        { status: 'cancelled', answer_sealed: null },
        { status: 'signed-up', answer_sealed: null },
      ]);
    },
  );

  it.each([
    ['telegram', '1300'],
    ['wechat', '2300'],
    ['web', '3300'],
  ] as const)(
    'is answered with 先谈一谈, then with 这次不接收; both are heard and found under the code, on %s',
    async (channel, code) => {
      const { id } = await openActivity(world, code, { kind: 'group', capacity: 3, question });
      const student = await world.anybody(channel);
      await answers(student, code, '是', /现在还不算报上/);
      const leader = await world.signedIn(`带领老师 ${code}`);
      const decide = `/console/activities/${id}/decide`;
      await leader.open(`/console/activities/${id}/sign-ups`);
      await leader.press({ action: decide, label: '先谈一谈' });
      expect(leader.text()).toMatch(/已请 TA 先谈一谈/);
      await student.hears(/先和你谈一谈再定，不是拒绝[\s\S]*「预约」/);
      await student.says(`活动 ${code}`);
      await student.hears(/先和你谈一谈再定。你的号码是 1[\s\S]*也没有被拒绝/);

      await leader.press({ action: decide, label: '这次不接收' });
      expect(leader.text()).not.toMatch(/这次不接收|先谈一谈/);
      await student.hears(/这一次可能帮不上你。不是你的问题[\s\S]*「预约」/);
      expect(await leader.pressAgain()).toBe(409);
      expect(leader.text()).toMatch(/刚才已经定过了/);
      await student.says(`活动 ${code}`);
      await student.hears(/帮不上你。不是你的问题；想谈谈，点「预约」/);
      expect(student.choices()).not.toContain('我要报名');
    },
  );

  it.each([
    ['telegram', '1400'],
    ['wechat', '2400'],
    ['web', '3400'],
  ] as const)('ends a question that is being asked, on %s', async (channel, code) => {
    const { id } = await openActivity(world, code, { kind: 'group', question });
    const student = await world.anybody(channel);
    await student.says(`活动 ${code}`);
    await student.hears(/由带领老师看过再定/);
    await student.picks('我要报名');
    await student.hears(/也属于健康信息/, /有一件事要单独问你/);
    await student.picks('同意');
    await student.hears(/最近在吃药吗/);
    await student.says('撤回同意');
    await student.hears(/不再同意/, /想做什么/);
    expect(await world.database.sql('select from xinqiao.sign_up where activity_id = $1', [id])).toEqual([]);
  });
});
