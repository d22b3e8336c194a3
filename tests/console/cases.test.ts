import { beforeEach, describe, expect, it } from 'vitest';
import type { Line } from '../../src/conversation/ports/timeline.ts';
import {
  addCase,
  type ConsoleWorld,
  createConsoleWorld,
  NOW,
  open,
  type Person,
  send,
} from './console-world.ts';

const WORDS = '我<b>不想活了</b>，再见';
const line = (change: Partial<Extract<Line, { from: 'student' }>> = {}): Line => ({
  from: 'student',
  id: 'line-1',
  at: NOW,
  kind: 'text',
  text: WORDS,
  level: 'high',
  matches: [{ rule: 'wish-to-die', start: 4, end: 8 }],
  ...change,
});
const htmx = { 'HX-Request': 'true' };
const keyOf = (html: string): string => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('hand-offs in the console', () => {
  let world: ConsoleWorld;
  let wang: Person;
  let li: Person;

  beforeEach(() => {
    world = createConsoleWorld();
    wang = world.person('王若宁', 'counsellor');
    li = world.person('李知行', 'counsellor');
  });

  const page = async (who: Person, path: string) => (await open(world, who, path)).text();

  it('lists imminent first, with the waiting time, and calls who is called', async () => {
    addCase(world, { number: 1, level: 'high', pagedStaffIds: [wang.id] });
    const imminent = addCase(world, { number: 2, level: 'imminent', pagedStaffIds: [wang.id] });
    const html = await page(wang, '');
    expect(html.indexOf('#2')).toBeLessThan(html.indexOf('#1'));
    expect(html).toContain('1 分 35 秒');
    expect(html).toContain(`data-calls="${imminent.id}:imminent `);
    expect(await page(li, '')).toContain('data-calls=""');
  });

  it('shows neither words nor marks in the list', async () => {
    addCase(world, { pagedStaffIds: [wang.id], lines: [line()] });
    expect(await page(wang, '')).not.toContain('不想活了');
  });

  it('is taken by one tap, and the other is told who was first', async () => {
    const item = addCase(world, { pagedStaffIds: [wang.id, li.id] });
    const taken = await send(world, wang, `/cases/${item.id}/acknowledge`);
    expect(taken.headers.get('location')).toBe(`/console/cases/${item.id}`);
    const late = await (await send(world, li, `/cases/${item.id}/acknowledge`)).text();
    expect(late).toContain(`#${item.number} 已经由 王若宁 接手`);
    expect(item.ownerId).toBe(wang.id);
  });

  it('marks the matched span with why, and lets no word of the student become markup', async () => {
    const item = addCase(world, { pagedStaffIds: [wang.id], lines: [line()] });
    const html = await page(wang, `/cases/${item.id}`);
    expect(html).toContain('<mark title="说到想死">不想活了</mark>');
    expect(html).toContain('我&lt;b&gt;');
    expect(html).not.toContain('<b>');
  });

  it('takes out what turns text around, after the spans were cut', async () => {
    const text = '\u202e不想活了';
    const item = addCase(world, {
      pagedStaffIds: [wang.id],
      lines: [line({ text, matches: [{ rule: 'wish-to-die', start: 1, end: 5 }] })],
    });
    const html = await page(wang, `/cases/${item.id}`);
    expect(html).toContain('>不想活了</mark>');
    expect(html).not.toContain('\u202e');
  });

  it('shows whether each line reached the student', async () => {
    const sent = { from: 'counsellor', at: NOW, text: '我在', choices: [], author: '王若宁' } as const;
    const item = addCase(world, {
      ownerId: wang.id,
      status: 'acknowledged',
      lines: [
        { ...sent, id: 'a', delivery: 'sent' },
        { ...sent, id: 'b', delivery: 'failed' },
        { ...sent, id: 'c', delivery: 'unknown' },
      ],
    });
    const html = await page(wang, `/cases/${item.id}`);
    for (const word of ['已发出', '没有送到', '不确定是否送到']) expect(html).toContain(word);
  });

  it('shows number, level and waiting time and nothing else without the right to read', async () => {
    const item = addCase(world, {
      ownerId: li.id,
      pagedStaffIds: [wang.id],
      status: 'acknowledged',
      lines: [line()],
      events: [{ kind: 'paged', staff: '孙值班', toStaff: null, level: null, at: NOW }],
    });
    for (const path of [`/cases/${item.id}`, `/live/cases/${item.id}`]) {
      const html = await page(wang, path);
      expect(html).toContain(`#${item.number}`);
      expect(html).toContain('高危');
      for (const hidden of ['不想活了', '孙值班', 'answer-text', '网页']) expect(html).not.toContain(hidden);
    }
  });

  describe('answering', () => {
    const own = () => addCase(world, { ownerId: wang.id, status: 'acknowledged', lines: [line()] });

    it('says it once, however often the form is sent', async () => {
      const item = own();
      const key = keyOf(await page(wang, `/cases/${item.id}`));
      const path = `/cases/${item.id}/answer`;
      const first = await send(world, wang, path, { text: '我在\r\n你在哪里', key });
      await send(world, wang, path, { text: '我在', key });
      expect(first.status).toBe(303);
      expect(item.lines.map(({ text }) => text)).toEqual([WORDS, '我在\n你在哪里']);
    });

    it('has a new key in every form, and gives an empty box after sending', async () => {
      const item = own();
      const html = await page(wang, `/cases/${item.id}`);
      expect(keyOf(html)).not.toBe(keyOf(await page(wang, `/cases/${item.id}`)));
      const sent = await send(
        world,
        wang,
        `/cases/${item.id}/answer`,
        { text: '我在', key: keyOf(html) },
        htmx,
      );
      const box = await sent.text();
      expect(sent.headers.get('hx-trigger')).toBe('refresh');
      expect(box).not.toContain('我在');
      expect(keyOf(box)).not.toBe(keyOf(html));
    });

    it('keeps what was typed and the key when something is wrong', async () => {
      const item = own();
      const text = '长'.repeat(4_001);
      for (const headers of [{}, htmx]) {
        const refused = await send(
          world,
          wang,
          `/cases/${item.id}/answer`,
          { text, key: 'the-key' },
          headers,
        );
        const html = await refused.text();
        expect(refused.status).toBe(422);
        expect(html).toContain('最多 4000 个字');
        expect(html).toContain(text);
        expect(keyOf(html)).toBe('the-key');
      }
      const empty = await send(world, wang, `/cases/${item.id}/answer`, { text: '  ', key: 'k' });
      expect(await empty.text()).toContain('还没有写内容');
      expect(item.lines).toHaveLength(1);
    });

    it('gives the words back when somebody else answers for it now', async () => {
      const item = addCase(world, { pagedStaffIds: [wang.id], lines: [line()] });
      const sent = await send(world, wang, `/cases/${item.id}/answer`, { text: '写了一半的话', key: 'k' });
      expect(sent.status).toBe(422);
      expect(await sent.text()).toContain('写了一半的话');
      expect(item.lines).toHaveLength(1);
    });

    it('does not draw the box anew while it still fits', async () => {
      const item = own();
      const path = `/live/cases/${item.id}/actions?shown=`;
      expect((await open(world, wang, `${path}-answer-close`)).status).toBe(204);
      const changed = await open(world, wang, `${path}take--`);
      expect(changed.status).toBe(200);
      expect(await changed.text()).toContain('answer-text');
    });
  });

  it('tells everybody when nobody real can be called, and when a part ails', async () => {
    world.status.value = {
      realResponder: false,
      sampleCentre: true,
      bookingDesk: true,
      gaps: [],
      parts: [{ name: 'Telegram', state: 'degraded', code: 'unauthorized', variable: 'TELEGRAM_BOT_TOKEN' }],
    };
    const html = await page(wang, '');
    for (const word of ['没有真人能被叫到', '样例中心', 'Telegram 不稳定', 'unauthorized'])
      expect(html).toContain(word);
  });
});
