import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { closesCase } from '../../support/close-case.ts';
import { inTalk } from '../../support/in-talk.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

describe('several people and one student', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  /** The second one is there, and not on call: nobody calls them by themselves. */
  async function withSecond() {
    const { counsellor, student } = await inTalk(world);
    const second = await world.responder('测试老师乙', ['counsellor'], false);
    return { counsellor, second, student };
  }

  it('a case that is taken brings a card of what can be done', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/操作');
    await counsellor.hears(/#1001，可以做/);
    for (const label of [
      '转接',
      '邀请',
      '备注',
      '告知记录',
      '升级',
      '常用语',
      'C-SSRS 筛查',
      '安全计划',
      '当天时段',
      '热线卡',
      '结案',
    ])
      expect(counsellor.choices()).toContain(label);
  });

  it('a named colleague takes it over once they accept, and the student stays with the first until then', async () => {
    const { counsellor, second, student } = await withSecond();
    counsellor.says('/转接');
    await counsellor.hears(/#1001 转给谁/);
    counsellor.taps('测试老师乙');
    await counsellor.hears(/已经问 测试老师乙 .*2 分钟/);
    await second.hears(/测试老师甲 想把个案 #1001 转给你/);
    counsellor.says('别急，我还在');
    await student.hears(/别急，我还在/);
    student.says('好的');
    await counsellor.hears(/同学：好的/);

    second.taps('接受转接');
    await second.hears(/#1001 现在由你负责/);
    await counsellor.hears(/测试老师乙 接受了/);
    await student.hears(/换了一位值班老师/);
    student.says('新老师你好');
    await second.hears(/同学：新老师你好/);
    second.says('你好，我在');
    await student.hears(/【值班老师】你好，我在/);
    // A doubled tap, and whoever has given it away.
    second.taps('接受转接');
    await second.hears(/#1001 现在由你负责/);
    counsellor.says('我还有一句');
    await counsellor.hears(/手上没有进行中的个案/);
    counsellor.says('/备注 不该记下');
    await counsellor.hears(/什么也没有做/);
  });

  it('a transfer that is refused is told, and the case stays where it was', async () => {
    const { counsellor, second, student } = await withSecond();
    counsellor.says('/转接 测试老师乙');
    await counsellor.hears(/已经问 测试老师乙/);
    await second.hears(/转给你/);
    counsellor.says('/转接 测试老师乙');
    await counsellor.hears(/已经在等人回答/);
    second.taps('现在不行');
    await second.hears(/已经告诉对方/);
    await counsellor.hears(/测试老师乙 现在接不了，#1001 还是你负责/);
    second.taps('接受转接');
    await second.hears(/已经结束，或者时间已经过了/);
    student.says('我有点冷');
    await counsellor.hears(/同学：我有点冷/);
  });

  it('a transfer that nobody answers is over after two minutes and says so', async () => {
    const { counsellor, second, student } = await withSecond();
    counsellor.says('/转接 测试老师乙');
    await counsellor.hears(/已经问/);
    await second.hears(/转给你/);
    await world.pass(2 * MINUTE + 1_000);
    await counsellor.hears(/测试老师乙 2 分钟没有回答，转接没有成，#1001 还是你负责/);
    await second.hears(/不用再回答 测试老师甲/);
    second.says('/接受');
    await second.hears(/已经结束，或者时间已经过了/);
    counsellor.says('我还在');
    await student.hears(/我还在/);
  });

  it('nobody else to ask is said at once', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/转接');
    await counsellor.hears(/没有叫得到的其他老师/);
    counsellor.says('/邀请 谁谁谁');
    await counsellor.hears(/没有叫得到的其他老师/);
  });

  it('a second person joins: the student knows, sees who speaks by title, and only the owner answers for it', async () => {
    const { counsellor, second, student } = await withSecond();
    second.says('/退出');
    await second.hears(/你手上没有进行中的个案/);
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙/);
    await second.hears(/请你一起和个案 #1001 的同学说话/);
    student.says('我一个人');
    await counsellor.hears(/同学：我一个人/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    expect(second.choices()).toContain('退出');
    expect(second.choices()).not.toContain('转接');
    await counsellor.hears(/测试老师乙 加入了 #1001/);
    const told = await student.hears(/又来了一位老师/);
    expect(told).not.toContain('测试');

    student.says('你们好');
    await counsellor.hears(/同学：你们好/);
    await second.hears(/同学：你们好/);
    second.says('我也在');
    const heard = await student.hears(/【第2位老师】我也在/);
    expect(heard).not.toContain('测试');
    await counsellor.hears(/#1001 测试老师乙 对同学说：我也在/);
    counsellor.says('我们都在');
    await student.hears(/【值班老师】我们都在/);
    await second.hears(/#1001 测试老师甲 对同学说：我们都在/);

    second.says('/转接 测试老师甲');
    await second.hears(/不在你手上/);
    second.says('/结案');
    await second.hears(/手上没有进行中的个案/);
    second.says('/退出');
    await second.hears(/你退出了 #1001/);
    await counsellor.hears(/测试老师乙 退出了/);
    await student.hears(/第2位老师先离开了/);
    student.says('好一点了');
    await counsellor.hears(/同学：好一点了/);
    second.says('我说给谁');
    await second.hears(/手上没有进行中的个案/);
  });

  it('a person finds it imminent: others are called to stand by, the case stays, and it is never lowered', async () => {
    const { counsellor, student } = await inTalk(world);
    const backup = await world.responder('测试老师丙');
    await world.pass(MINUTE);
    counsellor.says('/升级');
    await counsellor.hears(/升级为危急？/);
    counsellor.taps('升级为危急');
    await counsellor.hears(/已升级为危急/);
    await backup.hears(/个案 #1001 · 老师判断为危急.*做好支援/);
    counsellor.taps('升级为危急');
    await counsellor.hears(/已经是危急/);
    backup.says('接 1001');
    await backup.hears(/已由 测试老师甲 接手/);
    student.says('谢谢');
    await counsellor.hears(/同学：谢谢/);
    const [row] = await world.database.sql<{ level: string }>('select level from xinqiao.handoff_case');
    expect(row?.level).toBe('imminent');
  });

  it('a silence that was long enough for an imminent case is told as soon as somebody finds it imminent', async () => {
    const { counsellor } = await inTalk(world);
    await world.pass(4 * MINUTE);
    counsellor.says('/升级');
    await counsellor.hears(/升级为危急？/);
    counsellor.taps('升级为危急');
    await counsellor.hears(/已升级为危急/);
    await counsellor.hears(/#1001 同学 4 分钟没有回话/);
  });

  /** The owner and somebody beside them. */
  async function besideEachOther() {
    const { counsellor, student } = await inTalk(world);
    const second = await world.responder('测试老师乙');
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请/);
    await second.hears(/请你一起/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    await counsellor.hears(/测试老师乙 加入了/);
    await student.hears(/又来了一位老师/);
    return { counsellor, second, student };
  }

  it('whoever stood beside the owner is gone with the end, and hears nothing when the student comes back', async () => {
    const { counsellor, second, student } = await besideEachOther();
    const third = await world.responder('测试老师丙', ['counsellor'], false);
    counsellor.says('/邀请 测试老师丙');
    await counsellor.hears(/已经邀请 测试老师丙/);
    await third.hears(/请你一起/);
    await closesCase(counsellor, '误报/无风险');
    await third.hears(/不用再回答 测试老师甲/);
    await student.hears(/是我们多问了一句/);
    second.says('/退出');
    await second.hears(/你手上没有进行中的个案/);

    student.says('回到求助');
    await student.hears(/上次的老师正在值班/);
    await counsellor.hears(/回到了求助，还是你的个案/);
    student.says('我又不好了');
    await counsellor.hears(/同学：我又不好了/);
    counsellor.says('我在');
    await student.hears(/【值班老师】我在/);
    second.says('我也在');
    await second.hears(/手上没有进行中的个案/);
    third.taps('加入');
    await third.hears(/已经结束，或者时间已经过了/);
    const rows = await world.database.sql(
      `select (select count(*)::int from xinqiao.case_member where left_at is null) as beside,
              (select count(*)::int from xinqiao.case_request where status = 'offered') as asked`,
    );
    expect(rows).toEqual([{ beside: 0, asked: 0 }]);
    // Asked anew they come, and are the same one to the student.
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请/);
    await second.hears(/请你一起/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    await counsellor.hears(/测试老师乙 加入了/);
    await student.hears(/又来了一位老师/);
    second.says('我又来了');
    await student.hears(/【第2位老师】我又来了/);
    await counsellor.hears(/测试老师乙 对同学说/);
  });

  it('whoever stood beside the owner and got the case at a change of shift is out of it once they pass it on', async () => {
    const { counsellor, second, student } = await besideEachOther();
    const third = await world.responder('测试老师丙');
    counsellor.says('/邀请 测试老师丙');
    await counsellor.hears(/已经邀请 测试老师丙/);
    await third.hears(/请你一起/);
    counsellor.says('/交班 #1001 测试老师乙 她在宿舍');
    await counsellor.hears(/#1001 已经交给 测试老师乙/);
    await second.hears(/把个案 #1001 交给你了/);
    await third.hears(/不用再回答 测试老师甲/);
    await student.hears(/换了一位值班老师/);
    second.says('我接着说');
    await student.hears(/【值班老师】我接着说/);
    second.says('/交班 #1001 测试老师丙 她在宿舍');
    await second.hears(/#1001 已经交给 测试老师丙/);
    await third.hears(/把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    student.says('又换人了');
    await third.hears(/同学：又换人了/);
    third.says('我在');
    await student.hears(/【值班老师】我在/);
    second.says('我回家了');
    await second.hears(/手上没有进行中的个案/);
    // Nobody fills a place: three can still be asked.
    expect(await world.database.sql('select from xinqiao.case_member where left_at is null')).toEqual([]);
  });

  it('whoever stood beside a silent owner and took the case is out of it once they pass it on', async () => {
    const { counsellor, second, student } = await besideEachOther();
    student.says('我想自杀');
    await counsellor.hearsUntil(/我想自杀/);
    await second.hears(/同学：我想自杀/);
    await world.pass(3 * MINUTE + 1_000);
    await second.hearsUntil(/#1001/);
    second.says('接 #1001');
    await second.hearsUntil(/#1001 归你了/);
    await counsellor.hearsUntil(/由 测试老师乙 接手了/);
    await student.hearsUntil(/接手了/);
    second.says('我接着说');
    await student.hears(/【值班老师】我接着说/);
    second.says('/交班 #1001 测试老师甲 她在宿舍');
    await second.hears(/#1001 已经交给 测试老师甲/);
    await counsellor.hears(/把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    student.says('还在吗');
    await counsellor.hears(/同学：还在吗/);
    await student.hears(/有人/);
    counsellor.says('我在');
    await student.hears(/【值班老师】我在/);
    expect(await world.database.sql('select from xinqiao.case_member where left_at is null')).toEqual([]);
  });

  it('whoever stood beside the owner is gone when their access ends, and the owner and the student know it', async () => {
    const { counsellor, second, student } = await besideEachOther();
    const desk = createStaffDesk(world.office);
    const row = (await desk.list(OPERATOR))?.find((one) => one.name === second.name);
    await desk.revoke(OPERATOR, row?.id ?? '');
    await second.hears(/工作权限已经停用/);
    await counsellor.hears(/测试老师乙 退出了 #1001/);
    await student.hears(/第2位老师先离开了/);
    expect(await world.database.sql('select from xinqiao.case_member where left_at is null')).toEqual([]);
  });
});
