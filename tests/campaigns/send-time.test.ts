import { describe, expect, it } from 'vitest';
import { afterQuietHours, isQuiet, readSendTime, writeSendTime } from '../../src/campaigns/send-time.ts';
import { addMs, daysMs, hoursMs, minutesMs } from '../../src/core/clock.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);
const NOW = at('2026-11-23T10:00:00');

describe('quiet hours', () => {
  it.each([
    ['2026-11-23T07:59:59', '2026-11-23T08:00:00'],
    ['2026-11-23T08:00:00', '2026-11-23T08:00:00'],
    ['2026-11-23T21:59:59', '2026-11-23T21:59:59'],
    ['2026-11-23T22:00:00', '2026-11-24T08:00:00'],
    ['2026-12-31T23:30:00', '2027-01-01T08:00:00'],
    ['2026-11-24T00:00:00', '2026-11-24T08:00:00'],
  ])('%s leaves at %s', (wanted, leaves) => {
    expect(afterQuietHours(at(wanted))).toEqual(at(leaves));
  });

  it('are over once one has waited, at every minute of a day, and never for longer than ten hours', () => {
    for (let minute = 0; minute < 1_440; minute += 1) {
      const wanted = addMs(NOW, minutesMs(minute));
      const leaves = afterQuietHours(wanted);
      expect(isQuiet(leaves)).toBe(false);
      expect(leaves.getTime() - wanted.getTime()).toBeLessThanOrEqual(hoursMs(10));
      expect(isQuiet(wanted)).toBe(leaves > wanted);
    }
  });
});

describe('a time that was typed', () => {
  it('is a minute in Shanghai', () => {
    expect(readSendTime('2026-11-23T10:01', NOW)).toEqual({ ok: true, at: at('2026-11-23T10:01:00') });
    expect(writeSendTime(at('2026-11-23T10:01:00'))).toBe('2026-11-23T10:01');
  });

  it.each([
    ['', 'unreadable'],
    ['tomorrow', 'unreadable'],
    ['2026-11-23', 'unreadable'],
    ['2026-02-30T10:00', 'unreadable'],
    ['2026-11-23T25:00', 'unreadable'],
    ['2026-11-23T09:59', 'past'],
    [writeSendTime(addMs(NOW, daysMs(181))), 'too-far'],
  ])('%j is refused: %s', (text, code) => {
    expect(readSendTime(text, NOW)).toEqual({ ok: false, code });
  });

  it('may lie 180 days ahead', () => {
    expect(readSendTime(writeSendTime(addMs(NOW, daysMs(180))), NOW).ok).toBe(true);
  });
});
