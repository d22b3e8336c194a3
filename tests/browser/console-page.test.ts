import { Hono } from 'hono';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createConsole } from '../../src/console/create-console.tsx';
import { addMs } from '../../src/core/clock.ts';
import { PUBLIC_FOLDER } from '../../src/settings.ts';
import { loadStaticFiles } from '../../src/site/static-files.ts';
import {
  addCase,
  type ConsoleWorld,
  createConsoleWorld,
  NOW,
  type Person,
} from '../console/console-world.ts';
import { describeInBrowser, openBrowser, type RunningApp, serveApp } from '../support/browser.ts';

/** Runs in the page: what sticks out sideways, and what is too small to hit with a thumb. */
const MISFITS = `({
  over: document.documentElement.scrollWidth - innerWidth,
  small: [...document.querySelectorAll('button, a.button, nav a, summary, input, textarea')]
    .map((element) => element.closest('label') ?? element)
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
    .map((element) => element.textContent),
})`;

/** Runs in the page: how much of the menu one has to scroll for. */
const HIDDEN_MENU = `(() => {
  const menu = document.querySelector('.side-menu');
  return Math.max(menu.scrollHeight - menu.clientHeight, 0);
})()`;

describeInBrowser('the staff console in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let server: RunningApp;
  let base: string;
  let world: ConsoleWorld;
  let wang: Person;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    world = createConsoleWorld({ sessionCheckMs: 200 });
    const files = loadStaticFiles(PUBLIC_FOLDER);
    const app = new Hono();
    app.route('/console', createConsole({ ...world.parts, assetUrl: (name) => files.url(name) }));
    app.route('/', files.routes);
    server = await serveApp(app);
    base = server.url;
    context = await browser.newContext();
    wang = world.person('王若宁', 'counsellor');
    problems.length = 0;
  });
  afterEach(async () => {
    await context.close();
    await server.close();
  });

  async function open(who: Person | null, path: string): Promise<Page> {
    const [name = '', value = ''] = who?.cookie.split('=') ?? [];
    if (who !== null) await context.addCookies([{ name, value, url: base }]);
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(base + path);
    return page;
  }

  it('signs in by the link, takes a call, answers and closes', async () => {
    await world.signIn.issueLink({
      staffId: wang.id,
      token: 'link',
      now: NOW,
      expiresAt: addMs(NOW, 60_000),
    });
    const item = addCase(world, { level: 'imminent', pagedStaffIds: [wang.id] });
    const page = await open(null, '/console/sign-in/link');
    await page.getByRole('button', { name: '登录为 王若宁' }).click();
    await page.getByRole('button', { name: '接手' }).click();
    await page.waitForURL(`${base}/console/cases/${item.id}`);
    const box = page.getByLabel('回答同学');
    await box.fill('我在，你现在在哪里？');
    await box.press('Control+Enter');
    await page.locator('.talk').getByText('我在，你现在在哪里？').waitFor();
    expect(await box.inputValue()).toBe('');
    await page.getByText('结束这次求助').click();
    await page.getByLabel('误报／无风险').check();
    await page.getByLabel('没有告知任何人').check();
    await page.getByRole('button', { name: '确认结束' }).click();
    await page.getByText('已经结束').first().waitFor();
    expect([item.outcome, item.lines.length]).toEqual(['false-alarm', 1]);
    expect(problems).toEqual([]);
  });

  it('shows a new call at once, in the list and in the title', async () => {
    const page = await open(wang, '/console');
    await page.getByText('现在没有人在等').waitFor();
    await expect.poll(() => world.feed.followers).toBe(1);
    addCase(world, { number: 1042, level: 'imminent', pagedStaffIds: [wang.id] });
    world.feed.tell('case');
    await page.getByRole('link', { name: '#1042' }).waitFor();
    await expect.poll(() => page.title()).toContain('【接手】1 个求助在等');
    const before = await page.locator('.call-card .since').innerText();
    await expect.poll(() => page.locator('.call-card .since').innerText()).not.toBe(before);
    expect(problems).toEqual([]);
  });

  it('keeps what somebody is typing while new lines come in', async () => {
    const item = addCase(world, { ownerId: wang.id, status: 'acknowledged' });
    const page = await open(wang, `/console/cases/${item.id}`);
    await expect.poll(() => world.feed.followers).toBe(1);
    const box = page.getByLabel('回答同学');
    await box.pressSequentially('我想');
    const text = '老师你还在吗';
    item.lines.push({ from: 'student', id: 'new', at: NOW, kind: 'text', text, level: 'none', matches: [] });
    world.feed.tell('case');
    await page.getByText(text).waitFor();
    await page.keyboard.type('问一下');
    expect(await box.inputValue()).toBe('我想问一下');
    expect(problems).toEqual([]);
  });

  it('keeps the answer and says so when the server cannot be reached', async () => {
    const item = addCase(world, { ownerId: wang.id, status: 'acknowledged' });
    const page = await open(wang, `/console/cases/${item.id}`);
    await page.getByLabel('回答同学').fill('我在');
    await context.setOffline(true);
    await page.getByRole('button', { name: '发送' }).click();
    await page.getByText('你写的内容还在').waitFor();
    expect(await page.getByLabel('回答同学').inputValue()).toBe('我在');
    await context.setOffline(false);
    await page.getByRole('button', { name: '发送' }).click();
    await page.locator('.talk').getByText('我在').waitFor();
    expect(item.lines).toHaveLength(1);
  });

  it.each(['counsellor', 'centre-head', 'administrator', 'staff'] as const)(
    'has the whole menu of %s in one window of 1280 by 720, whatever is unfolded',
    async (role) => {
      const page = await open(world.person('测试', role), '/console');
      await page.setViewportSize({ width: 1280, height: 720 });
      const groups = page.locator('.side-menu details');
      for (const group of await groups.all()) {
        if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
        const over = await page.evaluate<number>(HIDDEN_MENU);
        expect([await group.locator('summary').innerText(), over]).toEqual([expect.any(String), 0]);
        expect(await page.evaluate(MISFITS)).toMatchObject({ over: 0, small: [] });
      }
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.locator('.phone-menu > a').innerText()).toBe('求助');
      await page.locator('.phone-menu summary').click();
      expect(await page.evaluate(MISFITS)).toMatchObject({ over: 0, small: [] });
      expect(await page.locator('.phone-groups a').last().isVisible()).toBe(true);
      expect(problems).toEqual([]);
    },
  );

  it('shows nothing any more to somebody who was revoked', async () => {
    const admin = world.person('陈管理', 'administrator');
    const item = addCase(world, { ownerId: wang.id, status: 'acknowledged' });
    const page = await open(wang, `/console/cases/${item.id}`);
    await expect.poll(() => world.feed.followers).toBe(1);
    const actor = { kind: 'staff', staffId: admin.id, roles: ['administrator'] } as const;
    await world.parts.staff.revoke(actor, wang.id);
    await page.waitForURL(`${base}/console/sign-in`, { timeout: 2_000 });
    await page.getByText('请先登录').first().waitFor();
  });

  it('still takes a call when there are more tabs than a browser has connections', async () => {
    const item = addCase(world, { pagedStaffIds: [wang.id] });
    await context.addInitScript(`
      Object.defineProperty(document, 'visibilityState', { get: () => globalThis.looked ?? 'visible' });
      globalThis.look = (state) => {
        globalThis.looked = state;
        document.dispatchEvent(new Event('visibilitychange'));
      };
    `);
    const tabs: Page[] = [];
    for (let count = 0; count < 5; count += 1) {
      const tab = await open(wang, '/console');
      await tab.evaluate(`look('hidden')`);
      tabs.push(tab);
    }
    await expect.poll(() => world.feed.followers, { timeout: 8_000 }).toBe(1);
    for (let count = 0; count < 3; count += 1) tabs.push(await open(wang, '/console'));
    await expect.poll(() => world.feed.followers).toBe(4);
    await tabs.at(-1)?.getByRole('button', { name: '接手' }).click();
    await expect.poll(() => item.ownerId).toBe(wang.id);
    await tabs[1]?.evaluate(`look('visible')`);
    await tabs[1]?.getByText('有人在跟进').waitFor();
    await expect.poll(() => world.feed.followers, { timeout: 8_000 }).toBe(5);
  });

  it('does everything without scripts', async () => {
    await context.close();
    context = await browser.newContext({ javaScriptEnabled: false });
    const item = addCase(world, { pagedStaffIds: [wang.id] });
    const page = await open(wang, '/console');
    await page.getByRole('button', { name: '接手' }).click();
    await page.getByLabel('回答同学').fill('我在');
    await page.getByRole('button', { name: '发送' }).click();
    await page.locator('.talk').getByText('我在').waitFor();
    await page.getByText('结束这次求助').click();
    await page.getByRole('button', { name: '确认结束' }).click();
    await page.getByText('分类：还没有选').first().waitFor();
    await page.getByLabel('一般').check();
    await page.getByLabel('没有告知任何人').check();
    await page.getByRole('button', { name: '确认结束' }).click();
    await page.getByText('已经结束').first().waitFor();
    expect(item.outcome).toBe('ordinary');
  });

  it.each([
    [320, 640],
    [390, 844],
    [1280, 800],
    [1440, 900],
  ])('fits %i by %i without sideways scrolling, with targets of 44 px', async (width, height) => {
    const admin = world.person('陈管理', 'administrator', 'counsellor', 'centre-head');
    const text = '很长的一句话没有标点'.repeat(20);
    const line = {
      from: 'student',
      id: 'x',
      at: NOW,
      kind: 'text',
      text,
      level: 'high',
      matches: [],
    } as const;
    const item = addCase(world, { ownerId: admin.id, status: 'acknowledged', lines: [line] });
    addCase(world, { level: 'imminent', pagedStaffIds: [admin.id] });
    const places = ['', `/cases/${item.id}`, '/appointments', '/duty', '/staff', '/staff/add', '/status'];
    const page = await open(admin, '/console');
    await page.setViewportSize({ width, height });
    for (const place of places) {
      await page.goto(`${base}/console${place}`);
      const found = await page.evaluate(MISFITS);
      expect([place, found]).toEqual([place, { over: 0, small: [] }]);
    }
    expect(problems).toEqual([]);
  });
});
