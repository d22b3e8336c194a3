import { describe, expect, it } from 'vitest';
import { createSiteWorld, linesOf, type SiteWorld, type TestBrowser } from './site-world.ts';

const MINUTE = 60_000;

async function talked(world: SiteWorld): Promise<{ browser: TestBrowser; addressId: string }> {
  const browser = world.newBrowser();
  await browser.submit('/chat/say', { text: '以前的话' });
  return { browser, addressId: world.sessions.rows[0]?.addressId ?? '' };
}

describe('after ten idle minutes', () => {
  it('older lines are hidden', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    world.pass(10 * MINUTE - 1);
    expect(linesOf(await browser.look())).toEqual(['以前的话']);
    world.pass(10 * MINUTE);
    const page = await browser.look();
    expect(page).not.toContain('以前的话');
    expect(page).toContain('你没有设过口令');
  });

  it('what came after the hiding is shown, and new words are heard', async () => {
    const world = createSiteWorld();
    const { browser, addressId } = await talked(world);
    world.pass(5 * MINUTE);
    world.timeline.say(addressId, world.now(), '隐藏以前', { from: 'counsellor' });
    world.pass(7 * MINUTE);
    world.timeline.say(addressId, world.now(), '我还在', { from: 'counsellor' });
    world.pass(MINUTE);
    expect(linesOf(await browser.look())).toEqual(['我还在']);
    const page = await browser.submit('/chat/say', { text: '新的话' });
    expect(linesOf(page)).toEqual(['我还在', '新的话']);
    expect(world.stored.at(-1)?.body).toEqual({ kind: 'text', text: '新的话' });
    expect(page).toContain('你没有设过口令');
  });

  it('hides also before the words that come after the pause', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    world.pass(11 * MINUTE);
    expect(linesOf(await browser.submit('/chat/say', { text: '回来了' }))).toEqual(['回来了']);
  });

  it('does not hide while the student shows to be there, and fetching is no such sign', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    world.pass(9 * MINUTE);
    expect((await browser.post('/chat/here')).status).toBe(204);
    world.pass(9 * MINUTE);
    expect(linesOf(await browser.look('/chat/parts'))).toEqual(['以前的话']);
    world.pass(2 * MINUTE);
    expect(linesOf(await browser.look('/chat/parts'))).toEqual([]);
  });
});

describe('快速离开', () => {
  it('hides and goes to a neutral site', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    const response = await browser.post('/chat/leave');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('https://www.baidu.com/');
    expect(await browser.look()).not.toContain('以前的话');
  });

  it('hides when the script only reports it', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    expect((await browser.post('/chat/leave?quiet=1')).status).toBe(204);
    expect(await browser.look()).not.toContain('以前的话');
  });

  it('goes away even when nothing can be hidden', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    world.sessions.find = () => Promise.reject(new Error('down'));
    expect((await browser.post('/chat/leave')).headers.get('location')).toBe('https://www.baidu.com/');
  });
});

describe('the PIN', () => {
  async function locked(world: SiteWorld) {
    const { browser, addressId } = await talked(world);
    expect(await browser.submit('/chat/pin', { pin: '２４６８' })).toContain('口令已保存');
    await browser.post('/chat/leave');
    return { browser, addressId };
  }

  it('shows the older lines again', async () => {
    const world = createSiteWorld();
    const { browser } = await locked(world);
    expect(await browser.look()).not.toContain('以前的话');
    expect(linesOf(await browser.submit('/chat/unlock', { pin: '2468' }))).toEqual(['以前的话']);
  });

  it('refuses a wrong one, and after five all for ten minutes', async () => {
    const world = createSiteWorld();
    const { browser } = await locked(world);
    for (let wrong = 1; wrong <= 4; wrong += 1) {
      expect(await browser.submit('/chat/unlock', { pin: '0000' })).toContain('口令不对');
    }
    expect(await browser.submit('/chat/unlock', { pin: '0000' })).toContain('10 分钟后再试');
    expect(await browser.submit('/chat/unlock', { pin: '2468' })).not.toContain('以前的话');
    world.pass(10 * MINUTE);
    expect(linesOf(await browser.submit('/chat/unlock', { pin: '2468' }))).toEqual(['以前的话']);
  });

  it.each(['123', '123456789', '12a4', ''])('is four to eight digits: not %j', async (pin) => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    expect(await browser.submit('/chat/pin', { pin })).toContain('4 到 8 位数字');
    expect(world.sessions.rows[0]?.pin).toBeNull();
  });

  it('cannot be set by whoever finds the lines hidden', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    await browser.post('/chat/leave');
    await browser.submit('/chat/pin', { pin: '1111' });
    expect(await browser.submit('/chat/unlock', { pin: '1111' })).not.toContain('以前的话');
    expect(world.sessions.rows[0]?.pin).toBeNull();
  });
});

describe('a fresh start', () => {
  it('gives up the older lines for good and keeps person and address', async () => {
    const world = createSiteWorld();
    const { browser, addressId } = await talked(world);
    await browser.submit('/chat/pin', { pin: '2468' });
    await browser.post('/chat/leave');
    world.pass(1);
    expect(await browser.submit('/chat/fresh')).toContain('重新开始了');
    world.pass(1);
    await browser.submit('/chat/say', { text: '接着说' });
    expect(await browser.submit('/chat/unlock', { pin: '2468' })).not.toContain('以前的话');
    expect(world.sessions.rows).toMatchObject([{ addressId }]);

    await browser.submit('/chat/pin', { pin: '1357' });
    await browser.post('/chat/leave');
    expect(linesOf(await browser.submit('/chat/unlock', { pin: '1357' }))).toEqual(['接着说']);
  });
});

describe('posts of other sites', () => {
  it.each(['/chat/unlock', '/chat/fresh', '/chat/pin', '/chat/here', '/chat/leave'])(
    'change nothing: %s',
    async (path) => {
      const world = createSiteWorld();
      const { browser } = await talked(world);
      const before = JSON.stringify(world.sessions.rows);
      await browser.post(path, { pin: '1234' }, { 'sec-fetch-site': 'cross-site' });
      expect(JSON.stringify(world.sessions.rows)).toBe(before);
    },
  );
});
