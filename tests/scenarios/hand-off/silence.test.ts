import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('silence after somebody took a case', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  type Talk = { first: TelegramPerson; second: TelegramPerson; student: TelegramPerson };

  /** Two are called, the first takes the case and speaks. */
  async function takenByFirst(words: string): Promise<Talk> {
    const first = await world.responder('测试老师甲');
    const second = await world.responder('测试老师乙');
    const student = world.student();
    student.says(words);
    await student.hears(/120|正在叫/, /./, /./);
    await first.hears(/#1001/);
    await second.hears(/#1001/);
    first.says('接');
    await first.hears(/归你了/);
    expect(first.choices()).toEqual(expect.arrayContaining(['通话中', '在路上']));
    await student.hears(/接手了/);
    await second.hears(/由 测试老师甲 接手了/);
    first.says('我在');
    await student.hears(/我在/);
    await world.settle();
    return { first, second, student };
  }

  it('over harmless words: the owner is reminded after two minutes, and after five the case may be taken', async () => {
    const { first, second, student } = await takenByFirst('我想自杀');
    student.says('我在宿舍，一个人');
    await first.hears(/同学：我在宿舍/);
    await world.pass(121 * SECOND);
    await first.hears(/#1001 同学的话等了 2 分钟/);
    expect(first.choices()).toEqual(expect.arrayContaining(['通话中', '在路上']));
    second.says('接 #1001');
    await second.hears(/已由 测试老师甲 接手/);
    await world.pass(180 * SECOND);
    await first.hears(/同学等你的话已经 5 分钟了/);
    await second.hears(/同学等 测试老师甲 的话已经 5 分钟了/);
    await student.hears(/已经 5 分钟没有老师的话/);
    second.taps('接 #1001');
    await second.hears(/#1001 归你了/);
    await first.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    second.says('我是乙老师');
    await student.hears(/乙老师/);
    await world.pass(6 * MINUTE);
  });

  it('通话中 holds all of it for 20 minutes, seen by colleagues, and is over by itself', async () => {
    const { first, student } = await takenByFirst('我想自杀');
    student.says('能打电话给我吗');
    await first.hears(/能打电话/);
    first.says('通话中');
    await first.hears(/记下了：#1001 通话中，到 \d\d:\d\d/);
    const head = await chief(world);
    await head.open('/console');
    expect(head.text()).toMatch(/测试老师甲[\s\S]*通话中，到 \d\d:\d\d/);
    await world.pass(19 * MINUTE);
    await world.pass(MINUTE + SECOND);
    await first.hears(/#1001 的「通话中」到时间了/);
    first.taps('在路上');
    await first.hears(/记下了：#1001 在路上/);
    await head.open('/console');
    expect(head.text()).toMatch(/在路上，到 \d\d:\d\d/);
    // A word of theirs ends it, and the student's next words count again.
    first.says('我到楼下了');
    await student.hears(/我到楼下了/);
    student.says('好');
    await first.hears(/同学：好/);
    await world.pass(121 * SECOND);
    await first.hears(/同学的话等了 2 分钟/);
    first.says('看见你了');
    await student.hears(/看见你了/);
  });

  it('an imminent word ends a hold: a banner for the owner, and the others after a minute of silence', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    first.taps('在路上');
    await first.hears(/记下了：#1001 在路上/);
    await world.pass(5 * MINUTE);
    student.says('我已经站在楼顶上了');
    await first.hears(/同学：我已经站在楼顶上了/, /【危急】#1001 同学刚说了危急的话/);
    const browser = await world.signedIn('测试老师甲');
    await first.hears(/登录链接/);
    await browser.open('/console');
    expect(browser.text()).toMatch(/#1001 同学说了危险的话，请现在回话/);
    await world.pass(59 * SECOND);
    await world.pass(2 * SECOND);
    await first.hears(/同学等你的话已经 1 分钟了/);
    await second.hears(/同学等 测试老师甲 的话已经 1 分钟了/);
    await student.hears(/我又催了一次/);
    first.says('我到了');
    await student.hears(/我到了/);
  });

  it('while the owner is there a new imminent word is theirs alone; when they are not, others hear it at once', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    student.says('我已经站在楼顶上了');
    await first.hears(/我已经站在楼顶上了/, /【危急】#1001/);
    first.says('别动，我打给你');
    await student.hears(/别动/);
    await world.pass(2 * MINUTE);
    student.says('我要跳了');
    await first.hears(/我要跳了/, /【危急】#1001/);
    await second.hears(/#1001 · 危急 · 同学刚说了危急的话，负责的 测试老师甲 有一阵没说话了/);
    first.says('我在，看着我');
    await student.hears(/看着我/);
    await world.pass(MINUTE + SECOND);
  });

  it('everybody is called once a round for a silent owner, however much the student writes', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    student.says('我已经站在楼顶上了');
    await first.hears(/我已经站在楼顶上了/, /【危急】#1001/);
    await world.pass(61 * SECOND);
    await second.hears(/同学等 测试老师甲 的话已经 1 分钟了/);
    await first.hearsUntil(/同学等你的话已经 1 分钟了/);
    await student.hears(/我又催了一次/);
    for (const line of ['好冷', '风很大', '没有人']) {
      student.says(line);
      await first.hears(new RegExp(`同学：${line}`));
      await world.settle();
    }
    student.expectNothingMore();
    await world.pass(50 * SECOND);
    student.expectNothingMore();
    await world.pass(11 * SECOND);
    await second.hears(/同学等 测试老师甲 的话已经 2 分钟了/);
    await first.hears(/同学等你的话已经 2 分钟了/);
    // They hear it at the pace of whoever waits.
    await world.settle();
    student.expectNothingMore();
  });

  it('a silent imminent student: the owner is told to phone and to send somebody, until somebody is there', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    await world.pass(3 * MINUTE + SECOND);
    await first.hears(/【危急】#1001 同学 3 分钟没有回话。请现在打电话，并请人去看/);
    expect(first.choices()).toEqual(['通话中', '在路上', '有人到场']);
    // A note is a sign of the owner: nobody else is called.
    const office = await world.signedIn('测试老师甲');
    await first.hears(/登录链接/);
    const [taken] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    await office.open(`/console/cases/${taken?.id}`);
    await world.pass(MINUTE);
    await office.press({ action: `/console/cases/${taken?.id}/note` }, { text: '打了宿管电话' });
    await world.pass(2 * MINUTE);
    await first.hears(/#1001 同学 6 分钟没有回话/);
    first.taps('通话中');
    await first.hears(/记下了：#1001 通话中/);
    await world.pass(15 * MINUTE);
    const browser = await world.signedIn('测试老师甲');
    await first.hears(/登录链接/);
    const [one] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    await browser.open(`/console/cases/${one?.id}`);
    expect(browser.text()).toMatch(/测试老师甲 通话中/);
    await browser.press({ action: `/console/cases/${one?.id}/arrived`, label: '有人到场' });
    expect(browser.text()).toMatch(/记下：有人到场/);
    await world.pass(6 * MINUTE);
    await first.hears(/「通话中」到时间了/);
    await world.pass(9 * MINUTE);
    second.says('接 #1001');
    await second.hears(/已由 测试老师甲 接手/);
    // An imminent word takes it back.
    student.says('药已经吞下去了');
    await first.hears(/药已经吞下去了/, /【危急】#1001 同学刚说了危急的话/);
    await second.hears(/负责的 测试老师甲 有一阵没说话了/);
    await world.settle();
    first.says('救护车到哪了');
    await student.hears(/救护车/);
    await world.pass(3 * MINUTE + SECOND);
    await first.hearsUntil(/#1001 同学 3 分钟没有回话/);
  });

  it('a silent imminent student whose owner is gone: everybody is called, and a colleague takes it', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    await world.pass(3 * MINUTE + SECOND);
    await first.hears(/【危急】#1001 同学 3 分钟没有回话/);
    second.says('接 #1001');
    await second.hears(/已由 测试老师甲 接手/);
    await world.pass(3 * MINUTE);
    await second.hears(/#1001 · 危急 · 同学 6 分钟没有回话，负责的 测试老师甲 也没有动静/);
    await first.hears(/同学 6 分钟没有回话，你也没有动静/);
    // Nobody comes: they are called again, for as long as nobody does.
    await world.pass(3 * MINUTE);
    await second.hears(/同学 9 分钟没有回话/);
    await first.hears(/同学 9 分钟没有回话/);
    second.taps('接 #1001');
    await second.hears(/#1001 归你了/);
    await first.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    second.says('我是乙老师，我在打电话找你');
    await student.hears(/乙老师/);
    await world.settle();
    const owners = await world.database.sql<{ name: string }>(`select s.name from xinqiao.handoff_case c
      join xinqiao.staff_member s on s.id = c.owner_id`);
    expect(owners).toEqual([{ name: '测试老师乙' }]);
    second.taps('在路上');
    await second.hears(/记下了：#1001 在路上/);
    // The one who came is gone as well: what they said is over, and everybody is called.
    await world.pass(20 * MINUTE + SECOND);
    await second.hears(/「在路上」到时间了/);
    await world.pass(3 * MINUTE);
    await first.hears(/负责的 测试老师乙 也没有动静/);
    await second.hears(/你也没有动静/);
    second.says('我在楼下');
    await student.hears(/我在楼下/);
    await second.hears(/#1001 同学 \d+ 分钟没有回话/);
    await world.settle();
    first.says('接 #1001');
    await first.hears(/已由 测试老师乙 接手/);
  });

  it('有人到场 by a mis-tap is taken back, in the messenger and in the console, and a new owner is asked', async () => {
    const { first, second, student } = await takenByFirst('药已经吞下去了');
    await world.pass(3 * MINUTE + SECOND);
    await first.hears(/#1001 同学 3 分钟没有回话/);
    first.taps('有人到场');
    await first.hears(/记下了：#1001 有人到场[\s\S]*点错了/);
    expect(first.choices()).toEqual(['撤回：没有人到场']);
    await world.pass(9 * MINUTE);
    first.taps('撤回：没有人到场');
    await first.hears(/撤回了：#1001 没有记有人到场/, /#1001 同学 12 分钟没有回话/);
    const browser = await world.signedIn('测试老师甲');
    await first.hears(/登录链接/);
    const [one] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const page = `/console/cases/${one?.id}`;
    await browser.open(page);
    await browser.press({ action: `${page}/arrived` });
    expect(browser.text()).toMatch(/记下：有人到场[\s\S]*撤回：没有人到场/);
    await browser.press({ action: `${page}/arrived/withdraw` });
    expect(browser.text()).not.toMatch(/记下：有人到场/);
    await browser.press({ action: `${page}/arrived` });
    await world.pass(30 * MINUTE);
    // Words without an answer call others all the same; what one owner saw, the next one finds out anew.
    student.says('好多了');
    await first.hears(/同学：好多了/);
    await world.pass(121 * SECOND);
    await first.hears(/同学的话等了 2 分钟/);
    await world.pass(180 * SECOND);
    await second.hears(/同学等 测试老师甲 的话已经 5 分钟了/);
    await first.hears(/同学等你的话已经 5 分钟了/);
    await student.hears(/已经 5 分钟没有老师的话/);
    second.taps('接 #1001');
    await second.hears(/#1001 归你了/, /#1001：\d\d:\d\d 记过「有人到场」/);
    expect(second.choices()).toEqual(['有人到场']);
    await first.hears(/由 测试老师乙 接手了/);
    await student.hears(/接手了/);
    second.says('我接着陪你');
    await student.hears(/我接着陪你/);
    await world.settle();
    await world.pass(3 * MINUTE + SECOND);
    await second.hears(/#1001 同学 3 分钟没有回话/);
    second.taps('有人到场');
    await second.hears(/记下了：#1001 有人到场/);
    await world.pass(10 * MINUTE);
  });
});

/** Somebody who may know that cases exist, and is on no rota. */
async function chief(world: World) {
  const person = await world.responder('测试主任', ['centre-head'], false);
  const browser = await world.signedIn('测试主任');
  await person.hears(/登录链接/);
  return browser;
}
