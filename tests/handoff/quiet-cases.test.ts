import { describe, expect, it } from 'vitest';
import { quietCases, quietForHeads, quietLook } from '../../src/handoff/quiet-cases.ts';
import { policy, takenCase } from './samples.ts';

/** By the clock of the centre. */
const at = (clock: string): Date => new Date(`2026-11-${clock}:00+08:00`);
const taken = (number: number, sign: string) =>
  takenCase('lin', { number, acknowledgedAt: at('20T00:00'), ownerActiveAt: at(sign) });

describe('a look at quiet cases', () => {
  it.each([
    ['23T00:00', null, '23T09:00'],
    ['23T08:59', null, '23T09:00'],
    ['23T09:00', 'morning', '23T18:00'],
    ['23T17:59', 'morning', '23T18:00'],
    ['23T18:00', 'evening', '24T09:00'],
    ['23T20:59', 'evening', '24T09:00'],
    ['23T21:00', null, '24T09:00'],
    ['23T23:59', null, '24T09:00'],
  ] as const)('at %s is that of the %s, and the next is at %s', (now, part, next) => {
    expect(quietLook(at(now))).toEqual({ part, date: '2026-11-23', nextAt: at(next) });
  });

  it('finds what somebody has and gave no sign in for hours, longest first, and nothing else', () => {
    const cases = [
      taken(1, '23T03:01'),
      taken(2, '23T03:00'),
      taken(3, '22T20:00'),
      { ...taken(4, '22T01:00'), status: 'open' as const },
      { ...taken(5, '22T01:00'), status: 'closed' as const },
      { ...taken(6, '22T01:00'), ownerActiveAt: null },
    ];
    const numbers = quietCases(cases, 6, at('23T09:00')).map(({ one }) => one.number);
    expect(numbers).toEqual([6, 3, 2]);
  });

  it('tells heads each morning of what is quiet for a day, and in the evening of what became so since', () => {
    const cases = [taken(1, '22T08:00'), taken(2, '22T12:00'), taken(3, '22T18:30')];
    const heads = (part: 'morning' | 'evening', now: string) =>
      quietForHeads(policy, cases, part, at(now)).map(({ one }) => one.number);
    expect(heads('morning', '23T09:00')).toEqual([1]);
    expect(heads('evening', '23T18:00')).toEqual([2]);
    expect(heads('morning', '24T09:00')).toEqual([1, 2, 3]);
  });
});
