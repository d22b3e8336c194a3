import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LONGEST_KEPT, screenAndKeep } from '../../../src/conversation/student/shown-text.ts';
import type { Screener } from '../../../src/keywords/rules.ts';
import { rankLevel } from '../../../src/keywords/screening.ts';
import { loadDefaultRules } from '../../keywords/default-screener.ts';

const LONGEST = LONGEST_KEPT;
const DANGER = '我不想活了';
const CALM = '今天天气不错，食堂的面也好吃。';
const fill = (length: number): string => CALM.repeat(Math.ceil(length / CALM.length)).slice(0, length);

describe('what is kept of a text', () => {
  let screener: Screener;
  beforeAll(async () => {
    screener = (await loadDefaultRules()).screener;
  });

  /** What a counsellor sees marked. */
  const marked = (text: string): string[] => {
    const { kept, screening } = screenAndKeep(text, screener);
    return screening.matches.map(({ start, end }) => kept.slice(start, end));
  };
  const shows = (text: string, words: string): boolean =>
    marked(text).some((span) => words.includes(span) || span.includes(words));

  it('is all of it when it is short', () => {
    const text = `${CALM}${DANGER}`;
    expect(screenAndKeep(text, screener)).toEqual({
      screening: screener.screen(text),
      kept: text,
      long: false,
    });
  });

  it('is all of it at the very limit', () => {
    expect(screenAndKeep(fill(LONGEST), screener)).toMatchObject({ kept: fill(LONGEST), long: false });
    expect(screenAndKeep(fill(LONGEST + 1), screener)).toMatchObject({ long: true });
  });

  it('is as much of the beginning as fits when nothing stands behind it', () => {
    const { kept } = screenAndKeep(fill(20_000), screener);
    expect(kept).toBe(`${fill(LONGEST - 2)} …`);
    expect(screenAndKeep(`${DANGER}${fill(20_000)}`, screener).kept).toHaveLength(LONGEST);
  });

  it('gives up no more of the beginning than the spans behind it need', () => {
    const lone = screener.screen(DANGER).matches.length;
    const { kept } = screenAndKeep(`${fill(10_000)}${DANGER}${fill(9_000)}`, screener);
    expect(kept.startsWith(fill(LONGEST - 2 - Math.min(lone, 5) * 363))).toBe(true);
  });

  it.each([10_000, 3_999, 2_500])('shows the span at %i characters of a long text', (place) => {
    const text = `${fill(place)}${DANGER}${fill(20_000)}`;
    const { screening, kept, long } = screenAndKeep(text, screener);
    expect(long).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(LONGEST);
    expect(kept.startsWith(fill(1_000))).toBe(true);
    expect(kept).toContain(DANGER);
    expect(screening).toMatchObject({ level: screener.screen(DANGER).level, handoff: true });
    expect(shows(text, DANGER)).toBe(true);
  });

  it('shows a span wherever it stands, also across an edge of what is kept', () => {
    for (const edge of [2_183, 2_546, 2_909, 3_272, 3_635, 3_998]) {
      for (let place = edge - 8; place <= edge + 3; place += 1) {
        const text = `${fill(place)}${DANGER}${fill(20_000)}`;
        expect(shows(text, DANGER), `${place}`).toBe(true);
      }
    }
  });

  it('shows the gravest spans when there are many', () => {
    const minor = screener.screen('活着没意思');
    expect(minor.level).not.toBe('none');
    const many = Array.from({ length: 40 }, () => `${fill(600)}活着没意思。`).join('');
    const grave = '今晚就跳楼';
    const text = `${fill(5_000)}${many}${DANGER}，${grave}`;
    const { screening, kept } = screenAndKeep(text, screener);
    expect(screening.level).toBe('imminent');
    expect(kept).toContain('跳楼');
    expect(kept.length).toBeLessThanOrEqual(LONGEST);
  });

  it('shows what stands far back although the beginning is full of matches', () => {
    const text = `${DANGER}，`.repeat(30) + fill(9_000) + DANGER;
    const { kept } = screenAndKeep(text, screener);
    expect(kept.endsWith(`${DANGER} …`)).toBe(true);
  });

  it('keeps the level of words that only the hidden characters held apart', () => {
    const text = `我不\u202e想\u0000活了${fill(10)}`;
    const { screening, kept } = screenAndKeep(text, screener);
    expect(kept).toBe(`${DANGER}${fill(10)}`);
    expect(screening.handoff).toBe(true);
    expect(marked(text).join('')).toMatch(/想活了/);
  });

  it('is never longer than the cap, lowers no level, and its spans lie inside', () => {
    const parts = fc.oneof(
      fc.constantFrom(DANGER, '活着没意思', '今晚就跳楼', '😀', '\ud800', '\u0000', '\u202e', ' … ', CALM),
      fc.integer({ min: 1, max: 3_000 }).map(fill),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (some) => {
        const text = some.join('');
        const whole = screener.screen(text);
        const { screening, kept, long } = screenAndKeep(text, screener);
        expect(kept.length).toBeLessThanOrEqual(LONGEST);
        expect(kept.isWellFormed()).toBe(true);
        expect(long).toBe(text.length > LONGEST);
        expect(rankLevel(screening.level)).toBeGreaterThanOrEqual(rankLevel(whole.level));
        expect(screening.handoff || !whole.handoff).toBe(true);
        for (const { start, end } of screening.matches) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(kept.length);
        }
        // Whoever is called sees why.
        if (whole.handoff) expect(screening.matches.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});
