import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createLab, type Lab } from '../support/program.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab({
    environment: {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x',
      XINQIAO_MASTER_KEY: '33'.repeat(32),
    },
  });
});
afterAll(() => lab.cleanUp());

describe('a part on a machine of its own', () => {
  it.each(['serve --role bot', 'serve --role worker', 'worker'])(
    'must know where the pages are: %s',
    async (line) => {
      const { code, stdout, stderr } = await lab.run(line.split(' '));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/PUBLIC_URL: found nothing, expected where browsers reach the pages/);
    },
  );

  it('must have a bot to run', async () => {
    const extra = { PUBLIC_URL: 'https://xinqiao.example.edu.cn' };
    const { code, stderr } = await lab.run(['serve', '--role', 'bot'], { extra });
    expect(code).toBe(1);
    expect(stderr).toMatch(/TELEGRAM_BOT_TOKEN or WECHATY_PUPPET: found nothing, expected a bot to run/);
    expect(stderr).not.toMatch(/PUBLIC_URL|DATABASE_URL/);
  });

  it('is one of three', async () => {
    const { code, stderr } = await lab.run(['serve', '--role', 'all']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--role: found "all", expected web, bot or worker/);
  });

  it('goes on to the database when it has what it needs', async () => {
    const there = new URL(inject('postgresUrl'));
    there.pathname = '/nobody-made-it';
    const extra = { PUBLIC_URL: 'https://xinqiao.example.edu.cn', DATABASE_URL: there.href };
    const { code, stderr } = await lab.run(['worker'], { extra });
    expect(code).toBe(1);
    expect(stderr).toMatch(/DATABASE_URL: found a database that does not let us in \(3D000\)/);
  });
});
