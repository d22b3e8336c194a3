import { Hono } from 'hono';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSiteWorld, type SiteWorld } from '../site/site-world.ts';
import { describeInBrowser, openBrowser, type RunningApp, serveApp } from '../support/browser.ts';
import { findSmallTargets, findWeakContrast, widthOf } from './look-closely.ts';

const MENU = [
  { id: 'm1', label: '自助' },
  { id: 'm2', label: '我的预约' },
  { id: 'menu.urgent', label: '紧急求助' },
];
const PHONE = { width: 320, height: 640 };
const MINUTE = 60_000;

describeInBrowser('the student page in a browser', () => {
  let browser: Browser;
  let neutral: RunningApp;
  let world: SiteWorld;
  let app: RunningApp;
  let complaints: string[];
  const pages: Page[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    neutral = await serveApp(new Hono().get('/', (c) => c.html('<title>天气</title>晴')));
  });
  afterAll(async () => {
    await browser.close();
    await neutral.close();
  });
  beforeEach(async () => {
    complaints = [];
    world = createSiteWorld({ leaveUrl: `${neutral.url}/` });
    world.answerWith('你好，我在。', MENU);
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
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(app.url);
    return page;
  }

  async function say(page: Page, words: string): Promise<void> {
    await page.locator('#box').fill(words);
    await page.locator('.send').click();
    await page.locator('.line.student', { hasText: words }).waitFor();
  }

  /** Something new of ours stands in the rows. */
  function counsellorSays(words: string): void {
    const addressId = world.sessions.rows[0]?.addressId ?? '';
    world.pass(1);
    world.timeline.say(addressId, world.now(), words, { from: 'counsellor' });
    world.changes.tell(`address:${addressId}`);
  }

  it('has the button for a picture beside the box, and what it opens within the page', async () => {
    const page = await open({ viewport: { width: 390, height: 844 } });
    await say(page, '你好');
    const box = await page.locator('.send').boundingBox();
    const more = await page.locator('.more summary').boundingBox();
    expect(Math.abs((box?.y ?? 0) - (more?.y ?? 999))).toBeLessThan(2);
    await page.locator('.more summary').click();
    expect(await widthOf(page)).toBe(390);
    expect(complaints).toEqual([]);
  });

  it('talks: words go out, the answer and later ones come by themselves, a reload keeps them', async () => {
    const page = await open();
    await say(page, '睡不着');
    await page.locator('.line.bot', { hasText: '你好，我在。' }).waitFor();
    expect(await page.locator('#box').inputValue()).toBe('');
    await expectListening();
    counsellorSays('我是值班老师');
    await page.locator('.line.counsellor', { hasText: '我是值班老师' }).waitFor();
    await page.reload();
    expect(await page.locator('.line').count()).toBe(3);
    await page.getByRole('button', { name: '我的预约' }).click();
    await page.locator('.line.student', { hasText: '我的预约' }).waitFor();
    expect(world.stored.map((incoming) => incoming.body)).toEqual([
      { kind: 'text', text: '睡不着' },
      { kind: 'choice', id: 'm2' },
    ]);
    expect(complaints).toEqual([]);
  });

  async function expectListening(): Promise<void> {
    await expect.poll(() => world.changes.followers).toBe(1);
  }

  it('sends with the enter key, not with shift, and calls for help with one tap', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    const box = page.locator('#box');
    await box.pressSequentially('第一行');
    await box.press('Shift+Enter');
    await box.pressSequentially('第二行');
    await box.press('Enter');
    await page.locator('.line.student').waitFor();
    await page.locator('button.urgent').click();
    await expect.poll(() => world.stored.length).toBe(2);
    expect(world.stored.map((incoming) => incoming.body)).toEqual([
      { kind: 'text', text: '第一行\n第二行' },
      { kind: 'choice', id: 'menu.urgent' },
    ]);
  });

  it('keeps the words when they could not be sent, and sends them once afterwards', async () => {
    const page = await open();
    await say(page, '先说一句');
    world.refuse(true);
    await page.locator('#box').fill('很长很长的信');
    await page.locator('.send').click();
    const alert = page.locator('#send-failed');
    await alert.waitFor();
    expect(await alert.locator('a[href="tel:120"]').count()).toBe(1);
    expect(await page.locator('#box').inputValue()).toBe('很长很长的信');
    await page.context().setOffline(true);
    await page.locator('.send').click();
    await page.locator('form.box[aria-busy="false"]').waitFor();
    expect(await page.locator('#box').inputValue()).toBe('很长很长的信');
    await page.context().setOffline(false);
    world.refuse(false);
    await page.locator('.send').click();
    await page.locator('.line.student', { hasText: '很长很长的信' }).waitFor();
    expect(await alert.isVisible()).toBe(false);
    expect(world.stored).toHaveLength(2);
  });

  it('shows the conversation again by itself when the store answers again', async () => {
    const page = await open();
    await say(page, '还在吗');
    const { find } = world.sessions;
    world.sessions.find = () => Promise.reject(new Error('down'));
    await page.reload();
    await page.locator('.notice.strong').waitFor();
    expect(await page.locator('.line').count()).toBe(0);
    world.sessions.find = find;
    await page.locator('.line.student', { hasText: '还在吗' }).waitFor();
    await expect.poll(() => page.locator('.notice').count()).toBe(0);
  });

  it.each(['tap', 'escape'])('leaves at once by %s, and going back shows nothing of before', async (way) => {
    const page = await open();
    await say(page, '不想让人看到');
    if (way === 'tap') await page.getByRole('button', { name: '快速离开' }).click();
    else {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    await page.waitForURL(`${neutral.url}/`);
    await expect.poll(() => world.sessions.rows[0]?.hiddenAt).not.toBeNull();
    await page.goBack();
    expect(await page.content()).not.toContain('不想让人看到');
    await page.goto(app.url);
    await page.locator('.lock').waitFor();
    expect(await page.content()).not.toContain('不想让人看到');
  });

  it('blanks the screen after ten idle minutes, and shows what comes then', async () => {
    const context = await browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    pages.push(page);
    await page.clock.install();
    await page.goto(app.url);
    await say(page, '以前的话');
    await page.locator('#box').fill('写了一半');
    await page.clock.runFor(9 * MINUTE);
    expect(await page.locator('.line').count()).toBe(2);
    world.pass(11 * MINUTE);
    await page.clock.runFor(2 * MINUTE);
    await page.locator('.lock').waitFor();
    expect(await page.locator('.line').count()).toBe(0);
    expect(await page.locator('#box').inputValue()).toBe('');
    counsellorSays('我还在');
    await page.locator('.line.counsellor', { hasText: '我还在' }).waitFor();
    await say(page, '我也在');
    expect(await page.content()).not.toContain('以前的话');
  });

  it('hides behind a PIN and shows again', async () => {
    const page = await open();
    await say(page, '只给我看');
    await page.locator('.pin-setting summary').click();
    await page.locator('#new-pin').fill('2468');
    await page.locator('.pin-setting button').click();
    await page.locator('.remark.good').waitFor();
    await page.getByRole('button', { name: '快速离开' }).click();
    await page.waitForURL(`${neutral.url}/`);
    await expect.poll(() => world.sessions.rows[0]?.hiddenAt).not.toBeNull();
    await page.goto(app.url);
    await page.locator('#pin').fill('1111');
    await page.getByRole('button', { name: '看前面的话' }).click();
    await page.locator('.remark', { hasText: '口令不对' }).waitFor();
    await page.locator('#pin').fill('2468');
    await page.getByRole('button', { name: '看前面的话' }).click();
    await page.locator('.line.student', { hasText: '只给我看' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('works without a script', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.locator('.welcome button').click();
    await page.locator('.line.student', { hasText: '开始' }).waitFor();
    await page.getByRole('button', { name: '自助' }).click();
    await page.locator('.line.student', { hasText: '自助' }).waitFor();
    await page.locator('#box').fill('手写的');
    await page.locator('.send').click();
    await page.locator('.line.student', { hasText: '手写的' }).waitFor();
    await page.getByRole('button', { name: '快速离开' }).click();
    await page.waitForURL(`${neutral.url}/`);
    await page.goto(app.url);
    expect(await page.locator('.line').count()).toBe(0);
    await page.getByRole('button', { name: '重新开始' }).click();
    await page.locator('.remark.good').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'fits a small phone, can be tapped and read: %s',
    async (colorScheme) => {
      const page = await open({ colorScheme });
      await expectComfort(page);
      Object.assign(world.status, { realResponder: false, sampleCentre: true });
      await say(page, `长${'字'.repeat(200)}${'x'.repeat(200)}`);
      counsellorSays('我是值班老师，电话 12356');
      await page.locator('.line.counsellor').waitFor();
      await page.reload();
      await expectComfort(page);
      world.pass(11 * MINUTE);
      await page.reload();
      await page.locator('.lock').waitFor();
      await expectComfort(page);
    },
  );

  async function expectComfort(page: Page): Promise<void> {
    expect(await widthOf(page)).toBeLessThanOrEqual(PHONE.width);
    expect(await findSmallTargets(page)).toEqual([]);
    expect(await findWeakContrast(page)).toEqual([]);
  }

  it.each(['zh', 'en'])('stays usable with letters twice as big: %s', async (language) => {
    const page = await open({ viewport: { width: 320, height: 480 } });
    await page.goto(`${app.url}/?lang=${language}`);
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await widthOf(page)).toBeLessThanOrEqual(320);
    for (const button of ['button.urgent', 'button.leave', '.language button', '.send']) {
      await page.locator(button).scrollIntoViewIfNeeded();
      expect(await page.locator(button).isVisible()).toBe(true);
    }
  });
});
