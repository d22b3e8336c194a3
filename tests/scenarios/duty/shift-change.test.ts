import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { addMs } from '../../../src/core/clock.ts';
import type { EscalationPolicy, LevelPolicy } from '../../../src/handoff/policy.ts';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { HOUR, MINUTE, rotaIn } from '../../support/rota-desk-world.ts';
import { createTelegramPerson, type TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('a change of shift', () => {
  let world: World;
  let rota: ReturnType<typeof rotaIn>;
  beforeEach(async () => {
    world = await startWorld();
    rota = rotaIn(world);
    await rota.clearSample();
  });
  afterEach(() => world.close());

  /** 甲 is on for an hour and talks with a student; 乙 comes on behind. */
  async function talkBeforeTheEnd(beside: TelegramPerson | null = null): Promise<{
    jia: TelegramPerson;
    yi: TelegramPerson;
    student: TelegramPerson;
  }> {
    const jia = await world.responder('测试老师甲', ['counsellor'], false);
    const yi = await world.responder('测试老师乙', ['counsellor'], false);
    const begin = await rota.soon();
    await rota.schedule('测试老师甲', begin, addMs(begin, HOUR));
    await rota.schedule('测试老师乙', addMs(begin, HOUR), addMs(begin, 9 * HOUR));
    await jia.hears(/值班安排有变/);
    await yi.hears(/值班安排有变/);
    await world.pass(MINUTE);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia.hears(/#1001/);
    await beside?.hears(/#1001/);
    jia.says('接');
    await jia.hears(/归你了/);
    await beside?.hears(/接手了/);
    await student.hears(/接手了/);
    jia.says('我在');
    await student.hears(/我在/);
    return { jia, yi, student };
  }

  it('is told 15 minutes before to both sides; a button hands the student over', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(45 * MINUTE);
    await jia.hears(/你 \d\d:\d\d 下班，手上还有 #1001/);
    expect(jia.choices()).toEqual(['#1001 交给 测试老师乙']);
    await yi.hears(/你 \d\d:\d\d 接班。测试老师甲 手上还有 #1001/);
    jia.taps('#1001 交给 测试老师乙');
    await jia.hears(/#1001 已经交给 测试老师乙/);
    await yi.hears(/测试老师甲 把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师接着和你说话/);
    yi.says('你好，我是乙老师');
    await student.hears(/乙老师/);
    student.says('好的');
    await yi.hears(/好的/);
    yi.says('慢慢说');
    await student.hears(/慢慢说/);
    // The change itself is told to nobody: nothing is left in the hands of who went off.
    await world.pass(20 * MINUTE);
    jia.taps('#1001 交给 测试老师乙');
    await jia.hears(/没有正在跟进|不在你手上|没有/);
    const rows = await world.database.sql(
      `select e.kind, f.name as from, t.name as to from xinqiao.case_event e
       join xinqiao.staff_member f on f.id = e.staff_id join xinqiao.staff_member t on t.id = e.to_staff_id`,
    );
    expect(rows).toEqual([{ kind: 'transferred', from: '测试老师甲', to: '测试老师乙' }]);
  });

  it('is told by mail to whoever comes on and has no messenger, with figures alone', async () => {
    await world.close();
    const mail = await startSmtpFake();
    try {
      world = await startWorld({ notifiers: [mailHouse(mail)] });
      rota = rotaIn(world);
      await rota.clearSample();
      const next = await byMail(world, mail, '测试老师戊', ['counsellor']);
      const { jia, yi } = await talkBeforeTheEnd();
      const [end] = await world.database.sql<{ at: Date }>(
        'select min(ends_at) as at from xinqiao.rota_stint',
      );
      const begin = end?.at ?? new Date(0);
      await rota.schedule('测试老师戊', begin, addMs(begin, 8 * HOUR));
      await next.reads(/你的值班安排有 1 处变化。登录控制台看/);
      await world.pass(45 * MINUTE);
      await jia.hears(/你 \d\d:\d\d 下班，手上还有 #1001/);
      await yi.hears(/接班/);
      await next.reads(/你 \d\d:\d\d 接班，上一班手上还有 1 个个案。登录控制台看/);
      await world.pass(15 * MINUTE);
      await jia.hears(/你已经下班，#1001 没有交出去/);
      await yi.hears(/没有交给你/);
      await next.reads(/上一班有 1 个个案没有交出来。登录控制台看/);
    } finally {
      await mail.close();
    }
  });

  it('leaves with its owner what nobody hands over, and says so; nobody is without an owner', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/接班/);
    await world.pass(15 * MINUTE);
    await jia.hears(/你已经下班，#1001 没有交出去，还是由你负责/);
    await yi.hears(/测试老师甲 已经下班，#1001 没有交给你，还是由 测试老师甲 负责/);
    student.says('我想再说一会儿');
    await jia.hears(/我想再说一会儿/);
    jia.says('在的');
    await student.hears(/在的/);
    await world.pass(2 * HOUR);
    jia.says('/交班 #1001 她和室友在一起，手机快没电');
    await jia.hears(/#1001 已经交给 测试老师乙/);
    await yi.hears(/把个案 #1001 交给你了[\s\S]*交班留言：她和室友在一起，手机快没电/);
    await student.hears(/换了一位值班老师/);
    yi.says('我接着和你说');
    await student.hears(/接着和你说/);
    const browser = await world.signedIn('测试老师乙');
    await yi.hears(/登录链接/);
    const [row] = await world.database.sql<{ id: string; note: Buffer }>(
      'select c.id, h.note_sealed as note from xinqiao.handoff_case c join xinqiao.hand_over h on h.case_id = c.id',
    );
    expect(row?.note.toString('utf8')).not.toContain('室友');
    await browser.open(`/console/cases/${row?.id}`);
    expect(browser.text()).toContain('她和室友在一起，手机快没电');
    expect(world.logged.join()).not.toContain('室友');
  });

  it('goes to whoever is on now once one’s shift is over, though one has another shift tomorrow', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    const bing = await world.responder('测试老师丙', ['counsellor'], false);
    const begin = await rota.soon();
    await rota.schedule('测试老师甲', addMs(begin, 24 * HOUR), addMs(begin, 25 * HOUR));
    await rota.schedule('测试老师丙', addMs(begin, 25 * HOUR), addMs(begin, 26 * HOUR));
    await jia.hears(/值班安排有变/);
    await bing.hears(/值班安排有变/);
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/接班/);
    await world.pass(15 * MINUTE);
    await jia.hears(/你已经下班/);
    expect(jia.choices()).toEqual(['#1001 交给 测试老师乙']);
    await yi.hears(/没有交给你/);
    // Whoever is named and is not there is no note to somebody else.
    jia.says('/交班 #1001 测试老师丙');
    await jia.hears(/#1001 没有交出去.*测试老师丙 现在不值班/);
    expect(jia.choices()).toEqual(['#1001 交给 测试老师乙']);
    jia.taps('#1001 交给 测试老师乙');
    await jia.hears(/#1001 已经交给 测试老师乙/);
    await yi.hears(/把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    yi.says('我在');
    await student.hears(/我在/);
    bing.expectNothingMore();
  });

  it('tells nobody that they come on who is on already', async () => {
    const begin = await rota.soon();
    const beside = await world.responder('测试老师丁', ['counsellor'], false);
    await rota.schedule('测试老师丁', begin, addMs(begin, 9 * HOUR));
    await beside.hears(/值班安排有变/);
    const { jia, yi } = await talkBeforeTheEnd(beside);
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/你 \d\d:\d\d 接班/);
    await world.settle();
    beside.expectNothingMore();
  });

  it('asks for a note after a tap; what is typed then goes to the colleague and never to a student', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/接班/);
    jia.taps('#1001 交给 测试老师乙');
    await jia.hears(/#1001 已经交给 测试老师乙。要给 测试老师乙 留一句话吗/);
    expect(jia.choices()).toEqual(['留言', '不留言']);
    await yi.hears(/测试老师甲 把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    jia.taps('留言');
    await jia.hears(/请打一句话，只给接手的同事/);
    jia.says('手机快没电');
    await jia.hears(/#1001 的留言已经给了 测试老师乙/);
    await yi.hears(/测试老师甲 给 #1001 的交班留言：手机快没电/);
    jia.taps('留言');
    await jia.hears(/请打一句话/);
    jia.says('再来一句');
    await jia.hears(/没有留言：这次交班已经有留言/);
    jia.says('这句没有人要听');
    await jia.hears(/你手上没有进行中的个案/);
    student.expectNothingMore();
  });

  it('opens nothing for the danger in a note, in a late one, a changed one and one that came after; own danger does', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/接班/);
    jia.taps('#1001 交给 测试老师乙');
    await jia.hears(/留一句话吗/);
    await yi.hears(/把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    yi.says('我接着和你说');
    await student.hears(/接着和你说/);
    jia.taps('留言');
    await jia.hears(/请打一句话/);
    await world.pass(11 * MINUTE);
    jia.says('她昨晚割腕了，说还是不想活了');
    await jia.hears(/没有进行中的个案/);
    jia.taps('留言');
    await jia.hears(/请打一句话/);
    jia.says('她昨晚割腕了，说还是不想活了');
    await jia.hears(/#1001 的留言已经给了 测试老师乙/);
    await yi.hears(/交班留言：她昨晚割腕了，说还是不想活了/);
    world.telegram.userEdits(jia.chatId, '她昨晚割腕了，说今晚还是不想活了');
    await jia.hears(/改动没有发给同学/);
    jia.says('/交班 #1001 测试老师乙 她说不想活了');
    await jia.hears(/./);
    const cases = () => world.database.sql('select number from xinqiao.handoff_case');
    expect(await cases()).toHaveLength(1);
    jia.taps('留言');
    await jia.hears(/请打一句话/);
    jia.says('紧急求助');
    await jia.hearsUntil(/你在哪里/);
    expect(await cases()).toHaveLength(2);
  });

  it('warns whoever has taken a case over shortly before their own end', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    const bing = await world.responder('测试老师丙');
    const transfer = async (from: TelegramPerson, to: TelegramPerson, name: string) => {
      from.says(`/转接 ${name}`);
      await from.hears(/已经问/);
      await to.hears(/转给你/);
      to.taps('接受转接');
      await to.hears(/#1001 现在由你负责/);
      await from.hears(/接受了/);
      await student.hears(/换了一位值班老师/);
      to.says('我在');
      await student.hears(/我在/);
    };
    await transfer(jia, bing, '测试老师丙');
    await world.pass(50 * MINUTE);
    await transfer(bing, jia, '测试老师甲');
    await jia.hears(/你 \d\d:\d\d 下班，手上还有 #1001/);
    await yi.hears(/你 \d\d:\d\d 接班。测试老师甲 手上还有 #1001/);
  });

  it('goes to whoever is named, with the note behind the name; 不留言 leaves none', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    const bing = await world.responder('测试老师丙');
    jia.says('/交班 #1001 测试老师丙 先问她在哪里');
    await jia.hears(/#1001 已经交给 测试老师丙/);
    await bing.hearsUntil(/交班留言：先问她在哪里/);
    await student.hears(/换了一位值班老师/);
    bing.says('我是丙老师');
    await student.hears(/丙老师/);
    bing.says('/交班 #1001 测试老师甲');
    await bing.hears(/#1001 已经交给 测试老师甲。要给/);
    await jia.hears(/测试老师丙 把个案 #1001 交给你了/);
    await student.hears(/换了一位值班老师/);
    bing.taps('不留言');
    await bing.hears(/好，没有留言/);
    yi.expectNothingMore();
  });

  it('hands all students over at once, by one button or one line with a note; each of them hears it', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(MINUTE + 1_000);
    const second = world.student();
    second.says('我想自杀');
    await second.hears(/正在叫/, /120/, /你在哪里/);
    await jia.hears(/#1002/);
    jia.says('接 #1002');
    await jia.hears(/#1002.*归你了|归你了/);
    await second.hears(/接手了/);
    jia.says('#1002 我也在');
    await second.hears(/我也在/);
    jia.says('/交班');
    await jia.hears(/交给谁/);
    expect(jia.choices()).toEqual([
      '2 个全部交给 测试老师乙',
      '#1001 交给 测试老师乙',
      '#1002 交给 测试老师乙',
    ]);
    jia.taps('2 个全部交给 测试老师乙');
    await jia.hears(/#1001 #1002 都已经交给 测试老师乙。\n要给谁留一句话，点下面/);
    expect(jia.choices()).toEqual(['给 #1001 留言', '给 #1002 留言']);
    for (const number of [1001, 1002]) await yi.hears(new RegExp(`把个案 #${number} 交给你了`));
    for (const one of [student, second]) await one.hears(/换了一位值班老师接着和你说话/);
    // A tap that comes twice finds nothing left.
    jia.taps('2 个全部交给 测试老师乙');
    await jia.hears(/没有正在跟进|没有/);
    yi.says('#1001 我是乙老师');
    await student.hears(/乙老师/);
    yi.says('#1002 我是乙老师');
    await second.hears(/乙老师/);
    yi.says('/交班 全部 测试老师丙');
    await yi.hears(/交给谁/);
    expect(yi.choices()[0]).toBe('2 个全部交给 测试老师甲');
    yi.says('/交班 全部 测试老师甲 都在宿舍');
    await yi.hears(/#1001 #1002 都已经交给 测试老师甲。$/);
    for (const number of [1001, 1002])
      await jia.hears(new RegExp(`把个案 #${number} 交给你了[\\s\\S]*交班留言：都在宿舍`));
    for (const one of [student, second]) await one.hears(/换了一位值班老师/);
    jia.says('#1001 我回来了');
    await student.hears(/我回来了/);
    jia.says('#1002 我回来了');
    await second.hears(/我回来了/);
  });

  it('makes a colleague who says nothing be called again, after a hand-over too', async () => {
    const { jia, yi, student } = await talkBeforeTheEnd();
    await world.pass(45 * MINUTE);
    await jia.hears(/下班，手上还有 #1001/);
    await yi.hears(/接班/);
    const browser = await world.signedIn('测试老师甲');
    await jia.hears(/登录链接/);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    await browser.open(`/console/cases/${row?.id}`);
    const action = `/console/cases/${row?.id}/hand-over`;
    expect(await browser.press({ action }, { to: '', note: '要留着的话' })).toBe(422);
    expect(browser.text()).toContain('仍由你负责');
    await browser.open(`/console/cases/${row?.id}`);
    await browser.press({ action }, { to: await rota.idOf('测试老师乙'), note: '请先问在哪里' });
    expect(browser.text()).toContain('#1001 已经交给 测试老师乙');
    await yi.hears(/交给你了/);
    await student.hears(/换了一位值班老师/);
    await browser.pressAgain();
    await world.pass(3 * MINUTE + 1_000);
    await yi.hears(/同学等你的话已经 3 分钟/);
    await jia.hears(/同学等 测试老师乙 的话已经 3 分钟/);
    await student.hears(/没有老师的话/);
    yi.says('我在');
    await student.hears(/我在/);
  });

  it('tells whoever is taken off call by hand what stays theirs', async () => {
    const jia = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia.hears(/#1001/);
    jia.says('接');
    await jia.hears(/归你了/);
    await student.hears(/接手了/);
    jia.says('我在');
    await student.hears(/我在/);
    await createStaffDesk(world.office).setOnCall(OPERATOR, await rota.idOf('测试老师甲'), false);
    await jia.hears(/你已经下班，#1001 没有交出去，还是由你负责/);
    jia.says('/交班');
    await jia.hears(/没有叫得到的人，还是由你负责/);
  });
});

describe('a change of shift while somebody waits', () => {
  const toClose: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close();
  });

  /** However slow the machine is, nobody is called by a later step before the shifts change. */
  const onlyFirstSteps = (policy: EscalationPolicy): EscalationPolicy => {
    const later = (level: LevelPolicy): LevelPolicy => ({
      ...level,
      steps: level.steps.map((step) => ({ ...step, afterSeconds: step.afterSeconds * 20 })),
    });
    return { ...policy, high: later(policy.high), imminent: later(policy.imminent) };
  };

  type Shift = { readonly name: string; readonly duty: string; readonly turn: 0 | 1 };

  /** Everybody on for their turn of one hour; the story goes on shortly before the change. */
  async function beforeTheChange(
    world: World,
    shifts: readonly Shift[],
    beforeMs = 30_000,
  ): Promise<TelegramPerson[]> {
    const rota = rotaIn(world);
    await rota.clearSample();
    const people = new Map<string, TelegramPerson>();
    for (const { name } of shifts)
      if (!people.has(name)) people.set(name, await world.responder(name, ['counsellor'], false));
    const begin = await rota.soon();
    for (const { name, duty, turn } of shifts) {
      const startsAt = addMs(begin, turn * HOUR);
      await rota.schedule(name, startsAt, addMs(startsAt, HOUR), duty);
      await people.get(name)?.hears(/值班安排有变/);
    }
    await world.pass(addMs(begin, HOUR - beforeMs).getTime() - (await rota.now()).getTime());
    return [...people.values()];
  }

  const on = (name: string, turn: 0 | 1, duty = 'duty'): Shift => ({ name, duty, turn });

  it('calls whoever comes on at once, in one message, and they can take the case', async () => {
    const world = await startWorld({ escalation: onlyFirstSteps });
    toClose.push(world.close);
    const [jia, yi] = await beforeTheChange(world, [on('测试老师甲', 0), on('测试老师乙', 1)]);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia?.hears(/个案 #1001 · 高危/);
    await world.visitor().says('药已经吞下去了');
    await jia?.hears(/2 个在等/);
    yi?.says('接');
    await yi?.hears(/现在没有人在等/);
    await world.pass(31_000);
    expect(await yi?.hears(/2 个在等/)).toMatch(/#1002 · 危急[\s\S]*#1001 · 高危/);
    yi?.says('接 1001');
    await yi?.hears(/#1001 归你了/);
    await jia?.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    yi?.says('我在');
    await student.hears(/我在/);
    yi?.says('接');
    await yi?.hears(/#1002 归你了/);
    await jia?.hears(/由 测试老师乙 接手了/);
    yi?.says('#1002 我在');
  });

  it('calls nobody a second time who was called already, and a backup where the step was theirs', async () => {
    const world = await startWorld({ escalation: onlyFirstSteps });
    toClose.push(world.close);
    const [jia, yi, bing, ding] = await beforeTheChange(world, [
      on('测试老师甲', 0),
      on('测试老师乙', 0, 'backup'),
      on('测试老师乙', 1),
      on('测试老师丙', 1),
      on('测试老师丁', 1, 'backup'),
    ]);
    await world.visitor().says('药已经吞下去了');
    await jia?.hears(/个案 #1001 · 危急/);
    await yi?.hears(/个案 #1001 · 危急/);
    await world.pass(31_000);
    await bing?.hears(/个案 #1001 · 危急/);
    await ding?.hears(/个案 #1001 · 危急/);
    bing?.says('接');
    await bing?.hears(/#1001 归你了/);
    for (const other of [jia, yi, ding]) await other?.hears(/由 测试老师丙 接手了/);
    bing?.says('我在');
    await world.settle();
  });

  it('calls them all the same when the books of pages fail, marked as maybe repeated', async () => {
    const world = await startWorld({ escalation: onlyFirstSteps });
    toClose.push(world.close);
    const [jia, yi] = await beforeTheChange(world, [on('测试老师甲', 0), on('测试老师乙', 1)]);
    await world.visitor().says('药已经吞下去了');
    await jia?.hears(/个案 #1001 · 危急/);
    await world.settle();
    await world.database.sql('alter table xinqiao.digest add constraint broken check (false) not valid');
    await world.database.advance(31_000);
    await yi?.hears(/^（可能重复）【值班】个案 #1001 · 危急/);
    await world.database.sql('alter table xinqiao.digest drop constraint broken');
    yi?.says('接');
    await yi?.hears(/#1001 归你了/);
    await jia?.hears(/由 测试老师乙 接手了/);
    yi?.says('我在');
    await world.settle();
  });

  it('calls everybody else where calling one of them fails', async () => {
    const world = await startWorld({ escalation: onlyFirstSteps });
    toClose.push(world.close);
    const shifts = [on('测试老师甲', 0), on('测试老师乙', 1), on('测试老师丙', 1)];
    const [jia, yi, bing] = await beforeTheChange(world, shifts);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia?.hears(/个案 #1001 · 高危/);
    await world.settle();
    const id = await rotaIn(world).idOf('测试老师乙');
    // As a row that the database refuses.
    await world.database.sql(
      `alter table xinqiao.page add constraint broken check (staff_id <> '${id}') not valid`,
    );
    await world.database.advance(31_000);
    await bing?.hears(/^（可能重复）【值班】个案 #1001 · 高危/);
    yi?.expectNothingMore();
    await world.database.sql('alter table xinqiao.page drop constraint broken');
    await world.pass(61_000);
    await yi?.hears(/个案 #1001 · 高危/);
    bing?.says('接');
    await bing?.hears(/#1001 归你了/);
    for (const other of [jia, yi]) await other?.hears(/由 测试老师丙 接手了/);
    await student.hears(/还没有人接/, /接手了/);
    bing?.says('我在');
    await student.hears(/我在/);
  });

  it('calls them after a start, when the program was down at the change', async () => {
    const first = await startWorld({ escalation: onlyFirstSteps });
    const database = first.database;
    const [jia, yi] = await beforeTheChange(first, [on('测试老师甲', 0), on('测试老师乙', 1)]);
    await first.visitor().says('我想自杀');
    await jia?.hears(/个案 #1001 · 高危/);
    await first.settle();
    await first.app.stop();
    await database.advance(45_000);
    const chatId = yi?.chatId ?? 0;
    const world = await startWorld({ database, escalation: onlyFirstSteps, knows: [chatId] });
    toClose.push(world.close, database.close);
    world.telegram.pushUpdate({ update_id: 2_000_000_000 });
    const back = createTelegramPerson(world.telegram, chatId);
    await back.hears(/个案 #1001 · 高危/);
    await world.settle();
    back.expectNothingMore();
    back.says('接');
    await back.hears(/#1001 归你了/);
  });

  it('calls whoever comes on for a student whose counsellor says nothing, and they can take the case', async () => {
    const world = await startWorld();
    toClose.push(world.close);
    const shifts = [on('测试老师甲', 0), on('测试老师乙', 1)];
    const [jia, yi] = await beforeTheChange(world, shifts, 4 * MINUTE);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia?.hears(/#1001/);
    jia?.says('接');
    await jia?.hears(/归你了/, /手上还有 #1001/);
    await yi?.hears(/接班/);
    await student.hears(/接手了/);
    await world.pass(3 * MINUTE + 1_000);
    await jia?.hears(/同学等你的话已经 3 分钟/);
    await student.hears(/没有老师的话/);
    await world.pass(MINUTE);
    await yi?.hearsUntil(/同学等 测试老师甲 的话已经 4 分钟/);
    yi?.says('接');
    await yi?.hearsUntil(/#1001 归你了/);
    await jia?.hearsUntil(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    yi?.says('我在');
    await student.hears(/我在/);
  });

  it('warns of a case that is taken after the warning, and of each further one', async () => {
    const world = await startWorld();
    toClose.push(world.close);
    const shifts = [on('测试老师甲', 0), on('测试老师乙', 1)];
    const [jia, yi] = await beforeTheChange(world, shifts, 10 * MINUTE);
    const student = world.student();
    student.says('我想自杀');
    await student.hears(/正在叫/, /120/, /你在哪里/);
    await jia?.hears(/#1001/);
    jia?.says('接');
    await jia?.hears(/归你了/, /你 \d\d:\d\d 下班，手上还有 #1001。/);
    expect(jia?.choices()).toEqual(['#1001 交给 测试老师乙']);
    await yi?.hears(/你 \d\d:\d\d 接班。测试老师甲 手上还有 #1001，/);
    await student.hears(/接手了/);
    jia?.says('我在');
    await student.hears(/我在/);
    const other = world.student();
    other.says('我想自杀');
    await other.hears(/正在叫/, /120/, /你在哪里/);
    jia?.says('接 1002');
    await jia?.hears(/归你了/, /手上还有 #1001 #1002。/);
    await yi?.hears(/测试老师甲 手上还有 #1001 #1002，/);
    await other.hears(/接手了/);
    jia?.says('#1002 我在');
    await other.hears(/我在/);
    await world.pass(10 * MINUTE);
    await jia?.hears(/你已经下班，#1001 #1002 没有交出去/);
    await yi?.hears(/#1001 #1002 没有交给你/);
    student.expectNothingMore();
  });
});
