import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterOfferingTime,
  isOfferingTime,
  LEAST_OFFER_MS,
  nextOfferingTime,
  OFFER_MS,
  offeringMsBetween,
  offerUntil,
} from '../../../src/booking/waiting-list/offering-time.ts';
import { addMs, hoursMs, minutesMs } from '../../../src/core/clock.ts';
import { at } from '../sample-slots.ts';

const slotAt = (start: string) => ({ startAt: at(start), endAt: addMs(at(start), minutesMs(50)) });
const until = (start: string, now: string, notice = 120) => offerUntil(slotAt(start), at(now), notice);

describe('offering time', () => {
  it.each([
    ['2026-11-23 07:59', false],
    ['2026-11-23 08:00', true],
    ['2026-11-23 21:29', true],
    ['2026-11-23 21:30', false],
    ['2026-11-24 00:00', false],
  ])('%s: %s', (moment, expected) => {
    expect(isOfferingTime(at(moment))).toBe(expected);
  });

  it.each([
    ['2026-11-23 09:00', '2026-11-23 12:00'],
    ['2026-11-23 18:30', '2026-11-23 21:30'],
    ['2026-11-23 20:30', '2026-11-24 10:00'],
    ['2026-11-23 23:00', '2026-11-24 11:00'],
    ['2026-11-23 03:00', '2026-11-23 11:00'],
  ])('three hours from %s end at %s', (from, end) => {
    expect(afterOfferingTime(at(from), OFFER_MS)).toEqual(at(end));
  });

  it('is shorter where the slot could not be booked for so long, and none where less than an hour is left', () => {
    expect(until('2026-11-25 10:00', '2026-11-23 09:00')).toEqual(at('2026-11-23 12:00'));
    expect(until('2026-11-23 13:00', '2026-11-23 09:00')).toEqual(at('2026-11-23 11:00'));
    expect(until('2026-11-23 12:00', '2026-11-23 09:00')).toEqual(at('2026-11-23 10:00'));
    expect(until('2026-11-23 12:00', '2026-11-23 09:01')).toBeNull();
    expect(until('2026-11-24 09:00', '2026-11-23 20:00')).toEqual(at('2026-11-24 07:00'));
  });

  it('is counted from the morning at night, when a time is promised as by day', () => {
    expect(until('2026-11-25 10:00', '2026-11-23 22:00')).toEqual(at('2026-11-24 11:00'));
    expect(until('2026-11-25 10:00', '2026-11-24 03:00')).toEqual(at('2026-11-24 11:00'));
    expect(until('2026-11-24 11:00', '2026-11-23 22:00')).toEqual(at('2026-11-24 09:00'));
    // Nobody could look at it in time.
    expect(until('2026-11-24 10:59', '2026-11-23 22:00')).toBeNull();
    expect(nextOfferingTime(at('2026-11-23 22:00'))).toEqual(at('2026-11-24 08:00'));
    expect(nextOfferingTime(at('2026-11-24 07:59'))).toEqual(at('2026-11-24 08:00'));
    expect(nextOfferingTime(at('2026-11-24 21:29'))).toEqual(at('2026-11-24 21:29'));
  });

  it('always leaves an hour to look at it, never more than three, and never beyond what can be booked', () => {
    const minute = fc
      .integer({ min: 0, max: 7 * 1_440 })
      .map((count) => addMs(at('2026-11-23 00:00'), minutesMs(count)));
    fc.assert(
      fc.property(minute, minute, fc.constantFrom(0, 120, 1_440), (now, startAt, notice) => {
        const end = offerUntil({ startAt, endAt: addMs(startAt, hoursMs(1)) }, now, notice);
        if (end === null) return;
        const runs = offeringMsBetween(now, end);
        expect(runs).toBeGreaterThanOrEqual(LEAST_OFFER_MS);
        expect(runs).toBeLessThanOrEqual(OFFER_MS);
        expect(end <= addMs(startAt, -minutesMs(notice))).toBe(true);
      }),
    );
  });
});
