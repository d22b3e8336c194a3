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

  it('ends a question that is being asked', async () => {
    await openActivity(world, '4100', { kind: 'group', question });
    const student = await world.anybody('telegram');
    await student.says('活动 4100');
    await student.hears(/由带领老师看过再定/);
    await student.picks('我要报名');
    await student.hears(/也属于健康信息/, /有一件事要单独问你/);
    await student.picks('同意');
    await student.hears(/最近在吃药吗/);
    await student.says('撤回同意');
    await student.hears(/不再同意/, /想做什么/);
  });
});
