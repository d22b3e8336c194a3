import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteRoutes } from '../../src/site/routes.ts';
import type { Visitor } from '../support/visitor.ts';
import { startWorld, type World } from '../support/world.ts';

const MINE = '我养了一只叫闪电的乌龟';
const THEIRS = '我把钥匙忘在图书馆三楼';

const pages = siteRoutes.filter(({ method, action }) => method === 'GET' && action === 'own.use');
const posts = siteRoutes.filter(({ method }) => method === 'POST');

describe('the student routes of the running program', () => {
  let world: World;
  let mine: Visitor;
  let theirs: Visitor;
  beforeAll(async () => {
    world = await startWorld();
    mine = world.visitor();
    theirs = world.visitor();
    await mine.says(MINE);
    await theirs.says(THEIRS);
  });
  afterAll(() => world.close());

  const request = async (path: string, cookie: string, init: RequestInit = {}) => {
    const stop = new AbortController();
    const headers = { Cookie: cookie, Origin: world.app.url, ...(init.headers as Record<string, string>) };
    const url = new URL(path, world.app.url);
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal: stop.signal });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      const first = await response.body?.getReader().read();
      stop.abort();
      return { status: response.status, body: new TextDecoder().decode(first?.value) };
    }
    return { status: response.status, body: await response.text() };
  };

  it('show each browser its own words', async () => {
    expect((await request('/', mine.cookies())).body).toContain(MINE);
    expect((await request('/', theirs.cookies())).body).toContain(THEIRS);
  });

  it.each(pages)('$method $path never shows the words of another browser', async ({ path }) => {
    const others = [
      theirs.cookies(),
      '',
      `xinqiao=${'A'.repeat(43)}`,
      'xinqiao=',
      `xinqiao-staff=${'A'.repeat(43)}`,
    ];
    for (const cookie of others) {
      const { status, body } = await request(path, cookie);
      // A picture has an address of its own, which is nobody's but its browser's.
      // Whoever has said nothing yet is led to the conversation.
      expect(path.includes(':') ? [404] : [200, 204, 303]).toContain(status);
      expect(body).not.toContain('闪电');
    }
  });

  it.each(posts)('POST $path leaves the conversation of another browser as it is', async ({ path }) => {
    const form = new URLSearchParams({ text: '我是别人', pin: '4711', again: '4711', key: 'k', sure: 'yes' });
    const answer = await request(path, theirs.cookies(), { method: 'POST', body: form });
    expect(answer.body).not.toContain('闪电');
    await request(path, '', { method: 'POST', body: form });
    const { body } = await request('/', mine.cookies());
    expect(body).toContain(MINE);
    expect(body).not.toContain('我是别人');
  });

  it.each(posts)('POST $path changes nothing when it comes from a foreign page', async ({ path }) => {
    const before = await stateOf();
    const form = new URLSearchParams({
      text: '伪造的话',
      pin: '4711',
      again: '4711',
      key: 'forged',
      sure: 'yes',
    });
    const foreign: Record<string, string>[] = [
      { Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'null' },
    ];
    for (const headers of foreign)
      await request(path, mine.cookies(), { method: 'POST', body: form, headers });
    await world.settle();
    expect(await stateOf()).toEqual(before);
  });

  it('cannot be entered with the session of staff, nor the console with that of a student', async () => {
    expect((await request('/console', mine.cookies())).status).toBe(401);
    const disguised = mine.cookies().replace(/^xinqiao=/, 'xinqiao-staff=');
    expect((await request('/console', disguised)).status).toBe(401);
  });

  const stateOf = () =>
    world.database.sql(
      `select (select count(*) from xinqiao.heard) as heard, s.hidden_at, s.fresh_at, s.pin_hash
       from xinqiao.web_session s order by s.address_id`,
    );
});
