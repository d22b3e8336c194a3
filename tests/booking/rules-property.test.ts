import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusyTime, computeSlots, type SlotQuestion } from '../../src/booking/compute-slots.ts';
import { localDateOf, mondayOf } from '../../src/booking/local-day.ts';
import { isTaught, parseWeeks, type TeachingWeeks, writeWeeks } from '../../src/booking/teaching-weeks.ts';
import { ADA, at, BO, opening, question, ROOM_1, ROOM_2, walls } from './sample-slots.ts';

const from = at('2026-11-23 00:00');
const to = at('2026-12-07 00:00');

const weeks: fc.Arbitrary<TeachingWeeks> = fc.oneof(
  fc.constantFrom<TeachingWeeks>({ kind: 'all' }, { kind: 'term' }, { kind: 'odd' }, { kind: 'even' }),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 10 })
    .map((list): TeachingWeeks => ({ kind: 'list', list: list.sort((one, other) => one - other) })),
);

const rule = fc
  .record({
    staffId: fc.constantFrom(ADA, BO),
    place: fc.constantFrom(
      { roomId: ROOM_1, room: '101室', mode: 'on-site' as const },
      { roomId: ROOM_2, room: '102室', mode: 'on-site' as const },
      { roomId: null, room: null, mode: 'online' as const },
    ),
    weekday: fc.integer({ min: 1, max: 7 }),
    fromMinute: fc.integer({ min: 480, max: 1_000 }),
    length: fc.integer({ min: 30, max: 300 }),
    sessionMinutes: fc.constantFrom(45, 50),
    bufferBeforeMinutes: fc.constantFrom(0, 5, 15),
    bufferAfterMinutes: fc.constantFrom(0, 10, 30),
    weeks,
    heldBack: fc.constantFrom('none' as const, 'none' as const, 'urgent' as const),
  })
  .map(({ place, length, ...more }) => opening({ ...more, ...place, toMinute: more.fromMinute + length }));

const calendar = {
  sample: false,
  terms: [{ name: '测试学期', from: '2026-11-09', to: '2027-01-22' }],
  holidays: [{ name: '测试假', from: '2026-11-26', to: '2026-11-27' }],
  makeUpDays: [{ date: '2026-11-28', as: 4 }],
};

const asked = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 8 }),
  daily: fc.option(fc.integer({ min: 1, max: 4 })),
  weekly: fc.option(fc.integer({ min: 1, max: 8 })),
  urgentKept: fc.option(fc.integer({ min: 0, max: 3 })),
});

const ask = (
  { rules, daily, weekly, urgentKept }: typeof asked extends fc.Arbitrary<infer A> ? A : never,
  busy: readonly BusyTime[],
): SlotQuestion =>
  question({ rules, from, to, busy, calendar, capsOf: () => ({ daily, weekly }), urgentKept });

/** Books one computed slot after the other, whichever `picks` says, until nothing is free or so many are. */
function bookAll(one: Parameters<typeof ask>[0], picks: readonly number[]): BusyTime[] {
  const busy: BusyTime[] = [];
  for (const pick of picks) {
    const free = computeSlots(ask(one, busy));
    const slot = free[pick % Math.max(1, free.length)];
    if (slot === undefined) break;
    busy.push(slot);
  }
  return busy;
}

const picks = fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 12 });

