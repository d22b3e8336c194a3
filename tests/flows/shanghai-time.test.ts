import { describe, expect, it } from 'vitest';
import { formatDay, formatRange, formatTime, shanghaiDate } from '../../src/core/shanghai-time.ts';

describe('times as they are read in China', () => {
  it('names the day in Shanghai, which may be another than in UTC', () => {
    expect(shanghaiDate(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(formatDay(new Date('2026-11-22T16:00:00Z'), 'zh')).toBe('11月23日 周一');
    expect(formatDay(new Date('2026-11-22T15:59:59Z'), 'zh')).toBe('11月22日 周日');
  });

  it('takes a day as text and refuses what no calendar has', () => {
    expect(formatDay('2026-11-23', 'zh')).toBe('11月23日 周一');
    expect(() => formatDay('2026-02-30', 'zh')).toThrow(RangeError);
  });

  it('writes hours with two digits', () => {
    expect(formatTime(new Date('2026-11-23T00:05:00Z'))).toBe('08:05');
  });

  it('writes a range, and both days where it passes midnight', () => {
    const start = new Date('2026-11-23T06:00:00Z');
    expect(formatRange(start, new Date('2026-11-23T06:50:00Z'), 'zh')).toBe('11月23日 周一 14:00–14:50');
    expect(formatRange(start, new Date('2026-11-23T16:10:00Z'), 'zh')).toBe(
      '11月23日 周一 14:00–11月24日 周二 00:10',
    );
  });

  it('writes English for those who read it', () => {
    expect(formatDay('2026-11-23', 'en')).toBe('Mon 23 Nov');
    expect(formatDay('2027-01-03', 'en')).toBe('Sun 3 Jan');
    const start = new Date('2026-11-23T06:00:00Z');
    expect(formatRange(start, new Date('2026-11-23T06:50:00Z'), 'en')).toBe('Mon 23 Nov 14:00–14:50');
  });
});
