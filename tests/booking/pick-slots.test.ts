import { describe, expect, it } from 'vitest';
import { computeSlots } from '../../src/booking/compute-slots.ts';
import { daysOf, nextFree } from '../../src/booking/pick-slots.ts';
import { at, BO, opening, question, ROOM_2, wall } from './sample-slots.ts';

const second = opening({ staffId: BO, counsellor: '乙老师', roomId: ROOM_2, room: '102室', toMinute: 660 });
const slots = computeSlots(question({ rules: [opening(), second, opening({ weekday: 3, toMinute: 600 })] }));

describe('daysOf', () => {
  it('counts the free slots of each day that has one', () => {
    expect(daysOf(slots)).toEqual([
      { date: '2026-11-23', free: 5 },
      { date: '2026-11-25', free: 1 },
    ]);
    expect(daysOf([])).toEqual([]);
  });

  it('takes the date from the wall clock in Shanghai', () => {
    const early = computeSlots(question({ rules: [opening({ fromMinute: 0, toMinute: 60 })] }));
    expect(daysOf(early)).toEqual([{ date: '2026-11-23', free: 1 }]);
  });
});

describe('nextFree', () => {
  const next = (around: string, count: number) =>
    nextFree(slots, at(around), count).map((slot) => `${wall(slot.startAt).slice(8)} ${slot.counsellor}`);

  it('offers the same time first and then the nearest later ones', () => {
    expect(next('2026-11-23 10:00', 3)).toEqual(['23 10:00 甲老师', '23 10:00 乙老师', '23 11:00 甲老师']);
    expect(next('2026-11-23 10:30', 2)).toEqual(['23 11:00 甲老师', '25 09:00 甲老师']);
  });

  it('goes back to earlier ones only when the later ones run out', () => {
    expect(next('2026-11-23 11:00', 4)).toEqual([
      '23 11:00 甲老师',
      '25 09:00 甲老师',
      '23 10:00 乙老师',
      '23 10:00 甲老师',
    ]);
    expect(next('2026-12-24 11:00', 1)).toEqual(['25 09:00 甲老师']);
  });

  it('offers what there is', () => {
    expect(nextFree([], at('2026-11-23 10:00'), 3)).toEqual([]);
    expect(next('2026-11-23 10:00', 0)).toEqual([]);
    expect(next('2026-11-23 10:00', 99)).toHaveLength(6);
  });
});
