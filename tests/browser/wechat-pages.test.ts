import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { FIRST_ADMINISTRATOR } from '../../src/conversation/desks/people/seed-centre.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describeInBrowser('pages that WeChat needs', () => {
  let browser: Browser;
  let world: World;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  afterEach(() => world.close());

  it('show what to scan, and new codes by themselves, until somebody has', async () => {
    world = await startWorld({ wechat: {} });
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const made = await createStaffDesk(world.office).link(OPERATOR, FIRST_ADMINISTRATOR);
    if (!made.ok) throw new Error(made.code);
    await page.goto(made.value.link);
    await page.getByRole('button').first().click();
    await page.waitForURL('**/console');
    await page.goto(`${world.app.url}/console/status/sign-in`);
    await page.getByText('没有要扫码登录的账号').waitFor();
    await world.wechat.logout();
    world.wechat.scan('https://login.example.invalid/first');
    await page.locator('.bot-login svg').waitFor();
    const first = await page.locator('.bot-login svg').innerHTML();
    expect(await overflow(page)).toBe(0);
    world.wechat.scan('https://login.example.invalid/second');
    await expect.poll(() => page.locator('.bot-login svg').innerHTML(), { timeout: 15_000 }).not.toBe(first);
    world.wechat.login();
    await page.getByText('没有要扫码登录的账号').waitFor();
  }, 60_000);

  it('ask before a link from WeChat is followed', async () => {
    world = await startWorld({ wechat: { replies: 1 } });
    const student = world.onWechat();
    student.says('你好');
    const card = await student.hears(/\/continue\//);
    const path = /\/continue\/[A-Za-z0-9_-]+/.exec(card)?.[0] ?? '';
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.goto(`${world.app.url}${path}`);
    await page.getByRole('heading', { name: '在这里接着谈' }).waitFor();
    expect(await overflow(page)).toBe(0);
    await page.getByRole('button', { name: '在这里继续' }).click();
    await page.waitForURL(`${world.app.url}/`);
    await page.fill('#box', '你好');
    await page.click('button.send');
    await page.getByText('我是程序，不是真人').first().waitFor();
    await world.settle();
  }, 60_000);
});
