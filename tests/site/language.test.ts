import { describe, expect, it } from 'vitest';
import { createSiteWorld, english, linesOf, nonceOf, type SiteWorld, text } from './site-world.ts';

const switchTo = (language: string, nonce = 'n') => ['/chat/language', { language, nonce }] as const;

async function talked(world: SiteWorld) {
  const browser = world.newBrowser();
  await browser.submit('/chat/say', { text: '你好' });
  return browser;
}

describe('the switch', () => {
  it('stands on every page and names the other language by its own name', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const chinese = await browser.look();
    expect(chinese).toMatch(/<button[^>]*name="language" value="en" lang="en"[^>]*>English</);
    const page = await browser.submit(...switchTo('en'));
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<button[^>]*name="language" value="zh" lang="zh-CN"[^>]*>中文</);
    expect(await browser.submit(...switchTo('zh'))).toContain('<html lang="zh-CN">');
  });

  it('changes every word of the frame, the hotlines among them', async () => {
    const world = createSiteWorld();
    Object.assign(world.status, { sampleCentre: true, realResponder: false, degraded: true });
    const page = await world.newBrowser().submit(...switchTo('en'));
    for (const key of ['welcome.title', 'welcome.notice', 'urgent', 'send', 'leave', 'footer'] as const) {
      expect(strip(page), key).toContain(english(key));
    }
    expect(page).toContain('Ambulance');
    expect(page).toContain('href="tel:120"');
    expect(strip(page).replace('中文', '')).not.toMatch(/\p{Script=Han}/u);
  });

  it('makes no row before the first word, and the first word begins in the chosen language', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.look();
    await browser.submit(...switchTo('en'));
    expect(world.sessions.rows).toEqual([]);
    expect(world.stored).toEqual([]);
    expect(await browser.submit('/chat/say', { text: 'hello' })).toContain('<html lang="en">');
    expect(world.sessions.rows).toMatchObject([{ language: 'en' }]);
    expect(world.stored.map((incoming) => incoming.body)).toEqual([{ kind: 'text', text: 'hello' }]);
  });

  it('is stored with the address, and the conversation hears of it', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    world.answerWith('All right, English from now on.');
    const page = await browser.submit(...switchTo('en'));
    expect(world.sessions.rows).toMatchObject([{ language: 'en' }]);
    expect(world.stored.at(-1)?.body).toEqual({ kind: 'text', text: '/lang en' });
    expect(linesOf(page)).toEqual(['你好', '/lang en', 'All right, English from now on.']);
    expect(page).toContain('>Program <time');
  });

  it('pressed twice is told once', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    const nonce = nonceOf(await browser.look());
    await Promise.all([1, 2].map(() => browser.post(...switchTo('en', nonce))));
    await browser.post(...switchTo('en', 'another'));
    expect(world.stored).toHaveLength(2);
  });

  it.each(['', 'fr', 'constructor'])('changes nothing for a language that is none: %j', async (language) => {
    const world = createSiteWorld();
    const browser = await talked(world);
    expect((await browser.post(...switchTo(language))).status).toBe(303);
    expect(await browser.look()).toContain('<html lang="zh-CN">');
    expect(world.stored).toHaveLength(1);
  });

  it('is not for another site', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    const response = await browser.post(...switchTo('en'), { 'sec-fetch-site': 'cross-site' });
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(world.sessions.rows).toMatchObject([{ language: 'zh' }]);
  });

  it('counts as a sign of the student', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    world.pass(9 * 60_000);
    await browser.post(...switchTo('en'));
    world.pass(9 * 60_000);
    expect(linesOf(await browser.look())).toContain('你好');
  });

  it('holds although the conversation could not be told', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    world.refuse(true);
    expect(await browser.submit(...switchTo('en'))).toContain('<html lang="en">');
    expect(world.logged.join()).toContain('site.language-not-told');
  });

  it('works for a browser that keeps no cookies', async () => {
    const world = createSiteWorld();
    const response = await world.newBrowser().post(...switchTo('en'));
    const page = await world.newBrowser().look(response.headers.get('location') ?? '');
    expect(page).toContain('<html lang="en">');
  });
});

describe('a link that names the language', () => {
  it('opens the page in it, and the page stays so', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    expect(await browser.look('/?lang=en')).toContain('<html lang="en">');
    expect(await browser.look('/')).toContain('<html lang="en">');
    expect(world.sessions.rows).toEqual([]);
  });

  it('changes nothing for somebody who talks already', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    expect(await browser.look('/?lang=en')).toContain('<html lang="zh-CN">');
    expect(world.sessions.rows).toMatchObject([{ language: 'zh' }]);
  });

  it('uses a host-bound secure cookie over https', async () => {
    const world = createSiteWorld({ secureCookies: true });
    const response = await world.newBrowser().ask('/?lang=en');
    expect(response.headers.getSetCookie().join('\n')).toMatch(
      /^__Host-xinqiao-language=en; .*Path=\/; .*HttpOnly; Secure/m,
    );
  });

  it('is Chinese for every other name', async () => {
    expect(await createSiteWorld().newBrowser().look('/?lang=xx')).toContain('<html lang="zh-CN">');
  });
});

describe('a language that was chosen by a word in the conversation', () => {
  it('is the page’s too, with what changes in it and what does not', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    const { addressId } = world.sessions.rows[0] ?? { addressId: '' };
    await world.sessions.setLanguage(addressId, 'en');
    const parts = await (await browser.ask('/chat/parts', { headers: { 'x-xinqiao': 'script' } })).text();
    expect(parts).toContain('<div id="language" lang="en">');
    expect(parts).toContain('>Me <time');
    expect(await browser.look()).toContain('<html lang="en">');
  });

  it('is kept for pages that are shown when the store does not answer', async () => {
    const world = createSiteWorld();
    const browser = await talked(world);
    const { addressId } = world.sessions.rows[0] ?? { addressId: '' };
    await world.sessions.setLanguage(addressId, 'en');
    await browser.look();
    world.sessions.find = () => Promise.reject(new Error('down'));
    const response = await browser.ask('/');
    expect(response.status).toBe(503);
    expect(strip(await response.text())).toContain(english('hiccup'));
    const switched = await browser.submit(...switchTo('zh'));
    expect(strip(switched)).toContain(text('hiccup'));
  });
});

describe('help', () => {
  it.each([
    ['zh', '紧急求助'],
    ['en', 'Urgent help'],
  ] as const)('is the same tap in both languages: %s', async (language, label) => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const page = await browser.look(`/?lang=${language}`);
    expect(page).toMatch(new RegExp(`name="choice" value="menu.urgent"[^>]*>${label}<`));
    expect(linesOf(await browser.submit('/chat/say', { choice: 'menu.urgent' }))).toEqual([label]);
    expect(world.stored.map((incoming) => incoming.body)).toEqual([{ kind: 'choice', id: 'menu.urgent' }]);
  });
});

/** What can be read or heard: without tags, in plain letters. */
function strip(page: string): string {
  return page
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
