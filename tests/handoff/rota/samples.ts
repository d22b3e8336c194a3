import { type Calendar, EMPTY_CALENDAR } from '../../../src/core/calendar.ts';
import { localDay, momentOn } from '../../../src/handoff/rota/local-day.ts';
import type {
  Override,
  Rota,
  Rotation,
  SingleShift,
  Swap,
  WeeklyShift,
} from '../../../src/handoff/rota/rota.ts';

/** 2026-11-23 08:30 on the centre's clock. */
export function at(text: string): Date {
  const [date = '', time = '00:00'] = text.split(' ');
  const [hour, minute] = time.split(':').map(Number);
  return momentOn(localDay(date), (hour ?? 0) * 60 + (minute ?? 0));
}

export const rotaOf = (more: Partial<Rota> = {}): Rota => ({
  calendar: EMPTY_CALENDAR,
  rules: [],
  swaps: [],
  gone: new Map(),
  ...more,
});

export const calendarOf = (more: Partial<Calendar>): Calendar => ({ ...EMPTY_CALENDAR, ...more });

let made = 0;
const life = () => {
  made += 1;
  return { id: `rule-${made}`, duty: 'duty' as const, madeAt: null, endedAt: null };
};
const allDay = { fromMinute: 0, toMinute: 1_440, days: 'all' as const };

export const weekly = (more: Partial<WeeklyShift> = {}): WeeklyShift => ({
  kind: 'weekly',
  ...life(),
  ...allDay,
  staffId: 'a',
  weekday: 1,
  validFrom: null,
  validTo: null,
  sample: false,
  ...more,
});

export const rotation = (more: Partial<Rotation> = {}): Rotation => ({
  kind: 'rotation',
  ...life(),
  ...allDay,
  name: 'round the clock',
  members: ['a', 'b', 'c'],
  periodDays: 7,
  handOverWeekday: 1,
  handOverMinute: 8 * 60,
  validFrom: '2026-11-23',
  validTo: null,
  ...more,
});

type Period = { startsAt: Date; endsAt: Date };

export const single = (staffId: string, period: Period, more: Partial<SingleShift> = {}): SingleShift => ({
  kind: 'single',
  ...life(),
  staffId,
  ...period,
  ...more,
});

export const override = (
  staffId: string,
  insteadOf: string | null,
  period: Period,
  more: Partial<Override> = {},
): Override => ({ kind: 'override', ...life(), staffId, insteadOf, ...period, ...more });

export const swap = (
  fromStaffId: string,
  toStaffId: string,
  period: Period,
  more: Partial<Swap> = {},
): Swap => ({
  id: `swap-${fromStaffId}-${toStaffId}`,
  duty: 'duty',
  fromStaffId,
  toStaffId,
  status: 'accepted',
  offeredAt: at('2026-01-01'),
  settledAt: at('2026-01-01'),
  ...period,
  ...more,
});
