import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStaffDesk, OPERATOR } from '../../../src/conversation/desks/people/staff-office.ts';
import { startWorld, type World } from '../../support/world.ts';

const WORDS = '海豚标记七七三';
const CRY = `我想自杀，${WORDS}`;

describe('people say whether an alarm was right', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  /** A case in the hands of a counsellor with a browser on its page; the student had said something harmless before. */
  async function inHand() {
    const counsellor = await world.responder('测试老师甲');
    const student = world.visitor();
    await student.says(`食堂的面不错，${WORDS}`);
    await student.says(CRY);
    await counsellor.hears(/#1001/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    counsellor.says('我在');
    await world.settle();
    const [row] = await world.database.sql<{ id: string }>('select id from xinqiao.handoff_case');
    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    const page = `/console/cases/${row?.id}`;
    await browser.open(page);
    return { browser, page, caseId: row?.id ?? '' };
  }
  const marks = () =>
    world.database.sql<{ verdict: string; level: string; expected: string | null; rules: string[] }>(
      'select verdict, level, expected, rules from xinqiao.screening_mark order by heard_at',
    );
  const head = async () => {
    const desk = createStaffDesk(world.office);
    const input = { name: '测试主任', roles: ['centre-head'], accounts: [], onCall: false };
    expect((await desk.add(OPERATOR, input)).ok).toBe(true);
    return world.signedIn('测试主任');
  };

  it('an alarm marked right, then wrong; a harmless line that should have been one; the report knows both', async () => {
    const { browser, page, caseId } = await inHand();
    expect(browser.html()).toMatch(/<mark[^>]*>[^<]*自杀/);
    expect(await browser.press({ action: `${page}/mark`, label: '判断对' })).toBe(200);
    expect(browser.text()).toContain('已标：判断对');
    expect(await browser.press({ action: `${page}/mark`, label: '误报' })).toBe(200);
    await browser.pressAgain();
    expect(browser.text()).toContain('已标：误报');
    expect(await browser.press({ action: `${page}/mark`, label: '高危' })).toBe(200);
    expect(browser.text()).toContain('已标：漏报，应为高危');
    const [missed, wrong, ...more] = await marks();
    expect(more).toEqual([]);
    expect(missed).toEqual({ verdict: 'missed', level: 'none', expected: 'high', rules: [] });
    expect(wrong).toMatchObject({ verdict: 'wrong', level: 'high', expected: null });
    expect(wrong?.rules.length).toBeGreaterThan(0);

    await browser.open('/console/precision');
    expect(browser.text()).toMatch(/所有标过的预警[\s\S]*0%\s*0\/1[\s\S]*漏报\s*1/);
    for (const rule of wrong?.rules ?? []) expect(browser.text()).toContain(rule);
    expect(browser.html()).not.toContain(WORDS);
    const audited = await world.database.sql(
      `select from xinqiao.audit_entry where action = 'case.mark' and allowed and resource = $1`,
      [`case:${caseId}`],
    );
    expect(audited.length).toBeGreaterThan(2);
    expect(world.logged.join('\n')).not.toContain(WORDS);
  });

  it('nobody marks what they may not read, a line of another conversation, or what does not fit', async () => {
    const { browser, page } = await inHand();
    const [line] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.heard where level = 'high'`,
    );
    const [harmless] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.heard where level = 'none' order by seq limit 1`,
    );
    const stranger = world.visitor();
    await stranger.says('我不想死');
    await world.settle();
    const [elsewhere] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.heard where level = 'concern'`,
    );
    const button = { action: `${page}/mark`, label: '判断对' };
    for (const id of [elsewhere?.id ?? '', 'nonsense', '00000000-0000-4000-8000-000000000000']) {
      await browser.open(page);
      expect(await browser.press(button, { line: id })).toBe(422);
      expect(browser.text()).toContain('没有标上');
    }
    await browser.open(page);
    expect(await browser.press(button, { line: harmless?.id ?? '' })).toBe(422);
    await browser.open(page);
    expect(await browser.press(button, { line: line?.id ?? '', expected: 'concern' })).toBe(422);
    const other = await head();
    expect(await other.open(`${page}/example?line=${line?.id}`)).toBe(404);
    expect(await marks()).toEqual([]);
  });

  it('a concern of the daily review is marked there, and stays until it was looked at', async () => {
    const counsellor = await world.responder('测试老师甲');
    await world.visitor().says(`活着没意思，${WORDS}`);
    await world.settle();
    const browser = await world.signedIn('测试老师甲');
    await counsellor.hears(/登录链接/);
    await browser.open('/console/review');
    expect(await browser.press({ action: '/console/review/', label: '危急' })).toBe(200);
    expect(browser.text()).toContain('已标：漏报，应为危急');
    expect(await marks()).toMatchObject([{ verdict: 'missed', level: 'concern', expected: 'imminent' }]);
    expect(await browser.press({ action: '/console/review/', label: '看过了' })).toBe(200);
    expect(browser.text()).toContain('都看过了');
  });

  it('no words leave but a sentence written anew, with written consent, released by the head alone', async () => {
    const { browser, page } = await inHand();
    await browser.press({ action: `${page}/mark`, label: '判断对' });
    const [line] = await world.database.sql<{ id: string }>(
      `select id from xinqiao.heard where level = 'high'`,
    );
    const form = { action: `${page}/example` };
    const good = { text: '我想结束自己', 'consent-on': '2026-01-05', consented: 'yes', checked: 'yes' };
    const refused = async (fields: Record<string, string>, why: RegExp) => {
      await browser.open(`${page}/example?line=${line?.id}`);
      expect(await browser.press(form, fields)).toBe(422);
      expect(browser.text()).toMatch(why);
      expect(browser.html()).toContain(fields.text ?? '');
    };
    await refused({ ...good, text: CRY }, /和同学写的一样/);
    await refused({ ...good, text: '我电话13800000000' }, /一长串数字/);
    await refused({ ...good, 'consent-on': '2999-01-01' }, /不能晚于今天/);
    await refused({ ...good, 'consent-on': '2026-02-30' }, /签字的日期/);
    await refused({ ...good, consented: '' }, /没有书面同意/);
    await refused({ ...good, checked: '' }, /再看一遍/);
    await browser.open(`${page}/example?line=${line?.id}`);
    expect(await browser.press(form, good)).toBe(200);
    await browser.pressAgain();

    await browser.open('/console/precision');
    expect(browser.text()).not.toContain(good.text);
    expect(await browser.open('/console/precision/examples.jsonl')).toBe(404);
    const chief = await head();
    await chief.open('/console/precision');
    expect(chief.text()).toMatch(/下载 1 句[\s\S]*我想结束自己[\s\S]*同意于 2026-01-05/);
    expect(await chief.open('/console/precision/examples.jsonl')).toBe(200);
    expect(chief.html()).toBe(`${JSON.stringify({ text: good.text, screenedAs: 'high' })}\n`);
    const columns = await world.database.sql<{ column_name: string }>(
      `select column_name from information_schema.columns where table_name = 'screening_example'`,
    );
    expect(columns.map(({ column_name }) => column_name).sort()).toEqual([
      'at',
      'consent_on',
      'id',
      'level',
      'text',
      'written_by',
    ]);
    await chief.open('/console/precision');
    expect(await chief.press({ action: '/console/precision/examples/', label: '删掉' })).toBe(200);
    expect(chief.text()).toContain('还没有例句');
    expect(await chief.pressAgain()).toBe(404);
  });
});
