import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLab, type Lab } from '../support/program.ts';

const COMMANDS = [
  'serve',
  'worker',
  'migrate',
  'check-config',
  'roles',
  'verify-audit',
  'retention',
  'screen',
  'oncall',
  'rota',
  'import',
  'roster',
  'watchdog',
  'staff',
];

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.cleanUp());

const untouched = (): Promise<boolean> =>
  stat(lab.dataDir).then(
    () => false,
    () => true,
  );

describe('the command line', () => {
  it('lists every command, and none twice', async () => {
    const { code, stdout } = await lab.run(['--help']);
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, name]) => name);
    expect(listed).toEqual(COMMANDS);
  });

  it('tells with --help what each command does, and does nothing', async () => {
    for (const name of COMMANDS) {
      const { code, stdout, stderr } = await lab.run([name, '--help']);
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^xinqiao ${name}`));
    }
    expect(await untouched()).toBe(true);
  }, 60_000);

  it.each([
    { args: [], says: /xinqiao <command>/ },
    { args: ['toString'], says: /no command "toString"/ },
    { args: ['serve', '--prot', '1'], says: /--prot/ },
    { args: ['serve', '--role', 'boss'], says: /--role: found "boss", expected web, bot or worker/ },
    { args: ['screen', 'file.txt'], says: /file\.txt/ },
    { args: ['staff', 'remove'], says: /found "remove", expected list, add, address, confirm or link/ },
  ])('refuses $args with exit code 2', async ({ args, says }) => {
    const { code, stdout, stderr } = await lab.run(args);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(says);
    expect(await untouched()).toBe(true);
  });

  it('knows a row of the role table for every route and command', async () => {
    const { code, stdout, stderr } = await lab.run(['roles', '--check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^roles: ok, \d+ rows/);
  });
});
