import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRange } from '../../src/console/read-range.ts';
import type { Line } from '../../src/conversation/ports/timeline.ts';
import type { ShownMedia } from '../../src/media/media.ts';
import type { KeptMedia } from '../../src/media/media-store.ts';
import {
  addCase,
  type ConsoleWorld,
  createConsoleWorld,
  NOW,
  open,
  type Person,
  send,
} from './console-world.ts';

const BYTES = Buffer.from('0123456789');

const lineWith = (media: ShownMedia): Line => ({
  from: 'student',
  id: randomUUID(),
  at: NOW,
  kind: 'unscreenable',
  text: '［图片］',
  level: 'none',
  matches: [],
  media,
});

describe('pictures and recordings in the console', () => {
  let world: ConsoleWorld;
  let wang: Person;
  let li: Person;

  beforeEach(() => {
    world = createConsoleWorld();
    wang = world.person('王若宁', 'counsellor');
    li = world.person('李知行', 'counsellor');
  });

  /** A file in a case that `wang` owns. */
  function keep(change: Partial<KeptMedia> = {}, inReview = false): string {
    const id = randomUUID();
    const shownIn = [
      { kind: 'case' as const, id: randomUUID(), ownerId: wang.id, pagedStaffIds: [], closed: false },
    ];
    const media: KeptMedia = {
      kind: 'picture',
      mime: 'image/jpeg',
      extension: 'jpg',
      bytes: BYTES,
      ...change,
    };
    world.media.kept.set(id, {
      media,
      relation: { kind: 'media', id, shownIn: inReview ? [] : shownIn, inReview },
    });
    return id;
  }

  const shown = async (media: ShownMedia): Promise<string> => {
    const item = addCase(world, { ownerId: wang.id, status: 'acknowledged', lines: [lineWith(media)] });
    return (await open(world, wang, `/cases/${item.id}`)).text();
  };

  it('shows a picture, a player or a link beside the line', async () => {
    const id = randomUUID();
    const address = `/console/media/${id}`;
    const picture = await shown({ id, state: 'kept', kind: 'picture' });
    expect(picture).toContain(`<img src="${address}" alt="学生发来的图片" loading="lazy"/>`);
    expect(picture).toContain(`<a class="media-picture" href="${address}"`);
    const audio = await shown({ id, state: 'kept', kind: 'audio' });
    expect(audio).toContain(`src="${address}" controls="" preload="none"`);
    const download = await shown({ id, state: 'kept', kind: 'download' });
    expect(download).toContain(`<a href="${address}" download="">下载文件</a>`);
    expect(download).not.toMatch(/<img|<audio/);
  });

  it('says how it stands when there is nothing to show', async () => {
    const id = randomUUID();
    expect(await shown({ id, state: 'wanted' })).toContain('正在取回');
    expect(await shown({ id, state: 'unreadable' })).toContain('图片打不开');
    expect(await shown({ id, state: 'lost', code: 'forgotten' })).toContain('取不回来（平台上已经没有了）');
    expect(await shown({ id, state: 'lost', code: 'too-large' })).toContain('太大（超过 5 MB）');
    expect(await shown({ id, state: 'lost', code: 'too-many' })).toContain('一天里发的太多');
    for (const state of ['wanted', 'unreadable'] as const) {
      expect(await shown({ id, state })).not.toContain('/console/media/');
    }
  });

  it('shows it in the daily review, and allows the page to load it', async () => {
    const line = lineWith({ id: randomUUID(), state: 'kept', kind: 'picture' });
    world.review.rows.push({ id: randomUUID(), reason: 'unscreenable', at: NOW, line });
    const page = await open(world, wang, '/review');
    expect(await page.text()).toContain('学生发来的图片');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).toContain("media-src 'self'");
    expect(policy).toContain("default-src 'none'");
  });

  it('hands out the bytes so that nothing in them can act or stay behind', async () => {
    const response = await open(world, wang, `/media/${keep()}`);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringMatching(/^inline; filename="[0-9a-f]{8}\.jpg"$/),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
  });

  it('hands out what is no picture or recording only to be saved', async () => {
    const unknown = { kind: 'download', mime: 'application/octet-stream', extension: null } as const;
    const response = await open(world, wang, `/media/${keep(unknown)}`);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{8}\.bin"$/);
  });

  it('gives a player the part that it asks for', async () => {
    const id = keep({ kind: 'audio', mime: 'audio/ogg', extension: 'opus' });
    const part = await open(world, wang, `/media/${id}`, { Range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 2-4/10']);
    expect(await part.text()).toBe('234');
    const beyond = await open(world, wang, `/media/${id}`, { Range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });

  it('looks absent to whoever may not read it', async () => {
    const id = keep();
    const director = world.person('周主任', 'centre-head');
    const bodies: string[] = [];
    for (const [who, path] of [
      [li, id],
      [director, id],
      [li, randomUUID()],
      [wang, 'no-id'],
    ] as const) {
      const response = await open(world, who, `/media/${path}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-disposition')).toBeNull();
      if (who === li) bodies.push(await response.text());
    }
    expect(bodies[0]).toBe(bodies[1]);
    const stranger = await world.app.request(`http://localhost/console/media/${id}`);
    expect(stranger.status).toBe(401);
    expect((await send(world, wang, `/media/${id}`)).status).toBe(404);
  });

  it('is open to every counsellor while it waits in the review', async () => {
    const id = keep({}, true);
    const status = async (who: Person) => (await open(world, who, `/media/${id}`)).status;
    const desk = world.person('前台', 'staff');
    expect([await status(wang), await status(li), await status(desk)]).toEqual([200, 200, 404]);
  });
});

describe('the range that a player asks for', () => {
  it.each([
    [undefined, 'whole'],
    ['bytes=0-', { from: 0, to: 9 }],
    ['bytes=3-5', { from: 3, to: 5 }],
    ['bytes=3-99', { from: 3, to: 9 }],
    ['bytes=-4', { from: 6, to: 9 }],
    ['bytes=-99', { from: 0, to: 9 }],
    ['bytes=-0', 'outside'],
    ['bytes=10-', 'outside'],
    ['bytes=5-3', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['bytes=-', 'whole'],
    ['lines=1-2', 'whole'],
  ] as const)('%s', (header, range) => {
    expect(readRange(header, 10)).toEqual(range);
  });

  it('has nothing of an empty file', () => {
    expect([readRange('bytes=0-', 0), readRange('bytes=-1', 0)]).toEqual(['outside', 'outside']);
  });
});
