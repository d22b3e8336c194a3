import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type MasterKey, readMasterKey } from '../access/vault.ts';
import type { SettingProblem } from './problem.ts';

export type FoundMasterKey =
  | { readonly ok: true; readonly masterKey: MasterKey; readonly file: string; readonly made: boolean }
  | { readonly ok: false; readonly problem: SettingProblem };

const KEY_BYTES = 32;
const EXPECTED = 'a file with 32 bytes as base64 or as 64 hexadecimal digits';

/** Reads the key file that the operator named. */
export async function readMasterKeyFile(file: string): Promise<FoundMasterKey> {
  const place = 'XINQIAO_MASTER_KEY_FILE';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return { ok: false, problem: { place, key: file, found: 'no readable file', expected: EXPECTED } };
  }
  const masterKey = readMasterKey(text);
  if (masterKey === null) {
    return {
      ok: false,
      problem: { place, key: file, found: `${text.trim().length} characters`, expected: EXPECTED },
    };
  }
  return { ok: true, masterKey, file, made: false };
}

/**
 * For the embedded database: the key that was made once, outside the data folder, so that a copy of that folder alone
 * opens nothing. Where the home folder cannot be written it stands beside the data folder.
 */
export async function findOrMakeMasterKey(dataDir: string): Promise<FoundMasterKey> {
  const candidates = [join(homedir(), '.config', 'xinqiao', 'master.key'), `${dataDir}.master.key`].filter(
    (file) => relative(dataDir, file).startsWith('..'),
  );
  for (const file of candidates) {
    if (await exists(file)) return readMasterKeyFile(file);
  }
  if (await holdsDatabase(dataDir)) return { ok: false, problem: lostKey(dataDir, candidates) };
  for (const file of candidates) {
    if (!(await make(file))) continue;
    const made = await readMasterKeyFile(file);
    return made.ok ? { ...made, made: true } : made;
  }
  const found = candidates.join(' and ');
  return {
    ok: false,
    problem: {
      place: 'XINQIAO_MASTER_KEY_FILE',
      key: '',
      found: `nothing, and neither ${found} can be written`,
      expected: EXPECTED,
    },
  };
}

/** A database that is there was sealed with a key that is not: a new key could open nothing. */
const lostKey = (dataDir: string, candidates: readonly string[]): SettingProblem => ({
  place: 'XINQIAO_MASTER_KEY_FILE',
  key: '',
  found: `nothing, and no key in ${candidates.join(' or ')}`,
  expected: `the key with which the database in ${dataDir} was sealed (is HOME another one than at its first start?)`,
});

const holdsDatabase = async (dataDir: string): Promise<boolean> =>
  (await exists(join(dataDir, 'postgres'))) || (await exists(join(dataDir, 'postgres.location')));

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * Two starts at once make one key: the second finds the file of the first. It gets its name only when it is whole,
 * so that nobody reads half a key and a crash leaves none behind.
 */
async function make(file: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
    await link(draft, file);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST';
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}
