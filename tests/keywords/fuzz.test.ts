import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { compileRules, mergeScreenings } from '../../src/keywords/rules.ts';
import { noScreening, rankLevel, type Screening } from '../../src/keywords/screening.ts';
import { loadDefaultRules, readLines } from './default-screener.ts';
import { neutralSentences } from './neutral-sentences.ts';

const { files, screener } = await loadDefaultRules();
vi.setConfig({ testTimeout: 60_000 });

const crises = [...(await readLines('imminent')), ...(await readLines('high'))];
const lines = [...crises, ...(await readLines('none')), ...(await readLines('concern'))];

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom(...lines, '。', '，', ' ', '😀', '\ud800', '\u200b', '歹', '匕', '木', '.', '①'), {
      maxLength: 8,
    })
    .map((parts) => parts.join('')),
);

/** What holds for every answer about a text of this length. */
function expectSound({ level, handoff, matches, categories }: Screening, length: number): void {
  expect(handoff).toBe(rankLevel(level) >= 2);
  expect(level === 'none').toBe(matches.length === 0);
  expect(level === 'none').toBe(categories.length === 0);
  for (const { start, end } of matches) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(length);
  }
}

describe('screening any text', () => {
  test('never throws, and its places lie in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => expectSound(screener.screen(text), text.length)),
      { numRuns: 2000 },
    );
  });

  test('keeps nothing of one text for the next, in whatever order they come', () => {
    const other = compileRules(files);
    if (!other.ok) throw new Error('not compiled');
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 6 }), (texts) => {
        const forwards = texts.map((text) => screener.screen(text));
        const backwards = texts.toReversed().map((text) => other.screener.screen(text));
        expect(backwards.toReversed()).toEqual(forwards);
      }),
      { numRuns: 300 },
    );
  });

  test('texts longer than the usual arrays leave the next answers as they were', () => {
    const before = crises.map((text) => screener.screen(text));
    const long = `${'今天食堂的饭很好吃，'.repeat(8000)}我不想活了`;
    const found = screener.screen(long);
    expect(found.handoff).toBe(true);
    expectSound(found, long.length);
    expect(crises.map((text) => screener.screen(text))).toEqual(before);
  });

  test('a full stop and a neutral sentence behind a crisis never lower it', () => {
    expect(neutralSentences.length).toBeGreaterThanOrEqual(30);
    const lowered = crises.flatMap((text) => {
      const { level } = screener.screen(text);
      return neutralSentences
        .filter((sentence) => rankLevel(screener.screen(`${text}。${sentence}`).level) < rankLevel(level))
        .map((sentence) => `${text}。${sentence}`);
    });
    expect(lowered).toEqual([]);
  });
});

describe('what stands beside the rules', () => {
  const rule = {
    sets: {},
    cues: {},
    idioms: [],
    rules: [],
    name: '10-empty.yaml',
  };

  test('a model raises to concern and no further, only where the rules are silent', () => {
    const compilation = compileRules(files, {
      raise: (text) => (text.length > 1 ? { start: 1, end: 2 } : null),
    });
    if (!compilation.ok) throw new Error('not compiled');
    const raised = compilation.screener.screen('😀今 天吃面');
    expect(raised).toEqual({
      level: 'concern',
      handoff: false,
      categories: ['possible-crisis'],
      matches: [{ rule: 'linear-model', start: 4, end: 5 }],
    });
    expect(compilation.screener.explain('linear-model')).toMatchObject({ level: 'concern' });
    expect(compilation.screener.screen('我').level).toBe('none');
    expect(compilation.screener.screen('我想自杀')).toEqual(screener.screen('我想自杀'));
  });

  test('a restored view is searched too, and what both views hold is told once', () => {
    const plain = '活'.charCodeAt(0);
    const compilation = compileRules(files, {
      restore: (text) => {
        const at = text.units.subarray(0, text.length).indexOf('火'.charCodeAt(0));
        if (at === -1) return null;
        const { length, starts, ends, gaps, sentences, changed } = text;
        return {
          length,
          starts,
          ends,
          gaps,
          sentences,
          changed,
          units: text.units.slice().fill(plain, at, at + 1),
        };
      },
    });
    if (!compilation.ok) throw new Error('not compiled');
    expect(compilation.screener.screen('我不想火了')).toEqual(screener.screen('我不想活了'));
    expect(compilation.screener.screen('我想自杀，火')).toEqual(screener.screen('我想自杀，活'));
  });

  test('rule files without rules find nothing', () => {
    const compilation = compileRules([rule]);
    expect(compilation.ok && compilation.screener.screen('我想自杀')).toBe(noScreening());
  });

  test('two screenings of one text add up to the graver one', () => {
    const a = screener.screen('我想自杀');
    const b: Screening = {
      level: 'concern',
      handoff: false,
      categories: ['bullying'],
      matches: [{ rule: 'a', start: 0, end: 1 }],
    };
    const merged = mergeScreenings(b, a);
    expect(merged).toMatchObject({ level: 'high', handoff: true });
    expect(merged.categories).toEqual(expect.arrayContaining(['bullying', ...a.categories]));
    expect(merged.matches).toEqual([...b.matches, ...a.matches]);
    expect(mergeScreenings(a, noScreening())).toEqual(a);
    expect(mergeScreenings(noScreening(), b)).toEqual(b);
  });
});
