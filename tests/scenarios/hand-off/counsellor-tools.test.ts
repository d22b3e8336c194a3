import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('what a counsellor does beside the talk', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('a note is kept, never said to the student, and stands in no log and no row in clear', async () => {
    const { counsellor, student } = await inTalk(world);
    const secret = '妈妈还不知道这件事情';
    for (const typed of [
      `/备注 ${secret}`,
      `／备注 ${secret}`,
      `/note ${secret}`,
      `、备注 ${secret}`,
      `#1001 /备注 ${secret}`,
    ]) {
      counsellor.says(typed);
      await counsellor.hears(/已记作 #1001 的备注，没有发给同学/);
    }
    counsellor.says(`/备住 ${secret}`);
    await counsellor.hears(/不认识这个命令，没有发给同学/);
    counsellor.says('/操作');
    await counsellor.hears(/可以做/);
    counsellor.taps('备注');
    await counsellor.hears(/下一条你写的话记作 #1001 的备注/);
    counsellor.says(secret);
    await counsellor.hears(/已记作 #1001 的备注/);
    counsellor.taps('备注');
    await counsellor.hears(/下一条你写的话/);
    counsellor.taps('不用了');
    await counsellor.hears(/之后打的字照常发给同学/);
    counsellor.says('我还在');
    expect(await student.hears(/我还在/)).not.toContain(secret);

    const rows = await world.database.sql<{ n: number }>('select count(*)::int as n from xinqiao.case_note');
    expect(rows[0]?.n).toBe(6);
    const events = await world.database.sql<{ n: number }>(
      `select count(*)::int as n from xinqiao.case_event where kind = 'noted'`,
    );
    expect(events[0]?.n).toBe(6);
    expect(world.logged.join('\n')).not.toContain(secret);
  });

  it('a canned reply is shown before it is sent, sent once, or changed first', async () => {
    const { counsellor, student } = await inTalk(world);
    counsellor.says('/常用语');
    await counsellor.hears(/先看，再发/);
    counsellor.taps('先说我在');
    await counsellor.hears(/还没有发.*\n我在，我是值班老师/);
    counsellor.taps('就这样发');
    await counsellor.hears(/已发给 #1001/);
    await student.hears(/【值班老师】我在，我是值班老师，是真人/);
    counsellor.taps('就这样发');
    await counsellor.hears(/没有再发/);

    counsellor.taps('问在哪里');
    await counsellor.hears(/你现在在哪里/);
    counsellor.taps('改了再发');
    await counsellor.hears(/请打改好的话/);
    counsellor.says('你在宿舍吗？');
    await counsellor.hears(/已发给 #1001/);
    await student.hears(/【值班老师】你在宿舍吗？/);
    counsellor.says('门开着吗');
    await student.hears(/门开着吗/);
  });

  it('the screener goes question by question, shows its rule to the counsellor alone, and changes no level', async () => {
    const { counsellor, student } = await inTalk(world);
    counsellor.says('/筛查');
    await counsellor.hears(/文字为本中心自拟，非官方译文[\s\S]*第 1 问/);
    counsellor.taps('有');
    await counsellor.hears(/第 2 问/);
    counsellor.taps('把这一问发给同学');
    await counsellor.hears(/第 2 问发给同学了/);
    await student.hears(/【值班老师】过去一个月里，你有没有真的想过/);
    student.says('想过');
    await counsellor.hears(/同学：想过/);
    counsellor.taps('有');
    await counsellor.hears(/第 3 问/);
    counsellor.taps('有');
    await counsellor.hears(/第 4 问/);
    counsellor.taps('没有');
    await counsellor.hears(/第 5 问/);
    counsellor.taps('没有');
    await counsellor.hears(/第 6 问/);
    counsellor.taps('有，最近三个月里');
    await counsellor.hears(/筛查做完了。按筛查版的规则：高。\n筛查，非诊断/);
    expect(counsellor.choices()).toEqual(['升级']);
    counsellor.taps('有，最近三个月里');
    await counsellor.hears(/已经记过，或者筛查已经结束/);

    const [row] = await world.database.sql<{ level: string }>('select level from xinqiao.handoff_case');
    expect(row?.level).toBe('high');
    const runs = await world.database.sql<{ status: string; clear: boolean }>(
      `select status, position('recent' in encode(answers_sealed, 'escape')) > 0 as clear from xinqiao.screener_run`,
    );
    expect(runs).toEqual([{ status: 'done', clear: false }]);
    counsellor.taps('升级');
    await counsellor.hears(/升级为危急？/);
  });

  it('without thoughts of killing oneself the screener goes to its last question', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/筛查');
    await counsellor.hears(/第 1 问/);
    counsellor.taps('有');
    await counsellor.hears(/第 2 问/);
    counsellor.taps('没有');
    await counsellor.hears(/第 6 问/);
    counsellor.taps('没有');
    await counsellor.hears(/规则：低/);
    counsellor.says('/筛查');
    await counsellor.hears(/第 1 问/);
    counsellor.taps('先停在这里');
    await counsellor.hears(/没有做完/);
  });

  it('a safety plan is filled together, given, and read again whenever the student asks', async () => {
    const { counsellor, student } = await inTalk(world);
    student.says('安全计划');
    await counsellor.hears(/同学：安全计划/);
    await student.hears(/还没有给你的安全计划/);
    counsellor.says('/安全计划');
    await counsellor.hears(/还没有写/);
    counsellor.taps('问同学第 1 项');
    await counsellor.hears(/第 1 项问同学了/);
    await student.hears(/【值班老师】我们一起写一份安全计划/);
    student.says('整夜睡不着');
    await counsellor.hears(/同学：整夜睡不着/);
    counsellor.taps('记第 1 项');
    await counsellor.hears(/记进第 1 项「快要难受起来的苗头」/);
    counsellor.says('整夜睡不着的时候');
    await counsellor.hears(/第 1 版，草稿，同学还看不到[\s\S]*1\. 快要难受起来的苗头：整夜睡不着的时候/);
    counsellor.says('/安全计划 4 室友小林');
    await counsellor.hears(/4\. 我可以找谁帮忙：室友小林/);
    student.says('安全计划');
    await counsellor.hears(/同学：安全计划/);
    await student.hears(/还没有给你的安全计划/);

    counsellor.taps('发给同学');
    await counsellor.hears(/第 1 版安全计划给同学了/);
    await student.hears(/安全计划好了。点下面/);
    counsellor.taps('发给同学');
    await counsellor.hears(/这一版已经给过同学了/);
    student.taps('看安全计划');
    await student.hears(/你的安全计划：\n1\. 快要难受起来的苗头：整夜睡不着的时候[\s\S]*室友小林[\s\S]*120/);

    counsellor.says('/安全计划 4 室友小林，辅导员');
    await counsellor.hears(/第 2 版，草稿/);
    student.says('安全计划');
    await counsellor.hears(/同学：安全计划/);
    expect(await student.hears(/你的安全计划/)).not.toContain('辅导员');
    counsellor.taps('发给同学');
    await counsellor.hears(/第 2 版安全计划给同学了/);
    await student.hears(/安全计划好了/);
    student.says('安全计划');
    await counsellor.hears(/同学：安全计划/);
    await student.hears(/室友小林，辅导员/);
    expect(world.logged.join('\n')).not.toContain('室友小林');
  });

  it('the hotline card goes once, though it was tapped twice, and is no word of a person', async () => {
    const { counsellor, student } = await inTalk(world);
    counsellor.says('/热线');
    counsellor.says('/热线');
    await counsellor.hears(/热线卡发给 #1001/, /热线卡发给 #1001/);
    await student.hears(/这些电话，现在就可以打[\s\S]*12356/);
  });

  it('the end of one case of several is asked for by its number, before the word or behind it', async () => {
    const { counsellor } = await inTalk(world);
    const other = world.student();
    other.says('我不想活了');
    await other.hears(/正在叫/, /120/, /你在哪里/);
    counsellor.says('接 #1002');
    await counsellor.hears(/#1002 归你了/);
    await other.hears(/接手了/);
    for (const typed of ['/结案 #1001', '#1001 /结案', '／结案１００１', '/close 1001']) {
      counsellor.says(typed);
      await counsellor.hears(/^结案 #1001/);
    }
    expect(counsellor.choices()).toContain('先不结案');
    counsellor.says('/结案');
    await counsellor.hears(/结哪一个/);
    counsellor.says('/结案 #1009');
    await counsellor.hears(/你手上没有 #1009，什么也没有做/);
  });

  it('a question to a colleague is taken back by its button, and a late tap says how it ended', async () => {
    const { counsellor, student } = await inTalk(world);
    const second = await world.responder('测试老师乙', ['counsellor'], false);
    counsellor.says('/转接 测试老师乙');
    await counsellor.hears(/已经问 测试老师乙 能不能接 #1001/);
    await second.hears(/转给你/);
    expect(counsellor.choices()).toEqual(['收回']);
    counsellor.taps('收回');
    await counsellor.hears(/收回了，不用 测试老师乙 回答，#1001 还是你负责/);
    await second.hears(/不用再回答 测试老师甲/);
    counsellor.taps('收回');
    await counsellor.hears(/收回了/);
    second.taps('接受转接');
    await second.hears(/已经结束，或者时间已经过了/);

    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙/);
    await second.hears(/请你一起/);
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/#1001 已经在等人回答了/);
    counsellor.taps('收回（测试老师乙）');
    await counsellor.hears(/收回了/);
    await second.hears(/不用再回答 测试老师甲/);

    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙/);
    await second.hears(/请你一起/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    await counsellor.hears(/测试老师乙 加入了/);
    await student.hears(/又来了一位老师/);
    counsellor.taps('收回');
    await counsellor.hears(/已经结束，或者时间已经过了/);
    const rows = await world.database.sql<{ status: string }>(
      'select status from xinqiao.case_request order by offered_at',
    );
    expect(rows.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn', 'accepted']);
  });

  it('a button of a case that is somebody else’s by now does nothing', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/操作');
    await counsellor.hears(/可以做/);
    await world.database.sql(`update xinqiao.handoff_case set owner_id =
      (select id from xinqiao.staff_member where id <> owner_id limit 1)`);
    for (const label of ['备注', '升级', '常用语', 'C-SSRS 筛查', '安全计划', '当天时段', '热线卡', '转接']) {
      counsellor.taps(label);
      await counsellor.hears(/不在你手上/);
    }
  });
});
