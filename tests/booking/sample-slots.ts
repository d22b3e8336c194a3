import type { SlotQuestion } from '../../src/booking/compute-slots.ts';
import type { Opening, Slot } from '../../src/booking/slot.ts';
import { EVERY_WEEK } from '../../src/booking/teaching-weeks.ts';
import { EMPTY_CALENDAR } from '../../src/core/calendar.ts';

export const ADA = '00000000-0000-4000-8000-00000000000a';
export const BO = '00000000-0000-4000-8000-00000000000b';
export const ROOM_1 = '00000000-0000-4000-8000-000000000001';
export const ROOM_2 = '00000000-0000-4000-8000-000000000002';

/** A moment by the wall clock in Shanghai, for example `2026-11-23 09:00`. */
export const at = (wall: string): Date => new Date(`${wall.replace(' ', 'T')}:00+08:00`);

/** Monday from nine to twelve, an hour each, with 甲老师 in room 1. */
export const opening = (more: Partial<Opening> = {}): Opening => ({
  staffId: ADA,
  counsellor: '甲老师',
  roomId: ROOM_1,
  room: '101室',
  campus: null,
  mode: 'on-site',
  weekday: 1,
  fromMinute: 540,
  toMinute: 720,
  sessionMinutes: 60,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  weeks: EVERY_WEEK,
  validFrom: '2026-01-01',
  validTo: null,
  heldBack: 'none',
  extra: false,
  ...more,
});

/** About the week from Monday, 23 November 2026, asked on the Friday before. */
export const question = (more: Partial<SlotQuestion> = {}): SlotQuestion => ({
  rules: [opening()],
  away: [],
  busy: [],
  ownBusy: [],
  roomHours: [],
  calendar: EMPTY_CALENDAR,
  capsOf: () => ({ daily: null, weekly: null }),
  from: at('2026-11-23 00:00'),
  to: at('2026-11-30 00:00'),
  now: at('2026-11-20 10:00'),
  leastNoticeMinutes: 0,
  urgentKept: 0,
  ...more,
});

/** As the wall clock in Shanghai shows it. */
export const wall = (moment: Date): string =>
  new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export const walls = (slots: readonly Slot[]): string[] => slots.map((slot) => wall(slot.startAt));
