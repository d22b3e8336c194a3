import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { addRuleWriter, type RuleWriter } from '../support/rule-desk-world.ts';
import { startWorld, type World } from '../support/world.ts';

/** Runs in the page: what sticks out sideways, and what is too small to hit with a thumb. */
const MISFITS = `({
  over: document.documentElement.scrollWidth - innerWidth,
  small: [...document.querySelectorAll('button, a.button, nav a, summary, input, select, textarea')]
    .map((element) => element.closest('label') ?? element)
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map((element) => element.textContent),
})`;

const SIZES = [
  ['a phone', { width: 360, height: 740 }],
  ['a desktop', { width: 1280, height: 800 }],
] as const;

describeInBrowser('the pages of the screening rules in a browser', () => {
  let browser: Browser;
  let world: World;
  let writer: RuleWriter;
  let context: BrowserContext;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    world = await startWorld();
    writer = await addRuleWriter(world, '测试主任', 'centre-head');
    await addRuleWriter(world, '测试督导', 'supervisor');
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await world.close();
    await browser.close();
  });

  async function openPage(viewport: { width: number; height: number }): Promise<Page> {
    context = await browser.newContext({ viewport, locale: 'zh-CN' });
    const [name = '', value = ''] = writer.browser.cookies().split('=');
    await context.addCookies([{ name, value, url: world.app.url }]);
    const page = await context.newPage();
    problems.length = 0;
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // A form with mistakes is answered with 422, which Chromium calls an error.
      if (message.type() === 'error' && !message.text().includes('422')) problems.push(message.text());
    });
    return page;
  }
  const fits = async (page: Page): Promise<void> => {
    expect(await page.evaluate(MISFITS)).toEqual({ over: 0, small: [] });
    expect(problems).toEqual([]);
  };

  it.each(SIZES)(
    'on %s: a rule is written, mended, tried, looked up and proposed for switching off',
    async (_, size) => {
      const page = await openPage(size);
      await page.goto(`${world.app.url}/console/rules`);
      await fits(page);
      await page.getByRole('link', { name: '加一条规则' }).click();
      await page.getByLabel('名称').fill('三号桥');
      await page.getByLabel('词语或说法').fill('去{三号桥,老水塔');
      await page.getByRole('button', { name: '试跑例句并保存' }).click();
      await page.getByText('少了一个 }').waitFor();
      await fits(page);
      await page.getByLabel('词语或说法').fill('去{三号桥,老水塔}');
      await page.getByLabel('类别').selectOption({ label: '自杀：计划' });
      await page.getByLabel('高危').check();
      await page.getByLabel('说明').fill('本校说法：出过事的地方');
      await page.getByLabel('例句：应命中').fill('我今晚去三号桥');
      await page.getByRole('button', { name: '试跑例句并保存' }).click();
      await page.getByText('生效中').waitFor();
      await fits(page);

      await page.goto(`${world.app.url}/console/rules`);
      await page.getByLabel('试一段话').fill('我今晚去三号桥');
      await page.getByRole('button', { name: '试一试' }).click();
      await page.locator('mark', { hasText: '去三号桥' }).first().waitFor();
      expect(page.url()).toBe(`${world.app.url}/console/rules/test`);
      await fits(page);

      await page.goto(`${world.app.url}/console/rules`);
      await page.getByRole('searchbox').fill('wants-to-die');
      await page.getByRole('button', { name: '找', exact: true }).click();
      await page.locator('summary', { hasText: 'wants-to-die' }).first().click();
      await page.getByText('不应命中').first().waitFor();
      expect(page.url()).toBe(`${world.app.url}/console/rules`);
      await fits(page);

      await page.getByRole('link', { name: '看全部' }).click();
      await page
        .getByRole('link', { name: /· 三号桥/ })
        .last()
        .click();
      await page.getByRole('link', { name: '停用' }).click();
      await fits(page);
      await page.getByRole('button', { name: '提出停用' }).click();
      await page.getByText('可以同意的人：测试督导').waitFor();
      await page.getByText('不再命中，不再呼叫值班老师').waitFor();
      await fits(page);
      await page.getByRole('button', { name: '收回提议' }).click();
      await page.getByText('提议人收回了').waitFor();
    },
    60_000,
  );
});
