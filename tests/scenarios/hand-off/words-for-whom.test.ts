import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTalk } from '../../support/in-talk.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** A second student, whom the same counsellor takes. */
async function takesAnother(counsellor: TelegramPerson): Promise<TelegramPerson> {
  const other = world.student();
  other.says('我也想自杀');
  await other.hearsUntil(/你在哪里/);
  counsellor.says('接 1002');
  await counsellor.hearsUntil(/#1002 归你了/);
  await other.hears(/接手了/);
  return other;
}

const countNotes = async (): Promise<number | undefined> =>
  (await world.database.sql<{ n: number }>('select count(*)::int as n from xinqiao.case_note'))[0]?.n;

describe('words of a counsellor', () => {
  it('who was invited are about the student, and open no case of their own', async () => {
    const { counsellor, student } = await inTalk(world);
    const second = await world.responder('测试老师乙', ['counsellor'], false);
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请/);
    await second.hears(/请你一起/);
    second.taps('加入');
    await second.hears(/你加入了/);
    await counsellor.hears(/加入了/);
    await student.hears(/又来了一位老师/);
    second.says('你说的不想活了，是想自杀吗？');
    await student.hears(/第2位老师】你说的不想活了/);
    await counsellor.hears(/对同学说：你说的不想活了/);
    expect(await world.database.sql('select number from xinqiao.handoff_case')).toHaveLength(1);
  });

  it('after taking another case are not what was begun for the one before', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/备注');
    await counsellor.hears(/下一条你写的话/);
    const other = await takesAnother(counsellor);
    counsellor.says('你好，我在');
    await counsellor.hears(/发给哪一个/);
    counsellor.taps('#1002');
    await other.hears(/你好，我在/);
    expect(await countNotes()).toBe(0);
  });

  it('after a tap for another case, or an invitation, are not what was begun for the one before', async () => {
    const { counsellor, student } = await inTalk(world);
    await takesAnother(counsellor);
    counsellor.says('#1001 /备注');
    await counsellor.hears(/下一条你写的话/);
    // The newest card is that of #1002.
    counsellor.taps('通话中');
    await counsellor.hears(/#1002/);
    counsellor.says('在电话里说了');
    await counsellor.hears(/发给哪一个/);
    counsellor.taps('不发了');
    await counsellor.hears(/没有发给任何人/);

    const second = await world.responder('测试老师乙', ['counsellor'], true);
    await world.settle();
    const third = world.student();
    third.says('我想自杀');
    await third.hearsUntil(/你在哪里/);
    second.says('接 1003');
    await second.hearsUntil(/#1003 归你了/);
    await third.hears(/接手了/);
    second.says('/备注');
    await second.hears(/下一条你写的话/);
    counsellor.says('#1001 /邀请 测试老师乙');
    await counsellor.hearsUntil(/已经邀请/);
    await second.hears(/请你一起/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    await student.hears(/又来了一位老师/);
    await counsellor.hears(/加入了/);
    second.says('我也在');
    await second.hears(/发给哪一个/);
    expect(await countNotes()).toBe(0);
  });

  it('that come ten minutes later are asked for, and are neither kept nor sent', async () => {
    const { counsellor } = await inTalk(world);
    counsellor.says('/备注');
    await counsellor.hears(/下一条你写的话/);
    await world.pass(10 * MINUTE);
    counsellor.says('妈妈还不知道');
    await counsellor.hears(/没有记下，也还没有发出去/);
    expect(counsellor.choices()).toEqual(['#1001', '不发了']);
    counsellor.taps('不发了');
    await counsellor.hears(/没有发给任何人/);
    expect(await countNotes()).toBe(0);
  });

  it('typed one after the other each go to whom they were meant for', async () => {
    const { counsellor, student } = await inTalk(world);
    const other = await takesAnother(counsellor);
    counsellor.says('先把门打开');
    await counsellor.hears(/发给哪一个/);
    counsellor.says('你慢慢说');
    await counsellor.hears(/发给哪一个/);
    const [first, second] = world.telegram
      .sentTo(counsellor.chatId)
      .filter(({ text }) => text.includes('发给哪一个'));
    world.telegram.userTaps(counsellor.chatId, '#1001', { messageId: first?.messageId ?? 0 });
    await student.hears(/】先把门打开$/);
    await counsellor.hears(/前面还有 1 句没有发出去/);
    world.telegram.userTaps(counsellor.chatId, '#1002', { messageId: second?.messageId ?? 0 });
    await other.hears(/】你慢慢说$/);
    // Once each, whichever button is tapped again.
    counsellor.taps('#1002');
    await counsellor.hears(/过时|已经/);
  });

  it('that are changed afterwards follow as a correction; a change of anything else goes nowhere', async () => {
    const { counsellor, student } = await inTalk(world);
    counsellor.says('你在3号楼吗');
    await student.hears(/3号楼/);
    world.telegram.userEdits(counsellor.chatId, '你在5号楼吗');
    await counsellor.hears(/#1001 改后的话已经作为更正发给同学/);
    await student.hears(/【值班老师】（更正）你在5号楼吗$/);
    // A command, or words that name another case, are not for them.
    world.telegram.userEdits(counsellor.chatId, '/备注 在5号楼');
    await counsellor.hears(/改动没有发给同学/);
    world.telegram.userEdits(counsellor.chatId, '#1009 你在5号楼吗');
    await counsellor.hears(/改动没有发给同学/);
    counsellor.says('/备注 妈妈不知道');
    await counsellor.hears(/已记作 #1001 的备注/);
    world.telegram.userEdits(counsellor.chatId, '妈妈还不知道');
    await counsellor.hears(/改动没有发给同学/);
    expect(await countNotes()).toBe(1);
  });

  it('that were refused are typed anew for the same purpose, and never go to the student', async () => {
    const { counsellor, student } = await inTalk(world);
    counsellor.says('/安全计划');
    await counsellor.hears(/还没有写/);
    counsellor.taps('记第 1 项');
    await counsellor.hears(/记进第 1 项/);
    counsellor.says('整夜睡不着'.repeat(61));
    await counsellor.hears(/最多 300 个字，没有记/);
    expect(counsellor.choices()).toEqual(['不用了']);
    counsellor.says('\u202e');
    await counsellor.hears(/是空的，没有记/);
    counsellor.says('整夜睡不着');
    await counsellor.hears(/1\. 快要难受起来的苗头：整夜睡不着/);
    counsellor.says('/备注');
    await counsellor.hears(/下一条你写的话/);
    counsellor.says('\u202e');
    await counsellor.hears(/备注是空的/);
    counsellor.says('妈妈还不知道');
    await counsellor.hears(/已记作 #1001 的备注/);
    counsellor.says('我在');
    await student.hears(/】我在$/);
  });
});
