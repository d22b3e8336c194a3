import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createLab, type Lab } from '../support/program.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab.cleanUp());

const WRONG = [
  { name: 'PORT', value: '70000', found: '"70000"', expected: /a port number from 0 to 65535/ },
  { name: 'HOST', value: 'a b', found: '"a b"', expected: /an address or a host name/ },
  { name: 'PUBLIC_URL', value: 'xinqiao.example', found: '"xinqiao.example"', expected: /https:\/\// },
  { name: 'DATABASE_URL', value: 'mysql://x', found: '9 characters', expected: /postgres:\/\// },
  { name: 'REDIS_URL', value: 'localhost:6379', found: '14 characters', expected: /redis:\/\// },
  { name: 'TELEGRAM_BOT_TOKEN', value: 'secret-text', found: '11 characters', expected: /digits, a colon/ },
  { name: 'TELEGRAM_API_ROOT', value: 'ftp://x', found: '"ftp://x"', expected: /http:\/\// },
  { name: 'XINQIAO_MASTER_KEY', value: 'short-secret', found: '12 characters', expected: /32 bytes/ },
];

describe('a wrong setting stops the start and is named', () => {
  it('each of them, all at once', async () => {
    const extra = Object.fromEntries(WRONG.map(({ name, value }) => [name, value]));
    const { code, stdout, stderr } = await lab.run(['serve'], { extra });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const { name, found, expected } of WRONG) {
      const line = stderr.split('\n').find((one) => one.trim().startsWith(`${name}:`));
      expect(line).toContain(`found ${found}`);
      expect(line).toMatch(expected);
    }
    expect(stderr).not.toMatch(/secret|\n {4}at /);
    expect(await lab.server()).toBeNull();
  });

  it('a key file that is not there', async () => {
    const extra = { XINQIAO_MASTER_KEY_FILE: '/nowhere/key' };
    const { code, stderr } = await lab.run(['serve'], { extra });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /XINQIAO_MASTER_KEY_FILE: \/nowhere\/key: found no readable file, expected .*32 bytes/,
    );
    expect(await lab.server()).toBeNull();
  });

  it('an external database without a master key', async () => {
    const extra = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' };
    const { code, stderr } = await lab.run(['serve'], { extra });
    expect(code).toBe(1);
    expect(stderr).toMatch(/XINQIAO_MASTER_KEY or XINQIAO_MASTER_KEY_FILE: found nothing, expected/);
  });

  // A start waits for it: tests/chaos/no-database-at-start.test.ts.
  it.each([['migrate'], ['staff', 'list']])(
    'an external database that does not answer: %s',
    async (...args) => {
      const extra = {
        DATABASE_URL: 'postgres://nobody:hidden@127.0.0.1:1/x',
        XINQIAO_MASTER_KEY: '33'.repeat(32),
      };
      const { code, stderr } = await lab.run(args, { extra });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /DATABASE_URL: found a database that does not let us in \(ECONNREFUSED\), expected/,
      );
      expect(stderr).not.toMatch(/hidden|\n {4}at /);
    },
  );

  it('an external database that is not there, on a server that answers', async () => {
    const there = new URL(inject('postgresUrl'));
    there.pathname = '/nobody-made-it';
    const extra = { DATABASE_URL: there.href, XINQIAO_MASTER_KEY: '33'.repeat(32) };
    const { code, stderr } = await lab.run(['serve'], { extra });
    expect(code).toBe(1);
    expect(stderr).toMatch(/DATABASE_URL: found a database that does not let us in \(3D000\), expected/);
  });

  it('a data folder that is a file', async () => {
    const { code, stderr } = await lab.run(['serve'], { extra: { DATA_DIR: '/etc/hostname' } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/\/etc\/hostname.*DATA_DIR/s);
  });

  it('check-config tells the same, and is content with what is there', async () => {
    expect(await lab.run(['check-config'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /waits for 值班 in the console[^\n]*\n.*nobody has the role staff.*\nconfig: ok\n$/,
      ),
    });
    const wrong = await lab.run(['check-config'], { extra: { PORT: '-1' } });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^PORT: found "-1", expected a port number/);
  });
});
