/**
 * Takes the pictures of the README: starts the program on folders of its own, lets invented people use it in a real
 * browser, and ends it again. `npm run screenshots`; CHROMIUM_PATH names another browser than /usr/bin/chromium.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const PICTURES = fileURLToPath(new URL('.', import.meta.url));
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const MOST_BYTES = 300_000;

const PHONE = { viewport: { width: 412, height: 915 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const LAPTOP_TALL = { width: 1280, height: 960 };
const LAPTOP = { viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1.5 };

/** Nobody of this name works anywhere; the sample people are replaced by them, as a centre would do. */
const STAFF = [
  { name: '陈知远', roles: ['咨询师'] },
  { name: '苏晴', roles: ['咨询师', '中心主任'] },
] as const;

type Program = { readonly url: string; readonly link: string; stop(): Promise<void> };

async function startProgram(folder: string): Promise<Program> {
  const home = join(folder, 'home');
  await mkdir(home);
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    DATA_DIR: join(folder, 'data'),
    PORT: String(await freePort()),
  };
  const child = spawn(process.execPath, ['xinqiao.js', 'serve'], {
    cwd: CHECKOUT,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const found = await new Promise<{ url: string; link: string }>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /Student page: +(\S+)\//.exec(said)?.[1];
      const link = /(\S+\/console\/sign-in\/\S+)\s/.exec(said)?.[1];
      if (url !== undefined && link !== undefined) resolve({ url, link });
    });
  });
  return {
    ...found,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

async function openPage(browser: Browser, options: BrowserContextOptions, url: string): Promise<Page> {
  const context = await browser.newContext({ ...options, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function signIn(browser: Browser, link: string): Promise<Page> {
  const page = await openPage(browser, LAPTOP, link);
  await page.getByRole('button', { name: '登录为' }).click();
  await page.getByRole('heading', { name: '求助' }).first().waitFor();
  return page;
}

/** What a centre does first: the sample people go, its own come. */
async function replaceSample(administrator: Page, url: string): Promise<Map<string, string>> {
  await administrator.goto(`${url}/console/staff`);
  const samples = administrator.locator('.staff-line:not(.disabled)', { hasText: '样例' });
  while ((await samples.count()) > 0) {
    await samples.first().getByRole('link', { name: '停用' }).click();
    await administrator.getByRole('button', { name: '停用' }).click();
    await administrator.getByText('已经停用').first().waitFor();
  }
  const links = new Map<string, string>();
  for (const { name, roles } of STAFF) {
    await administrator.goto(`${url}/console/staff/add`);
    await administrator.getByLabel('名字').fill(name);
    for (const role of roles) await administrator.getByLabel(role).check();
    await administrator.getByLabel('马上在班').check();
    await administrator.getByRole('button', { name: '添加' }).click();
    links.set(name, await administrator.locator('.secret').innerText());
  }
  return links;
}

async function beginTalk(browser: Browser, url: string): Promise<Page> {
  const page = await openPage(browser, PHONE, url);
  await page.getByRole('button', { name: '开始', exact: true }).click();
  await page.getByRole('button', { name: '同意并开始' }).click();
  await page.getByText('好，已经记下').waitFor();
  return page;
}

/** Waits for the answer, by which the words are stored and screened. */
async function say(page: Page, words: string, answer: string): Promise<void> {
  await page.getByLabel('写给心桥').fill(words);
  await page.getByRole('button', { name: '发送' }).click();
  await page.getByText(answer).first().waitFor();
}

async function answer(console: Page, words: string): Promise<void> {
  const box = console.getByLabel('回答同学');
  await box.fill(words);
  await box.press('Control+Enter');
  await console.locator('.talk').getByText(words).waitFor();
}

async function take(page: Page, name: string): Promise<void> {
  const file = join(PICTURES, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  process.stdout.write(`${file} ${Math.round(size / 1_000)} kB\n`);
}

/** Somebody who reads English, before anything is wrong. */
async function takeEnglish(browser: Browser, url: string): Promise<void> {
  const page = await openPage(browser, PHONE, `${url}/?lang=en`);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Agree and start' }).click();
  await page.getByText('Thank you, noted').waitFor();
  await page.getByRole('button', { name: 'Self-help', exact: true }).click();
  await page.getByRole('button', { name: 'Sleep' }).click();
  await page.getByText('Source:').last().waitFor();
  await page.getByLabel('Write to Xinqiao').blur();
  await take(page, 'student-page-english');
  await page.context().close();
}

async function takePictures(browser: Browser, { url, link }: Program): Promise<void> {
  const administrator = await signIn(browser, link);
  const links = await replaceSample(administrator, url);
  await administrator.context().close();
  const chen = await signIn(browser, links.get('陈知远') ?? '');
  await signIn(browser, links.get('苏晴') ?? '');

  await takeEnglish(browser, url);
  for (const words of ['我决定了，今晚就结束自己的生命', '每天醒来都不想活了', '脑子里全是想死的念头']) {
    const other = await beginTalk(browser, url);
    await say(other, words, '你在哪里？');
  }
  const student = await beginTalk(browser, url);
  await say(student, '最近一直睡不着，期末也没复习', '没法像人一样陪你聊');
  await say(student, '我撑不住了，不想活了', '你在哪里？');
  await chen.goto(`${url}/console`);
  const newest = chen.locator('.call-card').last();
  await newest.getByRole('button', { name: '接手' }).click();
  await student.getByText('值班老师接手了').first().waitFor();
  await answer(chen, '我是值班老师，我在。谢谢你愿意告诉我。你现在在宿舍吗？');
  await student.getByText('你现在在宿舍吗').waitFor();
  await student.getByLabel('写给心桥').blur();
  await take(student, 'student-page');

  await say(student, '在，室友回家了，只有我一个人', '只有我一个人');
  await chen.getByText('只有我一个人').waitFor();
  await chen.setViewportSize(LAPTOP_TALL);
  await chen.reload();
  await chen
    .locator('.talk')
    .getByText('我撑不住了')
    .first()
    .evaluate((line) =>
      scrollTo({ top: line.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' }),
    );
  await take(chen, 'console-case');

  await chen.setViewportSize(LAPTOP.viewport);
  await chen.goto(`${url}/console`);
  await chen.locator('.call-card').nth(2).waitFor();
  await take(chen, 'console-list');
}

const folder = await mkdtemp(join(tmpdir(), 'xinqiao-screenshots-'));
// An embedded database of root runs as another user, who must get through.
await chmod(folder, 0o711);
try {
  const program = await startProgram(folder);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    await takePictures(browser, program);
  } finally {
    await browser.close();
    await program.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
