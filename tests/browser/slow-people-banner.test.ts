import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FIRST_ADMINISTRATOR } from '../../src/conversation/desks/people/seed-centre.ts';
import { createStaffDesk, OPERATOR } from '../../src/conversation/desks/people/staff-office.ts';
import { createPostgresPartStore } from '../../src/storage/postgres-part-store.ts';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { startWorld, type World } from '../support/world.ts';

describeInBrowser('pages that are open while the path of a cry for help breaks', () => {
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

  it('say so at once without a reload, the numbers first, and stop saying so when it is mended', async () => {
    const parts = createPostgresPartStore(world.database.db);
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await phone.goto(world.app.url);
    await phone.getByRole('button', { name: '开始' }).click();
    await phone.getByText('我是程序').first().waitFor();
    const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const made = await createStaffDesk(world.office).link(OPERATOR, FIRST_ADMINISTRATOR);
    if (!made.ok) throw new Error(made.code);
    await desk.goto(made.value.link);
    await desk.getByRole('button').first().click();
    await desk.getByRole('heading', { level: 1 }).waitFor();

    await parts.tell('crisis-path', 'stopped', 'queue');
    const banner = phone.locator('#notices .notice').first();
    await phone.getByText('系统现在叫人可能很慢').waitFor();
    expect(await banner.innerText()).toMatch(/^请先打电话：110、120 或 12356。/);
    expect(await banner.locator('a[href="tel:110"]').count()).toBe(1);
    await desk.getByText('求助通路故障（queue）').waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);

    await parts.tell('crisis-path', 'ready', null);
    await phone.getByText('系统现在叫人可能很慢').waitFor({ state: 'detached' });
    await desk.getByText('求助通路故障').waitFor({ state: 'detached' });
  }, 60_000);
});
