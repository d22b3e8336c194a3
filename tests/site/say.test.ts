import { describe, expect, it } from 'vitest';
import { choicesOf, createSiteWorld, linesOf, nonceOf } from './site-world.ts';

const MARKER = '绝密词语甲乙丙';

describe('saying something without a script', () => {
  it('stores it, lets the bot answer, and shows both', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.look();
    world.answerWith('你好，我在。', [{ id: 'x1', label: '自助' }]);
    const response = await browser.post('/chat/say', { text: '第一行\r\n第二行', nonce: 'n1' });
    expect(response.status).toBe(303);
    const page = await browser.look(response.headers.get('location') ?? '');
    expect(linesOf(page)).toEqual(['第一行\n第二行', '你好，我在。']);
    expect(choicesOf(page)).toEqual([{ id: 'x1', label: '自助' }]);
    expect(world.stored).toMatchObject([{ channel: 'web', bot: 'web', body: { text: '第一行\n第二行' } }]);
    expect(`xinqiao=${world.stored[0]?.from}`).toBe(browser.cookie());
  });

  it('goes on over reloads with the same session', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.submit('/chat/say', { text: '一' });
    await browser.look();
    const page = await browser.submit('/chat/say', { text: '二' });
    expect(linesOf(page)).toEqual(['一', '二']);
    expect(world.sessions.rows).toHaveLength(1);
  });

  it('hears a choice, and shows it by its label', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    world.answerWith('想做什么？', [{ id: 'x1', label: '自助' }]);
    await browser.submit('/chat/say', { text: '你好' });
    const page = await browser.submit('/chat/say', { choice: 'x1' });
    expect(world.stored.at(-1)?.body).toEqual({ kind: 'choice', id: 'x1' });
    expect(linesOf(page)).toContain('自助');
  });

  it('begins a session with the urgent button alone', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.look();
    const page = await browser.submit('/chat/say', { choice: 'menu.urgent' });
    expect(world.stored.map((incoming) => incoming.body)).toEqual([{ kind: 'choice', id: 'menu.urgent' }]);
    expect(linesOf(page)).toEqual(['紧急求助']);
  });

  it('offers the choices of the newest message only', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    world.answerWith('旧的', [{ id: 'old', label: '旧' }]);
    await browser.submit('/chat/say', { text: '一' });
    world.answerWith('新的', [{ id: 'new', label: '新' }]);
    const page = await browser.submit('/chat/say', { text: '二' });
    expect(choicesOf(page)).toEqual([{ id: 'new', label: '新' }]);
  });

  it('kindly says so when nothing was written', async () => {
    const world = createSiteWorld();
    const page = await world.newBrowser().submit('/chat/say', { text: ' \n ' });
    expect(page).toContain('还没有写字');
    expect(world.stored).toEqual([]);
    expect(world.sessions.rows).toEqual([]);
  });

  it('tells a browser that keeps no cookies that it was heard and what to do', async () => {
    const world = createSiteWorld();
    const response = await world.newBrowser().post('/chat/say', { text: '你好' });
    expect(world.stored).toHaveLength(1);
    const page = await world.newBrowser().look(response.headers.get('location') ?? '');
    expect(page).toContain('请允许 Cookie');
  });
});

describe('the same form twice', () => {
  it('is one update', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const nonce = nonceOf(await browser.look());
    expect(nonce).not.toBe('');
    await browser.post('/chat/say', { text: '你好', nonce });
    await browser.post('/chat/say', { text: '你好', nonce });
    expect(world.stored).toHaveLength(1);
  });

  it('is two updates when the words were changed in between', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const nonce = nonceOf(await browser.look());
    await browser.post('/chat/say', { text: '你好', nonce });
    await browser.post('/chat/say', { text: '我不想活了', nonce });
    expect(world.stored).toHaveLength(2);
  });

  it('has one session when both posts come at once', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const nonce = nonceOf(await browser.look());
    await Promise.all([1, 2].map(() => browser.post('/chat/say', { text: '你好', nonce })));
    expect(world.sessions.rows).toHaveLength(1);
    expect(world.stored).toHaveLength(1);
  });

  it('is two updates of two pages', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    const nonces = [nonceOf(await browser.look()), nonceOf(await browser.look())];
    for (const nonce of nonces) await browser.post('/chat/say', { text: '在吗', nonce });
    expect(world.stored).toHaveLength(2);
  });
});

describe('what could not be stored', () => {
  it('is given back in the box with numbers to call', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    world.refuse(true);
    const response = await browser.post('/chat/say', { text: `${MARKER}<b>` });
    expect(response.status).toBe(503);
    const page = await response.text();
    expect(page).toContain(`${MARKER}&lt;b&gt;</textarea>`);
    expect(page).toContain('没有发出去');
    expect(page).toContain('href="tel:120"');
    expect(world.logged.join()).not.toContain(MARKER);
  });

  it('tells the script by the status alone', async () => {
    const world = createSiteWorld();
    world.refuse(true);
    const response = await world.newBrowser().post('/chat/say', { text: MARKER }, { 'x-xinqiao': 'script' });
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('');
  });
});

describe('when sessions cannot be read', () => {
  it('still hands the words on, and says that the answer comes later', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.look();
    world.sessions.find = () => Promise.reject(new Error(MARKER));
    const received: string[] = [];
    const down = createSiteWorld({
      sessions: world.sessions,
      receive: async (incoming) => void received.push(incoming.from),
    });
    const response = await down.site.request('/chat/say', {
      method: 'POST',
      body: new URLSearchParams({ text: '我不想活了' }),
      headers: { cookie: browser.cookie() },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('收到了，不会丢');
    expect(received.map((from) => `xinqiao=${from}`)).toEqual([browser.cookie()]);
    expect(down.logged.join()).not.toContain(MARKER);
  });
});

describe('long words', () => {
  it('of 100,000 emoji are heard whole from a plain form', async () => {
    const world = createSiteWorld();
    const words = `${'😭'.repeat(100_000)}我不想活了`;
    const response = await world.newBrowser().post('/chat/say', { text: words });
    expect(response.status).toBe(303);
    expect(world.stored.map((incoming) => incoming.body)).toEqual([{ kind: 'text', text: words }]);
  });

  it('beyond the limit get a kind answer', async () => {
    const world = createSiteWorld();
    const response = await world.newBrowser().post('/chat/say', { text: 'a'.repeat(4_000_001) });
    expect(response.status).toBe(413);
    const page = await response.text();
    expect(page).toContain('太长了');
    expect(page).toContain('href="tel:120"');
  });

  it('survive a form that is none', async () => {
    const world = createSiteWorld();
    const response = await world.site.request('/chat/say', {
      method: 'POST',
      body: 'not a form',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('href="tel:120"');
  });
});

describe('a post from another site', () => {
  const foreign: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.invalid' },
    { origin: 'null' },
  ];

  it.each(foreign)('is not heard and sets nothing: %j', async (headers) => {
    const world = createSiteWorld();
    const response = await world.site.request('/chat/say', {
      method: 'POST',
      body: new URLSearchParams({ text: '假的' }),
      headers,
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(world.stored).toEqual([]);
  });

  it('is told from our own by a browser that only names its origin', async () => {
    const world = createSiteWorld();
    const response = await world.site.request('http://heart.invalid/chat/say', {
      method: 'POST',
      body: new URLSearchParams({ text: '真的' }),
      headers: { origin: 'http://heart.invalid', host: 'heart.invalid' },
    });
    expect(response.status).toBe(303);
    expect(world.stored).toHaveLength(1);
  });
});
