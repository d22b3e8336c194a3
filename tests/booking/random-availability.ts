import fc from 'fast-check';
import type { Calendar } from '../../src/core/calendar.ts';
import { addMs, minutesMs } from '../../src/core/clock.ts';
import { at } from './sample-slots.ts';

/** Two weeks from Monday, 23 November 2026; the calendar's week before and after belong to the terms. */
export const FROM = at('2026-11-23 00:00');
export const TO = at('2026-12-07 00:00');
const WINDOW_MINUTES = 14 * 1_440;
const DAYS = Array.from({ length: 14 }, (_, day) => wallDate(day));

function wallDate(day: number): string {
  return new Date(FROM.getTime() + (day * 24 + 8) * 3_600_000).toISOString().slice(0, 10);
}

export const momentAt = (minute: number): Date => addMs(FROM, minutesMs(minute));

export const date = fc.constantFrom(...DAYS);

/** Steps of five minutes in the hours of a day, so that much begins, ends and meets at the same moment. */
const hours = fc
  .record({ from: fc.integer({ min: 96, max: 240 }), length: fc.integer({ min: 3, max: 60 }) })
  .map(({ from, length }) => ({ fromMinute: from * 5, toMinute: Math.min(1_440, (from + length) * 5) }));

const buffer = fc.constantFrom(0, 0, 5, 10, 20);

const weeks = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'all' as const }) },
  fc.constantFrom('term', 'odd', 'even').map((kind) => ({ kind })),
  fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }).map((list) => ({
    kind: 'list' as const,
    list,
  })),
);

const validity = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ validFrom: '2026-09-01', validTo: null, extra: false }) },
  fc.tuple(date, date).map(([one, other]) => ({
    validFrom: one < other ? one : other,
    validTo: one < other ? other : one,
    extra: false,
  })),
  date.map((only) => ({ validFrom: only, validTo: only, extra: true })),
);

/** A rule of the counsellor and in the room with these numbers; room 2 is none: online. */
export const rule = fc
  .record({
    counsellor: fc.integer({ min: 0, max: 1 }),
    room: fc.integer({ min: 0, max: 2 }),
    weekday: fc.integer({ min: 1, max: 7 }),
    hours,
    sessionMinutes: fc.constantFrom(45, 50, 50, 90),
    bufferBeforeMinutes: buffer,
    bufferAfterMinutes: buffer,
    weeks,
    validity,
    heldBack: fc.constantFrom('none' as const, 'none' as const, 'urgent' as const),
  })
  .map(({ hours: { fromMinute, toMinute }, validity: when, ...more }) => ({
    ...more,
    ...when,
    fromMinute,
    toMinute,
  }));
export type RandomRule = typeof rule extends fc.Arbitrary<infer Rule> ? Rule : never;

export const range = fc
  .record({
    start: fc.integer({ min: -12, max: WINDOW_MINUTES / 5 }),
    length: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ start, length }) => ({ startAt: momentAt(start * 5), endAt: momentAt((start + length) * 5) }));

export const roomHours = fc.record({
  room: fc.integer({ min: 0, max: 1 }),
  weekday: fc.integer({ min: 1, max: 7 }),
  hours,
});

export const cap = fc.record({
  daily: fc.constantFrom(null, null, 1, 2, 3),
  weekly: fc.constantFrom(null, null, 2, 5),
});

export const calendar: fc.Arbitrary<Calendar> = fc.record({
  sample: fc.constant(false),
  terms: fc.constantFrom(
    [],
    [{ name: '秋季学期', from: '2026-09-02', to: '2027-01-17' }],
    [
      { name: '前半', from: '2026-09-02', to: '2026-11-25' },
      { name: '后半', from: '2026-11-30', to: '2027-01-17' },
    ],
  ),
  holidays: fc
    .array(fc.tuple(date, date), { maxLength: 1 })
    .map((all) => all.map(([a, b]) => ({ name: '假期', from: a < b ? a : b, to: a < b ? b : a }))),
  makeUpDays: fc.uniqueArray(
    fc.record({ date, as: fc.integer({ min: 1, max: 7 }), for: date }, { requiredKeys: ['date', 'as'] }),
    { maxLength: 2, selector: (one) => one.date },
  ),
});
