import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGbk } from '../support/encode-gbk.ts';
import { createLab, type Lab } from '../support/program.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
}, 60_000);
afterAll(() => lab.cleanUp());

const MARK = '\uFEFF';
const fileOf = async (content: string | Uint8Array): Promise<string> => {
  const file = join(lab.folder, 'table.csv');
  await writeFile(file, content);
  return file;
};
const importing = async (kind: string, content: string | Uint8Array, ...more: string[]) =>
  lab.run(['import', kind, '--file', await fileOf(content), ...more]);
const importingRoster = async (content: string | Uint8Array, ...more: string[]) =>
  lab.run(['roster', 'import', await fileOf(content), ...more]);
const lines = (...rows: string[]): string => rows.map((row) => `${row}\r\n`).join('');
const says = (...faults: string[]) => ({
  code: 1,
  stdout: '',
  stderr: faults.map((one) => `${one}\n`).join(''),
});

const COUNSELLORS = lines(
  '姓名,性别,语言,擅长,线上,每日上限',
  '测试老师甲,女,普通话、粤语,"睡眠,情绪",是,4',
  '测试老师乙,,,,,',
);
const AVAILABILITY = lines(
  '姓名,星期,从,到,每次分钟,方式,教学周,后留分钟',
  '测试老师甲,周一,09:00,12:00,50,线上,单周,10',
  '测试老师乙,3,14:00,17:00,50,线上,,',
);
const ROSTER = lines('学号,姓名,邮箱', '20260001,测试同学甲,a@campus.example', '20260002,测试同学乙,');

describe('counsellors of a table, on the command line', () => {
  it('names line, column and reason of each fault, and brings in nobody', async () => {
    const table = lines(
      '姓名,性别,线上,每日上限',
      '测试老师丙,女,是,4',
      ',男,,',
      '测试老师丁,不说,也许,99',
      '测试老师丙,,,',
    );
    expect(await importing('counsellors', MARK + table)).toEqual(
      says(
        'import: line 3, column 1: expected something, found ""',
        'import: line 4, column 2: expected 女, 男 or nothing, found "不说"',
        'import: line 4, column 3: expected 是 or 否 (yes or no), found "也许"',
        'import: line 4, column 4: expected a number within its bounds, found "99"',
        'import: line 5, column 1: it repeats an earlier row, found "测试老师丙"',
      ),
    );
    expect((await lab.run(['staff', 'list'])).stdout).not.toMatch(/测试老师/);
  }, 120_000);

  it('brings in what a dry run has shown, in GBK too, and knows it the second time', async () => {
    const dry = await importing('counsellors', encodeGbk(COUNSELLORS), '--dry-run');
    expect(dry).toEqual({
      code: 0,
      stderr: '',
      stdout: '测试老师甲（新）\n测试老师乙（新）\n{"added":0,"wouldAdd":2,"known":0}\n',
    });
    expect((await importing('counsellors', encodeGbk(COUNSELLORS))).stdout).toContain(
      '{"added":2,"wouldAdd":2,"known":0}',
    );
    expect((await importing('counsellors', MARK + COUNSELLORS)).stdout).toBe(
      '测试老师甲\n测试老师乙\n{"added":0,"wouldAdd":0,"known":2}\n',
    );
    expect((await lab.run(['staff', 'list'])).stdout.match(/测试老师/g)).toHaveLength(2);
  }, 240_000);

  it.each([
    ['', 'import: line 1, column 1: there is nothing in it, found ""'],
    [lines('姓名,性别'), 'import: line 2, column 1: there is nothing in it, found ""'],
    [lines('性别', '女'), 'import: line 1, column 1: this column is missing in the first row, found "姓名"'],
    [lines('姓名,工资', '测试老师甲,1'), 'import: line 1, column 2: nobody knows this column, found "工资"'],
    [
      Buffer.from('PK\u0003\u0004\u00ff\u00fe', 'latin1'),
      'import: found a workbook of Excel, expected a CSV table: save it as CSV',
    ],
  ])(
    'refuses %j',
    async (content, fault) => {
      expect(await importing('counsellors', content)).toEqual(says(fault));
    },
    120_000,
  );
});

