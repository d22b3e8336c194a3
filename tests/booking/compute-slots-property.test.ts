import fc from 'fast-check';
import { expect, it } from 'vitest';
import { computeSlots } from '../../src/booking/compute-slots.ts';
import type { TimeRange } from '../../src/booking/slot.ts';
import { EMPTY_CALENDAR } from '../../src/core/calendar.ts';
import { addMs, minutesMs } from '../../src/core/clock.ts';
import { ADA, at, BO, opening, ROOM_1, ROOM_2 } from './sample-slots.ts';

const from = at('2026-11-23 00:00');
const to = at('2026-12-07 00:00');
const WINDOW_MINUTES = 14 * 1_440;

const staffId = fc.constantFrom(ADA, BO);
const roomId = fc.constantFrom(ROOM_1, ROOM_2);

const rule = fc
  .record({
    staffId,
    roomId,
    weekday: fc.integer({ min: 1, max: 7 }),
    fromMinute: fc.integer({ min: 0, max: 1_439 }),
    length: fc.integer({ min: 1, max: 600 }),
    sessionMinutes: fc.integer({ min: 15, max: 180 }),
  })
  .map(({ length, ...more }) => opening({ ...more, toMinute: Math.min(1_440, more.fromMinute + length) }));

const range = fc
  .record({ start: fc.integer({ min: -60, max: WINDOW_MINUTES }), length: fc.integer({ min: 1, max: 600 }) })
  .map(({ start, length }) => ({
    startAt: addMs(from, minutesMs(start)),
    endAt: addMs(from, minutesMs(start + length)),
  }));

const busy = fc.tuple(staffId, roomId, range).map(([staff, room, time]) => ({
  staffId: staff,
  roomId: room,
  ...time,
}));

const question = fc.record({
  rules: fc.array(rule, { maxLength: 6 }),
  away: fc.array(
    fc.tuple(staffId, range).map(([staff, time]) => ({ staffId: staff, ...time })),
    { maxLength: 4 },
  ),
  busy: fc.array(busy, { maxLength: 12 }),
  ownBusy: fc.array(range, { maxLength: 2 }),
  from: fc.constant(from),
  to: fc.constant(to),
  now: fc.integer({ min: -1_440, max: WINDOW_MINUTES }).map((minute) => addMs(from, minutesMs(minute))),
  leastNoticeMinutes: fc.constantFrom(0, 120),
  roomHours: fc.constant([]),
  calendar: fc.constant(EMPTY_CALENDAR),
  capsOf: fc.constant(() => ({ daily: null, weekly: null })),
  urgentKept: fc.constant(0),
});

const overlap = (one: TimeRange, other: TimeRange): boolean =>
  one.startAt < other.endAt && other.startAt < one.endAt;

it('offers no two overlapping slots of a counsellor and none that overlaps what is taken', () => {
  let offered = 0;
  fc.assert(
    fc.property(question, (asked) => {
      const slots = computeSlots(asked);
      offered += slots.length;
      for (const [index, slot] of slots.entries()) {
        const sameCounsellor = (time: { staffId: string }) => time.staffId === slot.staffId;
        const taken: TimeRange[] = [
          ...slots.slice(index + 1).filter(sameCounsellor),
          ...asked.away.filter(sameCounsellor),
          ...asked.busy.filter((time) => sameCounsellor(time) || time.roomId === slot.roomId),
          ...asked.ownBusy,
        ];
        expect(taken.filter((time) => overlap(time, slot))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
  expect(offered).toBeGreaterThan(0);
});

it('offers only what a rule opens, within the time asked about, with enough notice and in order', () => {
  fc.assert(
    fc.property(question, (asked) => {
      const slots = computeSlots(asked);
      const starts = slots.map((slot) => slot.startAt.getTime());
      expect(starts).toEqual([...starts].sort((one, other) => one - other));
      const earliest = addMs(asked.now, minutesMs(asked.leastNoticeMinutes));
      for (const slot of slots) {
        expect(slot.startAt >= asked.from && slot.startAt < asked.to && slot.startAt >= earliest).toBe(true);
        const minutes = (slot.endAt.getTime() - slot.startAt.getTime()) / minutesMs(1);
        const opened = asked.rules.some(
          (one) =>
            one.staffId === slot.staffId && one.roomId === slot.roomId && one.sessionMinutes === minutes,
        );
        expect(opened).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
