import { describe, expect, it } from 'vitest';
import { type MarkedAlarm, precisionOf, reportPrecision } from '../../src/keywords/precision.ts';

const DAY_MS = 86_400_000;
const MONDAY = Date.UTC(2026, 10, 16);
const weeks = [new Date(MONDAY), new Date(MONDAY + 7 * DAY_MS)];
const weekOf = (at: Date): Date =>
  new Date(MONDAY + Math.floor((at.getTime() - MONDAY) / (7 * DAY_MS)) * 7 * DAY_MS);

const mark = (day: number, verdict: MarkedAlarm['verdict'], ...rules: string[]): MarkedAlarm => ({
  verdict,
  level: verdict === 'missed' ? 'none' : 'high',
  expected: verdict === 'missed' ? 'high' : null,
  rules,
  heardAt: new Date(MONDAY + day * DAY_MS),
});

describe('precision by rule and week', () => {
  it('counts an alarm for each of its rules, and once in all', () => {
    const report = reportPrecision([mark(0, 'right', 'a', 'b'), mark(6, 'wrong', 'b')], weeks, weekOf);
    expect(report.all).toEqual([
      { right: 1, wrong: 1 },
      { right: 0, wrong: 0 },
    ]);
    expect(report.rules).toEqual([
      {
        rule: 'b',
        whole: { right: 1, wrong: 1 },
        weeks: [
          { right: 1, wrong: 1 },
          { right: 0, wrong: 0 },
        ],
      },
      {
        rule: 'a',
        whole: { right: 1, wrong: 0 },
        weeks: [
          { right: 1, wrong: 0 },
          { right: 0, wrong: 0 },
        ],
      },
    ]);
  });

  it('keeps weeks apart, and leaves out what lies outside', () => {
    const marks = [
      mark(0, 'right', 'a'),
      mark(7, 'wrong', 'a'),
      mark(14, 'wrong', 'a'),
      mark(-1, 'wrong', 'a'),
    ];
    const [rule] = reportPrecision(marks, weeks, weekOf).rules;
    expect(rule?.weeks).toEqual([
      { right: 1, wrong: 0 },
      { right: 0, wrong: 1 },
    ]);
    expect(rule?.whole).toEqual({ right: 1, wrong: 1 });
  });

  it('counts what was missed by week and for no rule', () => {
    const report = reportPrecision([mark(1, 'missed', 'a'), mark(8, 'missed')], weeks, weekOf);
    expect(report.missed).toEqual([1, 1]);
    expect(report.rules).toEqual([]);
    expect(report.all).toEqual([
      { right: 0, wrong: 0 },
      { right: 0, wrong: 0 },
    ]);
  });

  it('puts the rules with most wrong alarms first', () => {
    const marks = [
      mark(0, 'right', 'good'),
      mark(0, 'wrong', 'bad'),
      mark(0, 'wrong', 'bad'),
      mark(0, 'wrong', 'so-so'),
    ];
    expect(reportPrecision(marks, weeks, weekOf).rules.map(({ rule }) => rule)).toEqual([
      'bad',
      'so-so',
      'good',
    ]);
  });

  it('knows no share of nothing', () => {
    expect(precisionOf({ right: 0, wrong: 0 })).toBeNull();
    expect(precisionOf({ right: 3, wrong: 1 })).toBe(0.75);
  });
});