describe('opening hours of a table, on the command line', () => {
  it('names each fault, and opens nothing', async () => {
    const table = lines(
      '姓名,星期,从,到,每次分钟,方式,房间,教学周',
      '测试老师甲,周一,09:00,12:00,50,线上,,',
      '没有这个人,周八,9点,08:00,500,网上,,有空',
      '测试老师乙,2,10:00,10:30,50,现场,没有这间,1-8',
    );
    expect(await importing('availability', table)).toEqual(
      says(
        'import: line 3, column 1: nothing has this name, found "没有这个人"',
        'import: line 3, column 2: expected something, found "周八"',
        'import: line 3, column 3: expected a time such as 08:30, found "9点"',
        'import: line 3, column 5: expected a number within its bounds, found "500"',
        'import: line 3, column 6: expected 现场 or 线上 (on-site or online), found "网上"',
        'import: line 3, column 8: expected 每周, 学期内, 单周, 双周 or weeks such as 1-8,10, found "有空"',
        'import: line 4, column 4: shorter than one session, found "10:30"',
        'import: line 4, column 7: nothing has this name, found "没有这间"',
      ),
    );
  }, 120_000);

  it('opens what a dry run has shown, once', async () => {
    const dry = await importing('availability', AVAILABILITY, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/测试老师甲 · .*09:00/);
    expect(dry.stdout).toContain('{"added":0,"wouldAdd":2,"known":0}');
    expect((await importing('availability', AVAILABILITY)).stdout).toContain(
      '{"added":2,"wouldAdd":2,"known":0}',
    );
    const again = await importing('availability', AVAILABILITY.replaceAll('\r\n', '\n'));
    expect(again.stdout).toBe('{"added":0,"wouldAdd":0,"known":2}\n');
  }, 240_000);

  it.each([
    [['import'], /found nothing, expected counsellors or availability/],
    [['import', 'rooms'], /found "rooms", expected counsellors or availability/],
    [
      ['import', 'availability', '--file', '/nowhere.csv'],
      /--file: found "\/nowhere.csv", expected a readable/,
    ],
    [['import', 'availability', '--tomorrow'], /--tomorrow/],
    [['roster'], /found nothing, expected import/],
    [['roster', 'import'], /expected a readable CSV file/],
  ])(
    'refuses %j',
    async (args, complaint) => {
      const { code, stdout, stderr } = await lab.run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(complaint);
    },
    120_000,
  );
});

describe('a roster, on the command line', () => {
  it('names each fault without a name or a number, and brings in nobody', async () => {
    const table = lines(
      '学号,姓名,邮箱,学院',
      '20260001,测试同学甲,a@campus.example,一院',
      '2026-0001,测试同学乙,,一院',
      '12,,不是邮箱,一院',
      '20260004,测试同学丁,,',
    ).replace('测试同学丁,,', '测试同学丁,');
    const faults = says(
      'roster: line 3, column 1: this number stands above already, in line 2',
      'roster: line 4, column 1: expected a student number of 4 to 24 digits or letters',
      'roster: line 4, column 2: expected a name',
      'roster: line 4, column 3: expected a mailbox, or nothing',
      'roster: line 5, column 1: expected as many columns as the first line has 4',
    );
    expect(await importingRoster(table, '--dry-run')).toEqual(faults);
    expect(await importingRoster(table)).toEqual(faults);
  }, 120_000);

  it('brings in what a dry run has counted, and takes over what has changed', async () => {
    expect(await importingRoster(encodeGbk(ROSTER), '--dry-run')).toEqual({
      code: 0,
      stderr: '',
      stdout: '{"added":2,"updated":0,"dryRun":true}\n',
    });
    expect((await importingRoster(encodeGbk(ROSTER))).stdout).toBe(
      '{"added":2,"updated":0,"dryRun":false}\n',
    );
    const more = `${MARK}${ROSTER}20260003,测试同学丙,\r\n`;
    expect((await importingRoster(more)).stdout).toBe('{"added":1,"updated":2,"dryRun":false}\n');
  }, 240_000);

  it.each([
    ['', 'roster: line 1, column 1: there is nobody in it'],
    [lines('学号,姓名'), 'roster: line 2, column 1: there is nobody in it'],
    [lines('学号,邮箱', '20260001,'), 'roster: line 1, column 1: the first line lacks this column 姓名'],
    [lines('学号,姓名', '"20260001,测试'), 'roster: line 1, column 1: a quote is never closed'],
  ])(
    'refuses %j',
    async (content, fault) => {
      expect(await importingRoster(content)).toEqual(says(fault));
    },
    120_000,
  );
});
