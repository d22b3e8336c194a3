import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FIRST_ADMINISTRATOR } from '../../src/conversation/desks/people/seed-centre.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';

describeInBrowser('student page and console of the running program', () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('lets a student on a small phone reach a person at the console, live on both sides', async () => {
    const phone = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await phone.goto(world.app.url);
    await phone.fill('#box', '我不想活了，今晚就从宿舍楼跳下去');
    await phone.click('button.send');
    await phone.getByText('现在打 120').waitFor();

    const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const made = await createStaffDesk(world.office).link(OPERATOR, FIRST_ADMINISTRATOR);
    if (!made.ok) throw new Error(made.code);
    await desk.goto(made.value.link);
    await desk.getByRole('button').first().click();
    await desk.getByRole('button', { name: '接手' }).first().click();
    await desk.locator('mark').first().waitFor();
    await phone.getByText('值班老师接手了').waitFor();

    await desk.fill('textarea[name=text]', '我是值班老师，你现在安全吗？');
    await desk.getByRole('button', { name: '发送' }).click();
    await phone.getByText('你现在安全吗').waitFor();
    await phone.fill('#box', '在宿舍，一个人');
    await phone.click('button.send');
    await desk.getByText('在宿舍，一个人').waitFor();

    await phone.reload();
    await phone.getByText('你现在安全吗').waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  }, 60_000);

  it('speaks English with a student who asks for it, down to urgent help, and Chinese again', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(world.app.url);
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang="en"]').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'Agree and start' }).click();
    await page.getByRole('button', { name: 'Self-help' }).waitFor();
    await page.getByRole('button', { name: 'Hotlines' }).click();
    await page.locator('.line.bot', { hasText: 'Ambulance' }).waitFor();

    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('html[lang="zh-CN"]').waitFor();
    await page.getByRole('button', { name: '自助' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Self-help' }).waitFor();

    await page.locator('button.urgent').click();
    await page.locator('.line.bot', { hasText: 'You did the right thing' }).waitFor();
  }, 60_000);

  it.each([
    ['zh', 'Urgent help', '你做得对'],
    ['en', '紧急求助', 'You did the right thing'],
  ])(
    'understands urgent help in the other language: %s, %s',
    async (language, words, answer) => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      await page.goto(`${world.app.url}/?lang=${language}`);
      await page.fill('#box', words);
      await page.click('button.send');
      await page.locator('.line.bot', { hasText: answer }).waitFor();
      await context.close();
    },
    60_000,
  );

  it('hides older words after 快速离开, and still hears new ones', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(world.app.url);
    await page.fill('#box', '这句话不要被别人看到');
    await page.click('button.send');
    await page.getByText('这句话不要被别人看到').waitFor();
    // The neutral page is outside and not reachable here: only that we left is of interest.
    await page.route(/baidu/, (route) => route.fulfill({ body: 'elsewhere' }));
    await page.getByRole('button', { name: '快速离开' }).click();
    await page.waitForURL(/baidu/);
    await page.goto(world.app.url);
    expect(await page.content()).not.toMatch(/这句话不要被别人看到/);
    await page.fill('#box', '我想自杀');
    await page.click('button.send');
    await page.getByText('谢谢你说出来').waitFor();
    expect(await page.content()).not.toMatch(/这句话不要被别人看到/);
  }, 60_000);
});
