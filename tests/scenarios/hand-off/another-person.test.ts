import { afterEach, describe, expect, it } from 'vitest';
import { closesCase } from '../../support/close-case.ts';
import { startWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const MAYBE = /#1001 同学说到别人有危险，可能是另一位/;

let world: World;
afterEach(() => world.close());

const cases = () =>
  world.database.sql<{ number: number; level: string; status: string; same: boolean }>(
    `select c.number::int, c.level, c.status, r.reporter_contact_id =
         (select reporter_contact_id from xinqiao.case_report order by case_id limit 1) as same
     from xinqiao.handoff_case c join xinqiao.case_report r on r.case_id = c.id order by number`,
  );

const idOf = async (number: number): Promise<string> => {
  const rows = await world.database.sql<{ id: string }>(
    'select id from xinqiao.handoff_case where number = $1',
    [number],
  );
  return rows[0]?.id ?? '';
};

/** A report that somebody has taken and speaks in. */
async function reported() {
  world = await startWorld();
  const counsellor = await world.responder('测试老师甲');
  const reporter = world.student();
  reporter.says('我室友说不想活了');
  await reporter.hearsUntil(/他\/她现在在哪里/);
  await counsellor.hears(/#1001/);
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await reporter.hears(/接手了/);
  counsellor.says('他身边有人吗');
  await reporter.hears(/身边有人吗/);
  reporter.says('有，我们都在');
  await counsellor.hears(/我们都在/);
  counsellor.says('好');
  await reporter.hears(/好/);
  return { counsellor, reporter };
}

describe('a second person of whom one reporter tells', () => {
  it('gets a case, a number and a call of their own, once the counsellor says so; both are ended', async () => {
    const { counsellor, reporter } = await reported();
    const second = await world.responder('测试老师乙');
    await world.pass(30 * MINUTE);
    reporter.says('隔壁班小李也说不想活了');
    await counsellor.hears(/#1001 同学：隔壁班小李也说不想活了/, MAYBE);
    expect(counsellor.choices()).toEqual(['另有一位']);
    expect(await cases()).toHaveLength(1);
    counsellor.taps('另有一位');
    await counsellor.hears(/给另一位单独开了 #1002，已经在叫值班的老师/);
    await reporter.hears(/你说的另一位，我单独记下了，也在叫老师[\s\S]*120[\s\S]*110[\s\S]*现在在哪里/);
    const page = await second.hears(/#1002 · 高危 · 已等 0 分钟/);
    expect(page).not.toMatch(/小李|室友|不想活/);
    // A second tap opens nothing before it was asked.
    counsellor.taps('另有一位');
    await counsellor.hearsUntil(/还没有开：这位同学说到的，另外已经有 #1002 没有结束/);
    expect(await cases()).toEqual([
      { number: 1001, level: 'high', status: 'acknowledged', same: true },
      { number: 1002, level: 'high', status: 'open', same: true },
    ]);
    // Nobody has come for the second one: others are called, and the reporter is not told of it beside a talk.
    await world.pass(2 * MINUTE);
    await second.hears(/#1002 · 高危/);
    second.taps('接 #1002');
    await second.hearsUntil(/#1002 归你了[\s\S]*第三方转述/);
    await counsellor.hearsUntil(/由 测试老师乙 接手了/);
    await reporter.hears(/你说的他\/她那件事，也有老师接手了/);
    second.says('小李现在在哪');
    await reporter.hears(/【值班老师】小李现在在哪/);
    // Both hear what is said; an answer is owed where they are talked to.
    reporter.says('小李在图书馆三楼');
    await counsellor.hears(/#1001 同学：小李在图书馆三楼/);
    await second.hears(/#1002 同学：小李在图书馆三楼/);
    counsellor.says('谢谢，这边先到这里');
    await reporter.hears(/先到这里/);
    counsellor.says('/结案');
    await counsellor.hears(/结果是哪一种/);
    counsellor.taps('一般');
    await counsellor.hears(/有没有告知过谁/);
    counsellor.taps('没有告知任何人');
    await counsellor.hears(/由谁负责回访/);
    counsellor.taps('我自己');
    await counsellor.hears(/请核对/);
    counsellor.taps('确认结案');
    await counsellor.hears(/#1001 结束了。同一位同学说到的 #1002 还没有结束/, /已结案：一般/);
    await reporter.hears(/替 TA 开口[\s\S]*你说的另一位，那件事还没有结束/);
    reporter.says('小李下楼了');
    await second.hears(/#1002 同学：小李下楼了/);
    second.says('我看到他了');
    await reporter.hears(/我看到他了/);
    await closesCase(second, '严重');
    await reporter.hears(/替 TA 开口/);
    const listed = await world.database.sql<{ class: string }>(
      'select class from xinqiao.register_entry order by class',
    );
    expect(listed.map((entry) => entry.class).sort()).toEqual(['ordinary', 'serious']);
  });

  it('is taken by the same counsellor, whom nobody reminds that the reporter is silent there', async () => {
    const { counsellor, reporter } = await reported();
    reporter.says('小李也吞了一整瓶安眠药');
    await counsellor.hearsUntil(/小李也吞了一整瓶安眠药/);
    await world.settle();
    counsellor.says('/另有一位');
    await counsellor.hearsUntil(/单独开了 #1002/);
    await reporter.hears(/你说的另一位/);
    expect((await cases())[1]).toMatchObject({ number: 1002, level: 'imminent' });
    counsellor.taps('接 #1002');
    await counsellor.hearsUntil(/#1002 归你了/);
    await reporter.hears(/也有老师接手了/);
    counsellor.says('#1002 打 120 了吗');
    await reporter.hears(/打 120 了吗/);
    counsellor.says('#1001 室友呢');
    await reporter.hears(/室友呢/);
    for (let minutes = 0; minutes < 4; minutes += 2) {
      reporter.says('打了');
      await counsellor.hears(/#1001 同学：打了/);
      counsellor.says('#1001 好');
      await reporter.hears(/好/);
      await world.pass(2 * MINUTE);
    }
    await world.settle();
  });

  it('is told of while nobody has come: whoever comes reads that there may be two', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/#1001/);
    reporter.says('隔壁班小李也说不想活了');
    await reporter.hears(/还没有人接/);
    counsellor.says('接');
    await counsellor.hears(/归你了[\s\S]*可能不止一位：如果另有一位，点「另有一位」/);
    expect(counsellor.choices()).toContain('另有一位');
    await reporter.hears(/接手了/);
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hears(/登录链接/);
    const path = `/console/cases/${await idOf(1001)}`;
    await browser.open(path);
    expect(browser.text()).toContain('同学又说到别人有危险，可能是另一位');
    expect(await browser.press({ action: `${path}/another` })).toBe(200);
    await reporter.hears(/你说的另一位/);
    expect(browser.text()).toMatch(/另外还没有结束：#1002/);
    expect(browser.text()).not.toContain('同学又说到别人有危险');
    expect(await browser.pressAgain()).toBe(422);
    expect(browser.text()).toContain('没有再开：另外已经有 #1002');
    expect(await cases()).toHaveLength(2);
  });
});

it('on WeChat it is a number of the list, and the reporter hears of it there', async () => {
  world = await startWorld({ wechat: {} });
  const counsellor = await world.responder('测试老师甲');
  const reporter = world.onWechat();
  reporter.says('我室友说不想活了');
  await reporter.hearsUntil(/他\/她现在在哪里/);
  await counsellor.hears(/#1001/);
  counsellor.says('接');
  await counsellor.hears(/归你了/);
  await reporter.hears(/接手了/);
  reporter.says('隔壁班小李也说不想活了');
  await counsellor.hears(/#1001 同学：隔壁班小李也说不想活了/, MAYBE);
  counsellor.says('/另有一位');
  await counsellor.hearsUntil(/单独开了 #1002/);
  await reporter.hears(/你说的另一位/);
  expect(await cases()).toHaveLength(2);
});
