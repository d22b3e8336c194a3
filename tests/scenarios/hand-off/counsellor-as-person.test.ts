import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

describe('a counsellor who is a person too', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('may also be a student: /学生 and /值班 switch', async () => {
    const counsellor = await world.responder('测试老师甲');
    counsellor.says('你好');
    await counsellor.hears(/没有进行中的个案/);
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份/);
    counsellor.says('你好');
    await counsellor.hears(/我是程序，不是真人/);
    counsellor.says('/值班');
    await counsellor.hears(/现在是值班身份/);
    counsellor.says('/没有这个');
    await counsellor.hears(/不认识这个命令/);
  });

  it('who takes a case while they speak as a student speaks as staff from then on, and is told so', async () => {
    const counsellor = await world.responder('测试老师甲');
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份.*仍会收到值班呼叫/);
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/个案 #1001/);
    counsellor.taps('接 #1001');
    const yours = await counsellor.hears(/#1001 归你了[\s\S]*直接打字，就会发给同学/);
    expect(yours).toContain('你现在换成了值班身份');
    await student.hears(/接手了/);
    counsellor.says('我是甲老师，我在');
    await student.hears(/【值班老师】我是甲老师，我在/);
    counsellor.says('/学生');
    await counsellor.hears(/现在是学生身份/);
    // What stands under a message to staff is theirs all the same, and leaves them what they speak as.
    counsellor.taps('通话中');
    expect(await counsellor.hears(/#1001/)).not.toMatch(/过时|身份/);
    counsellor.says('你好');
    await counsellor.hears(/我是程序，不是真人/);
  });

  it('is a person too: their own crisis reaches a colleague, but not what they say to a student', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    first.says('我自己也不想活了');
    await first.hears(/正在叫值班老师/, /120/, /你在哪里/);
    await second.hears(/个案 #1001/);
    first.says('接');
    await first.hears(/现在没有人在等/);
    second.says('接');
    await second.hears(/归你了/);
    await first.hears(/接手了/);
    second.says('你说的不想活了，是想自杀吗？');
    await first.hears(/是想自杀吗/);
    first.says('有一点，太累了');
    await second.hears(/同学：有一点，太累了/);
    expect(await world.database.sql('select number from xinqiao.handoff_case')).toHaveLength(1);
  });

  it('is not called for themselves when they come on duty while they wait', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙', ['counsellor'], false);
    first.says('我自己也不想活了');
    await first.hearsUntil(/你在哪里/);
    const desk = createStaffDesk(world.office);
    const members = (await desk.list(OPERATOR)) ?? [];
    const idOf = (name: string): string => members.find((one) => one.name === name)?.id ?? '';
    expect(await desk.setOnCall(OPERATOR, idOf('测试老师甲'), true)).toMatchObject({ ok: true });
    expect(await desk.setOnCall(OPERATOR, idOf('测试老师乙'), true)).toMatchObject({ ok: true });
    await second.hears(/个案 #1001/);
    await world.settle();
    first.expectNothingMore();
  });

  it('can ask for help by word, by button and in a caption, without changing what they speak as', async () => {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    first.says('紧急求助');
    await first.hears(/收到，你做得对/, /120/, /你在哪里/);
    await second.hears(/个案 #1001/);
    first.taps('热线');
    await first.hears(/有危险，先打 120、110/);
    world.telegram.userSendsPhoto(first.chatId, '药已经吞下去了');
    await first.hears(/最紧急的又叫了一次/, /你在哪里/);
    await second.hears(/#1001 · 危急 · 已等 0 分钟/);
    await world.pass(MINUTE);
    await first.hears(/还没有人接/);
    await second.hears(/#1001 · 危急 · 已等 1 分钟/);
  });

  it('gets nothing before the code came from that very account, and nothing after being revoked', async () => {
    const desk = createStaffDesk(world.office);
    const owner = world.student();
    const thief = world.student();
    const added = await desk.add(OPERATOR, {
      name: '测试老师丙',
      roles: ['counsellor'],
      accounts: [{ channel: 'telegram', account: String(owner.chatId), notifier: null }],
      onCall: true,
    });
    if (!added.ok) throw new Error(added.code);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/没有能马上接的老师/, /120/, /你在哪里/);
    thief.says(added.value.code ?? '');
    await thief.hears(/验证码不对/);
    owner.says('XQ-ABCDEFGH');
    await owner.hears(/验证码不对/);
    owner.says((added.value.code ?? '').toLowerCase());
    await owner.hears(/从现在起会收到值班呼叫/, /个案 #1001 · 高危/);
    owner.says('接');
    await owner.hears(/归你了/);
    await student.hears(/接手了/);

    const rows = await desk.list(OPERATOR);
    const row = rows?.find((one) => one.name === '测试老师丙');
    expect(await desk.revoke(OPERATOR, row?.id ?? '')).toMatchObject({ ok: true });
    await owner.hears(/工作权限已经停用/);
    await student.hears(/刚才接手的老师没法继续了/);
    owner.says('接');
    await owner.hears(/我是程序，不是真人/);
  });
});
