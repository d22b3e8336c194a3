import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramPerson } from '../../support/telegram-person.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
/** In no log, whoever said it. */
const WORDS = /宿舍|13800001111|不想活|302/;

let world: World;
let kept: TestDatabase | undefined;
afterEach(async () => {
  await world.close();
  await kept?.close();
  kept = undefined;
});

const settledRows = () =>
  world.database.sql<{ topic: string; how: string }>(
    'select topic, how from xinqiao.case_question where settled_at is not null order by asked_at, settled_at',
  );
const events = async (): Promise<string[]> => {
  const rows = await world.database.sql<{ kind: string }>('select kind from xinqiao.case_event order by seq');
  return rows.map(({ kind }) => kind);
};

/** Takes the case and opens its page in a browser. */
async function casePage(counsellor: Awaited<ReturnType<World['responder']>>) {
  const [row] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.handoff_case order by number desc limit 1',
  );
  const browser = await world.signedIn(counsellor.name);
  await counsellor.hears(/登录链接/);
  await browser.open(`/console/cases/${row?.id}`);
  return browser;
}

describe('while a student waits, on Telegram', () => {
  it('asks place, company and phone one by one, and shows the answers to whoever takes the case', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hears(/正在叫值班老师/, /电话都可以打/, /^你在哪里？[^？]*$/);
    await counsellor.hears(/高危/);
    student.says('3号宿舍楼302');
    await student.hears(/记下了。身边有人吗？/);
    expect(student.choices()).toEqual(['有人在', '就我一个人', '跳过']);
    student.taps('就我一个人');
    await student.hears(/记下了。现在能接电话吗？/);
    student.says('13800001111');
    await student.hears(/记下了。你是哪个学院的/);
    expect(student.choices()).toEqual(['跳过']);
    student.says('文学院');
    await student.hears(/我不再问了/);
    // Everything is settled: what is said from now on is only said.
    student.says('我在等');
    await world.settle();

    counsellor.says('接');
    const card = await counsellor.hears(/归你了/);
    expect(card).toMatch(
      /在哪里：3号宿舍楼302\n· 身边有没有人：就我一个人\n· 能不能接电话（自述未核实）：13800001111\n· 学院（自述未核实）：文学院/,
    );
    await student.hears(/值班老师接手了/);
    const browser = await casePage(counsellor);
    expect(browser.text()).toMatch(/已知信息|在哪里\s*3号宿舍楼302/);
    expect(browser.text()).toContain('13800001111');
    expect(world.logged.join('\n')).not.toMatch(WORDS);
    const [sealed] = await world.database.sql<{ found: number }>(
      `select count(*)::int as found from xinqiao.case_question where encode(answer_sealed, 'escape') ~ '宿舍|138'`,
    );
    expect(sealed?.found).toBe(0);
  });

  it('takes what was said last for the place, be it an edit or in dangerous words, and shows what was said before', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    student.says('3栋302');
    await student.hears(/身边有人吗/);
    world.telegram.userEdits(student.chatId, '5栋302');
    await student.hears(/^记下了。$/);
    // Again, of the same words.
    world.telegram.userEdits(student.chatId, '6栋302');
    await student.hears(/^记下了。$/);
    const replaced = () =>
      world.database.sql('select topic from xinqiao.case_answer_before order by said_at');
    expect(await replaced()).toEqual([{ topic: 'place' }, { topic: 'place' }]);
    student.says('我在图书馆楼顶，现在就跳下去');
    await student.hears(/我已按最紧急的又叫了一次/);
    await counsellor.hearsUntil(/危急/);
    expect(await replaced()).toHaveLength(3);
    counsellor.says('接');
    const card = await counsellor.hears(/归你了/);
    expect(card).toMatch(
      /在哪里：我在图书馆楼顶，现在就跳下去（\d\d:\d\d 说的）\n· 之前（\d\d:\d\d）说的还是：（改后）6栋302/,
    );
    await student.hearsUntil(/接手了/);
    const browser = await casePage(counsellor);
    expect(browser.text()).toMatch(
      /说的还是：3栋302[\s\S]*说的还是：（改后）5栋302[\s\S]*说的还是：（改后）6栋302/,
    );
  });

  it('never insists: what does not fit is no answer, what is skipped is not asked again, a double tap is one', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    student.says('今天跟家里吵了一架，他们说再也不管我了，我真的不知道该怎么办才好，也没有人可以讲');
    student.taps('跳过');
    await student.hears(/好，不说也可以。身边有人吗/);
    student.taps('跳过');
    await student.hears(/现在能接电话吗/);
    await world.settle();
    expect(await settledRows()).toEqual([
      { topic: 'place', how: 'skipped' },
      { topic: 'company', how: 'skipped' },
    ]);
    student.says('不想说');
    await student.hears(/不说也可以。你是哪个学院的/);
    student.says('跳过');
    await student.hears(/不说也可以。我不再问了/);
    // Graver now: what was skipped stays skipped.
    student.says('药已经吞下去了');
    await student.hears(/我已按最紧急的又叫了一次/);
    await counsellor.hearsUntil(/危急/);
  });

  it('stops asking the moment a person takes the case, and a late tap reaches them', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    student.says('图书馆');
    await student.hears(/身边有人吗/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    student.taps('有人在');
    await counsellor.hears(/同学：有人在/);
    student.taps('有人在');
    await student.hears(/已经收到了/);
    expect(await settledRows()).toHaveLength(2);
  });

  it('goes on where it was after the program was started again', async () => {
    kept = await createTestDatabase();
    world = await startWorld({ database: kept });
    const before = world.student();
    before.says('我不想活了');
    await before.hearsUntil(/你在哪里/);
    before.says('图书馆');
    await before.hears(/身边有人吗/);
    await world.close();

    world = await startWorld({ database: kept });
    world.telegram.pushUpdate({ update_id: 2_000_000_000 });
    const student = createTelegramPerson(world.telegram, before.chatId);
    student.says('室友在');
    await student.hears(/现在能接电话吗/);
    await world.settle();
    expect(await settledRows()).toHaveLength(2);
  });
});

