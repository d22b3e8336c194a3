import { describe, expect, it } from 'vitest';
import { decodeText, isWorkbook, readRows, writeRows } from '../../src/core/csv.ts';
import { type CsvColumn, readTable } from '../../src/core/csv-table.ts';

const COLUMNS: readonly CsvColumn<'name' | 'room'>[] = [
  { key: 'name', names: ['姓名', 'name'], needed: true },
  { key: 'room', names: ['房间', 'room'], needed: false },
];

const read = (text: string) => readTable(text, COLUMNS);

describe('a table', () => {
  it('has its columns in any order, under either name, with what it quotes', () => {
    const table = read('\uFEFF房间,Name\r\n"一号,室",测试甲\r\n\r\n,\'=乙\r\n');
    expect(table.ok && table.value.map((row) => [row.line, row.text('name'), row.text('room')])).toEqual([
      [2, '测试甲', '一号,室'],
      [4, '=乙', ''],
    ]);
  });

  it('names the line on which a row begins, also behind one of several lines', () => {
    const table = read('姓名,房间\n"测试\n甲",一\n测试乙,二');
    expect(table.ok && table.value.map((row) => row.fault('room', 'full'))).toEqual([
      { line: 2, column: 2, code: 'full', found: '一' },
      { line: 4, column: 2, code: 'full', found: '二' },
    ]);
  });

  it.each([
    ['', { line: 1, column: 1, code: 'empty', found: '' }],
    ['姓名\n"测试', { line: 1, column: 1, code: 'not-csv', found: 'a quote that never ends' }],
    ['房间\n一', { line: 1, column: 1, code: 'header', found: '姓名' }],
    ['姓名,姓名\n一,二', { line: 1, column: 2, code: 'twice', found: '姓名' }],
    ['姓名\n一,二', { line: 2, column: 2, code: 'too-many-cells', found: '二' }],
  ])('%j is refused with the place', (text, fault) => {
    expect(read(text).faults).toEqual([fault]);
  });
});

describe('text of a file', () => {
  it('may be GBK or UTF-8', () => {
    const gbk = Uint8Array.of(0xd0, 0xd5, 0xc3, 0xfb);
    expect(decodeText(gbk)).toBe('姓名');
    expect(decodeText(new TextEncoder().encode('姓名'))).toBe('姓名');
  });

  it('may be UTF-16, either way round', () => {
    const little = Buffer.from('\uFEFF姓名', 'utf16le');
    expect(decodeText(little)).toBe('姓名');
    expect(decodeText(Buffer.from(little).swap16())).toBe('姓名');
  });

  it('is no text where it is a workbook', () => {
    const old = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
    const fresh = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0xff);
    expect([old, fresh].map((bytes) => isWorkbook(decodeText(bytes)))).toEqual([true, true]);
    expect(['PK,姓名', '', '邢老师'].map(isWorkbook)).toEqual([false, false, false]);
  });

  it('is read again as it was written', () => {
    const rows = [
      ['姓名', '=1+1'],
      ['a"b', 'c,\nd'],
    ];
    expect(readRows(writeRows(rows))?.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['姓名', "'=1+1"],
      ['a"b', 'c,\nd'],
    ]);
  });
});
