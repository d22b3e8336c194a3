import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInPhase, isOver, placeFor, signUpBar } from '../../src/groups/activity.ts';
import {
  activityCodeFrom,
  checkInCodeFrom,
  checkInTurn,
  endOfTurn,
  readTypedCode,
} from '../../src/groups/activity-code.ts';
import {
  type ActivityInput,
  checkActivity,
  writeMinute,
  writeTimes,
} from '../../src/groups/check-activity.ts';
import { lectureActivity } from './samples.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('signing up', () => {
  const open = { status: 'open', signUpFrom: at(0), signUpUntil: at(60) } as const;

  it('goes from its first minute to its last', () => {
    expect(signUpBar(open, at(-1))).toBe('not-yet');
    expect(signUpBar(open, at(0))).toBeNull();
    expect(signUpBar(open, at(59))).toBeNull();
    expect(signUpBar(open, at(60))).toBe('over');
    expect(signUpBar({ ...open, status: 'draft' }, at(0))).toBe('closed');
    expect(signUpBar({ ...open, status: 'cancelled' }, at(0))).toBe('cancelled');
  });

  it('gives a place only where nobody waits, and leads a yes to the leader', () => {
    const yesNo = { text: '?', en: null, kind: 'yes-no' } as const;
    expect(placeFor(null, null, { free: 1, waiting: 0 })).toBe('signed-up');
    expect(placeFor(null, null, { free: 1, waiting: 1 })).toBe('waiting');
    expect(placeFor(null, null, { free: 0, waiting: 0 })).toBe('waiting');
    expect(placeFor(yesNo, 'no', { free: 1, waiting: 0 })).toBe('signed-up');
    expect(placeFor(yesNo, 'yes', { free: 1, waiting: 0 })).toBe('pending');
    expect(placeFor({ ...yesNo, kind: 'words' }, 'no', { free: 1, waiting: 0 })).toBe('pending');
  });

  it('is over after the last date, and checks in around each', () => {
    const lecture = lectureActivity(NOW);
    const [date] = lecture.dates;
    if (date === undefined) throw new Error('no date');
    expect(isOver(lecture, new Date(date.endsAt.getTime() - 1))).toBe(false);
    expect(isOver(lecture, date.endsAt)).toBe(true);
    const around = (minutes: number) =>
      checkInPhase(date, new Date(date.startsAt.getTime() + minutes * 60_000));
    expect([around(-61), around(-60), around(119), around(120)]).toEqual(['early', 'now', 'now', 'over']);
  });
});

describe('a code', () => {
  it.each([
    ['活动 1234', 'activity', '1234'],
    ['活动１２３４', 'activity', '1234'],
    ['Activity 1234。', 'activity', '1234'],
    ['/start a1234', 'activity', '1234'],
    ['/start c012345', 'check-in', '012345'],
    ['签到 012345', 'check-in', '012345'],
    ['check in 012345', 'check-in', '012345'],
  ])('is read from %s', (typed, kind, code) => {
    expect(readTypedCode(typed)).toEqual({ kind, code });
  });

  it.each([
    '1234',
    '活动',
    '活动报名',
    '活动 12',
    '签到 1234',
    '/start',
    '/start x1234',
    '我想参加活动 1234 可以吗',
  ])('is not read from %s', (typed) => {
    expect(readTypedCode(typed)).toBeNull();
  });

  it('is made of any id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(activityCodeFrom(id)).toMatch(/^[1-9][0-9]{3}$/);
      }),
    );
  });

  it('at the place has six digits, and gives way to the next one every five minutes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
        expect(checkInCodeFrom(Buffer.from(hash))).toMatch(/^[0-9]{6}$/);
      }),
    );
    const turn = checkInTurn(NOW);
    expect([at(4), at(5), at(-1)].map(checkInTurn)).toEqual([turn, turn + 1, turn - 1]);
    expect(endOfTurn(turn)).toEqual(at(5));
  });
});

const LEADER = '00000000-0000-4000-8000-000000000001';
const INPUT: ActivityInput = {
  kind: 'lecture',
  title: '样例讲座',
  titleEn: '',
  text: '怎样睡得好一点。',
  textEn: '',
  place: '东校区样例楼 101',
  capacity: '30',
  signUpFrom: '2026-11-23T08:00',
  signUpUntil: '2026-12-01T12:00',
  question: '',
  questionEn: '',
  questionKind: 'words',
  leaderId: LEADER,
  dates: '2026-12-08 14:00-15:30\n2026-12-01 14:00～15:30\n',
};
const DESK = '00000000-0000-4000-8000-000000000002';
const problemsOf = (change: Partial<ActivityInput>) => {
  const checked = checkActivity({ ...INPUT, ...change }, [LEADER, DESK], [LEADER]);
  return checked.ok ? [] : checked.problems;
};

