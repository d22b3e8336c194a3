import { expect, it } from 'vitest';
import type { AvailabilityRule } from '../../src/booking/availability-store.ts';
import { readRules } from '../../src/booking/import-tables.ts';
import { planRules } from '../../src/booking/rule-changes.ts';
import { sayRuleHours } from '../../src/booking/say-rule.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const readAll = (table: string) => {
  let next = 0;
  const names = {
    staff: new Map([['测试老师甲', 'a']]),
    rooms: new Map([['测试谈话室', 'r']]),
    newId: () => `new-${++next}`,
    now: NOW,
  };
  return readRules(table, names);
};
const read = (table: string) => {
  const { items, faults } = readAll(table);
  expect(faults).toEqual([]);
  return items;
};
const standing = (more: Partial<AvailabilityRule> = {}): AvailabilityRule => ({
  id: 'old',
  staffId: 'a',
  counsellor: '测试老师甲',
  roomId: 'r',
  room: '测试谈话室',
  campus: null,
  mode: 'on-site',
  weekday: 3,
  fromMinute: 540,
  toMinute: 720,
  sessionMinutes: 50,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 10,
  weeks: { kind: 'all' },
  heldBack: 'none',
  extra: false,
  validFrom: '2026-09-01',
  validTo: null,
  sample: false,
  ...more,
});
const HEAD = '姓名,星期,从,到,每次分钟,房间';
const ROW = '测试老师甲,三,09:00,12:00';

it('names what a row says otherwise than the rule that stands, and puts that in its place', () => {
  const table = `${HEAD},前留分钟,留给当天转介\n${ROW},45,测试谈话室,5,是`;
  const { fresh, changed, known } = planRules(read(table), [standing()]);
  expect([fresh, known]).toEqual([[], 1]);
  expect(changed).toHaveLength(1);
  expect(changed[0]?.changes).toEqual([
    { line: 2, column: 5, name: '每次分钟', before: '50', after: '45' },
    { line: 2, column: 7, name: '前留分钟', before: '0', after: '5' },
    { line: 2, column: 8, name: '留给当天转介', before: '否', after: '是' },
  ]);
  // No column for what comes after: it stays, and so does the day on which the rule began.
  expect(changed[0]?.rule).toMatchObject({
    id: 'new-1',
    sessionMinutes: 45,
    bufferBeforeMinutes: 5,
    bufferAfterMinutes: 10,
    heldBack: 'urgent',
    validFrom: '2026-09-01',
  });
});

it('knows a rule that is the same, on whichever day it is read again', () => {
  const plan = planRules(read(`${HEAD}\n${ROW},50,测试谈话室`), [standing()]);
  expect(plan).toEqual({ fresh: [], changed: [], known: 1 });
});

it('takes two periods of the same hours from one file, each for itself', () => {
  const table = `${HEAD},从哪天起,到哪天止\n${ROW},50,测试谈话室,2026-09-01,\n${ROW},45,测试谈话室,2027-03-01,`;
  const rows = read(table);
  const first = planRules(rows, [standing()]);
  expect(first.fresh.map(({ validFrom }) => validFrom)).toEqual(['2027-03-01']);
  expect(first.changed).toEqual([]);
  const later = standing({ id: 'later', validFrom: '2027-03-01', sessionMinutes: 45 });
  expect(planRules(rows, [later, standing()])).toEqual({ fresh: [], changed: [], known: 2 });
});

const ONE_DAY = `${HEAD},教学周,只在这一天,从哪天起,到哪天止`;
/** 24 November 2026 is a Tuesday. */
const onDay = (weekday: string, weeks = '', from = '', to = '') =>
  `${ONE_DAY}\n测试老师甲,${weekday},09:00,12:00,50,测试谈话室,${weeks},2026-11-24,${from},${to}`;

it('opens one day whose weekday is that of its date, and says it', () => {
  for (const table of [onDay('二'), onDay(''), onDay('周二', '每周', '2026-11-24', '2026-11-24')]) {
    const [row] = read(table);
    expect(row?.rule).toMatchObject({
      extra: true,
      weekday: 2,
      validFrom: '2026-11-24',
      validTo: '2026-11-24',
    });
    expect(row && sayRuleHours(row.rule)).toBe('2026-11-24（周二） 09:00–12:00，每次 50 分钟');
  }
});

it.each([
  [onDay('三'), [[2, 'other-weekday', '三']]],
  [onDay('周八'), [[2, 'other-weekday', '周八']]],
  [onDay('二', '双周'), [[7, 'one-day', '双周']]],
  [onDay('二', '', '2026-11-01'), [[9, 'one-day', '2026-11-01']]],
  [onDay('二', '', '', '2026-12-31'), [[10, 'one-day', '2026-12-31']]],
])('refuses a day that the row contradicts: %s', (table, wanted) => {
  const { items, faults } = readAll(table);
  expect(items).toEqual([]);
  expect(faults.map(({ column, code, found }) => [column, code, found])).toEqual(wanted);
});
