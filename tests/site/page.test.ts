import { describe, expect, it } from 'vitest';
import { createSiteWorld, linesOf, text } from './site-world.ts';

describe('the page before the first word', () => {
  it('shows who reads along, numbers to call and the ways to help and out', async () => {
    const page = await createSiteWorld().newBrowser().look();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain('<title>心桥</title>');
    expect(page).toContain('不能完全保密');
    for (const number of ['120', '110', '12356']) expect(page).toContain(`href="tel:${number}"`);
    expect(page).toContain('value="menu.urgent"');
    expect(page).toContain('action="/chat/leave"');
  });

  it('makes no row, and gives a cookie that no script can read', async () => {
    const world = createSiteWorld();
    const response = await world.newBrowser().ask('/');
    expect(world.sessions.rows).toEqual([]);
    expect(response.headers.get('set-cookie')).toMatch(/^xinqiao=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
  });

  it('uses a host-bound secure cookie over https', async () => {
    const world = createSiteWorld({ secureCookies: true });
    const response = await world.newBrowser().ask('/');
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-xinqiao=.*Path=\/; .*Secure/);
  });

  it('does not show a number that the centre has not filled in', async () => {
    const hotline = { hours: '', source: '样例', imminent: false };
    const world = createSiteWorld({
      hotlines: () => [
        { ...hotline, name: '校园值班室', number: '请中心填写', placeholder: true },
        { ...hotline, name: '后', number: '12356', placeholder: false },
        { ...hotline, name: '先', number: '120', placeholder: false, imminent: true },
      ],
    });
    const page = await world.newBrowser().look();
    expect(page).not.toContain('校园值班室');
    expect(page.indexOf('>先<')).toBeLessThan(page.indexOf('>后<'));
  });
});

describe('every answer', () => {
  it('is kept by nobody and runs nothing foreign', async () => {
    const world = createSiteWorld({ leaveUrl: 'https://neutral.invalid/x' });
    const browser = world.newBrowser();
    for (const response of [
      await browser.ask('/'),
      await browser.post('/chat/say', { text: '你好' }),
      await browser.ask('/chat/parts'),
      await browser.post('/chat/leave'),
    ]) {
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('referrer-policy')).toBe('same-origin');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("form-action 'self' https://neutral.invalid");
      expect(policy).not.toContain('unsafe');
    }
  });

  it('holds no script and no style of its own', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    world.answerWith('好', [{ id: 'a', label: '自助' }]);
    const page = await browser.submit('/chat/say', { text: '你好' });
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });
});

describe('what stands above the talk', () => {
  it('says that nobody real is there, that people are samples, and that something is wrong', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const quiet = await browser.look();
    expect(quiet).not.toContain('class="notice');
    Object.assign(world.status, { realResponder: false, sampleCentre: true, degraded: true });
    const page = await browser.look();
    expect(page).toContain('目前没有能马上接的值班老师');
    expect(page).toContain('这是样例中心');
    expect(page).toContain('系统有一部分不太正常');
  });

  it('does not fail when the status cannot be read', async () => {
    const world = createSiteWorld({ status: () => Promise.reject(new Error('down')) });
    const response = await world.newBrowser().ask('/');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('系统有一部分不太正常');
  });
});

describe('hostile words', () => {
  it('are shown as words and not as markup', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const words = '<script>alert(1)</script><img src=x onerror=1>"\'&amp;</div>';
    const page = await browser.submit('/chat/say', { text: words });
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img');
    expect(linesOf(page)).toEqual([words]);
  });

  it('cannot turn the page around, and reach the bot unchanged', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const words = 'a\u202eb\u0000c\u2066';
    const page = await browser.submit('/chat/say', { text: words });
    expect(linesOf(page)).toEqual(['abc']);
    expect(world.stored.map((incoming) => incoming.body)).toEqual([{ kind: 'text', text: words }]);
  });

  it('of a bot make known numbers callable, and no others', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    world.answerWith('打 120、010-82951332；学号 2012012356 不是电话 <b>');
    const page = await browser.submit('/chat/say', { text: '你好' });
    const words = /<article[^>]*class="line bot[\s\S]*?<\/article>/.exec(page)?.[0] ?? '';
    expect([...words.matchAll(/href="tel:([^"]+)"/g)].map((found) => found[1])).toEqual([
      '120',
      '01082951332',
    ]);
    expect(words).toContain('&lt;b&gt;');
  });
});

it('an address that leads nowhere says so, with numbers to call', async () => {
  const response = await createSiteWorld().newBrowser().ask('/nowhere');
  expect(response.status).toBe(404);
  const page = await response.text();
  expect(page).toContain('没有这个页面');
  expect(page).not.toContain('class="notice');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).toContain('href="tel:120"');
});

describe('when the store does not answer', () => {
  it('still shows numbers, the urgent button and the box', async () => {
    const world = createSiteWorld({ clock: { now: () => Promise.reject(new Error('down')) } });
    const response = await world.newBrowser().ask('/');
    expect(response.status).toBe(503);
    const page = await response.text();
    expect(page).toContain('href="tel:120"');
    expect(page).toContain('value="menu.urgent"');
    expect(page).toContain('<textarea');
    expect(page).toContain(text('hiccup').slice(0, 8));
  });
});
