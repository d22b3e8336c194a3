import { afterEach, describe, expect, it } from 'vitest';
import { closesCase } from '../../support/close-case.ts';
import { startWorld, type World } from '../../support/world.ts';

const WORDS = /室友|李某某|7号楼|不想活/;

let world: World;
afterEach(() => world.close());

const cases = () =>
  world.database.sql<{ number: number; level: string; report: boolean }>(
    `select number::int, level, r.case_id is not null as report
     from xinqiao.handoff_case c left join xinqiao.case_report r on r.case_id = c.id order by number`,
  );

const idOf = async (number: number): Promise<string> => {
  const [row] = await world.database.sql<{ id: string }>(
    'select id from xinqiao.handoff_case where number = $1',
    [number],
  );
  return row?.id ?? '';
};

describe('a report about somebody who is not in the chat', () => {
  it('opens a case about them, tells the reporter what to do, and asks one thing at a time', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hears(/正在叫值班老师/, /别让|陪着他\/她[\s\S]*替别人求助/, /他\/她现在在哪里/);
    const page = await counsellor.hears(/高危 · 已等 0 分钟/);
    expect(page).not.toMatch(WORDS);
    expect(await cases()).toEqual([{ number: 1001, level: 'high', report: true }]);
    reporter.says('7号楼');
    await reporter.hears(/他\/她身边有人吗/);
    reporter.taps('一个人');
    await reporter.hears(/他\/她是谁/);
    reporter.says('叫李某某');
    await reporter.hears(/老师可以再联系你吗/);
    reporter.taps('可以联系我');
    await reporter.hears(/我不再问了/);

    counsellor.says('接');
    const card = await counsellor.hears(/归你了/);
    expect(card).toMatch(/第三方转述/);
    expect(card).toMatch(/当事人是谁（转述、未核实）：叫李某某/);
    await reporter.hears(/接手了/);
    counsellor.says('你现在能去陪他吗');
    await reporter.hears(/【值班老师】你现在能去/);
    reporter.says('我在他旁边了');
    await counsellor.hears(/#1001 同学：我在他旁边了/);

    const browser = await world.signedIn(counsellor.name);
    await counsellor.hears(/登录链接/);
    await browser.open(`/console/cases/${await idOf(1001)}`);
    expect(browser.text()).toMatch(/第三方转述/);
    expect(browser.text()).toMatch(/当事人是谁\s*转述、未核实\s*叫李某某/);
    expect(browser.text()).toMatch(/我\s*室友\s*说\s*不想活\s*了/);
    expect(world.logged.join('\n')).not.toMatch(WORDS);
  });

  it('of one of the staff is not passed to that same person, nor are they called for it', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = await world.responder('测试老师乙');
    reporter.says('/学生');
    await reporter.hears(/学生身份/);
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await reporter.hears(/接手了/);
    counsellor.says('/转接');
    await counsellor.hears(/没有叫得到的其他老师/);
    counsellor.says('/升级');
    await counsellor.hears(/升级为危急？/);
    counsellor.taps('升级为危急');
    await counsellor.hears(/已升级为危急/);
    await world.settle();
    reporter.expectNothingMore();
  });

  it('grows graver in the same case, also where only the danger is told', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    reporter.says('吃了很多安眠药，叫不醒');
    await reporter.hearsUntil(/最紧急的又叫了一次/);
    await counsellor.hearsUntil(/危急/);
    expect(await cases()).toEqual([{ number: 1001, level: 'imminent', report: true }]);
    await reporter.hearsUntil(/在哪里/);
  });

  it('in which the reporter speaks of their own danger opens their own case beside it', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('我室友说不想活了，我也不想活了');
    await reporter.hears(/正在叫值班老师/, /电话都可以打/, /^你在哪里/, /替他\/她说的那件事/);
    await world.settle();
    expect(await cases()).toEqual([
      { number: 1001, level: 'high', report: false },
      { number: 1002, level: 'high', report: true },
    ]);
    await counsellor.hearsUntil(/高危/);
    await world.settle();
  });

  it('is asked about anew behind their own danger: what is said meanwhile is about themselves', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我室友说不想活了');
    await student.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    student.says('我也不想活了');
    await student.hearsUntil(/^你在哪里/);
    world.telegram.userSendsLocation(student.chatId, 31.7, 117.2);
    await student.hears(/位置收到了/, /^记下了。身边有人吗/);
    for (const next of [/能接电话吗/, /哪个学院/]) {
      student.says('跳过');
      await student.hears(next);
    }
    student.says('跳过');
    await student.hears(/（说的是另一位）他\/她现在在哪里/);
    student.says('我到天台了');
    await student.hears(/^记下了。$/);
    student.says('在宿舍');
    await student.hears(/（说的是另一位）他\/她身边有人吗/);
    await world.settle();
    counsellor.says('接 #1002');
    expect(await counsellor.hearsUntil(/#1002 归你了/)).toMatch(
      /在哪里：我到天台了.*\n· 之前（\d\d:\d\d）说的还是：［位置］位置：31\.7,117\.2/,
    );
    await student.hears(/接手了/);
    counsellor.says('接 #1001');
    const card = await counsellor.hearsUntil(/#1001 归你了/);
    expect(card).toContain('当事人在哪里：在宿舍');
    expect(card).not.toMatch(/位置|天台/);
    await student.hears(/也有老师接手了/);
  });

  it('keeps what is tapped under its old questions, though the reporter has a case of their own now', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('我室友说不想活了');
    await student.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    student.says('7号楼');
    await student.hears(/他\/她身边有人吗/);
    student.says('我也不想活了');
    await student.hearsUntil(/^你在哪里/);
    student.taps('现在有危险');
    await student.hears(/^记下了。$/);
    student.says('图书馆');
    await student.hears(/^记下了。身边有人吗/);
    await world.settle();
    counsellor.says('接 #1001');
    expect(await counsellor.hearsUntil(/#1001 归你了/)).toMatch(/有没有危险：现在有危险/);
    await student.hears(/也有老师接手了/);
    counsellor.says('接 #1002');
    const card = await counsellor.hearsUntil(/#1002 归你了/);
    expect(card).toContain('在哪里：图书馆');
    expect(card).not.toContain('有危险');
    await student.hears(/接手了/);
  });

  it('whose owner hears at once that it has grown graver, though the reporter has a case of their own now', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await reporter.hears(/接手了/);
    counsellor.says('我在');
    await reporter.hears(/我在/);
    await world.pass(61_000);
    reporter.says('我室友现在站在楼顶马上要跳了，我也不想活了');
    await reporter.hearsUntil(/替他\/她说的那件事/);
    expect((await cases())[0]).toEqual({ number: 1001, level: 'imminent', report: true });
    await world.settle();
    const raised = await world.database.sql(
      "select p.told_at is not null as told from xinqiao.page p where p.reason in ('raised', 'owner-raised')",
    );
    expect(raised).toEqual([{ told: true }]);
    await counsellor.hearsUntil(/#1001 同学：我室友现在站在楼顶/);
    await counsellor.hears(/另开了 #1002/, /#1001 · 危急/);
  });

  it('is linked by a counsellor with the case of the person, of which the reporter learns nothing', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const themselves = world.student();
    themselves.says('我不想活了');
    await themselves.hearsUntil(/^你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await themselves.hears(/接手了/);
    await world.pass(61_000);
    const reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hearsUntil(/#1002/);
    counsellor.says('接 1002');
    await counsellor.hearsUntil(/1002 归你了/);
    await reporter.hears(/接手了/);

    const browser = await world.signedIn(counsellor.name);
    await counsellor.hearsUntil(/登录链接/);
    const path = `/console/cases/${await idOf(1002)}`;
    await browser.open(path);
    expect(await browser.press({ action: `${path}/link` }, { number: '4711' })).toBe(422);
    expect(browser.text()).toContain('没有找到这个个案号');
    expect(await browser.press({ action: `${path}/link` }, { number: '#1001' })).toBe(200);
    expect(await browser.pressAgain()).toBe(200);
    expect(browser.text()).toMatch(/关联的个案\s*#1001/);
    expect(await world.database.sql('select id from xinqiao.case_link')).toHaveLength(1);
    await browser.open(`/console/cases/${await idOf(1001)}`);
    expect(browser.text()).toMatch(/关联的个案\s*#1002/);
    expect(await browser.press({ action: browser.path(), label: '取消关联 #1002' })).toBe(200);
    expect(browser.text()).not.toMatch(/关联的个案\s*#1002/);
    reporter.says('他之前找过你们吗？');
    await counsellor.hearsUntil(/#1002 同学：他之前找过你们吗/);
    const audited = await world.database.sql("select id from xinqiao.audit_entry where action = 'case.link'");
    expect(audited.length).toBeGreaterThan(1);
    await themselves.hearsUntil(/./).catch(() => '');
  });
});

describe('somebody who pressed 紧急求助 and then tells of another person', () => {
  it('has their case turned into a report, is told what to do, and is asked about the other one', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('紧急求助');
    await reporter.hearsUntil(/^你在哪里/);
    await counsellor.hears(/#1001/);
    reporter.says('6号楼自习室');
    await reporter.hears(/身边有人吗/);
    reporter.says('我室友说不想活了');
    const told = await reporter.hears(/别让|陪着他\/她[\s\S]*替别人求助/);
    expect(told).not.toMatch(/你在哪里/);
    await reporter.hears(/他\/她现在在哪里/);
    expect(await cases()).toEqual([{ number: 1001, level: 'high', report: true }]);
    reporter.says('7号楼');
    await reporter.hears(/他\/她身边有人吗/);

    counsellor.says('接');
    const card = await counsellor.hears(/归你了/);
    await reporter.hears(/接手了/);
    expect(card).toMatch(/第三方转述/);
    expect(card).toMatch(/在哪里（说的是报告的同学自己）：6号楼自习室/);
    expect(card).toMatch(/当事人在哪里：7号楼/);
    expect(card).not.toMatch(/跳过|身边有没有人/);
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hearsUntil(/登录链接/);
    await browser.open(`/console/cases/${await idOf(1001)}`);
    expect(browser.text()).toMatch(/在哪里\s*说的是报告的同学自己\s*6号楼自习室/);
    expect(browser.text()).toMatch(/记为替别人求助/);
    expect(browser.text()).not.toMatch(/身边有没有人/);

    counsellor.says('我在');
    await reporter.hears(/我在/);
    await closesCase(counsellor, '严重');
    await reporter.hears(/替 TA 开口/);
    const [listed] = await world.database.sql<{ presser: boolean }>(
      `select e.contact_id = r.reporter_contact_id as presser from xinqiao.register_entry e
       join xinqiao.case_report r on r.case_id = e.case_id`,
    );
    expect(listed).toEqual({ presser: false });
  });

  it('goes on being asked about themselves where they speak of themselves, before or along with it', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const own = world.student();
    own.says('紧急求助');
    await own.hearsUntil(/^你在哪里/);
    await counsellor.hears(/#1001/);
    own.says('我不想活了');
    await own.hears(/还没有人接|正在叫|等了/);
    own.says('我室友也说不想活了');
    await own.hears(/还没有人接|正在叫|等了/);
    const both = world.student();
    both.says('紧急求助');
    await both.hearsUntil(/^你在哪里/);
    both.says('我室友说不想活了，我也不想活了');
    await both.hears(/还没有人接|正在叫|等了/);
    // Asked for a person under words of their own that worried.
    const worried = world.student();
    worried.says('活着没什么意思');
    await worried.hears(/./);
    worried.says('紧急求助');
    await worried.hearsUntil(/^你在哪里/);
    worried.says('我室友说不想活了');
    await worried.hears(/还没有人接|正在叫|等了/);
    expect((await cases()).filter(({ report }) => report)).toEqual([]);
    await world.settle();
  });

  it('has a case of their own opened by what they say of themselves afterwards', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.student();
    reporter.says('紧急求助');
    await reporter.hearsUntil(/^你在哪里/);
    await counsellor.hears(/#1001/);
    reporter.says('我室友吞了很多安眠药，叫不醒');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hearsUntil(/危急/);
    expect(await cases()).toEqual([{ number: 1001, level: 'imminent', report: true }]);
    reporter.says('我也不想活了');
    await reporter.hearsUntil(/^你在哪里/);
    expect(await cases()).toEqual([
      { number: 1001, level: 'imminent', report: true },
      { number: 1002, level: 'high', report: false },
    ]);
    await world.settle();
  });
});

describe('on WeChat', () => {
  it('is asked and answered by number and by words', async () => {
    world = await startWorld({ wechat: {} });
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.onWechat();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    reporter.says(reporter.numberOf('跳过'));
    await reporter.hears(/不说也可以。他\/她身边有人吗/);
    reporter.says(reporter.numberOf('现在有危险'));
    await reporter.hears(/他\/她是谁/);
    reporter.says('还有人吗');
    await reporter.hears(/叫了 1 位老师/);
    reporter.says('不想说');
    await reporter.hears(/老师可以再联系你吗/);
  });

  it('takes the place of what was asked after a press', async () => {
    world = await startWorld({ wechat: {} });
    const counsellor = await world.responder('测试老师甲');
    const reporter = world.onWechat();
    reporter.says('紧急求助');
    await reporter.hearsUntil(/你在哪里/);
    await counsellor.hears(/高危/);
    reporter.says('我室友说不想活了');
    await reporter.hears(/替别人求助[\s\S]*他\/她现在在哪里/);
    reporter.says(reporter.numberOf('跳过'));
    await reporter.hears(/不说也可以。他\/她身边有人吗/);
    expect(await cases()).toEqual([{ number: 1001, level: 'high', report: true }]);
  });
});

describe('on the web page', () => {
  it('is opened and asked in the page itself', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('我室友说不想活了');
    expect(visitor.text()).toMatch(/替别人求助[\s\S]*他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    await visitor.taps('跳过');
    expect(visitor.text()).toMatch(/他\/她身边有人吗/);
  });

  it('takes the place of what was asked after a press', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('紧急求助');
    expect(visitor.text()).toMatch(/你在哪里/);
    await counsellor.hears(/高危/);
    await visitor.says('我室友说不想活了');
    expect(visitor.text()).toMatch(/替别人求助[\s\S]*他\/她现在在哪里/);
    expect(await cases()).toEqual([{ number: 1001, level: 'high', report: true }]);
  });
});
