import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

describe('a counsellor in a messenger', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  /** Two are called, the first takes the case and speaks. */
  async function takenByFirstOfTwo() {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await first.hears(/#1001/);
    await second.hears(/#1001/);
    first.says('接');
    await first.hears(/归你了/);
    await student.hears(/接手了/);
    await second.hears(/接手了/);
    first.says('我在');
    await student.hears(/我在/);
    return { first, second, student };
  }

  it('is called again when they took a case and say nothing, and so are the others', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    const student = world.student();
    student.says('药已经吞下去了');
    await student.hears(/120/, /安全/, /你在哪里/);
    await first.hears(/个案 #1001/);
    await second.hears(/个案 #1001/);
    first.says('接');
    await first.hears(/归你了/);
    await student.hears(/接手了/);
    await second.hears(/由 测试老师甲 接手了/);

    await world.pass(MINUTE + 1_000);
    await first.hears(/同学等你的话已经 1 分钟了/);
    await second.hears(/同学等 测试老师甲 的话已经 1 分钟了/);
    await student.hears(/没有老师的话，我又催了一次/);
    second.says('接');
    await second.hears(/#1001 归你了/);
    await first.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    second.says('我是乙老师，我在');
    await student.hears(/乙老师/);
    await world.pass(5 * MINUTE);
    await second.hears(/#1001 同学 5 分钟没有回话/);
  });

  it('is told at once when their student’s danger grows', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/#1001 · 高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    student.says('我已经站在楼顶上了');
    await counsellor.hears(/同学：我已经站在楼顶上了/, /升级】个案 #1001 · 现在是危急/);
    counsellor.says('我打电话给你，别动');
    await student.hears(/别动/);
    await world.pass(MINUTE);
  });

  it('who has spoken and then lets a cry unanswered is followed like one who never spoke', async () => {
    const { first, second, student } = await takenByFirstOfTwo();
    await world.pass(20 * MINUTE);

    student.says('老师？我真的想自杀');
    await first.hears(/同学：老师？我真的想自杀/);
    await world.pass(3 * MINUTE + 1_000);
    await first.hears(/同学等你的话已经 3 分钟了/);
    await second.hears(/同学等 测试老师甲 的话/);
    await student.hears(/没有老师的话，我又催了一次/);
    second.says('接');
    await second.hears(/#1001 归你了/);
    await first.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    second.says('我是乙老师');
    await student.hears(/乙老师/);
  });

  it('whose access ends leaves nobody alone: their students wait for everybody again', async () => {
    const { first, second, student } = await takenByFirstOfTwo();
    await world.pass(40 * MINUTE);

    const desk = createStaffDesk(world.office);
    const row = (await desk.list(OPERATOR))?.find((one) => one.name === '测试老师甲');
    await desk.revoke(OPERATOR, row?.id ?? '');
    await first.hears(/工作权限已经停用/);
    // The talk is no part of the wait, and what is said of the wait begins anew.
    await second.hears(/个案 #1001 · 高危 · 已等 0 分钟/);
    await student.hears(/刚才接手的老师没法继续了[\s\S]*12356/);
    await world.pass(MINUTE);
    await student.hears(/过了 1 分钟，还没有人接，我在继续叫/);
    second.says('接');
    await second.hears(/归你了/);
    await student.hears(/接手了/);
  });

  it('with two students is asked whom the words are for', async () => {
    const counsellor = await world.responder('测试老师甲');
    const one = world.student();
    const two = world.student();
    one.says('我想自杀');
    await one.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await one.hears(/接手了/);
    counsellor.says('你好，我在');
    await one.hears(/你好，我在/);
    two.says('我也想自杀');
    await two.hears(/正在叫/, /120/, /你在哪里/);
    counsellor.says('接 1002');
    await counsellor.hears(/#1002 归你了/);
    await two.hears(/接手了/);

    counsellor.says('先深呼吸');
    await counsellor.hears(/发给哪一个/);
    counsellor.taps('#1002');
    await two.hears(/先深呼吸/);
    counsellor.says('#1001 你还在吗');
    await one.hears(/你还在吗/);

    counsellor.says('#9999 你好');
    await counsellor.hears(/你手上没有 #9999，这句话没有发出去/);
    counsellor.says('# 你好');
    await counsellor.hears(/没看清是发给哪个个案/);
    world.telegram.userEdits(counsellor.chatId, '#1001 改过的话');
    await counsellor.hears(/改动没有发给同学/);
    counsellor.says('/结案');
    await counsellor.hears(/结哪一个/);
    expect([...counsellor.choices()].sort()).toEqual(['#1001', '#1002']);
  });

  it('keeps what they do as a student when they are asked whom their words are for', async () => {
    const counsellor = await world.responder('测试老师甲');
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份/);
    counsellor.says('你好');
    await counsellor.hears(/我是程序/);
    counsellor.taps('同意并开始');
    await counsellor.hears(/已经记下/, /想做什么/);
    counsellor.taps('自助');
    await counsellor.hears(/想看哪一方面/);
    counsellor.says('/值班');
    await counsellor.hears(/现在是值班身份/);
    const students = [world.student(), world.student()];
    for (const [index, student] of students.entries()) {
      student.says('我想自杀');
      await student.hears(/正在叫/, /120/, /你在哪里/);
      // The second one waits for the next digest: whoever asks by its number need not.
      if (index === 0) await counsellor.hears(/#1001/);
      counsellor.says(`接 ${1001 + index}`);
      await counsellor.hears(/归你了/);
      await student.hears(/接手了/);
      counsellor.says(`#${1001 + index} 我在`);
      await student.hears(/我在/);
    }
    counsellor.says('先深呼吸');
    await counsellor.hears(/发给哪一个/);
    counsellor.taps('#1002');
    await students[1]?.hears(/先深呼吸/);
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份/);
    counsellor.says('睡眠');
    await counsellor.hears(/【/);
  });

  it('hears all words of the student, also those at which the program does something, and no taps', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在，1 到 10 分有多难受？');
    await student.hears(/有多难受/);
    student.says('7');
    await counsellor.hears(/同学：7$/);
    student.says('六分吧');
    await counsellor.hears(/同学：六分吧/);
    world.telegram.userEdits(student.chatId, '八分吧');
    await counsellor.hears(/同学：（改后）八分吧$/);
    student.taps('自助');
    await student.hears(/现在是老师在和你说话/);
    student.says('退订');
    await student.hears(/不再给你发活动和提醒/);
    await counsellor.hears(/同学：退订$/);
    student.says('120');
    await counsellor.hears(/同学：120$/);
    await student.hears(/12356/);
    student.says('谢谢老师');
    await counsellor.hears(/同学：谢谢老师/);
  });

  it('hears that a student can no longer be reached', async () => {
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    world.telegram.userBlocks(student.chatId);
    await world.telegram.waitUntilConfirmed();
    counsellor.says('你在哪里');
    await counsellor.hears(/#1001 没有送到，请打电话/);
  });

  it('changes a text in the console, and every process follows', async () => {
    const chief = await world.responder('测试主任', ['centre-head'], false);
    const head = await world.signedIn('测试主任');
    await chief.hears(/登录链接/);
    await head.open('/console/content/edit?area=conversation&key=help.card');
    await head.press({ action: '/console/content/edit' }, { text: '这里是改过的帮助' });
    const student = world.student();
    student.says('/start');
    await student.hears(/我是程序/);
    student.taps('同意并开始');
    await student.hears(/已经记下/, /想做什么/);
    student.says('帮助');
    await student.hears(/这里是改过的帮助/);
  });
});
