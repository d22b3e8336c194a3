import { describe, expect, it } from 'vitest';
import {
  formatBothHours,
  formatBothRanges,
  isTimeZone,
  sayClock,
  sayMoment,
} from '../../src/core/both-times.ts';

const MINUTES_50 = 3_000_000;
const range = (at: string, zone: string | null) => {
  const startAt = new Date(at);
  return formatBothRanges(startAt, new Date(startAt.getTime() + MINUTES_50), 'zh', zone);
};

describe('times for students abroad', () => {
  it('follow the summer time of the place, which Shanghai has not', () => {
    // Clocks in London went back at 01:00 UTC on 25 October 2026, those in New York on 1 November.
    expect(range('2026-10-24T06:00:00Z', 'Europe/London')).toBe(
      '北京时间 10月24日 周六 14:00–14:50 · 当地 10月24日 周六 07:00–07:50',
    );
    expect(range('2026-10-25T06:00:00Z', 'Europe/London')).toBe(
      '北京时间 10月25日 周日 14:00–14:50 · 当地 10月25日 周日 06:00–06:50',
    );
    expect(range('2026-10-31T01:00:00Z', 'America/New_York')).toMatch(/当地 10月30日 周五 21:00–21:50/);
    expect(range('2026-11-02T01:00:00Z', 'America/New_York')).toMatch(/当地 11月1日 周日 20:00–20:50/);
  });

  it('say the hours that the clocks show while they are put back', () => {
    expect(range('2026-10-25T00:30:00Z', 'Europe/London')).toMatch(/当地 10月25日 周日 01:30–01:20$/);
  });

  it('are one time where the clocks show the same, or nobody is abroad', () => {
    expect(range('2026-11-23T06:00:00Z', 'Asia/Singapore')).toBe('11月23日 周一 14:00–14:50');
    expect(range('2026-11-23T06:00:00Z', null)).toBe('11月23日 周一 14:00–14:50');
  });

  it('are both said of a moment, with the day where it is another', () => {
    const at = new Date('2026-11-23T01:00:00Z');
    const abroad = { language: 'zh', timeZone: 'America/New_York' } as const;
    expect(sayMoment(at, abroad)).toBe('北京时间 11月23日 周一 09:00 · 当地 11月22日 周日 20:00');
    expect(sayClock(at, abroad)).toBe('09:00 · 当地 11月22日 周日 20:00');
    expect(sayClock(at, { language: 'en', timeZone: 'Asia/Tokyo' })).toBe('09:00 · your time 10:00');
    for (const timeZone of [null, 'Asia/Singapore']) {
      expect(sayMoment(at, { language: 'en', timeZone })).toBe('Mon 23 Nov 09:00');
      expect(sayClock(at, { language: 'en', timeZone })).toBe('09:00');
    }
  });

  it('name the day of the other place where it is another', () => {
    const startAt = new Date('2026-11-23T01:00:00Z');
    const hours = formatBothHours(
      startAt,
      new Date(startAt.getTime() + MINUTES_50),
      'zh',
      'America/New_York',
    );
    expect(hours).toBe('09:00–09:50 · 当地 11月22日 周日 20:00–20:50');
  });
});

it.each(['Europe/London', 'Asia/Kolkata'])('%s is a zone', (name) => {
  expect(isTimeZone(name)).toBe(true);
});
it.each(['', '+08:00', 'UTC+8; drop table', 'Nowhere/Town', 'x'.repeat(65)])('%s is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});
