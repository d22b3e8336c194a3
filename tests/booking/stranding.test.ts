import { describe, expect, it } from 'vitest';
import { type StrandingFacts, strandedBy } from '../../src/booking/stranding.ts';
import { EMPTY_CALENDAR } from '../../src/core/calendar.ts';

/** A Wednesday. */
const DAY = '2026-11-25';
const booked = (from: string, to: string, roomId: string | null = 'r') => ({
  staffId: 's',
  roomId,
  startAt: new Date(`${DAY}T${from}:00+08:00`),
  endAt: new Date(`${DAY}T${to}:00+08:00`),
});
const room = { id: 'r', name: '101', campus: null, hours: [], retired: false, sample: false };
const open = [{ weekday: 3, fromMinute: 480, toMinute: 720 }];
const facts = (changes: Partial<StrandingFacts> = {}): StrandingFacts => ({
  calendar: EMPTY_CALENDAR,
  rooms: [{ ...room, hours: open }],
  rules: [],
  ...changes,
});
const extra = { extra: true, staffId: 's', roomId: 'r', validFrom: DAY };
const holidays = [{ name: '校庆', from: DAY, to: DAY }];

describe('a booked time', () => {
  it('is stranded where its room is closed for any of it by now', () => {
    expect(strandedBy(booked('08:00', '09:00'), facts())).toBeNull();
    expect(strandedBy(booked('11:00', '12:00'), facts())).toBeNull();
    expect(strandedBy(booked('11:30', '12:30'), facts())).toEqual({ kind: 'hours' });
    expect(strandedBy(booked('14:00', '15:00'), facts())).toEqual({ kind: 'hours' });
    expect(strandedBy(booked('14:00', '15:00', null), facts())).toBeNull();
    expect(strandedBy(booked('14:00', '15:00'), facts({ rooms: [room] }))).toBeNull();
  });

  it('follows the weekday that is made up for', () => {
    const calendar = { ...EMPTY_CALENDAR, makeUpDays: [{ date: DAY, as: 5 }] };
    expect(strandedBy(booked('08:00', '09:00'), facts({ calendar }))).toEqual({ kind: 'hours' });
  });

  it('is stranded by a holiday and a retired room, and by neither hours nor holiday where the day was opened', () => {
    const calendar = { ...EMPTY_CALENDAR, holidays };
    const retired = [{ ...room, retired: true }];
    expect(strandedBy(booked('08:00', '09:00'), facts({ calendar }))).toEqual({
      kind: 'holiday',
      name: '校庆',
    });
    expect(strandedBy(booked('14:00', '15:00'), facts({ calendar, rules: [extra] }))).toBeNull();
    expect(strandedBy(booked('14:00', '15:00'), facts({ rules: [{ ...extra, roomId: 'other' }] }))).toEqual({
      kind: 'hours',
    });
    expect(strandedBy(booked('08:00', '09:00'), facts({ rooms: retired, rules: [extra] }))).toEqual({
      kind: 'room',
    });
  });
});
