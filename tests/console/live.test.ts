import { beforeEach, describe, expect, it } from 'vitest';
import { addCase, type ConsoleWorld, createConsoleWorld, open, type Person, send } from './console-world.ts';

/** Reads a stream until a text has come or the stream has ended. */
function reader(response: Response) {
  const source = response.body?.getReader();
  const decoder = new TextDecoder();
  let seen = '';
  return {
    async until(text: string): Promise<string> {
      while (!seen.includes(text)) {
        const chunk = await source?.read();
        if (chunk === undefined || chunk.done) return `${seen}[end]`;
        seen += decoder.decode(chunk.value, { stream: true });
      }
      return seen;
    },
    forget() {
      seen = '';
    },
    close: async () => source?.cancel(),
  };
}

describe('an open page', () => {
  let world: ConsoleWorld;
  let who: Person;

  beforeEach(() => {
    world = createConsoleWorld({ sessionCheckMs: 60_000 });
    who = world.person('王若宁', 'counsellor');
  });

  it('is told that something changed, and not what', async () => {
    const response = await open(world, who, '/live/events');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const stream = reader(response);
    await stream.until('hello');
    const item = addCase(world, { pagedStaffIds: [who.id] });
    await send(world, who, `/cases/${item.id}/acknowledge`);
    const seen = await stream.until('id: 1');
    expect(seen).toContain('event: case\ndata: changed\nid: 1');
    expect(seen).not.toContain(item.id);
    await stream.close();
  });

  it('is ended at once when its owner is revoked', async () => {
    const admin = world.person('陈管理', 'administrator');
    const stream = reader(await open(world, who, '/live/events'));
    await stream.until('hello');
    await send(world, admin, `/staff/${who.id}/revoke`);
    expect(await stream.until('[never]')).toMatch(/event: ended\ndata: \n\n\[end\]$/);
    expect(world.feed.followers).toBe(0);
    expect((await open(world, who, '')).status).toBe(401);
  });

  it('is ended within the check when its session ends without a word', async () => {
    world = createConsoleWorld({ sessionCheckMs: 20 });
    who = world.person('王若宁', 'counsellor');
    const stream = reader(await open(world, who, '/live/events'));
    await stream.until('hello');
    for (const session of world.signIn.sessions) session.ended = true;
    expect(await stream.until('[never]')).toContain('event: ended');
  });

  it('shows a change of a session that ended in the meantime to nobody', async () => {
    const stream = reader(await open(world, who, '/live/events'));
    await stream.until('hello');
    for (const session of world.signIn.sessions) session.ended = true;
    world.feed.tell('case');
    const seen = await stream.until('[never]');
    expect(seen).toContain('event: ended');
    expect(seen).not.toContain('event: case');
  });

  it('follows nothing any more once its reader has gone', async () => {
    world = createConsoleWorld({ sessionCheckMs: 10 });
    who = world.person('王若宁', 'counsellor');
    const stream = reader(await open(world, who, '/live/events'));
    await stream.until('hello');
    expect(world.feed.followers).toBe(1);
    await stream.close();
    await expect.poll(() => world.feed.followers).toBe(0);
  });

  it('ends without its reason when the database fails', async () => {
    const stream = reader(await open(world, who, '/live/events'));
    await stream.until('hello');
    world.signIn.session = async () => {
      throw new Error('select words from heard');
    };
    world.feed.tell('case');
    const seen = await stream.until('[never]');
    expect(seen).toContain('[end]');
    expect(seen + world.log.lines.join()).not.toContain('select words');
    expect(world.log.lines.join()).toContain('console.stream-failed');
  });

  it('sends a script whose session is over to the door', async () => {
    const gone = await open(world, { ...who, cookie: '' }, '/live/cases', { 'HX-Request': 'true' });
    expect([gone.status, gone.headers.get('hx-redirect')]).toEqual([401, '/console/sign-in']);
  });
});