describe('what staff write', () => {
  it('is read with its dates in order, by the clock in Shanghai', () => {
    const checked = checkActivity(INPUT, [LEADER], [LEADER]);
    expect(checked).toMatchObject({ ok: true, draft: { capacity: 30, question: null } });
    if (!checked.ok) return;
    expect(checked.times.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      '2026-12-01T06:00:00.000Z',
      '2026-12-08T06:00:00.000Z',
    ]);
    expect(writeTimes(checked.times)).toBe('2026-12-01 14:00-15:30\n2026-12-08 14:00-15:30');
    expect(writeMinute(checked.draft.signUpFrom)).toBe('2026-11-23T08:00');
  });

  it.each([
    ['2026-12-01 22:00-01:30', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01 22:00－次日01:30', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01 22:00-第二天 1:30', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01 22:00-2026-12-02 01:30', '2026-12-01T17:30:00.000Z'],
    ['2026-12-01 18:00-24:00', '2026-12-01T16:00:00.000Z'],
    ['2026-12-01 18:00-00:00', '2026-12-01T16:00:00.000Z'],
    ['2026-12-01 09:00-次日 09:00', '2026-12-02T01:00:00.000Z'],
    ['2026-12-31 23:00-00:30', '2026-12-31T16:30:00.000Z'],
  ])('ends on the next day: %s', (dates, endsAt) => {
    const checked = checkActivity({ ...INPUT, dates }, [LEADER], [LEADER]);
    expect(checked.ok && checked.times.map((time) => time.endsAt.toISOString())).toEqual([endsAt]);
  });

  it('names the line of a date that begins too late to be written', () => {
    const late = new Date('2026-12-01T06:00:00Z');
    const checked = checkActivity(INPUT, [LEADER], [LEADER], (startsAt) => startsAt <= late);
    expect(checked).toEqual({ ok: false, problems: [{ field: 'dates', code: 'past', line: 2 }] });
  });

  it('stands in its field so that it is read again as it was, over midnight or not', () => {
    const minute = fc.integer({ min: 0, max: 500_000 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 1_440 }), (from, lasts) => {
        const startsAt = new Date(Date.UTC(2026, 11, 1) + from * 60_000);
        const time = { startsAt, endsAt: new Date(startsAt.getTime() + lasts * 60_000) };
        const dates = writeTimes([time]);
        const input = { ...INPUT, signUpUntil: '2026-11-30T12:00', dates };
        const checked = checkActivity(input, [LEADER], [LEADER]);
        expect(checked.ok && checked.times).toEqual([time]);
      }),
    );
  });

  it.each([
    [{ title: ' ' }, { field: 'title', code: 'empty' }],
    [
      { question: '你希望得到什么？', leaderId: DESK },
      { field: 'leaderId', code: 'no-counsellor' },
    ],
    [{ kind: 'party' }, { field: 'kind', code: 'unknown' }],
    [{ capacity: '0' }, { field: 'capacity', code: 'no-number' }],
    [{ capacity: 'dreißig' }, { field: 'capacity', code: 'no-number' }],
    [{ signUpFrom: '2026-02-30T08:00' }, { field: 'signUpFrom', code: 'unreadable' }],
    [{ signUpUntil: '2026-11-22T08:00' }, { field: 'signUpUntil', code: 'order' }],
    [{ signUpUntil: '2027-01-22T08:00' }, { field: 'signUpUntil', code: 'after-start' }],
    [{ dates: '' }, { field: 'dates', code: 'empty' }],
    [{ dates: '下周二' }, { field: 'dates', code: 'unreadable', line: 1 }],
    [{ dates: '2026-12-01 16:00-15:00' }, { field: 'dates', code: 'order', line: 1 }],
    [{ dates: '2026-12-01 16:00-16:00' }, { field: 'dates', code: 'order', line: 1 }],
    [{ dates: '2026-12-02 16:00-2026-12-01 17:00' }, { field: 'dates', code: 'order', line: 1 }],
    [{ dates: '2026-12-01 16:00-2027-12-01 17:00' }, { field: 'dates', code: 'too-lasting', line: 1 }],
    [{ dates: '2026-12-01 16:00-次日 16:30' }, { field: 'dates', code: 'too-lasting', line: 1 }],
    [{ dates: '2026-12-01 16:00-24:30' }, { field: 'dates', code: 'unreadable', line: 1 }],
    [
      { dates: '2026-12-01 22:00-01:30\n2026-12-02 01:00-02:00' },
      { field: 'dates', code: 'double', line: 2 },
    ],
    [
      { dates: '2026-12-01 14:00-15:00\n2026-12-01 14:30-15:30' },
      { field: 'dates', code: 'double', line: 2 },
    ],
    [{ leaderId: 'somebody' }, { field: 'leaderId', code: 'unknown' }],
    [
      { question: '?', questionKind: 'riddle' },
      { field: 'questionKind', code: 'unknown' },
    ],
    [{ text: '长'.repeat(1_201) }, { field: 'text', code: 'too-long' }],
  ] as const)('names what is wrong: %j', (change, problem) => {
    expect(problemsOf(change)).toEqual([problem]);
  });
});
