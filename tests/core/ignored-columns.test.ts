import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNSELLOR_COLUMNS, RULE_COLUMNS } from '../../src/booking/import-tables.ts';
import { readRows } from '../../src/core/csv.ts';
import { readTable } from '../../src/core/csv-table.ts';
import { findIgnored } from '../../src/core/ignored-columns.ts';
import { readCsv } from '../../src/handoff/rota/rota-csv.ts';
import { planRoster } from '../../src/people/roster-file.ts';

const roster = (header: string) =>
  planRoster(`学号,姓名${header}\n20260001,测试甲${header.replace(/[^,]/g, '')}`);
const counsellors = (header: string) => readTable(`姓名${header}\n测试甲`, COUNSELLOR_COLUMNS);

describe('a column that is not imported', () => {
  it('is named with its place, and is no fault', () => {
    const { ignored, faults, people } = roster(',宿舍, ,班主任');
    expect(ignored).toEqual([
      { line: 1, column: 3, found: '宿舍', why: 'unknown', meant: null },
      { line: 1, column: 5, found: '班主任', why: 'unknown', meant: null },
    ]);
    expect([faults, people.length]).toEqual([[], 1]);
    expect(roster(',手机,邮箱,学院,年级').ignored).toEqual([]);
  });

  it('is none of a first row that is no header: it may be a person', () => {
    const { ignored, faults } = planRoster('20260001,测试甲\n20260002,测试乙');
    expect([ignored, faults.map(({ code }) => code)]).toEqual([[], ['header']]);
  });

  it.each([
    ['手机号码', '电话'],
    ['学生手机', '电话'],
    ['联系 电话*', '电话'],
    ['电话（可以没有）', '电话'],
    ['校园邮箱地址', '邮箱'],
    ['E_mail', '邮箱'],
    ['mobil', '电话'],
    ['所在学院', '学院'],
    ['级年', '年级'],
    // One sign apart, and another thing.
    ['学期', null],
    ['电台', null],
    ['grad', '年级'],
    ['备注', null],
  ])('%s of a roster is taken for %s', (found, meant) => {
    expect(roster(`,${found}`).ignored.map((one) => one.meant)).toEqual([meant]);
  });

  it.each([
    ['每日上线', '每日上限'],
    ['上限', '每日上限'],
    ['weekly caps', '每周上限'],
    ['online adress', '线上地址'],
    ['工资', null],
    ['on', null],
    ['id', null],
  ])('%s of the counsellors is taken for %s', (found, meant) => {
    expect(counsellors(`,${found}`).ignored.map((one) => one.meant)).toEqual([meant]);
  });

  it('is not taken for one that the table has', () => {
    expect(roster(',电话,家长电话').ignored).toMatchObject([{ column: 4, meant: null }]);
  });

  it('that says the same as one before is said to', () => {
    expect(roster(',电话,手机').ignored).toMatchObject([{ column: 4, why: 'again', meant: '电话' }]);
    expect(roster(',电话,手机').people).toMatchObject([{ phone: null }]);
  });

  it.each([
    ['姓名,值班类型,开始,结束,替代', '代替'],
    ['name,duty,start,end,instead for', '代替'],
    ['姓名,值班类型,开始,结束,地点', null],
  ])('stands behind those of the rota: %s', (header, meant) => {
    const row = '测试甲,值班,2026-12-01 08:00,2026-12-01 20:00,';
    const { ignored, shifts } = readCsv(`${header}\n${row}`);
    expect(ignored).toMatchObject([{ line: 1, column: 5, meant }]);
    expect(shifts).toHaveLength(1);
    expect(readCsv(`姓名,值班类型,开始,结束,代替\n${row}`).ignored).toEqual([]);
  });

  it('is whatever is not used, whatever it is called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), (names) => {
        const text = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
        const header = readRows(text)?.[0];
        if (header === undefined) return;
        const used = new Set([1]);
        const found = findIgnored(header, RULE_COLUMNS, used).map(({ column }) => column);
        expect(found).not.toContain(1);
        expect(found.length).toBeLessThanOrEqual(header.cells.length - 1);
      }),
    );
  });
});
