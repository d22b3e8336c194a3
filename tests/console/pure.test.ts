import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByMatches } from '../../src/console/highlight.ts';
import { dayStart, mondayOf, sayDuration, sayMoment } from '../../src/console/times.ts';
import { showable } from '../../src/core/clean-text.ts';

describe('splitting a text by its matches', () => {
  it('keeps every word, whatever the spans are', () => {
    const span = fc.record({
      rule: fc.constantFrom('a', 'b'),
      start: fc.integer({ min: -5, max: 40 }),
      end: fc.integer({ min: -5, max: 40 }),
    });
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(span), (text, matches) => {
        const plain = text.replace(/[^\x20-\x7e]/g, 'x');
        const joined = splitByMatches(plain, matches).map((segment) => segment.text);
        expect(joined.join('')).toBe(showable(plain));
      }),
    );
  });

  it('leaves out a span that lies before the text', () => {
    const segments = splitByMatches('两 字', [
      { rule: 'a', start: -2, end: -1 },
      { rule: 'b', start: -1, end: 1 },
    ]);
    expect(segments).toEqual([
      { text: '两', rules: ['b'] },
      { text: ' 字', rules: [] },
    ]);
  });

  it('names every rule where spans overlap', () => {
    const segments = splitByMatches('今晚不想活了', [
      { rule: 'plan', start: 0, end: 4 },
      { rule: 'wish', start: 2, end: 6 },
    ]);
    expect(segments).toEqual([
      { text: '今晚', rules: ['plan'] },
      { text: '不想', rules: ['plan', 'wish'] },
      { text: '活了', rules: ['wish'] },
    ]);
  });
});

describe('times', () => {
  it.each([
    [-5_000, '0 秒'],
    [59_999, '59 秒'],
    [60_000, '1 分 00 秒'],
    [3_599_000, '59 分 59 秒'],
    [3_600_000, '1 小时 00 分'],
    [90_000_000, '1 天 1 小时'],
  ])('says %i ms as %s', (ms, said) => expect(sayDuration(ms)).toBe(said));

  it('begins a week on Monday, midnight in Shanghai', () => {
    const monday = new Date('2026-11-22T16:00:00Z');
    for (const text of ['2026-11-22T16:00:00Z', '2026-11-23T02:00:00.123Z', '2026-11-29T15:59:59.999Z']) {
      expect(mondayOf(new Date(text))).toEqual(monday);
    }
    expect(mondayOf(new Date('2026-11-22T15:59:59.999Z'))).toEqual(new Date('2026-11-15T16:00:00Z'));
  });

  it('knows a day from what is none', () => {
    expect(dayStart('2026-11-23')).toEqual(new Date('2026-11-22T16:00:00Z'));
    for (const text of ['', '2026-02-30', '2026-1-1', '2026-11-23T00']) expect(dayStart(text)).toBeNull();
  });

  it('names the day only of another day, as days are in Shanghai', () => {
    const now = new Date('2026-11-23T02:00:00Z');
    expect(sayMoment(new Date('2026-11-22T16:00:00Z'), now)).toBe('00:00');
    expect(sayMoment(new Date('2026-11-22T15:59:00Z'), now)).toBe('11月22日 23:59');
  });
});