describe('booking computed slots one after the other', () => {
  it('never lets two appointments of a counsellor or a room overlap, nor come nearer than a buffer', () => {
    fc.assert(
      fc.property(asked, picks, (one, chosen) => {
        const booked = bookAll(one, chosen);
        for (const [index, session] of booked.entries()) {
          for (const other of booked.slice(index + 1)) {
            const apart = session.endAt <= other.startAt || other.endAt <= session.startAt;
            const shared =
              session.staffId === other.staffId ||
              (session.roomId !== null && session.roomId === other.roomId);
            expect(!shared || apart).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps to the caps of a day and a week, where no hand-off asks', () => {
    fc.assert(
      fc.property(asked, picks, ({ urgentKept, ...more }, chosen) => {
        const one = { ...more, urgentKept: urgentKept ?? 0 };
        const booked = bookAll(one, chosen);
        const most = (keyOf: (date: string) => string): number => {
          const counts = new Map<string, number>();
          for (const { staffId, startAt } of booked) {
            const key = `${staffId} ${keyOf(localDateOf(startAt))}`;
            counts.set(key, (counts.get(key) ?? 0) + 1);
          }
          return Math.max(0, ...counts.values());
        };
        expect(most((date) => date)).toBeLessThanOrEqual(one.daily ?? 99);
        expect(most(mondayOf)).toBeLessThanOrEqual(one.weekly ?? 99);
      }),
      { numRuns: 100 },
    );
  });

  it('restores with a cancellation exactly what was free before', () => {
    fc.assert(
      fc.property(asked, picks, fc.nat(), (one, chosen, pick) => {
        const busy = bookAll(one, chosen.slice(0, 4));
        const before = computeSlots(ask(one, busy));
        const slot = before[pick % Math.max(1, before.length)];
        if (slot === undefined) return;
        const after = computeSlots(ask(one, [...busy, slot]));
        expect(after).not.toContainEqual(slot);
        expect(computeSlots(ask(one, busy))).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('opens nothing on a holiday, and on a make-up day what its weekday opens', () => {
    fc.assert(
      fc.property(asked, (one) => {
        for (const slot of computeSlots(ask(one, []))) {
          const date = localDateOf(slot.startAt);
          expect(['2026-11-26', '2026-11-27']).not.toContain(date);
          const weekday = date === '2026-11-28' ? 4 : new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
          const opens = one.rules.some((each) => each.staffId === slot.staffId && each.weekday === weekday);
          expect(opens).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('takes a room on site and none online', () => {
    fc.assert(
      fc.property(asked, (one) => {
        for (const { mode, roomId, room } of computeSlots(ask(one, []))) {
          expect([mode, roomId === null, room === null]).toEqual([
            mode,
            mode === 'online',
            mode === 'online',
          ]);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('teaching weeks', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(weeks, (one) => {
        expect(parseWeeks(writeWeeks(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it.each([
    ['', 7, true],
    ['单周', 7, true],
    ['双周', 7, false],
    ['1-6, 8', 7, false],
    ['第1-8周', 7, true],
    ['学期内', null, false],
    ['每周', null, true],
  ])('%j opens in week %j: %j', (text, week, open) => {
    const read = parseWeeks(text);
    expect(read.ok && isTaught(read.value, week)).toBe(open);
  });

  it.each(['有空', '0', '9-3', '1-99', '1..3'])('%j is refused', (text) =>
    expect(parseWeeks(text).ok).toBe(false),
  );
});

describe('buffers, room hours, extra openings and urgent slots', () => {
  const nine = {
    staffId: ADA,
    roomId: ROOM_1,
    startAt: at('2026-11-23 10:00'),
    endAt: at('2026-11-23 10:50'),
  };

  it('keep a distance on both sides of a session', () => {
    const rules = [opening({ sessionMinutes: 50, bufferBeforeMinutes: 15, bufferAfterMinutes: 10 })];
    expect(walls(computeSlots(question({ rules })))).toEqual([
      '2026-11-23 09:00',
      '2026-11-23 10:05',
      '2026-11-23 11:10',
    ]);
    // 09:00 ends at 09:50 and would leave ten minutes before the session at ten, whose rule wants fifteen.
    expect(walls(computeSlots(question({ rules, busy: [nine] })))).toEqual(['2026-11-23 11:10']);
  });

  it('fit into the hours of the room', () => {
    const roomHours = [{ roomId: ROOM_1, weekday: 1, fromMinute: 600, toMinute: 690 }];
    expect(walls(computeSlots(question({ roomHours })))).toEqual(['2026-11-23 10:00']);
    const tuesday = [{ roomId: ROOM_1, weekday: 2, fromMinute: 0, toMinute: 1_440 }];
    expect(computeSlots(question({ roomHours: tuesday }))).toEqual([]);
  });

  it('open one day on purpose although the room is closed then: whoever opened it has seen to the room', () => {
    const tuesday = [{ roomId: ROOM_1, weekday: 2, fromMinute: 0, toMinute: 1_440 }];
    const day = { validFrom: '2026-11-23', validTo: '2026-11-23', weekday: 1, extra: true };
    expect(walls(computeSlots(question({ roomHours: tuesday, rules: [opening(day)] })))).toHaveLength(3);
  });

  it('open one day on purpose, on a holiday too', () => {
    const day = { validFrom: '2026-11-26', validTo: '2026-11-26', weekday: 4, extra: true };
    expect(walls(computeSlots(question({ calendar, rules: [opening(day)] })))).toHaveLength(3);
    expect(computeSlots(question({ calendar, rules: [opening({ ...day, extra: false })] }))).toEqual([]);
  });

  it('are kept for hand-offs, the last ones of the day, until none is needed', () => {
    const rules = [opening({ heldBack: 'urgent' })];
    const shown = (urgentKept: number | null, busy: readonly BusyTime[] = []) =>
      walls(computeSlots(question({ rules, urgentKept, busy }))).map((one) => one.slice(11));
    expect(shown(null)).toEqual(['09:00', '10:00', '11:00']);
    expect(shown(2)).toEqual(['09:00']);
    const used = { ...nine, startAt: at('2026-11-23 09:00'), endAt: at('2026-11-23 10:00') };
    expect(shown(1, [{ ...used, urgent: true }])).toEqual(['10:00', '11:00']);
    // What others booked, or wait for, leaves the kept ones where they are.
    expect(shown(1, [used])).toEqual(['10:00']);
    expect(shown(2, [used])).toEqual([]);
  });

  it('are kept for hand-offs however many others book', () => {
    const urgentRules = fc
      .record({
        rules: fc.array(
          fc.record({
            fromMinute: fc.integer({ min: 480, max: 900 }),
            hours: fc.integer({ min: 1, max: 6 }),
          }),
          { minLength: 1, maxLength: 2 },
        ),
        kept: fc.integer({ min: 0, max: 4 }),
        handOffs: fc.array(fc.nat({ max: 99 }), { maxLength: 3 }),
      })
      .map(({ rules, ...more }) => ({
        ...more,
        // Each counsellor in a room of their own: one's session takes nothing from the other.
        rules: rules.map(({ fromMinute, hours }, index) =>
          opening({
            ...(index === 0 ? { staffId: ADA, roomId: ROOM_1 } : { staffId: BO, roomId: ROOM_2 }),
            heldBack: 'urgent',
            fromMinute,
            toMinute: fromMinute + hours * 60,
          }),
        ),
      }));
    let most = 0;
    fc.assert(
      fc.property(urgentRules, picks, ({ rules, kept, handOffs }, chosen) => {
        const busy: BusyTime[] = [];
        const free = (urgentKept: number | null) => computeSlots(question({ rules, urgentKept, busy }));
        for (const pick of handOffs) {
          const all = free(null);
          const slot = all[pick % Math.max(1, all.length)];
          if (slot !== undefined) busy.push({ ...slot, urgent: true });
        }
        const owed = Math.min(Math.max(0, kept - busy.length), free(null).length);
        for (const pick of chosen) {
          const shown = free(kept);
          const slot = shown[pick % Math.max(1, shown.length)];
          if (slot !== undefined) busy.push(slot);
          expect(free(null).length).toBeGreaterThanOrEqual(owed);
          expect(free(null).length - free(kept).length).toBe(owed);
        }
        most = Math.max(most, owed);
      }),
      { numRuns: 100 },
    );
    expect(most).toBeGreaterThan(1);
  });
});
