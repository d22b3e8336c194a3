import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StudentLine } from '../../src/conversation/ports/timeline.ts';
import {
  addCase,
  type ConsoleWorld,
  createConsoleWorld,
  NOW,
  open,
  type Person,
  send,
} from './console-world.ts';

const lineOf = (change: Partial<StudentLine>): StudentLine => ({
  from: 'student',
  id: randomUUID(),
  at: NOW,
  kind: 'text',
  text: '我想死',
  level: 'high',
  matches: [{ rule: 'wish-to-die', start: 1, end: 3 }],
  ...change,
});

describe('the buttons below each line', () => {
  let world: ConsoleWorld;
  let who: Person;
  beforeEach(() => {
    world = createConsoleWorld();
    who = world.person('王若宁', 'counsellor');
  });

  const shown = async (change: Partial<StudentLine>) => {
    const item = addCase(world, { ownerId: who.id, status: 'acknowledged', lines: [lineOf(change)] });
    return (await open(world, who, `/cases/${item.id}`)).text();
  };
  const buttons = (html: string): string[] =>
    [
      ...(/<form[^>]*class="mark-box"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '').matchAll(
        /value="([a-z]+)" class/g,
      ),
    ].map(([, value]) => value ?? '');

  it.each([
    ['none', ['concern', 'high', 'imminent']],
    ['concern', ['right', 'wrong', 'high', 'imminent']],
    ['high', ['right', 'wrong', 'imminent']],
    ['imminent', ['right', 'wrong']],
  ] as const)('a line that is %s offers %j', async (level, offered) => {
    expect(buttons(await shown({ level }))).toEqual(offered);
  });

  it('offers nothing for what was tapped or cannot be read', async () => {
    for (const kind of ['choice', 'unscreenable'] as const)
      expect(buttons(await shown({ kind }))).toEqual([]);
  });

  it('says what was said before, and lets a sentence be written about it', async () => {
    const html = await shown({ mark: { verdict: 'wrong', expected: null } });
    expect(html).toContain('已标：误报');
    expect(html).toMatch(/aria-pressed="true"[^>]*>误报/);
    expect(html).toMatch(/href="\/console\/cases\/[^"]*\/example\?line=/);
    expect(await shown({ level: 'concern', mark: { verdict: 'missed', expected: 'imminent' } })).toContain(
      '漏报，应为危急',
    );
    expect(await shown({})).not.toContain('写成例句');
  });

  it('nobody who may not read the words sees them', async () => {
    const other = world.person('周新来', 'counsellor');
    const item = addCase(world, { ownerId: who.id, status: 'acknowledged', lines: [lineOf({})] });
    const html = await (await open(world, other, `/cases/${item.id}`)).text();
    expect(html).not.toContain('mark-box');
    expect((await send(world, other, `/cases/${item.id}/mark`, { verdict: 'right' })).status).toBe(404);
  });

  it('a form that says nothing, or twice the same, is told so or is one', async () => {
    const item = addCase(world, { ownerId: who.id, status: 'acknowledged', lines: [lineOf({})] });
    const line = randomUUID();
    const path = `/cases/${item.id}/mark`;
    for (const fields of [{}, { line }, { line, verdict: 'missed' }, { line, expected: 'none-such' }]) {
      expect((await send(world, who, path, fields)).status).toBe(422);
    }
    expect((await send(world, who, path, { line, verdict: 'right' })).headers.get('location')).toBe(
      `/console/cases/${item.id}#line-${line}`,
    );
    expect(world.marks.said).toEqual([{ lineId: line, verdict: 'right', expected: null }]);
    world.marks.outcome = 'unfit';
    expect((await send(world, who, path, { line, verdict: 'right' })).status).toBe(422);
    world.marks.outcome = 'absent';
    expect((await send(world, who, path, { line, verdict: 'right' })).status).toBe(404);
  });
});
