import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedInAs } from '../support/first-visit-story.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

const HEADER = '学号,姓名,邮箱,学院,年级';

describe('importing a roster in the console', () => {
  let world: World;
  let browser: Visitor;
  beforeAll(async () => {
    world = await startWorld();
    browser = await signedInAs(world, '测试管理员', 'administrator');
  });
  afterAll(() => world.close());

  const check = async (text: string): Promise<number> => {
    await browser.open('/console/roster');
    return browser.press({ action: '/console/roster', label: '先检查' }, { text, step: 'check' });
  };
  const people = async (): Promise<unknown> =>
    (await world.database.sql('select count(*)::int as people from xinqiao.roster_entry'))[0];

  it('names each fault and imports nobody', async () => {
    expect(await check(`${HEADER}\n20260001,测试甲,,一院,2026\n2,测试乙,x,一院,2026`)).toBe(422);
    expect(browser.text()).toMatch(/一个人也没有导入：有 2 处要改/);
    expect(browser.text()).toMatch(/第 3 行第 1 列：学号.*第 3 行第 3 列：邮箱/);
    expect(browser.text()).toContain('测试甲');
    expect(await people()).toEqual({ people: 0 });
    expect(await check('  ')).toBe(422);
    expect(browser.text()).toContain('还没有选，也没有贴内容');
  });

  it('shows first what it would do, and does it when told to; a second time updates', async () => {
    const text = `${HEADER}\n20260001,测试甲,,一院,2026\n20260002,测试乙,b@campus.example,一院,2026`;
    expect(await check(text)).toBe(200);
    expect(browser.text()).toMatch(/会新增 2 人，更新 0 人/);
    expect(await people()).toEqual({ people: 0 });
    expect(await browser.press({ action: '/console/roster', label: '导入' }, { text })).toBe(200);
    expect(browser.text()).toMatch(/已经导入：新增 2 人/);
    expect(await people()).toEqual({ people: 2 });
    await check(text);
    expect(browser.text()).toMatch(/会新增 0 人，更新 2 人/);
  });

  it('shows nobody’s name to whoever brings it in, and no page of it to others', async () => {
    await browser.open('/console/roster');
    expect(browser.text()).toContain('现在有 2 人');
    expect(browser.text()).not.toMatch(/测试甲|20260001/);
    expect(await browser.open('/console/identity')).toBe(404);
    const counsellor = await signedInAs(world, '测试咨询师', 'counsellor');
    expect(await counsellor.open('/console/roster')).toBe(404);
  });
});
