import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BATCH, inWholeBatches, notAtNight, totalsOf, whenToAsk } from '../../src/sessions/evaluation.ts';
import { asksForCase, EMPTY_RECORD, missingFields } from '../../src/sessions/record.ts';
import { mayBecome, REFERRAL_STATUSES } from '../../src/sessions/referral.ts';
import { planSeries } from '../../src/sessions/series.ts';
import { mayCheckIn, maySetAttendance, owesAttendance, type Session } from '../../src/sessions/session.ts';
import { computeWorkload, coveredMinutes, unitsOf } from '../../src/sessions/workload.ts';

/** A time on the clock of the centre. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);

const session = (change: Partial<Session> = {}): Session => ({
  appointmentId: 'a',
  contactId: 'c',
  addressId: 'd',
  staffId: 's',
  counsellor: '测试老师',
  room: null,
  startAt: at('2026-11-23 10:00'),
  endAt: at('2026-11-23 10:50'),
  status: 'booked',
  seriesId: null,
  checkedInAt: null,
  signed: false,
  ...change,
});

describe('who came', () => {
  it('may check in from an hour before until the end', () => {
    const may = (time: string) => mayCheckIn(session(), at(`2026-11-23 ${time}`));
    expect(['08:59', '09:00', '10:49', '10:50'].map(may)).toEqual([false, true, true, false]);
  });

  it('is said from the start on, and owed a quarter of an hour after the end', () => {
    const may = (time: string) => maySetAttendance(session(), at(`2026-11-23 ${time}`));
    expect([may('09:59'), may('10:00')]).toEqual([false, true]);
    const owes = (time: string) => owesAttendance(session(), at(`2026-11-23 ${time}`));
    expect([owes('11:04'), owes('11:05')]).toEqual([false, true]);
    for (const change of [{ status: 'no-show' }, { closed: true }] as const)
      expect(owesAttendance(session(change), at('2026-11-24 10:00'))).toBe(false);
  });
});

describe('a record', () => {
  it('names what is missing, and a danger asks for a case', () => {
    expect(missingFields(EMPTY_RECORD)).toEqual([
      'type',
      'way',
      'risk',
      'next',
      'referral',
      'topics',
      'text',
    ]);
    expect(
      ['', 'none', 'ordinary', 'serious', 'major-crisis'].map((risk) => asksForCase(risk as '')),
    ).toEqual([false, false, false, true, true]);
  });
});

describe('an evaluation', () => {
  it('is asked an hour after the end, and never at night', () => {
    const ask = (end: string) => whenToAsk(at(end), at(end));
    expect(ask('2026-11-23 10:50')).toEqual(at('2026-11-23 11:50'));
    expect(ask('2026-11-23 20:30')).toEqual(at('2026-11-24 08:00'));
    expect(ask('2026-11-23 20:29')).toEqual(at('2026-11-23 21:29'));
    expect(ask('2026-11-24 05:00')).toEqual(at('2026-11-24 08:00'));
  });

  it('never is asked at night, whenever somebody says who came', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), (minutes) => {
        const time = new Date(at('2026-01-01 00:00').getTime() + minutes * 60_000);
        const asked = notAtNight(time);
        const minute = (asked.getTime() / 60_000 + 480) % 1_440;
        return asked >= time && minute >= 480 && minute < 1_290;
      }),
    );
  });

  const of = (contactId: string, heard: 1 | 2 | 3 | 4 | 5 = 5) => ({
    contactId,
    answers: { heard, fit: 4, helped: 3 } as const,
  });

  it('is shown once five different visitors have answered all of it, to the nearest half', () => {
    const four = ['a', 'b', 'c', 'd'].map((who) => of(who));
    const none = { count: 0, averages: null };
    expect(totalsOf([...four, { contactId: 'e', answers: { heard: 1 } }])).toEqual(none);
    // One who comes every week is one.
    expect(totalsOf([...four, of('a'), of('a'), of('b')])).toEqual(none);
    expect(totalsOf([...four, of('e', 1)])).toEqual({
      count: 5,
      averages: { heard: 4, fit: 4, helped: 3 },
    });
    expect(totalsOf([of('a', 4), ...four.slice(1), of('e')]).averages?.heard).toBe(5);
  });

  it('shows nothing new of a new answer until a batch is whole', () => {
    const given = fc.record({
      contactId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      answers: fc.record({
        heard: fc.constantFrom(1, 2, 3, 4, 5),
        fit: fc.constantFrom(1, 2, 3, 4, 5),
        helped: fc.constantFrom(1, 2, 3, 4, 5),
      }),
    });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 60 }), given, (before, one) => {
        const [shown, then] = [inWholeBatches(before), inWholeBatches([...before, one])];
        const added = then.slice(shown.length);
        expect(then.slice(0, shown.length)).toEqual(shown);
        expect([0, BATCH]).toContain(added.length);
        expect(new Set(added.map(({ contactId }) => contactId)).size).toBe(added.length);
        if (added.length === 0) expect(totalsOf([...before, one])).toEqual(totalsOf(before));
        for (const mean of Object.values(totalsOf(before).averages ?? {})) expect((mean * 2) % 1).toBe(0);
      }),
    );
  });
});

describe('a series', () => {
  it('lists each time with what is free there', () => {
    const free = ['2026-11-23 10:00', '2026-12-07 10:00', '2026-12-08 10:00'].map((text) => ({
      startAt: at(text),
    }));
    expect(planSeries(free, at('2026-11-23 10:00'), 1, 3).map(({ slot }) => slot !== null)).toEqual([
      true,
      false,
      true,
    ]);
    expect(planSeries(free, at('2026-11-23 10:00'), 2, 2).every(({ slot }) => slot !== null)).toBe(true);
    expect(planSeries(free, at('2026-11-23 10:00'), 2, 99)).toHaveLength(12);
  });
});

describe('a referral', () => {
  it('leaves only with approval, and what ended stays so', () => {
    const next = (from: (typeof REFERRAL_STATUSES)[number]) =>
      REFERRAL_STATUSES.filter((to) => mayBecome(from, to));
    expect(next('proposed')).toEqual(['approved', 'refused', 'withdrawn']);
    expect(next('approved')).toEqual(['sent', 'withdrawn']);
    expect(next('sent')).toEqual(['answered']);
    for (const ended of ['refused', 'answered', 'withdrawn'] as const) expect(next(ended)).toEqual([]);
  });
});

describe('workload', () => {
  it('counts 45 minutes as one, rounded once', () => {
    expect([45, 50, 60, 90, 22.5, 0].map(unitsOf)).toEqual([1, 1.11, 1.33, 2, 0.5, 0]);
  });

  it('counts a session within a shift once, and nothing that is still to come', () => {
    const now = at('2026-11-23 12:00');
    const duty = [
      { startsAt: at('2026-11-23 10:30'), endsAt: at('2026-11-23 11:30') },
      { startsAt: at('2026-11-23 11:45'), endsAt: at('2026-11-23 18:00') },
    ];
    const row = computeWorkload({
      staffId: 's',
      counsellor: '测试老师',
      sessions: [
        session({ status: 'attended', signed: true, closed: true }),
        session({ status: 'no-show' }),
        session({}),
        session({ closed: true }),
        session({ status: 'booked', startAt: at('2026-11-24 10:00'), endAt: at('2026-11-24 10:50') }),
      ],
      duty,
      groups: [
        { startsAt: at('2026-11-23 11:20'), endsAt: at('2026-11-23 11:40') },
        { startsAt: at('2026-11-25 10:00'), endsAt: at('2026-11-25 11:00') },
      ],
      evaluations: { count: 0, averages: null },
      now,
    });
    expect(row).toMatchObject({
      attended: 1,
      noShows: 1,
      unsettled: 1,
      sessionMinutes: 50,
      dutyMinutes: 75,
      groupMinutes: 20,
      countedMinutes: 115,
      units: 2.56,
      signed: 1,
      owed: 0,
    });
  });

  it('never counts a minute twice', () => {
    const period = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(
      fc.property(fc.array(period, { maxLength: 8 }), (periods) => {
        const minutes = new Set(
          periods.flatMap(([from, length]) => Array.from({ length }, (_, index) => from + index)),
        );
        const given = periods.map(([from, length]) => ({
          startsAt: new Date(from * 60_000),
          endsAt: new Date((from + length) * 60_000),
        }));
        return coveredMinutes(given) === minutes.size;
      }),
    );
  });
});
