import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSmtpFake } from '../../fakes/notifiers/smtp-fake.ts';
import { byMail, mailHouse } from '../../support/by-mail.ts';
import { closesCase } from '../../support/close-case.ts';
import { inTalk } from '../../support/in-talk.ts';
import type { TelegramPerson } from '../../support/telegram-person.ts';
import { startWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;
const WORDS = '蓝色风筝';
const REASON = '家长来校，要确认是不是同一个人';

describe('looking without the right to', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  type Person = Awaited<ReturnType<World['responder']>>;

  async function openCase(
    words: string,
  ): Promise<{ path: string; owner: Person; head: Person; other: Person; student: TelegramPerson }> {
    const owner = await world.responder('测试老师甲');
    const head = await world.responder('测试主任', ['centre-head'], false);
    const other = await world.responder('另一位主任', ['centre-head'], false);
    const student = world.student();
    student.says(words);
    await student.hearsUntil(/你在哪里/);
    await owner.hearsUntil(/已等 0 分钟/);
    owner.says('接');
    await owner.hearsUntil(/归你了/);
    await student.hearsUntil(/接手了/);
    owner.says('我在');
    await student.hears(/我在/);
    student.says(WORDS);
    await owner.hears(new RegExp(WORDS));
    owner.says('好');
    await student.hears(/好/);
    // Only the looking is told here: nobody is reminded meanwhile.
    await world.settle();
    await world.database.sql('update xinqiao.handoff_case set wake_at = null, tell_at = null');
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    return { path: `/console/cases/${row?.id}`, owner, head, other, student };
  }

  it('asks for a reason and a ground, shows the least for an hour, and is told to the other head', async () => {
    const { path, head, other } = await openCase('我不想活了');
    const browser = await world.signedIn(head.name);
    await head.hears(/登录链接/);
    await browser.open(path);
    expect(browser.text()).not.toContain(WORDS);
    expect(browser.text()).toContain('破例查看');
    const glass = `${path}/break-glass`;
    await browser.open(glass);
    expect(browser.text()).not.toContain('现在就看');
    const open = { action: glass, label: '打开 60 分钟' };
    expect(await browser.press(open, { part: 'words', reason: REASON })).toBe(422);
    expect(browser.text()).toContain('请选一条依据');
    expect(browser.html()).toContain(REASON);
    expect(await browser.press(open, { part: 'words', ground: 'ethics-3-2', reason: '看' })).toBe(422);
    expect(await browser.press(open, { part: 'words', ground: 'ethics-3-2', reason: REASON })).toBe(200);
    expect(browser.text()).toContain(WORDS);
    // Who it is was not asked for.
    expect(browser.text()).not.toContain('以前来过');
    await other.hears(/测试主任 破例查看了个案 #1001 的对话/);
    expect(await browser.pressAgain()).toBe(200);
    expect(await world.database.sql('select id from xinqiao.break_glass')).toHaveLength(1);

    await world.pass(HOUR);
    await browser.open(glass);
    expect(browser.text()).not.toContain(WORDS);
    await browser.open('/console/break-glass');
    expect(browser.text()).toMatch(new RegExp(`测试主任.*看了 #1001 的对话.*3\\.2.*${REASON}`));
    const read = await world.database.sql(
      "select allowed from xinqiao.audit_entry where action = 'case.read-behind-glass'",
    );
    expect(read.length).toBeGreaterThan(0);
    expect(world.logged.join('\n')).not.toMatch(new RegExp(`${WORDS}|${REASON}`));
  });

  it('is one tap for an imminent case; the reason is owed, reminded, and its absence told and shown', async () => {
    const { path, head, other } = await openCase('药已经吞下去了');
    await head.hearsUntil(/./).catch(() => '');
    const browser = await world.signedIn(head.name);
    await head.hearsUntil(/登录链接/);
    const glass = `${path}/break-glass`;
    await browser.open(glass);
    await browser.press({ action: glass, label: '现在就看身份' });
    expect(browser.text()).toContain('以前来过');
    expect(browser.text()).not.toContain(WORDS);
    expect(browser.text()).toContain('补理由');
    await other.hearsUntil(/破例查看了危急个案 #1001 的身份，理由要在 24 小时内补上/);
    const calm = 'update xinqiao.handoff_case set wake_at = null, tell_at = null';
    await world.pass(19 * HOUR);
    await world.database.sql(calm);
    await world.pass(HOUR + 1_000);
    await head.hearsUntil(/理由还没有补，还剩大约 4 小时/);
    await world.pass(4 * HOUR);
    await other.hearsUntil(/测试主任 破例查看个案 #1001 的理由，超过 24 小时没有补/);
    await browser.open('/console/break-glass');
    // Half a day without a page ends a session.
    if (!browser.text().includes('理由没有补')) {
      const again = await world.signedIn(other.name);
      await other.hearsUntil(/登录链接/);
      await again.open('/console/break-glass');
      expect(again.text()).toContain('理由没有补');
    }
    const back = await world.signedIn(head.name);
    await head.hearsUntil(/登录链接/);
    await back.open(glass);
    const add = { action: `${glass}/reason` };
    expect(await back.press(add, { ground: 'mental-health-law-28', reason: REASON })).toBe(200);
    expect(back.text()).not.toContain('补理由：');
  });

  it('asks for the reason first once an imminent case has ended', async () => {
    const { path, owner, head, student } = await openCase('药已经吞下去了');
    await closesCase({ ...owner, hears: (one) => owner.hearsUntil(one ?? /./) }, '误报/无风险');
    await student.hears(/多问了一句/);
    const browser = await world.signedIn(head.name);
    await head.hearsUntil(/登录链接/);
    const glass = `${path}/break-glass`;
    await browser.open(glass);
    expect(browser.text()).toContain('打开 60 分钟');
    expect(browser.text()).not.toContain('现在就看');
    expect(await browser.press({ action: glass }, { part: 'words' })).toBe(422);
    expect(await world.database.sql('select id from xinqiao.break_glass')).toEqual([]);
  });

  it('ends for those who were called once the student comes back, but for a reason that they owe', async () => {
    const called = await world.responder('测试老师乙');
    const { path, head, other } = await openCase('药已经吞下去了');
    await called.hearsUntil(/由 测试老师甲 接手了/);
    const browser = await world.signedIn(called.name);
    await called.hears(/登录链接/);
    const glass = `${path}/break-glass`;
    await browser.open(glass);
    await browser.press({ action: glass, label: '现在就看身份' });
    for (const one of [head, other]) await one.hearsUntil(/测试老师乙 破例查看了危急个案 #1001 的身份/);
    await world.database.sql(
      `insert into xinqiao.case_resumption (id, case_id, at, closed_at, outcome)
       select gen_random_uuid(), id, xinqiao.app_now(), xinqiao.app_now(), 'ordinary' from xinqiao.handoff_case`,
    );
    expect(await browser.open(path)).toBe(404);
    expect(await browser.open(glass)).toBe(200);
    expect(browser.text()).toContain('补理由：');
    expect(browser.text()).not.toMatch(/现在就看|打开 60 分钟/);
    await browser.press({ action: `${glass}/reason` }, { ground: 'mental-health-law-28', reason: REASON });
    expect(browser.text()).not.toContain('补理由：');
    await world.pass(HOUR);
    expect(await browser.open(glass)).toBe(404);
  });

  it('is nothing for those who may not, whatever they send', async () => {
    const { path, owner } = await openCase('我不想活了');
    const stranger = await world.responder('测试工作人员', ['staff'], false);
    const browser = await world.signedIn(stranger.name);
    await stranger.hears(/登录链接/);
    expect(await browser.open(`${path}/break-glass`)).toBe(404);
    expect(await browser.open('/console/break-glass')).toBe(404);
    const mine = await world.signedIn(owner.name);
    await owner.hears(/登录链接/);
    await mine.open(`${path}/break-glass`);
    expect(mine.text()).toContain('你本来就能看');
    await mine.open(path);
    const fact = { action: `${path}/facts` };
    expect(await mine.press(fact, { field: 'college', value: '机电学院' })).toBe(200);
    expect(mine.text()).toMatch(/学院\s*自述未核实\s*机电学院/);
    expect(await mine.press(fact, { field: 'name', value: '长'.repeat(90) })).toBe(422);
    const rows = await world.database.sql('select college from xinqiao.handoff_case');
    expect(rows).toEqual([{ college: '机电学院' }]);
  });
});

describe('looking, where no head but whoever looks has a messenger', () => {
  const CALM = 'update xinqiao.handoff_case set wake_at = null, tell_at = null';

  it('is told by mail with a figure alone, as is the reason that is owed', async () => {
    const mail = await startSmtpFake();
    const world = await startWorld({ notifiers: [mailHouse(mail)] });
    try {
      const looker = await byMail(world, mail, '测试主任', ['centre-head']);
      const other = await byMail(world, mail, '另一位主任', ['centre-head']);
      await world.responder('测试督导', ['supervisor'], false);
      await inTalk(world, '测试老师甲', '药已经吞下去了');
      await world.settle();
      await world.database.sql(CALM);
      const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
      const glass = `/console/cases/${row?.id}/break-glass`;
      const browser = await world.signedIn(looker.name);
      await browser.open(glass);
      await browser.press({ action: glass, label: '现在就看身份' });
      await other.reads(/有 1 次破例查看，理由要在 24 小时内补上。登录控制台看：\S+\/console$/);
      await world.pass(20 * HOUR + 1_000);
      await looker.reads(/你有 1 次破例查看，理由还没有补，还剩大约 4 小时/);
      await world.database.sql(CALM);
      await world.pass(4 * HOUR);
      await other.reads(/有 1 次破例查看的理由，超过 24 小时没有补/);
      expect([...looker.unread(), ...other.unread()]).toEqual([]);
    } finally {
      await world.close();
      await mail.close();
    }
  });

  it('is told to the supervisors where nothing reaches the other head, and shown to them', async () => {
    const world = await startWorld();
    try {
      const looker = await world.responder('测试主任', ['centre-head'], false);
      const other = await world.responder('另一位主任', ['centre-head'], false);
      const supervisor = await world.responder('测试督导', ['supervisor'], false);
      const { student } = await inTalk(world);
      await world.settle();
      await world.database.sql(CALM);
      const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
      const glass = `/console/cases/${row?.id}/break-glass`;
      const browser = await world.signedIn(looker.name);
      await looker.hears(/登录链接/);
      const open = async (part: string) => {
        await browser.open(glass);
        const typed = { part, ground: 'ethics-3-2', reason: REASON };
        expect(await browser.press({ action: glass, label: '打开 60 分钟' }, typed)).toBe(200);
      };
      await open('identity');
      await other.hears(/测试主任 破例查看了个案 #1001 的身份/);
      const shown = await world.signedIn(supervisor.name);
      await supervisor.hears(/登录链接/);
      await shown.open('/console/break-glass');
      expect(shown.text()).not.toContain('#1001');
      world.telegram.userBlocks(other.chatId);
      await world.settle();
      await open('words');
      await supervisor.hears(/测试主任 破例查看了个案 #1001 的对话/);
      await shown.open('/console/break-glass');
      expect(shown.text()).toMatch(/测试主任.*看了 #1001 的对话/);
      student.expectNothingMore();
    } finally {
      await world.close();
    }
  });
});
