import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/core/csv.ts';
import { planRoster } from '../../src/people/roster-file.ts';

const HEADER = '学号,姓名,邮箱,学院,年级';

describe('a roster in a table', () => {
  it('is read with its columns in any order, with quotes and empty mailboxes', () => {
    const text = '\uFEFFname,number,college\r\n"测试 同学",2026-0001,"第一学院, 东区"\r\n\r\n';
    expect(planRoster(text)).toEqual({
      people: [
        {
          number: '20260001',
          plainName: '测试同学',
          name: '测试 同学',
          mailbox: null,
          phone: null,
          college: '第一学院, 东区',
          grade: '',
        },
      ],
      details: ['college'],
      faults: [],
      ignored: [],
    });
  });

  it('names line and column of each fault, and holds nobody twice', () => {
    const text = [
      HEADER,
      '20260001,测试甲,a@campus.example,一院,2026',
      '学号,测试乙,b@campus.example,一院,2026',
      '20260003,,不是邮箱,一院,2026',
      '20260001,测试丁,,一院,2026',
      '20260005,测试戊,,一院',
    ].join('\n');
    expect(planRoster(text).faults).toEqual([
      { line: 3, column: 1, code: 'number', about: '' },
      { line: 4, column: 2, code: 'name', about: '' },
      { line: 4, column: 3, code: 'mailbox', about: '' },
      { line: 5, column: 1, code: 'repeats', about: '2' },
      { line: 6, column: 1, code: 'columns', about: '5' },
    ]);
  });

  it('takes a telephone where there is one', () => {
    const people = (phone: string) => planRoster(`学号,姓名,手机\n20260001,测试甲,${phone}`);
    expect(people('138-0000 0000').people).toMatchObject([{ phone: '138-0000 0000' }]);
    expect(people('问妈妈').faults).toEqual([{ line: 2, column: 3, code: 'phone', about: '' }]);
  });

  it.each([
    ['', 'empty'],
    [HEADER, 'empty'],
    ['学号,邮箱\n1,2', 'header'],
    [`${HEADER}\n"20260001,测试`, 'not-csv'],
  ])('refuses %j as %s', (text, code) => {
    expect(planRoster(text).faults.map((fault) => fault.code)).toEqual([code]);
  });

  it('counts the lines of the file, where a cell holds several', () => {
    const text = `${HEADER}\n20260001,测试甲,,"一\n院",2026\nx,测试乙,,一院,2026`;
    expect(planRoster(text).faults).toEqual([{ line: 4, column: 1, code: 'number', about: '' }]);
  });

  it('is read in GBK too', () => {
    // 学号,姓名 in GBK.
    const bytes = Uint8Array.from([0xd1, 0xa7, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb]);
    expect(decodeText(bytes)).toBe('学号,姓名');
  });

  it('never throws, and reads only what is whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (body) => {
        const { people, faults } = planRoster(`${HEADER}\n${body}`);
        expect(people.length + faults.length).toBeGreaterThan(0);
        for (const { line, column } of faults) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
