import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createConsole } from '../../src/console/create-console.tsx';
import type { Line } from '../../src/conversation/ports/timeline.ts';
import type { ShownMedia } from '../../src/media/media.ts';
import type { KeptMedia } from '../../src/media/media-store.ts';
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
import { OTHERS, picture, silence } from './samples.ts';

describeInBrowser('pictures and recordings in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let server: RunningApp;
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
    wang = world.person('王若宁', 'counsellor');
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const [name = '', value = ''] = wang.cookie.split('=');
    await context.addCookies([{ name, value, url: server.url }]);
    problems.length = 0;
  });
  afterEach(async () => {
    await context.close();
    await server.close();
  });

  const lineWith = (media: ShownMedia, text: string): Line => ({
    from: 'student',
    id: randomUUID(),
    at: NOW,
    kind: 'unscreenable',
    text,
    level: 'none',
    matches: [],
    media,
  });

  function keep(media: KeptMedia, text: string): Line {
    const id = randomUUID();
    const own = { kind: 'case' as const, id: 'any', ownerId: wang.id, pagedStaffIds: [], closed: false };
    world.media.kept.set(id, {
      media,
      relation: { kind: 'media', id, shownIn: [own], inReview: false },
    });
    return lineWith({ id, state: 'kept', kind: media.kind }, text);
  }

  async function openCase(lines: Line[]): Promise<Page> {
    const item = addCase(world, { ownerId: wang.id, status: 'acknowledged', lines });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${server.url}/console/cases/${item.id}`);
    return page;
  }

  const photo = async () => {
    const bytes = await picture('jpeg', 1_600, 1_200);
    return keep({ kind: 'picture', mime: 'image/jpeg', extension: 'jpg', bytes }, '［图片］');
  };
  const recording = () =>
    keep({ kind: 'audio', mime: 'audio/wav', extension: 'wav', bytes: silence(60) }, '［语音］');

  it('shows the picture within the page and whole by itself, and nothing sticks out on a phone', async () => {
    const file = { mime: 'application/octet-stream', extension: null, bytes: OTHERS.html };
    const page = await openCase([
      await photo(),
      recording(),
      keep({ kind: 'download', ...file }, '［文件］作业.jpg'),
      lineWith({ id: randomUUID(), state: 'wanted' }, '［图片］'),
      lineWith({ id: randomUUID(), state: 'lost', code: 'forgotten' }, '［语音］'),
      lineWith({ id: randomUUID(), state: 'lost', code: 'too-large' }, '［视频］'),
    ]);
    const image = page.getByAltText('学生发来的图片');
    await image.scrollIntoViewIfNeeded();
    await expect
      .poll(() => page.evaluate("document.querySelector('.media-picture img').naturalWidth"))
      .toBe(1_600);
    const shown = await image.boundingBox();
    expect(shown?.width).toBeLessThanOrEqual(390);
    expect(shown?.height).toBeLessThanOrEqual(362);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    const [whole] = await Promise.all([context.waitForEvent('page'), image.click()]);
    await whole.waitForLoadState();
    const wide = await whole.evaluate('document.images[0].naturalWidth');
    expect(wide).toBe(1_600);
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByText('下载文件').click()]);
    expect(saved.suggestedFilename()).toMatch(/^[0-9a-f]{8}\.bin$/);
    expect(problems).toEqual([]);
  });

  it('goes on playing a recording while the page is drawn anew', async () => {
    const page = await openCase([recording()]);
    const ask = (what: string) => page.evaluate<number | boolean>(`document.querySelector('audio').${what}`);
    await ask('play()');
    const redrawn = page.waitForResponse((response) => response.url().includes('/live/cases/'));
    world.cases.cases[0]?.lines.push(await photo());
    world.feed.tell('case');
    await redrawn;
    await page.getByAltText('学生发来的图片').waitFor();
    const before = Number(await ask('currentTime'));
    await expect.poll(() => ask('currentTime')).toBeGreaterThan(before);
    expect(await ask('paused')).toBe(false);
    expect(problems).toEqual([]);
  });
});
