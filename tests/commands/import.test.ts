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
      stdout:
        '测试老师甲（新）\n测试老师乙（新）\n{"added":0,"wouldAdd":2,"changed":0,"wouldChange":0,"known":0}\n',
    });
    expect((await importing('counsellors', encodeGbk(COUNSELLORS))).stdout).toContain(
      '{"added":2,"wouldAdd":2,"changed":0,"wouldChange":0,"known":0}',
    );
    const caps = lines('姓名,每日上限', '测试老师甲,6', '测试老师乙,');
    expect((await importing('counsellors', caps)).stdout).toBe(
      '测试老师甲：每日上限 4 → 6\n{"added":0,"wouldAdd":0,"changed":1,"wouldChange":1,"known":2}\n',
    );
    // Nothing else was lost: the first table changes back the cap alone.
    expect((await importing('counsellors', MARK + COUNSELLORS, '--dry-run')).stdout).toBe(
      '测试老师甲：每日上限 6 → 4\n{"added":0,"wouldAdd":0,"changed":0,"wouldChange":1,"known":2}\n',
    );
    // What nobody knows is named, and keeps nothing else from being imported.
    const unknown = lines('姓名,工资,每日上线', '测试老师甲,1,2');
    expect(await importing('counsellors', unknown, '--dry-run')).toEqual({
      code: 0,
      stderr:
        'import: line 1, column 2: "工资" is no column that is known, and is not imported\n' +
        'import: line 1, column 3: "每日上线" is no column that is known, and is not imported; is it 每日上限?\n',
      stdout: '{"added":0,"wouldAdd":0,"changed":0,"wouldChange":0,"known":1}\n',
    });
    expect((await lab.run(['staff', 'list'])).stdout.match(/测试老师/g)).toHaveLength(2);
  }, 240_000);

  it.each([
    ['', 'import: line 1, column 1: there is nothing in it, found ""'],
    [lines('姓名,性别'), 'import: line 2, column 1: there is nothing in it, found ""'],
    [lines('性别', '女'), 'import: line 1, column 1: this column is missing in the first row, found "姓名"'],
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
      '姓名,星期,从,到,每次分钟,方式,房间,教学周,只在这一天',
      '测试老师甲,周一,09:00,12:00,50,线上,,,',
      '没有这个人,周八,9点,08:00,500,网上,,有空,',
      '测试老师乙,2,10:00,10:30,50,现场,没有这间,1-8,',
      '测试老师乙,三,10:00,12:00,50,线上,,,2099-11-24',
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
        'import: line 5, column 2: the date in 只在这一天 is another weekday, found "三"',
      ),
    );
  }, 120_000);

  it('opens what a dry run has shown, once', async () => {
    const dry = await importing('availability', AVAILABILITY, '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toMatch(/测试老师甲 · .*09:00/);
    expect(dry.stdout).toContain('{"added":0,"wouldAdd":2,"changed":0,"wouldChange":0,"known":0}');
    expect((await importing('availability', AVAILABILITY)).stdout).toContain(
      '{"added":2,"wouldAdd":2,"changed":0,"wouldChange":0,"known":0}',
    );
    const again = await importing('availability', AVAILABILITY.replaceAll('\r\n', '\n'));
    expect(again.stdout).toBe('{"added":0,"wouldAdd":0,"changed":0,"wouldChange":0,"known":2}\n');
  }, 240_000);

  it.each([
    [['import'], /found nothing, expected counsellors or availability/],
    [['import', 'rooms'], /found "rooms", expected counsellors or availability/],
    [
      ['import', 'availability', '--file', '/nowhere.csv'],
      /--file: found "\/nowhere.csv", expected a readable/,
    ],
    [['import', 'availability', '--tomorrow'], /--tomorrow/],
    [['roster'], /found nothing, expected import or left/],
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
      stdout: '{"added":2,"updated":0,"columns":{},"dryRun":true}\n',
    });
    expect((await importingRoster(encodeGbk(ROSTER))).stdout).toBe(
      '{"added":2,"updated":0,"columns":{},"dryRun":false}\n',
    );
    const more = `${MARK}${ROSTER}20260003,测试同学丙,\r\n`;
    expect((await importingRoster(more)).stdout).toBe(
      '{"added":1,"updated":2,"columns":{},"dryRun":false}\n',
    );
    const colleges = lines('学号,姓名,学院', '20260001,测试同学甲,一院');
    expect((await importingRoster(colleges)).stdout).toBe(
      '{"added":0,"updated":1,"columns":{"college":{"filled":1,"changed":0,"cleared":0}},"dryRun":false}\n',
    );
    expect((await importingRoster(lines('学号,姓名,邮箱', '20260001,测试同学甲,'), '--dry-run')).stdout).toBe(
      '{"added":0,"updated":1,"columns":{"mailbox":{"filled":0,"changed":0,"cleared":1}},"dryRun":true}\n',
    );
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

describe('those who left, on the command line', () => {
  const leaving = async (content: string, ...more: string[]) =>
    lab.run(['roster', 'left', await fileOf(content), ...more]);

  it('are counted, and noted once; what is wrong names its line', async () => {
    await importingRoster(lines('学号,姓名', '20190001,测试同学丙', '20190002,测试同学丁'));
    const table = lines('姓名,学号', '谁都行,20190001', ',20190002', ',20190009');
    const answer = (left: number, unknown: number, dryRun: boolean) => ({
      code: 0,
      stdout: `${JSON.stringify({ left, unknown, dryRun })}\n`,
    });
    expect(await leaving(table, '--dry-run')).toMatchObject(answer(2, 1, true));
    expect(await leaving(table)).toMatchObject(answer(2, 1, false));
    expect(await leaving(table)).toMatchObject(answer(0, 1, false));
    expect(await leaving(lines('学号', '甲'))).toEqual(
      says('roster: line 2, column 1: expected a student number of 4 to 24 digits or letters'),
    );
    expect(await leaving(lines('姓名', '测试'))).toEqual(
      says('roster: line 1, column 1: the first line lacks this column 学号'),
    );
  });

  it('will be forgotten, and the command that shows it deletes nothing', async () => {
    const { stdout } = await lab.run(['retention', '--by', '2099-01-01']);
    const { roster, ...rest } = JSON.parse(stdout);
    expect(roster).toBeGreaterThan(1);
    expect(rest).toMatchObject({ by: '2099-01-01', counselling: 0, cases: 0 });
    expect(JSON.parse((await lab.run(['retention'])).stdout)).toMatchObject({ roster: 0 });
    expect((await lab.run(['retention', '--by', '2099-02-30'])).code).toBe(2);
  });
});
