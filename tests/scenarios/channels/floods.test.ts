import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

describe('a flood', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('refuses nobody, and merges pages into one a minute in which known contacts stay apart', async () => {
    const counsellor = await world.responder('测试老师甲');
    const known = world.student();
    known.says('我不想活了');
    await known.hears(/正在叫/, /120/, /你在哪里/);
    await counsellor.hears(/个案 #1001 · 高危/);

    for (let visitor = 0; visitor < 12; visitor += 1) {
      const browser = world.visitor();
      await browser.says('想死，今晚就跳楼');
      expect(browser.text()).toMatch(/现在打 120/);
    }
    // Only the first of them, and only because the message before told of nobody in imminent danger.
    expect(await counsellor.hears(/2 个在等/)).toMatch(/#1002 · 危急[\s\S]*#1001 · 高危/);
    const second = world.student();
    second.says('我想自杀');
    await second.hears(/正在叫/, /120/, /你在哪里/);
    await world.settle();

    await world.pass(MINUTE);
    await known.hears(/过了 1 分钟/);
    await second.hears(/过了 1 分钟/);
    const digest = await counsellor.hears(/14 个在等/);
    expect(digest).toMatch(/#1001 · 高危/);
    expect(digest).toMatch(/#1014 · 高危/);
    expect(digest).toMatch(/新的网页来访 12 个 · 最高危急/);
    const open = await world.database.sql("select number from xinqiao.handoff_case where status = 'open'");
    expect(open).toHaveLength(14);
  });

  it('gives fifty students at once one slot once, and the others the next free ones', async () => {
    const students = Array.from({ length: 50 }, () => world.visitor());
    const all = (act: (student: Visitor) => Promise<unknown>) => Promise.all(students.map(act));
    await all((student) => student.says('你好'));
    for (const step of ['同意并开始', '预约', '同意']) {
      await world.settle();
      await all((student) => student.open('/'));
      await all((student) => student.taps(step));
    }
    for (const answer of ['1', '1']) await all((student) => student.says(answer));
    await world.settle();
    await all((student) => student.says('1'));
    await world.settle();
    const heard = await Promise.all(
      students.map(async (student) => {
        await student.open('/');
        return student.text();
      }),
    );
    const held = await world.database.sql("select id from xinqiao.appointment where status = 'held'");
    expect(held).toHaveLength(1);
    expect(heard.filter((text) => /先为你留/.test(text))).toHaveLength(1);
    expect(heard.filter((text) => /刚被别人约走了/.test(text))).toHaveLength(49);
  }, 120_000);
});
