import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onShift, type Shift } from '../../src/handoff/rota.ts';

const shift = (more: Partial<Shift> = {}): Shift => ({
  staffId: 'a',
  duty: 'duty',
  weekday: 1,
  fromMinute: 0,
  toMinute: 1_440,
  ...more,
});

/** Monday 23 November 2026 in Shanghai begins on Sunday at 16:00 UTC. */
const MONDAY = new Date('2026-11-22T16:00:00Z').getTime();
const MINUTE = 60_000;
const at = (ms: number): Date => new Date(MONDAY + ms);

describe('the weekly rota, in Asia/Shanghai', () => {
  it.each([
    ['the last millisecond of Sunday', -1, []],
    ['the first moment of Monday', 0, ['a']],
    ['the last millisecond of Monday', 24 * 60 * MINUTE - 1, ['a']],
    ['the first moment of Tuesday', 24 * 60 * MINUTE, []],
    ['the same moment a week later', 7 * 24 * 60 * MINUTE, ['a']],
  ])('has a shift of the whole Monday at %s: %s', (_name, ms, staff) => {
    expect(onShift([shift()], 'duty', at(ms as number))).toEqual(staff);
  });

  it('begins a shift with its first minute and ends it before its last', () => {
    const morning = [shift({ fromMinute: 480, toMinute: 720 })];
    expect(onShift(morning, 'duty', at(480 * MINUTE - 1))).toEqual([]);
    expect(onShift(morning, 'duty', at(480 * MINUTE))).toEqual(['a']);
    expect(onShift(morning, 'duty', at(720 * MINUTE - 1))).toEqual(['a']);
    expect(onShift(morning, 'duty', at(720 * MINUTE))).toEqual([]);
  });

  it('leaves no gap at midnight between a night’s two rows', () => {
    const night = [
      shift({ weekday: 7, fromMinute: 1_320, toMinute: 1_440 }),
      shift({ weekday: 1, fromMinute: 0, toMinute: 360 }),
    ];
    for (const ms of [-MINUTE, -1, 0, 1, MINUTE]) expect(onShift(night, 'duty', at(ms))).toEqual(['a']);
  });

  it('keeps duty and backup apart and names everybody once', () => {
    const rows = [
      shift(),
      shift({ fromMinute: 0, toMinute: 60 }),
      shift({ staffId: 'b' }),
      shift({ staffId: 'c', duty: 'backup' }),
    ];
    expect(onShift(rows, 'duty', at(0))).toEqual(['a', 'b']);
    expect(onShift(rows, 'backup', at(0))).toEqual(['c']);
  });

  it('is never empty in any minute when seven whole days are covered', () => {
    const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => shift({ weekday }));
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (now) => {
          expect(onShift(week, 'duty', now)).toEqual(['a']);
        },
      ),
    );
  });
});
