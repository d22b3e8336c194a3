import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closesCase } from '../../support/close-case.ts';
import { readPdf } from '../../support/read-pdf.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import type { Visitor } from '../../support/visitor.ts';
import { startWorld, type World } from '../../support/world.ts';

describe('a report about somebody else, once a person has it', () => {
  let world: World;
  let counsellor: TelegramPerson & { name: string };
  let reporter: TelegramPerson;
  beforeEach(async () => {
    world = await startWorld();
    counsellor = await world.responder('测试老师甲');
    reporter = world.student();
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hears(/高危/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await reporter.hears(/接手了/);
    counsellor.says('我在');
    await reporter.hears(/我在/);
  });
  afterEach(() => world.close());

  const cases = () =>
    world.database.sql<{ number: number; status: string; report: boolean }>(
      `select number::int, status, r.case_id is not null as report
       from xinqiao.handoff_case c left join xinqiao.case_report r on r.case_id = c.id order by number`,
    );

  async function office(): Promise<Visitor> {
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hearsUntil(/登录链接/);
    return browser;
  }

  it('is taken up again at a check, and what the reporter answers reaches whoever did it', async () => {
    await closesCase(counsellor, '严重');
    await reporter.hears(/./);
    const browser = await office();
    await browser.open('/console/follow-up');
    const link = /href="(\/console\/follow-up\/[0-9a-f-]{36})"/.exec(browser.html())?.[1] ?? '';
    await browser.open(link);
    expect(
      await browser.press({ action: `${link}/settle` }, { result: 'taken-up', note: '', next: '' }),
    ).toBe(200);
    await reporter.hears(/现在是真人/);
    expect(await cases()).toEqual([
      { number: 1001, status: 'closed', report: true },
      { number: 1002, status: 'acknowledged', report: true },
    ]);
    reporter.says('他今天没来上课');
    await counsellor.hears(/#1002 同学：他今天没来上课/);
  });

  it('ends with the same words whatever its class, and asks for nothing', async () => {
    await closesCase(counsellor, '误报/无风险');
    const first = await reporter.hears(/替 TA 开口/);
    expect(first).not.toMatch(/名单|多问|问候/);
    await world.pass(61_000);
    reporter.says('我室友说不想活了');
    await reporter.hearsUntil(/他\/她现在在哪里/);
    await counsellor.hearsUntil(/#1002/);
    counsellor.says('接');
    await counsellor.hearsUntil(/归你了/);
    await reporter.hears(/接手了/);
    counsellor.says('我在');
    await reporter.hears(/我在/);
    await closesCase(counsellor, '重大危机');
    expect(await reporter.hears(/替 TA 开口/)).toBe(first);
    expect(reporter.choices()).not.toContain('愿意收到问候');
  });

  it('offers no tool that is made with the one who is not there', async () => {
    counsellor.says('/操作');
    await counsellor.hears(/#1001/);
    expect(counsellor.choices().join(' ')).not.toMatch(/安全计划|时段/);
    for (const word of ['/安全计划', '/时段']) {
      counsellor.says(word);
      await counsellor.hears(/#1001 是第三方转述.*要和本人一起做/);
    }
    const browser = await office();
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    await browser.open(`/console/cases/${row?.id}`);
    expect(browser.text()).toContain('安全计划和当天时段要和本人一起做');
    expect(browser.html()).not.toMatch(/\/plan"|\/slot"/);
  });

  it('is taken up again by its reporter, who comes back to it', async () => {
    await closesCase(counsellor, '严重');
    await reporter.hears(/替 TA 开口/);
    reporter.says('回到求助');
    await reporter.hearsUntil(/老师/);
    await counsellor.hears(/#1001/);
    reporter.says('他又说了那样的话');
    await counsellor.hears(/#1001 同学：他又说了那样的话/);
    expect(await cases()).toEqual([{ number: 1001, status: 'acknowledged', report: true }]);
  });

  it('is called again by a press for help, and nothing else is opened', async () => {
    reporter.says('紧急求助');
    await counsellor.hears(/#1001 同学：紧急求助/);
    reporter.says('他锁了门');
    await counsellor.hears(/#1001 同学：他锁了门/);
    expect(await cases()).toEqual([{ number: 1001, status: 'acknowledged', report: true }]);
    const [owed] = await world.database.sql('select unanswered_since from xinqiao.handoff_case');
    expect(owed).not.toEqual({ unanswered_since: null });
  });

  it('goes on reaching its owner while the reporter has a case of their own', async () => {
    await world.pass(61_000);
    reporter.says('我也不想活了');
    await reporter.hearsUntil(/^你在哪里/);
    await counsellor.hearsUntil(/转述 #1001 的同学说自己也有危险，另开了 #1002/);
    expect(counsellor.choices()).toContain('接 #1002');
    await counsellor.hearsUntil(/#1001 同学：我也不想活了/);
    reporter.says('我在宿舍楼顶楼');
    await counsellor.hearsUntil(/#1001 同学：我在宿舍楼顶楼/);
    await reporter.hearsUntil(/./);
    counsellor.taps('接 #1002');
    await counsellor.hearsUntil(/#1002 归你了/);
    await reporter.hearsUntil(/接手了/);
    reporter.says('他还在屋里');
    await counsellor.hears(/#1002 同学：他还在屋里/);
    await world.settle();
  });

  it('is said to have ended, and what is their own to go on, with nothing to tap beside it', async () => {
    const second = await world.responder('测试老师乙');
    await world.pass(61_000);
    reporter.says('我也不想活了');
    await reporter.hearsUntil(/^你在哪里/);
    await second.hearsUntil(/#1002/);
    second.says('接');
    await second.hearsUntil(/#1002 归你了/);
    await reporter.hearsUntil(/接手了/);
    second.says('说说看');
    await reporter.hears(/说说看/);
    await counsellor.hearsUntil(/测试老师乙 接手了/);
    await world.settle();
    await closesCase({ ...counsellor, hears: (one) => counsellor.hearsUntil(one ?? /./) }, '一般');
    const last = await reporter.hears(
      /你替 TA 开口的这件事，老师先和你说到这里[\s\S]*你自己的那件事还在继续/,
    );
    expect(last).not.toMatch(/程序/);
    expect(reporter.choices()).toEqual([]);
    reporter.says('我在听');
    await second.hears(/#1002 同学：我在听/);
    second.says('好的');
    await reporter.hears(/好的/);
    await closesCase(second, '误报/无风险');
    await reporter.hears(/多问了一句/);
    expect(reporter.choices()).not.toEqual([]);
  });

  it('is written down without the reporter’s words, by whoever may not even read them', async () => {
    reporter.says('他把三十二片白色药丸藏在了枕头里面');
    await counsellor.hears(/药丸/);
    const browser = await office();
    const [row] = await world.database.sql<{ id: string; me: string }>(
      'select id, owner_id as me from xinqiao.handoff_case',
    );
    const close = `/console/cases/${row?.id}/close`;
    await browser.open(close);
    const told = { told: 'some', 'party-0': 'hospital', 'at-0': '2020-01-02T10:00', 'by-0': row?.me ?? '' };
    const detail = '转告：把三十二片白色药丸藏在了枕头里面';
    const closed = { ...told, 'ground-0': 'life', 'detail-0': detail, owner: row?.me ?? '' };
    await browser.press({ action: close }, { ...closed, outcome: 'serious', 'date-serious': '2027-03-01' });
    expect(browser.text()).toContain('#1001 已经结束');
    await reporter.hears(/./);

    const chief = await world.responder('测试主任', ['centre-head'], false);
    const head = await world.signedIn('测试主任');
    await chief.hears(/登录链接/);
    const path = `/console/cases/${row?.id}/report`;
    await head.open(path);
    const save = { action: path, label: '存草稿' };
    const copied = { step: 'save', measure: 'talked', statement: '他把三十二片白色药丸藏在了枕头里面' };
    expect(await head.press(save, copied)).toBe(422);
    expect(head.text()).toContain('补充说明：里面有同学的原话');
    const named = { ...copied, statement: '', who: 'identity', identity: '李某某，三十二片白色药丸藏在' };
    expect(await head.press(save, named)).toBe(422);
    expect(head.text()).toContain('身份：里面有同学的原话');
    const filled = { ...named, identity: '李某某', step: 'issue' };
    expect(await head.press({ action: path, label: '发出（发出后不能改）' }, filled)).toBe(200);
    expect(head.text()).toContain('李某某（报告人填写，未经核实）');
    expect(head.text()).toContain('第三方转述');
    expect(head.text()).toContain('说明里有同学的原话，没有写进报表');
    expect(head.text()).not.toContain('药丸');
    const pdf = await fetch(new URL(`${path}.pdf`, world.app.url), { headers: { Cookie: head.cookies() } });
    const text = readPdf(Buffer.from(await pdf.arrayBuffer())).replace(/\s/g, '');
    for (const words of ['李某某（报告人填写，未经核实）', '第三方转述', '没有写进报表'])
      expect(text).toContain(words);
    expect(text).not.toContain('药丸');
  });
});

describe('for whom somebody pressed 紧急求助, as the person who talks with them says', () => {
  let world: World;
  afterEach(() => world.close());

  const cases = () =>
    world.database.sql<{ number: number; report: boolean }>(
      `select number::int, r.case_id is not null as report
       from xinqiao.handoff_case c left join xinqiao.case_report r on r.case_id = c.id order by number`,
    );
  const caseId = async (): Promise<string> => {
    const [row] = await world.database.sql<{ id: string }>(
      'select id from xinqiao.handoff_case order by number limit 1',
    );
    return row?.id ?? '';
  };
  const registered = () =>
    world.database.sql<{ reporter: boolean }>(
      `select e.contact_id = r.reporter_contact_id as reporter from xinqiao.register_entry e
       join xinqiao.case_report r on r.case_id = e.case_id`,
    );

  async function pressed() {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const student = world.student();
    student.says('紧急求助');
    await student.hearsUntil(/^你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    expect(counsellor.choices()).toContain('这是替别人求助');
    await student.hears(/接手了/);
    counsellor.says('我在');
    await student.hears(/我在/);
    return { counsellor, student };
  }

  it('is asked of them, and the one who pressed never stands on the register', async () => {
    const { counsellor, student } = await pressed();
    student.says('我室友说不想活了');
    await counsellor.hears(/#1001 同学：我室友说不想活了/, /#1001 同学刚说的像是另一个人/);
    expect(await cases()).toEqual([{ number: 1001, report: false }]);
    counsellor.taps('这是替别人求助');
    await counsellor.hears(/#1001 记为替别人求助/);
    counsellor.taps('这是替别人求助');
    await counsellor.hears(/已经记为替别人求助，没有再改/);
    expect(await cases()).toEqual([{ number: 1001, report: true }]);
    counsellor.says('/操作');
    await counsellor.hears(/#1001，可以做/);
    expect(counsellor.choices()).toContain('这是本人求助');
    expect(counsellor.choices().join(' ')).not.toMatch(/替别人|安全计划|时段/);
    student.says('他锁了门');
    await counsellor.hears(/#1001 同学：他锁了门/);
    // What they say of themselves has a case of its own, as in any report.
    await world.pass(61_000);
    student.says('其实我也不想活了');
    await student.hearsUntil(/^你在哪里/);
    await counsellor.hearsUntil(/#1001 的同学说自己也有危险，另开了 #1002/);
    counsellor.says('/本人 1001');
    await counsellor.hearsUntil(/没有改 #1001：这位同学还有另一个没有结束的个案/);
    expect(await cases()).toEqual([
      { number: 1001, report: true },
      { number: 1002, report: false },
    ]);
    await world.settle();
    const audited = await world.database.sql(
      "select id from xinqiao.audit_entry where action = 'case.about' and allowed",
    );
    expect(audited.length).toBeGreaterThan(1);
  });

  it('may be said in the console, by the team, and be taken back', async () => {
    const { counsellor, student } = await pressed();
    const browser = await world.signedIn(counsellor.name);
    await counsellor.hears(/登录链接/);
    const path = `/console/cases/${await caseId()}`;
    await browser.open(path);
    expect(browser.text()).toContain('替谁求助：本人');
    const press = { action: `${path}/about` };
    expect(await browser.press(press)).toBe(200);
    expect(browser.text()).toMatch(/替谁求助：别人[\s\S]*这是本人求助/);
    expect(browser.text()).toContain('记为替别人求助');
    expect(await cases()).toEqual([{ number: 1001, report: true }]);

    const second = await world.responder('测试老师乙');
    counsellor.says('/邀请 测试老师乙');
    await counsellor.hears(/已经邀请 测试老师乙/);
    await second.hears(/请你一起和个案 #1001/);
    second.taps('加入');
    await second.hears(/你加入了 #1001/);
    await counsellor.hears(/测试老师乙 加入了 #1001/);
    await student.hears(/又来了一位老师/);
    second.says('/本人');
    await second.hears(/#1001 记为这位同学本人的事/);
    await counsellor.hears(/测试老师乙 把 #1001 记为本人求助/);
    expect(await cases()).toEqual([{ number: 1001, report: false }]);
    await browser.open(path);
    expect(browser.text()).toContain('记为本人求助');
    // Their own again: what they say of themselves belongs to it.
    student.says('我不想活了');
    await counsellor.hears(/#1001 同学：我不想活了/);
    await second.hears(/#1001 同学：我不想活了/);
    expect(await cases()).toEqual([{ number: 1001, report: false }]);
    second.says('/替别人');
    await second.hears(/#1001 记为替别人求助/);
    await counsellor.hears(/测试老师乙 把 #1001 记为替别人求助/);
    counsellor.says('我在');
    await student.hears(/我在/);
    await second.hears(/我在/);
    await closesCase(counsellor, '重大危机');
    await student.hears(/替 TA 开口/);
    expect(await registered()).toEqual([{ reporter: false }]);
    second.says('/本人 1001');
    await second.hearsUntil(/你手上没有 #1001|不在你手上/);
  });

  it('is said for a student on WeChat, who is told nothing of it', async () => {
    world = await startWorld({ wechat: {} });
    const counsellor = await world.responder('测试老师甲');
    const student = world.onWechat();
    student.says('紧急求助');
    await student.hearsUntil(/你在哪里/);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/接手了/);
    counsellor.says('/替别人求助');
    await counsellor.hears(/#1001 记为替别人求助/);
    student.says('他在7号楼');
    await counsellor.hears(/#1001 同学：他在7号楼/);
    expect(await cases()).toEqual([{ number: 1001, report: true }]);
  });

  it('is said for a visitor of the web page, whose case by their own words becomes a report and back', async () => {
    world = await startWorld();
    const counsellor = await world.responder('测试老师甲');
    const visitor = world.visitor();
    await visitor.says('我不想活了');
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    counsellor.taps('这是替别人求助');
    await counsellor.hears(/#1001 记为替别人求助/);
    expect(await cases()).toEqual([{ number: 1001, report: true }]);
    counsellor.taps('这是本人求助');
    await counsellor.hears(/#1001 记为这位同学本人的事/);
    await visitor.says('我不想活了');
    await counsellor.hears(/#1001 同学：我不想活了/);
    expect(await cases()).toEqual([{ number: 1001, report: false }]);
  });
});

describe('a report beside a case of their own', () => {
  let world: World;
  afterEach(() => world.close());

  it('goes on on WeChat when what is their own has ended: a number is still an answer to the person', async () => {
    world = await startWorld({ wechat: {} });
    const first = await world.responder('测试老师甲');
    const student = world.onWechat();
    student.says('我室友说不想活了');
    await student.hearsUntil(/现在在哪里/);
    await first.hears(/#1001/);
    first.says('接');
    await first.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    first.says('我在');
    await student.hears(/我在/);
    const second = await world.responder('测试老师乙');
    await world.pass(61_000);
    student.says('我也不想活了');
    await second.hearsUntil(/#1002/);
    second.says('接');
    await second.hearsUntil(/#1002 归你了/);
    await student.hearsUntil(/接手了/);
    second.says('说说看');
    await student.hearsUntil(/说说看/);
    await closesCase({ ...second, hears: (one) => second.hearsUntil(one ?? /./) }, '一般');
    const last = await student.hears(/你自己这件事，老师先和你说到这里[\s\S]*那件事还没有结束/);
    expect(last).not.toMatch(/程序|问候|^1\. /m);
    first.says('身边有人吗');
    await student.hears(/身边有人吗/);
    student.says('1');
    await first.hearsUntil(/#1001 同学：1$/);
    await world.settle();
    student.expectNothingMore();
  });
});
