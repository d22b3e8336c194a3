import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLab, type Lab } from '../support/program.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
  const added = await lab.run(['staff', 'add', '--name', '测试老师甲', '--role', 'counsellor']);
  expect(added.code).toBe(0);
}, 60_000);
afterAll(() => lab.cleanUp());

const importing = async (text: string, ...more: string[]) => {
  const file = join(lab.dataDir, '..', 'rota.csv');
  await writeFile(file, text);
  return lab.run(['rota', 'import', '--file', file, ...more]);
};

describe('the rota, on the command line', () => {
  it('says who is on call', async () => {
    const { code, stdout, stderr } = await lab.run(['rota', 'oncall']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/现在值班：.*老师（示例）/);
    expect(stdout).toMatch(/没有真人值班/);
  }, 60_000);

  it('imports nothing of a file with a fault, and says where it is', async () => {
    const { code, stdout, stderr } = await importing(
      'name,duty,start,end\n测试老师甲,duty,2099-01-01 08:00,2099-01-01 20:00\n谁,guard,2099-01-01 08:00,2099-01-01 20:00\n',
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('rota: line 3, column 2: expected 值班 or 后备 (duty or backup), found "guard"\n');
  }, 60_000);

  it('adds what a dry run has shown, and exports it again', async () => {
    const text = 'name,duty,start,end\n测试老师甲,duty,2099-01-01 08:00,2099-01-01 20:00\n';
    expect((await importing(text, '--dry-run')).stdout).toContain('{"added":0,"wouldAdd":1,"known":0}');
    expect((await importing(text)).stdout).toContain('{"added":1,"wouldAdd":1,"known":0}');
    expect((await importing(text)).stdout).toBe('{"added":0,"wouldAdd":0,"known":1}\n');
    const days = ['--from', '2099-01-01', '--to', '2099-01-01'];
    const csv = await lab.run(['rota', 'export', '--format', 'csv', '--name', '测试老师甲', ...days]);
    expect(csv.stdout).toBe(
      '\uFEFF姓名,值班类型,开始,结束,代替\r\n测试老师甲,值班,2099-01-01 08:00,2099-01-01 20:00,\r\n',
    );
    const out = join(lab.dataDir, '..', 'rota.ics');
    expect(await lab.run(['rota', 'export', '--out', out, ...days])).toMatchObject({ code: 0, stdout: '' });
    expect(await readFile(out, 'utf8')).toContain('SUMMARY:值班 测试老师甲');
  }, 60_000);

  it.each(['csv', 'ics'])(
    'adds nothing of its own export, as %s',
    async (format) => {
      const out = join(lab.dataDir, '..', `whole.${format}`);
      expect((await lab.run(['rota', 'export', '--format', format, '--out', out])).code).toBe(0);
      const { code, stdout, stderr } = await lab.run(['rota', 'import', '--file', out]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^\{"added":0,"wouldAdd":0,"known":[1-9]\d*\}\n$/);
    },
    60_000,
  );

  it('has nothing to take over of the file that the database began with', async () => {
    for (const more of [[], ['--dry-run'], ['--keep']]) {
      const { code, stdout, stderr } = await lab.run(['rota', 'apply', ...more]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ add: 0, end: 0, changed: more.length === 0 });
    }
  }, 90_000);

  it.each([
    [['rota'], /found nothing, expected oncall, export, import or apply/],
    [['rota', 'export', '--format', 'pdf'], /--format: found "pdf", expected ics or csv/],
    [['rota', 'export', '--from', '2027-02-29'], /--from: found "2027-02-29", expected a date/],
    [['rota', 'apply', '--keep', '--dry-run'], /--keep: found "--dry-run", expected one of the two/],
    [['rota', 'import', '--file', '/nowhere.csv'], /--file: found "\/nowhere.csv", expected a readable/],
  ])(
    'refuses %j',
    async (args, says) => {
      const { code, stderr } = await lab.run(args);
      expect(code).toBe(2);
      expect(stderr).toMatch(says);
    },
    60_000,
  );
});
