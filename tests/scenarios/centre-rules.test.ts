import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addRuleWriter, type RuleWriter, ruleWriter } from '../support/rule-desk-world.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

/** A second, with room for a busy machine, in ms; whoever missed the notification would need the poll's 2 s. */
const EVERYWHERE_MS = 1_500;
/** Nothing in it is a danger word: that the bridge means something, this centre alone knows. */
const WORDS = '又想一个人去三号桥';

describe('a word that only this centre knows', () => {
  let world: World;
  /** Another process on the same database. */
  let other: World;
  let head: RuleWriter;
  let elsewhere: RuleWriter;
  let colleague: RuleWriter;
  let counsellor: Awaited<ReturnType<World['responder']>>;
  let rulePath = '';

  beforeAll(async () => {
    world = await startWorld();
    other = await startWorld({ database: world.database });
    head = await addRuleWriter(world, '测试主任', 'centre-head');
    elsewhere = ruleWriter(await other.signedIn('测试主任'));
    colleague = await addRuleWriter(world, '测试督导', 'supervisor');
  });
  afterAll(async () => {
    await other.close();
    await world.close();
  });

  const reaches = (wanted: RegExp): Promise<void> =>
    until(
      `the other process to say ${wanted}`,
      async () => wanted.test(await elsewhere.tests(WORDS)),
      EVERYWHERE_MS,
    );

  it('pages nobody before somebody has written it down', async () => {
    expect(await head.tests(WORDS)).toContain('没有命中任何规则');
    expect(await elsewhere.tests(WORDS)).toContain('没有命中任何规则');
  });

  it('pages within a second once it is saved, whichever process hears it', async () => {
    counsellor = await world.responder('测试老师甲');
    const student = await world.acquainted();
    expect(await head.writes()).toBe(200);
    const savedAt = performance.now();
    rulePath = head.browser.path();
    expect(head.browser.text()).toContain('生效中');
    await reaches(/高危 马上呼叫值班老师 .*本校规则 \d+“三号桥”/);
    expect(performance.now() - savedAt).toBeLessThan(EVERYWHERE_MS);

    student.says(WORDS);
    const saidAt = performance.now();
    await counsellor.hears(/^【值班】个案 #\d+ · 高危 · 已等 0 分钟$/);
    expect(performance.now() - saidAt).toBeLessThan(EVERYWHERE_MS);
    await student.hears(/正在叫值班老师/, /电话/, /你在哪里/);
    counsellor.says('接');
    await counsellor.hears(/归你了/);
    await student.hears(/值班老师接手了/);
  });

  it('is weakened by two people alone, and then everywhere', async () => {
    await head.browser.open(`${rulePath}/off`);
    expect(head.browser.text()).toContain('可以同意的人：');
    expect(head.browser.text()).toContain('测试督导');
    expect(await head.browser.press({ action: `${rulePath}/off` })).toBe(200);
    const proposal = head.browser.path();
    expect(proposal).toMatch(/\/console\/rules\/proposals\//);
    // Whoever could agree is told that something waits, and not what.
    expect(await counsellor.hears(/减弱或停用本校识别规则 \d+.*\/console\/rules\/proposals\//)).not.toContain(
      '三号桥',
    );
    // Until then it goes on to be found.
    expect(await head.tests(WORDS)).toContain('高危');
    await head.browser.open(proposal);
    await expect(head.browser.press({ action: `${proposal}/approve` })).rejects.toThrow(/no form/);

    await colleague.browser.open(proposal);
    expect(await colleague.browser.press({ action: `${proposal}/approve` })).toBe(200);
    expect(colleague.browser.text()).toContain('已同意，生效了');
    await reaches(/没有命中任何规则/);
    expect(await head.tests(WORDS)).toContain('没有命中任何规则');
  });

  it('stands in the audit by who, what and which version, and nowhere with its words', async () => {
    const rows = await world.database.sql<{ actor: string; action: string; resource: string }>(
      `select actor, action, resource from xinqiao.audit_entry where action like 'rule.%' order by at, action`,
    );
    const id = rulePath.split('/').at(-1);
    expect(rows.map(({ action, resource }) => [action, resource])).toEqual([
      ['rule.add', `rule:${id}@1`],
      ['rule.propose', `rule:${id}@1`],
      ['rule.approve', `rule:${id}@2`],
    ]);
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(2);
    for (const line of [...world.logged, ...other.logged]) expect(line).not.toMatch(/三号桥|老水塔/);
  });
});
