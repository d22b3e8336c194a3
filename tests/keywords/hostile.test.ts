import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { loadEvasions } from '../../src/keywords/restore/load-evasions.ts';
import { compileRules } from '../../src/keywords/rules.ts';
import { loadDefaultRules, readLines } from './default-screener.ts';

const { files, screener } = await loadDefaultRules();
// The texts are long and the machines of a check are slow.
vi.setConfig({ testTimeout: 30_000 });

const crisis = '我不想活了';

/** A column whose reads are counted. */
function counted<Column extends object>(column: Column, count: () => void): Column {
  return new Proxy(column, {
    get(target, key) {
      if (typeof key === 'string') count();
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const loading = await loadEvasions(fileURLToPath(new URL('../../config/evasions.yaml', import.meta.url)));
if (!loading.ok) throw new Error('the evasive spellings cannot be read');
const { restore } = loading;

let steps = 0;
const count = (): void => {
  steps += 1;
};
const counting = compileRules(files, {
  restore: (view) => {
    const copy = {
      units: counted(view.units, count),
      starts: counted(view.starts, count),
      ends: counted(view.ends, count),
      gaps: counted(view.gaps, count),
      sentences: counted(view.sentences, count),
      length: view.length,
      changed: view.changed,
    };
    return restore(copy) ?? copy;
  },
});

/** How often screening a text reads characters, their places and gaps: the second view, and the rules on a copy. */
function stepsOf(text: string): number {
  if (!counting.ok) throw new Error('not compiled');
  steps = 0;
  counting.screener.screen(text);
  return steps;
}

describe('hostile text', () => {
  test.each([
    ['NUL', '\u0000'.repeat(200_000)],
    ['lone surrogates', '\ud83d'.repeat(100_000) + '\ude00\udc00'.repeat(50_000)],
    ['bidi controls', '\u202e\u2066\u200f'.repeat(70_000)],
    ['emoji', '😀'.repeat(100_000)],
    ['combining marks', `a${'\u0301'.repeat(200_000)}`],
    ['wide expansions', '\ufdfa'.repeat(66_000)],
    ['half a crisis, again and again', '想'.repeat(200_000)],
    ['many crises', '想自杀'.repeat(66_000)],
    ['many names', `${'我室友他说不想以前'.repeat(22_000)}。`],
    ['many marks', '。'.repeat(200_000)],
    ['ordinary words', '今天食堂的饭很好吃。'.repeat(20_000)],
  ])('a crisis is found behind, before and within 200 kB of %s', (_name, padding) => {
    for (const text of [padding + crisis, crisis + padding, `${padding}\n${crisis}\n${padding}`]) {
      const found = screener.screen(text);
      expect(found.handoff).toBe(true);
      expect(found.matches.length).toBeLessThanOrEqual(100);
    }
  });

  test.each([
    ['NUL', '\u0000'],
    ['lone surrogate', '\udfff'],
    ['bidi', '\u202e'],
    ['zero width', '\u200b\u2060'],
    ['emoji', '💔'],
    ['many emoji', '😀'.repeat(1000)],
    ['variation selector', '\ufe0f'],
    ['combining mark', '\u0336'],
    ['space', '　'],
    ['star', '*'],
    ['tag characters', '\u{e0041}'],
  ])('a crisis spelled with %s between its characters is found', (_name, mark) => {
    const text = [...crisis].join(mark);
    const found = screener.screen(text);
    expect(found.handoff).toBe(true);
    expect(found.matches.some(({ start, end }) => text.slice(start, end).includes('不'))).toBe(true);
  });

  test('ten times the text is ten times the steps, not a hundred', () => {
    const unit = '我室友他说不想以前想自杀😀\u202e从楼顶跳，4zs思';
    const small = stepsOf(unit.repeat(40));
    expect(small).toBeGreaterThan(unit.length * 40);
    expect(stepsOf(unit.repeat(400))).toBeLessThan(small * 11);
  });
});

describe('for any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc
      .array(
        fc.constantFrom(
          '我',
          '想',
          '死',
          '不',
          '自',
          '杀',
          '他',
          '。',
          ' ',
          '😀',
          '\ud800',
          '了',
          '活',
          '药',
          'i',
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join('')),
  );

  test('screening never throws, and its answer holds together', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = screener.screen(text);
        expect(found.handoff).toBe(found.level === 'high' || found.level === 'imminent');
        expect(found.level === 'none').toBe(found.matches.length === 0);
        for (const { rule, start, end } of found.matches) {
          expect(screener.explain(rule)).toBeDefined();
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('the same text gets the same answer, whatever was screened between', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const first = screener.screen(text);
        screener.screen(other);
        expect(screener.screen(text)).toEqual(first);
      }),
    );
  });

  test('the first words of the next sentence make no idiom of the last ones', () => {
    for (const text of ['我想自杀。新闻报道一名明星自杀。', '被舍友孤立得想自杀。新闻里。']) {
      expect(screener.screen(text).level).toBe('high');
    }
  });

  test('benign sentences before and after do not hide a crisis', async () => {
    const benign = fc.array(fc.constantFrom(...(await readLines('none'))), { maxLength: 8 }).map((lines) => {
      return lines.map((line) => `${line}。`).join('');
    });
    const crises = fc.constantFrom(...(await readLines('imminent')), ...(await readLines('high')));
    fc.assert(
      fc.property(benign, crises, benign, (before, text, after) => {
        expect(screener.screen(`${before}${text}。${after}`).handoff).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
