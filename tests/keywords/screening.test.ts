import { describe, expect, test } from 'vitest';
import type { Screening } from '../../src/keywords/screening.ts';
import { loadDefaultRules, readLines } from './default-screener.ts';

const { screener } = await loadDefaultRules();

async function misjudged(name: string, holds: (screening: Screening) => boolean): Promise<string[]> {
  const lines = await readLines(name);
  expect(lines.length).toBeGreaterThanOrEqual(20);
  return lines.filter((line) => !holds(screener.screen(line)));
}

describe('invented lines', () => {
  test('acts, standing there and farewells are imminent and open a hand-off', async () => {
    expect(await misjudged('imminent', (found) => found.level === 'imminent' && found.handoff)).toEqual([]);
  });

  test('intent, plan, method and preparation are high and open a hand-off', async () => {
    expect(await misjudged('high', (found) => found.level === 'high' && found.handoff)).toEqual([]);
  });

  test('denied, past, passive and talked about is concern and opens nothing', async () => {
    expect(await misjudged('concern', (found) => found.level === 'concern' && !found.handoff)).toEqual([]);
  });

  test('idioms, games, lessons and daily life are none', async () => {
    expect(await misjudged('none', (found) => found.level === 'none' && found.matches.length === 0)).toEqual(
      [],
    );
  });

  test('a report about somebody else opens a hand-off and says so', async () => {
    const holds = (found: Screening) => found.handoff && found.categories.includes('third-person');
    expect(await misjudged('third-person', holds)).toEqual([]);
  });

  test('dodged spellings open a hand-off', async () => {
    expect(await misjudged('evasions', (found) => found.handoff)).toEqual([]);
  });
});

describe('screening', () => {
  test('matches point into the original text', () => {
    const text = '\u202e\u0000老师，我 想😭 自\u200b殺 了';
    const { matches } = screener.screen(text);
    const match = matches.find(({ rule }) => rule === 'suicide-word');
    expect(match && text.slice(match.start, match.end)).toBe('自\u200b殺');
  });

  test('the gravest match decides, and all categories are told', () => {
    const found = screener.screen('我室友霸凌我，我不想活了。药已经吞下去了');
    expect(found.level).toBe('imminent');
    expect(found.categories).toEqual(expect.arrayContaining(['bullying', 'suicide-intent', 'overdose']));
  });

  test('an idiom hides only itself', () => {
    expect(screener.screen('笑死我了').level).toBe('none');
    expect(screener.screen('笑死我了，我今晚就去跳楼').level).toBe('imminent');
  });

  test('the first person is not a third-person report', () => {
    expect(screener.screen('我和室友吵架了，想自杀').categories).not.toContain('third-person');
  });

  test('a rule can be explained, an unknown one cannot', () => {
    expect(screener.explain('wants-to-die')).toMatchObject({ level: 'high', category: 'suicide-intent' });
    expect(screener.explain('no-such-rule')).toBeUndefined();
  });
});
