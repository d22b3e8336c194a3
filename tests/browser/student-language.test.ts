import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSiteWorld, type SiteWorld } from '../site/site-world.ts';
import { describeInBrowser, openBrowser, type RunningApp, serveApp } from '../support/browser.ts';
import { findSmallTargets, findWeakContrast, widthOf } from './look-closely.ts';

const PHONE = { width: 320, height: 640 };

describeInBrowser('the two languages of the student page in a browser', () => {
  let browser: Browser;
  let world: SiteWorld;
  let app: RunningApp;
  let complaints: string[];
  const pages: Page[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    complaints = [];
    world = createSiteWorld();
    world.answerWith('你好，我在。', [{ id: 'menu.urgent', label: '紧急求助' }]);
    app = await serveApp(world.site);
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    await app.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: PHONE, ...options });
    const page = await context.newPage();
    pages.push(page);
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(app.url);
    return page;
  }

  async function say(page: Page, words: string): Promise<void> {
    await page.locator('#box').fill(words);
    await page.locator('.send').click();
    await page.locator('.line.student', { hasText: words }).waitFor();
  }

  it('speaks English at one tap, keeps what is half written, and speaks Chinese again', async () => {
    const page = await open();
    await say(page, '你好');
    await page.locator('#box').fill('half written');
    world.answerWith('All right, English from now on.', [{ id: 'menu.urgent', label: 'Urgent help' }]);
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('.line.bot', { hasText: 'English from now on' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('#box').inputValue()).toBe('half written');
    await page.getByRole('navigation', { name: 'Numbers to call now' }).waitFor();
    expect(await page.getByRole('button', { name: 'Quick exit' }).isVisible()).toBe(true);
    await page.reload();
    expect(await page.locator('#box').inputValue()).toBe('');
    world.answerWith('好，以后说中文。');
    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('html[lang="zh-CN"]').waitFor();
    await page.getByRole('button', { name: '快速离开' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('follows a language that was chosen by a word, on this page and on another', async () => {
    const page = await open();
    await say(page, '你好');
    const other = await page.context().newPage();
    await other.goto(app.url);
    await expect.poll(() => world.changes.followers).toBe(2);
    const { addressId } = world.sessions.rows[0] ?? { addressId: '' };
    await world.sessions.setLanguage(addressId, 'en');
    await page.locator('#box').fill('/lang en');
    await page.locator('.send').click();
    await page.locator('html[lang="en"]').waitFor();
    await page.locator('.line.student', { hasText: '/lang en' }).waitFor();
    await other.locator('#box').fill('half written');
    world.changes.tell(`address:${addressId}`);
    await other.locator('html[lang="en"]').waitFor();
    expect(await other.locator('#box').inputValue()).toBe('half written');
    expect(complaints).toEqual([]);
  });

  it('speaks English without a script', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang="en"]').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.line.student', { hasText: 'Start' }).waitFor();
    expect(world.sessions.rows).toMatchObject([{ language: 'en' }]);
    await page.getByRole('button', { name: 'Urgent help' }).first().click();
    await expect.poll(() => world.stored.at(-1)?.body).toEqual({ kind: 'choice', id: 'menu.urgent' });
  });

  it('fits a small phone and a wide window in English', async () => {
    Object.assign(world.status, { realResponder: false, sampleCentre: true });
    const page = await open();
    await page.goto(`${app.url}/?lang=en`);
    await expectComfort(page, PHONE.width);
    await say(page, 'hello');
    await expectComfort(page, PHONE.width);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectComfort(page, 1280);
  });

  async function expectComfort(page: Page, width: number): Promise<void> {
    expect(await widthOf(page)).toBeLessThanOrEqual(width);
    expect(await findSmallTargets(page)).toEqual([]);
    expect(await findWeakContrast(page)).toEqual([]);
  }
});
