import { describe, expect, it } from 'vitest';
import { countAhead, countedTime } from '../../src/booking/decide-standing.ts';
import { addMs, daysMs } from '../../src/core/clock.ts';
import { at } from './sample-slots.ts';

const autumn = { startAt: at('2026-09-07 00:00'), endAt: at('2027-01-23 00:00') };
const spring = { startAt: at('2027-03-01 00:00'), endAt: at('2027-07-10 00:00') };
const NOW = at('2027-01-20 10:00');

describe('what counts beside an appointment', () => {
  it('is its term, whenever it is booked', () => {
    expect(countedTime([autumn, spring], at('2027-01-22 23:59'), NOW)).toEqual(autumn);
    expect(countedTime([autumn, spring], at('2027-03-01 00:00'), NOW)).toEqual(spring);
  });

  it('is what lies between two terms, and none of either', () => {
    const between = { startAt: autumn.endAt, endAt: spring.startAt };
    expect(countedTime([spring, autumn], autumn.endAt, NOW)).toEqual(between);
    expect(countedTime([spring, autumn], at('2027-02-28 23:59'), NOW)).toEqual(between);
  });

  it('is half a year to both sides without any term', () => {
    const half = daysMs(180);
    expect(countedTime([], NOW, NOW)).toEqual({ startAt: addMs(NOW, -half), endAt: addMs(NOW, half) });
    const later = addMs(NOW, daysMs(10));
    expect(countedTime([autumn], later, NOW)).toEqual({ startAt: autumn.endAt, endAt: addMs(later, half) });
  });
});

it('what was agreed on together counts once, and not at all where one of it is moved', () => {
  const slot = { startAt: addMs(NOW, 1) };
  const weekly = ['a', 'b', 'c'].map((id) => ({ id, slot, seriesId: 'weekly' }));
  const all = [...weekly, { id: 'd', slot }];
  expect(countAhead([], NOW)).toBe(0);
  expect(countAhead(all, NOW)).toBe(2);
  expect(countAhead(all, NOW, 'b')).toBe(1);
  expect(countAhead(all, NOW, 'd')).toBe(1);
  expect(countAhead(weekly, NOW, 'gone')).toBe(1);
  expect(countAhead(all, slot.startAt)).toBe(0);
});