describe('“is anybody there”', () => {
  it('gets what is true while waiting, once taken, and when it is over', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    student.says('还有人吗');
    await student.hears(/等了 0 分钟，叫了 1 位老师，还没有人接/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    student.says('在吗');
    await counsellor.hears(/同学：在吗/);
    await student.hears(/有人。值班老师是真人[\s\S]*还没有说话/);
    counsellor.says('我在，你说');
    await student.hears(/【值班老师】我在/);
    await world.pass(2 * MINUTE);
    student.says('老师呢');
    await counsellor.hears(/同学：老师呢/);
    await student.hears(/上一次跟你说话，是 2 分钟前/);
  });

  it('says in English what is true, too', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('/lang en');
    await student.hearsUntil(/./);
    student.says('I want to kill myself');
    await student.hearsUntil(/Where are you/);
    await counsellor.hears(/高危/);
    student.says('hello? is anyone there?');
    await student.hears(/I have called 1 counsellors, nobody has answered/);
    student.says('skip');
    await student.hears(/Is anyone with you\?/);
  });
});

describe('leaving and coming back', () => {
  it('is told to the owner, and a closed case is taken up again by the same one, who is on duty', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    student.says('我先下了');
    await counsellor.hears(/同学：我先下了/);
    await counsellor.hears(/同学说先离开了/);
    expect(await events()).toContain('student-left');
    await closeByRows();

    student.says('还有人吗');
    await student.hears(/上次的求助在.*结束了/);
    student.taps('回到求助');
    await student.hears(/上次的老师正在值班/);
    await counsellor.hears(/回到了求助，还是你的个案/);
    student.says('我还想说说');
    await counsellor.hears(/同学：我还想说说/);
    const rows = await world.database.sql('select number::int, status from xinqiao.handoff_case');
    expect(rows).toEqual([{ number: 1001, status: 'acknowledged' }]);
    expect(await events()).toContain('resumed');
    const kept = await world.database.sql('select outcome from xinqiao.case_resumption');
    expect(kept).toEqual([{ outcome: 'ordinary' }]);
    counsellor.says('欢迎回来');
    await student.hears(/欢迎回来/);
  });

  it('pages anew where the owner is off duty, and ends with the thirtieth day', async () => {
    world = await startWorld();
    const first = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我不想活了');
    await student.hearsUntil(/你在哪里/);
    await first.hears(/高危/);
    first.says('接');
    await first.hears(/归你了/);
    await student.hears(/接手了/);
    await closeByRows();
    await world.database.sql('update xinqiao.on_call set until = xinqiao.app_now()');
    const second = await world.responder('测试老师乙');
    student.says('回到求助');
    await student.hears(/正在重新叫值班老师/, /^你在哪里/);
    await second.hears(/#1001 · 高危 · 已等 0 分钟/);
    second.says('接');
    await second.hears(/归你了/);
    await student.hears(/接手了/);
    first.expectNothingMore();
    await closeByRows();
    await world.database.sql(
      `update xinqiao.handoff_case set closed_at = closed_at - interval '31 days', opened_at = opened_at - interval '32 days'`,
    );
    student.says('回到求助');
    await student.hears(/过去太久/);
  });

  it('calls whoever is on duty now: those of the first time are asked by nothing, and told what is true', async () => {
    world = await startWorld();
    const first = await world.responder('测试老师甲');
    const called = await world.responder('测试老师乙');
    const third = await world.responder('测试老师丙');
    const student = world.student();
    student.says('我想自杀');
    await student.hearsUntil(/你在哪里/);
    for (const one of [first, called, third]) await one.hears(/#1001/);
    first.says('接');
    await first.hears(/归你了/);
    for (const one of [called, third]) await one.hears(/由 测试老师甲 接手了/);
    await student.hears(/接手了/);
    await closeByRows();
    called.taps('接 #1001');
    await called.hears(/没有找到在等的个案 #1001/);
    await world.database.sql('update xinqiao.on_call set until = xinqiao.app_now()');
    const now = await world.responder('测试老师丁');
    await world.pass(MINUTE);

    student.says('回到求助');
    await student.hears(/正在重新叫值班老师/, /^你在哪里/);
    await now.hears(/#1001 · 高危 · 已等 0 分钟/);
    student.says('还有人吗');
    await student.hears(/等了 0 分钟，叫了 1 位老师，还没有人接/);
    // An old page on the phone, a word, a page of the console.
    called.taps('接 #1001');
    await called.hears(/^叫你接 #1001 的那一次已经结束/);
    called.says('接');
    await called.hears(/现在没有人在等/);
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const browser = await world.signedIn(called.name);
    await called.hears(/登录链接/);
    await browser.open('/console');
    expect(browser.text()).not.toContain('#1001');
    expect(await browser.open(`/console/cases/${row?.id}`)).toBe(404);

    // Called like the others, they may take it, with the old button too.
    await world.database.sql(
      `update xinqiao.on_call set until = null where staff_id = (select id from xinqiao.staff_member where name = $1)`,
      [called.name],
    );
    await world.pass(5 * MINUTE);
    await called.hears(/#1001 · 高危 · 已等 5 分钟/);
    await now.hearsUntil(/已等 5 分钟/);
    called.taps('接 #1001');
    await called.hears(/#1001 归你了/);
    await student.hearsUntil(/接手了/);
    await now.hears(/由 测试老师乙 接手了/);
    third.expectNothingMore();
    first.expectNothingMore();
  });
});

/** As a person closes it; how, is another story. */
async function closeByRows(): Promise<void> {
  await world.settle();
  await world.database.sql(
    `update xinqiao.handoff_case set status = 'closed', closed_at = xinqiao.app_now(), outcome = 'ordinary',
       wake_at = null, tell_at = null, unanswered_since = null, unreplied_since = null
     where status <> 'closed'`,
  );
}
