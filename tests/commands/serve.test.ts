import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLab, type Lab, type Program } from '../support/program.ts';
import { until } from '../support/until.ts';

let lab: Lab;
let program: Program;
beforeAll(async () => {
  lab = await createLab();
  program = await lab.start();
}, 60_000);
afterAll(() => lab?.cleanUp());

const answers = async (path: string): Promise<number> => (await fetch(`${program.url}${path}`)).status;

describe('serve', () => {
  it('says where to go and what is on or off, with the variable that switches it', async () => {
    await until('all to be said', () => /Master key/.test(program.stdout()));
    const said = program.stdout();
    expect(said).toMatch(/Student page: +http:\/\/127\.0\.0\.1:\d+\//);
    expect(said).toMatch(/Staff console: +http:\/\/127\.0\.0\.1:\d+\/console/);
    expect(said).toMatch(/http:\/\/127\.0\.0\.1:\d+\/console\/sign-in\/[\w-]{22,}/);
    for (const variable of ['TELEGRAM_BOT_TOKEN', 'WECHATY_PUPPET', 'REDIS_URL', 'DATABASE_URL'])
      expect(said).toMatch(new RegExp(`off \\(${variable}\\)`));
    const key = /Master key: +(\S+)/.exec(said)?.[1] ?? '';
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(key.startsWith(lab.dataDir)).toBe(false);
    await until('ready', async () => (await answers('/readyz')) === 200);
    expect([await answers('/healthz'), await answers('/'), await answers('/console/sign-in')]).toEqual([
      200, 200, 200,
    ]);
  });

  it('refuses a second start on the same folder plainly and leaves the first alone', async () => {
    const server = await lab.server();
    const { code, stdout, stderr } = await lab.run(['serve']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`another xinqiao \\(pid ${program.pid}, since .*is running on ${lab.dataDir}`),
    );
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(await lab.server()).toBe(server);
    expect(await answers('/readyz')).toBe(200);
  });

  it('tells plainly that a port is in use, and leaves no server behind', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const other = await createLab();
    try {
      const { code, stderr } = await other.run(['serve'], { extra: { PORT: port } });
      expect(code).toBe(1);
      expect(stderr).toMatch(
        new RegExp(`PORT and HOST: found 127.0.0.1:${port}.*EADDRINUSE.*expected a free port`),
      );
      expect(await other.server()).toBeNull();
    } finally {
      await other.cleanUp();
      taken.close();
    }
  }, 60_000);

  it('names a migration that was changed after it was applied', async () => {
    await lab.sql(`update public.xinqiao_migration set checksum = 'x' || checksum`);
    const { code, stderr } = await lab.run(['migrate']);
    await lab.sql(`update public.xinqiao_migration set checksum = substr(checksum, 2)`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/migrations\/0001_\S+: changed after it was applied/);
  });

  it('stops in good order on SIGTERM, the database last, and starts again quickly', async () => {
    const server = await lab.server();
    expect(server).not.toBeNull();
    expect(await program.stop()).toBe(0);
    expect(program.stderr()).not.toMatch(/"level":(50|60)|failed|lost/);
    expect(await lab.server()).toBeNull();
    expect(() => process.kill(server ?? 0, 0)).toThrow(/ESRCH/);
    program = await lab.start();
    await until('ready', async () => (await answers('/readyz')) === 200, 5_000);
    expect(program.stdout()).not.toContain('made just now');
  }, 60_000);

  it('stops in good order when the signal comes in the middle of a start', async () => {
    const other = await createLab();
    try {
      const starting = other.start();
      await until('a server to be there', async () => (await other.server()) !== null);
      other.interrupt();
      expect(await (await starting).ended).toBe(0);
      await until('the server to be gone', async () => (await other.server()) === null);
    } finally {
      await other.cleanUp();
    }
  }, 60_000);
});
