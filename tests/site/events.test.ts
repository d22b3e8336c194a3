import { describe, expect, it } from 'vitest';
import { createSiteWorld, type SiteWorld, type TestBrowser } from './site-world.ts';

type Event = { readonly event: string; readonly id: string | null; readonly data: string };

/** Reads one stream of events as a browser does. */
function readEvents(response: Response) {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('there is no stream');
  const decoder = new TextDecoder();
  let rest = '';
  let ended = false;
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end >= 0) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        const event = parse(block);
        if (event !== null) return event;
        continue;
      }
      if (ended) return null;
      const { done, value } = await reader.read();
      ended = done;
      rest += decoder.decode(value);
    }
  };
  return { next, close: () => reader.cancel() };
}

function parse(block: string): Event | null {
  const field = (name: string): string | null => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
  const data = field('data');
  return data === null ? null : { event: field('event') ?? 'message', id: field('id'), data };
}

async function listen(browser: TestBrowser, headers: Record<string, string> = {}) {
  const response = await browser.ask('/chat/events', { headers });
  return readEvents(response);
}

async function talked(world: SiteWorld) {
  const browser = world.newBrowser();
  await browser.submit('/chat/say', { text: '你好' });
  const row = world.sessions.rows[0];
  if (row === undefined) throw new Error('no session');
  return { browser, topic: `address:${row.addressId}`, token: row.token };
}

describe('events', () => {
  it('are not for a browser that has said nothing', async () => {
    const world = createSiteWorld();
    const browser = world.newBrowser();
    await browser.look();
    expect((await browser.ask('/chat/events')).status).toBe(204);
  });

  it('are a stream that nobody keeps', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    const response = await browser.ask('/chat/events');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.body?.cancel();
  });

  it('say that something changed, never what, and only of this address', async () => {
    const world = createSiteWorld();
    const { browser, topic } = await talked(world);
    const stream = await listen(browser);
    world.changes.tell('address:somebody-else');
    const seq = world.changes.tell(topic);
    expect(await stream.next()).toEqual({ event: 'changed', id: String(seq), data: 'changed' });
    const readiness = world.changes.tell('part');
    expect(await stream.next()).toEqual({ event: 'changed', id: String(readiness), data: 'changed' });
    await stream.close();
  });

  it('tell after a gap that there was something', async () => {
    const world = createSiteWorld();
    const { browser, topic } = await talked(world);
    const seen = world.changes.tell(topic);
    world.changes.tell(topic);
    const last = world.changes.tell(topic);
    const stream = await listen(browser, { 'last-event-id': String(seen) });
    expect(await stream.next()).toMatchObject({ event: 'changed', id: String(last) });
    await stream.close();
  });

  it('show signs of life, and end when the session does', async () => {
    const world = createSiteWorld({ heartbeatMs: 5 });
    const { browser, token } = await talked(world);
    const stream = await listen(browser);
    expect(await stream.next()).toMatchObject({ event: 'heartbeat' });
    world.sessions.remove(token);
    let event = await stream.next();
    while (event?.event === 'heartbeat') event = await stream.next();
    expect(event).toMatchObject({ event: 'ended', data: 'session' });
    expect(await stream.next()).toBeNull();
    expect(world.changes.followers).toBe(0);
  });

  it('tell every open page when the lines are hidden', async () => {
    const world = createSiteWorld({ heartbeatMs: 5 });
    const { browser } = await talked(world);
    const stream = await listen(browser);
    await browser.post('/chat/leave?quiet=1');
    let event = await stream.next();
    while (event?.event === 'heartbeat') event = await stream.next();
    expect(event).toMatchObject({ event: 'changed', data: 'session' });
    await stream.close();
  });

  it('tell every open page when the language is changed', async () => {
    const world = createSiteWorld({ heartbeatMs: 5 });
    const { browser } = await talked(world);
    const stream = await listen(browser);
    await browser.post('/chat/language', { language: 'en' });
    let event = await stream.next();
    while (event?.event === 'heartbeat') event = await stream.next();
    expect(event).toMatchObject({ event: 'changed', data: 'session' });
    await stream.close();
  });

  it('go on while the store does not answer', async () => {
    const world = createSiteWorld({ heartbeatMs: 5 });
    const { browser, topic } = await talked(world);
    const stream = await listen(browser);
    world.sessions.find = () => Promise.reject(new Error('down'));
    expect(await stream.next()).toMatchObject({ event: 'heartbeat' });
    world.changes.tell(topic);
    let event = await stream.next();
    while (event?.event === 'heartbeat') event = await stream.next();
    expect(event).toMatchObject({ event: 'changed' });
    await stream.close();
  });

  it('go to the newest three pages of one browser', async () => {
    const world = createSiteWorld();
    const { browser, topic } = await talked(world);
    const streams = [];
    for (let page = 0; page < 5; page += 1) streams.push(await listen(browser));
    for (const old of streams.slice(0, 2)) {
      expect(await old.next()).toMatchObject({ event: 'ended', data: 'superseded' });
      expect(await old.next()).toBeNull();
    }
    expect(world.changes.followers).toBe(3);
    world.changes.tell(topic);
    for (const stream of streams.slice(2)) {
      expect(await stream.next()).toMatchObject({ event: 'changed' });
      await stream.close();
    }
  });

  it('leave nothing behind when the page is closed', async () => {
    const world = createSiteWorld();
    const { browser } = await talked(world);
    const stream = await listen(browser);
    expect(world.changes.followers).toBe(1);
    await stream.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.changes.followers).toBe(0);
  });
});
