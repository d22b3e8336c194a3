import fc from 'fast-check';
import { expect, it } from 'vitest';
import { computeSlots, type SlotQuestion } from '../../src/booking/compute-slots.ts';
import type { Opening, Slot } from '../../src/booking/slot.ts';
import { naiveOf, naiveSlots } from './naive-slots.ts';
import {
  calendar,
  cap,
  FROM,
  momentAt,
  type RandomRule,
  range,
  roomHours,
  rule,
  TO,
} from './random-availability.ts';
import { ADA, BO, opening, ROOM_1, ROOM_2 } from './sample-slots.ts';

const COUNSELLORS = [
  { staffId: ADA, counsellor: 'A老师' },
  { staffId: BO, counsellor: 'B老师' },
] as const;
const ROOMS = [
  { roomId: ROOM_1, room: '101室', mode: 'on-site' },
  { roomId: ROOM_2, room: '102室', mode: 'on-site' },
  { roomId: null, room: null, mode: 'online' },
] as const;
const staffOf = (index: number) => COUNSELLORS[index === 0 ? 0 : 1];
const roomOf = (index: number) => ROOMS[index === 0 ? 0 : index === 1 ? 1 : 2];

const openingOf = ({ counsellor, room, weeks, ...more }: RandomRule): Opening =>
  opening({ ...more, ...staffOf(counsellor), ...roomOf(room), weeks: weeks as Opening['weeks'] });

const busy = fc
  .record({
    counsellor: fc.integer({ min: 0, max: 1 }),
    room: fc.integer({ min: 0, max: 2 }),
    time: range,
    inHandOff: fc.boolean(),
  })
  .map(({ counsellor, room, time, inHandOff }) => ({
    staffId: staffOf(counsellor).staffId,
    roomId: roomOf(room).roomId,
    ...time,
    ...(inHandOff ? { urgent: true as const } : {}),
  }));

const question = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 6 }).map((all) => all.map(openingOf)),
    away: fc
      .array(fc.tuple(fc.integer({ min: 0, max: 1 }), range), { maxLength: 3 })
      .map((all) => all.map(([who, time]) => ({ staffId: staffOf(who).staffId, ...time }))),
    busy: fc.array(busy, { maxLength: 10 }),
    ownBusy: fc.array(range, { maxLength: 2 }),
    roomHours: fc
      .array(roomHours, { maxLength: 6 })
      .map((all) =>
        all.map(({ room, weekday, hours }) => ({ roomId: roomOf(room).roomId ?? '', weekday, ...hours })),
      ),
    calendar,
    caps: fc.tuple(cap, cap),
    from: fc.constantFrom(FROM, momentAt(1_440), momentAt(1_440 + 600)),
    to: fc.constantFrom(TO, momentAt(9 * 1_440)),
    now: fc.integer({ min: -1_440, max: 5 * 1_440 }).map(momentAt),
    leastNoticeMinutes: fc.constantFrom(0, 45, 1_440),
    urgentKept: fc.constantFrom(null, 0, 1, 2),
  })
  .map(
    ({ caps, ...more }): SlotQuestion => ({
      ...more,
      capsOf: (staffId) => caps[staffId === ADA ? 0 : 1],
    }),
  );

it('finds what an oracle finds that asks minute by minute', () => {
  let offered = 0;
  fc.assert(
    fc.property(question, (asked) => {
      const slots = computeSlots(asked);
      offered += slots.length;
      expect(slots.map(naiveOf)).toEqual(naiveSlots(asked));
    }),
    { numRuns: 60 },
  );
  expect(offered).toBeGreaterThan(60);
});

it('takes nothing else away by booking one slot than what that slot stands in the way of', () => {
  fc.assert(
    fc.property(question, fc.nat(), (asked, pick) => {
      const before = computeSlots({ ...asked, urgentKept: null });
      const slot = before[pick % Math.max(1, before.length)];
      if (slot === undefined) return;
      const booked = { ...asked, urgentKept: null, busy: [...asked.busy, slot] };
      const after = computeSlots(booked);
      expect(after.map(naiveOf)).toEqual(naiveSlots(booked));
      const isApart = (one: Slot): boolean => one.staffId !== slot.staffId && one.roomId !== slot.roomId;
      // Another counsellor in another room is never touched.
      expect(after.filter(isApart)).toEqual(before.filter(isApart));
      expect(
        after.some(
          (one) => one.staffId === slot.staffId && one.startAt < slot.endAt && slot.startAt < one.endAt,
        ),
      ).toBe(false);
    }),
    { numRuns: 60 },
  );
});
