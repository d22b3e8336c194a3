import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findOrMakeMasterKey, readMasterKeyFile } from '../../src/settings/master-key-file.ts';

const EXPECTED = 'a file with 32 bytes as base64 or as 64 hexadecimal digits';

describe('the master key of the embedded database', () => {
  let folder: string;
  let home: string;
  let dataDir: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xinqiao-key-'));
    home = join(folder, 'home');
    dataDir = join(folder, 'work', 'data');
    await mkdir(home);
    await mkdir(dataDir, { recursive: true });
    vi.stubEnv('HOME', home);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  const keyFile = () => join(home, '.config', 'xinqiao', 'master.key');

  it('is made once, outside of the data folder, for its owner alone, and found again', async () => {
    const first = await findOrMakeMasterKey(dataDir);
    expect(first).toMatchObject({ ok: true, made: true, file: keyFile() });
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, '.config', 'xinqiao'))).mode & 0o777).toBe(0o700);
    expect(await readdir(dataDir)).toEqual([]);
    const second = await findOrMakeMasterKey(dataDir);
    expect(second).toEqual({ ...first, made: false });
  });

  it('is one key when two programs start at once, and leaves nothing else behind', async () => {
    const found = await Promise.all(Array.from({ length: 12 }, () => findOrMakeMasterKey(dataDir)));
    const kids = found.map((one) => (one.ok ? one.masterKey.kid : one.problem.found));
    expect(new Set(kids).size).toBe(1);
    expect(await readdir(join(home, '.config', 'xinqiao'))).toEqual(['master.key']);
  });

  it('stands beside the data folder where the home folder cannot be written', async () => {
    await writeFile(join(home, '.config'), 'a file, where a folder should be');
    const made = await findOrMakeMasterKey(dataDir);
    expect(made).toMatchObject({ ok: true, made: true, file: `${dataDir}.master.key` });
    expect((await stat(`${dataDir}.master.key`)).mode & 0o777).toBe(0o600);
    expect(await findOrMakeMasterKey(dataDir)).toMatchObject({ ok: true, made: false });
  });

  it('never stands within the data folder, not even when that is the home folder', async () => {
    const made = await findOrMakeMasterKey(home);
    expect(made).toMatchObject({ ok: true, file: `${home}.master.key` });
    expect(await readdir(home)).toEqual([]);
  });

  it.each([
    ['emptied', '', '0 characters'],
    ['cut', 'abc', '3 characters'],
    ['overwritten', 'geheim geheim', '13 characters'],
  ])('is named when it was %s, and not made anew', async (_, text, found) => {
    await findOrMakeMasterKey(dataDir);
    await writeFile(keyFile(), text);
    expect(await findOrMakeMasterKey(dataDir)).toEqual({
      ok: false,
      problem: { place: 'XINQIAO_MASTER_KEY_FILE', key: keyFile(), found, expected: EXPECTED },
    });
    expect(await readFile(keyFile(), 'utf8')).toBe(text);
  });

  it('is read from the file that the operator names', async () => {
    const file = join(folder, 'named.key');
    await writeFile(file, `${'ab'.repeat(32)}\n`);
    expect(await readMasterKeyFile(file)).toMatchObject({ ok: true, file, made: false });
    expect(await readMasterKeyFile(join(folder, 'gone.key'))).toEqual({
      ok: false,
      problem: {
        place: 'XINQIAO_MASTER_KEY_FILE',
        key: join(folder, 'gone.key'),
        found: 'no readable file',
        expected: EXPECTED,
      },
    });
  });
});
