import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graver, planAnswer } from '../../src/spool/plan-answer.ts';
import { type Called, planPage } from '../../src/spool/plan-page.ts';

const SECOND = 1_000;

describe('whom to page while there is no database', () => {
  const emergency = { count: 2, imminent: false, sinceMs: 0 };
  it('is told at once, and of more after a minute', () => {
    expect(planPage(emergency, null, 5)).toEqual({ kind: 'page', times: 1, again: false });
    const called = { count: 2, atMs: 0, times: 1 };
    expect(planPage({ ...emergency, count: 9 }, called, 59 * SECOND)).toEqual({ kind: 'wait' });
    expect(planPage({ ...emergency, count: 9 }, called, 60 * SECOND)).toEqual({
      kind: 'page',
      times: 2,
      again: false,
    });
  });

  it('is told again, as a repeat, after five minutes in which nothing new came', () => {
    const called = { count: 2, atMs: 0, times: 1 };
    expect(planPage(emergency, called, 299 * SECOND)).toEqual({ kind: 'wait' });
    expect(planPage(emergency, called, 300 * SECOND)).toEqual({ kind: 'page', times: 2, again: true });
  });

  it('never more than once a minute, and within a minute of whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_800 }), { minLength: 1 }), (seconds) => {
        const came = [...seconds].sort((a, b) => a - b);
        const pages: number[] = [];
        let called: Called | null = null;
        for (let second = 0; second <= 2_000; second += 1) {
          const count = came.filter((at) => at <= second).length;
          const plan = planPage({ count, imminent: false, sinceMs: 0 }, called, second * SECOND);
          if (plan.kind === 'wait') continue;
          pages.push(second);
          called = { count, atMs: second * SECOND, times: plan.times };
        }
        pages.slice(1).forEach((at, index) => {
          expect(at - (pages[index] ?? 0)).toBeGreaterThanOrEqual(60);
        });
        for (const at of came) expect(pages.some((page) => page >= at && page <= at + 60)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a student is told while there is no database', () => {
  it('a crisis at once, and the graver one too', () => {
    expect(planAnswer('high', null, 0)).toBe('crisis');
    expect(planAnswer('high', { level: 'ordinary', atMs: 0 }, 1)).toBe('crisis');
    expect(planAnswer('imminent', { level: 'high', atMs: 0 }, 1)).toBe('crisis');
  });

  it('somebody in crisis who goes on is not told the same after every line', () => {
    expect(planAnswer('high', { level: 'high', atMs: 0 }, 29 * SECOND)).toBe('nothing');
    expect(planAnswer('ordinary', { level: 'high', atMs: 0 }, 30 * SECOND)).toBe('again');
    expect(graver('ordinary', { level: 'imminent', atMs: 0 })).toBe('imminent');
  });

  it('others rarely', () => {
    expect(planAnswer('ordinary', null, 0)).toBe('ordinary');
    expect(planAnswer('ordinary', { level: 'ordinary', atMs: 0 }, 299 * SECOND)).toBe('nothing');
    expect(planAnswer('ordinary', { level: 'ordinary', atMs: 0 }, 300 * SECOND)).toBe('ordinary');
  });
});
