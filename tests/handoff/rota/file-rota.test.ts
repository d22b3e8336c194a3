import { describe, expect, it } from 'vitest';
import { type FileRota, planFile, writeFileRota } from '../../../src/handoff/rota/file-rota.ts';
import type { RotaRule } from '../../../src/handoff/rota/rota.ts';
import { at, single } from './samples.ts';

const allDay = { fromMinute: 0, toMinute: 1_440, days: 'all' as const };
const FILE: FileRota = {
  sample: false,
  rota: [{ name: '甲', duty: 'duty', weekdays: [1, 2], ...allDay }],
  rotations: [
    {
      name: '夜间',
      duty: 'backup',
      ...allDay,
      members: ['甲', '乙'],
      periodDays: 7,
      handOverWeekday: 1,
      handOverMinute: 480,
      validFrom: '2026-11-23',
      validTo: null,
    },
  ],
};
const STAFF = new Map([
  ['甲', 'a'],
  ['乙', 'b'],
]);

let made = 0;
const newId = (): string => {
  made += 1;
  return `new-${made}`;
};
const plan = (file: FileRota, rules: readonly RotaRule[]) => planFile(file, rules, STAFF, newId);
/** The rules of a plan, as they stand once they were added. */
const standing = (file: FileRota): RotaRule[] =>
  plan(file, []).add.map((rule) => ({ ...rule, madeAt: at('2026-11-01'), endedAt: null }));

describe('the shifts of the file', () => {
  it('are a rule for each weekday and each rotation, by the people of the staff', () => {
    const { add, end, unknown } = plan(FILE, []);
    expect(add.map((rule) => (rule.kind === 'weekly' ? [rule.staffId, rule.weekday] : rule.members))).toEqual(
      [
        ['a', 1],
        ['a', 2],
        ['a', 'b'],
      ],
    );
    expect([end, unknown]).toEqual([[], []]);
  });

  it('that are there already are kept, whoever made them; others end, single ones stay', () => {
    const rules = [...standing(FILE), single('b', { startsAt: at('2026-12-01'), endsAt: at('2026-12-02') })];
    expect(plan(FILE, rules)).toEqual({ add: [], end: [], kept: 3, unknown: [] });
    const later: FileRota = { ...FILE, rota: [{ name: '乙', duty: 'duty', weekdays: [2], ...allDay }] };
    const { add, end, kept } = plan(later, rules);
    expect(add).toMatchObject([{ kind: 'weekly', staffId: 'b', weekday: 2 }]);
    expect(end.map(({ id }) => id)).toEqual(rules.slice(0, 2).map(({ id }) => id));
    expect(kept).toBe(1);
  });

  it('that stand twice are one too many, and an ended one is none', () => {
    const [first, ...others] = standing(FILE);
    if (first === undefined) throw new Error('no rule');
    const twice = plan(FILE, [first, { ...first, id: 'twice' }, ...others]);
    expect(twice.end.map(({ id }) => id)).toEqual(['twice']);
    expect(plan(FILE, [{ ...first, endedAt: at('2026-11-02') }, ...others]).add).toHaveLength(1);
  });

  it('of somebody who is not there are named, once', () => {
    const strange = {
      ...FILE,
      rota: [...FILE.rota, { name: '谁', duty: 'duty' as const, weekdays: [1, 2], ...allDay }],
    };
    expect(plan(strange, []).unknown).toEqual(['谁']);
  });

  it('are written the same where they are the same, and otherwise not', () => {
    const copy = structuredClone(FILE);
    expect(writeFileRota(copy)).toBe(writeFileRota(FILE));
    expect(writeFileRota({ ...FILE, sample: true })).toBe(writeFileRota(FILE));
    expect(writeFileRota({ ...FILE, rota: [] })).not.toBe(writeFileRota(FILE));
    const [rotation] = copy.rotations;
    if (rotation === undefined) throw new Error('no rotation');
    const other = { ...FILE, rotations: [{ ...rotation, members: ['乙', '甲'] }] };
    expect(writeFileRota(other)).not.toBe(writeFileRota(FILE));
  });
});
