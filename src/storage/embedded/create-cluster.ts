import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { clusterOf, type Place } from './choose-place.ts';
import { describeProcess, isSameProcess } from './describe-process.ts';
import { errorCode, type Failure, failure } from './failure.ts';
import type { Binaries } from './prepare-binaries.ts';
import { runCommand } from './run-command.ts';
import { OWNER, STORED_SETTINGS } from './server-settings.ts';

export const passwordFileOf = (place: Pick<Place, 'home'>): string => join(place.home, 'password');

type Created = { ok: true; created: boolean } | Failure<'cannot-start' | 'version-mismatch'>;

/**
 * Makes the database's files where there are none. They are made under another name and appear by one renaming, so
 * that neither a kill half-way nor two starts at once leave anything but nothing or a whole.
 * @param onWorking called when a process of PostgreSQL is at work on it
 */
export async function createCluster(
  place: Place,
  binaries: Binaries,
  onWorking: () => void,
): Promise<Created> {
  const version = await readFile(join(clusterOf(place), 'PG_VERSION'), 'utf8').catch(() => null);
  if (version !== null) return checkVersion(version.trim(), binaries, place);
  if ((await stat(place.home).catch(() => null)) !== null) {
    return failure(
      'cannot-start',
      `${place.home} is there and holds no PostgreSQL database (${join(clusterOf(place), 'PG_VERSION')} cannot be read). Move it away to begin with an empty one, or put its files back.`,
    );
  }
  await removeAbandoned(place);
  const draft = `${place.home}.new-${process.pid}-${await ownStart()}`;
  const complaint = await initialise(draft, place, binaries, onWorking);
  if (complaint !== null) {
    await rm(draft, { recursive: true, force: true });
    return failure('cannot-start', `PostgreSQL could not create its files in ${place.home}: ${complaint}`);
  }
  return { ok: true, created: await publish(draft, place) };
}

function checkVersion(version: string, binaries: Binaries, place: Place): Created {
  if (binaries.version.split('.')[0] === version) return { ok: true, created: false };
  return failure(
    'version-mismatch',
    `${place.home} was made by PostgreSQL ${version}, and the installed one is ${binaries.version}. Install the version that made it, and move the data with a backup.`,
  );
}

/** Answers null, or what initdb had to say. */
async function initialise(
  draft: string,
  place: Place,
  binaries: Binaries,
  onWorking: () => void,
): Promise<string | null> {
  await mkdir(draft, { mode: 0o700 });
  const password = passwordFileOf({ home: draft });
  // initdb reads the file as the server's user, and the file stays the place where the password is kept.
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (place.user !== null) {
    await chown(password, place.user.uid, place.user.gid);
    await chown(draft, place.user.uid, place.user.gid);
  }
  await chmod(draft, 0o700);
  const running = runCommand(
    binaries.initdb,
    [
      `--pgdata=${clusterOf({ home: draft })}`,
      `--username=${OWNER}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      // An unset LANG would otherwise give SQL_ASCII.
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
      ...STORED_SETTINGS.map((setting) => `--set=${setting}`),
    ],
    { user: place.user, cwd: '/' },
  );
  onWorking();
  const outcome = await running;
  return outcome.exitCode === 0 ? null : outcome.stderr.trim();
}

/** @returns false where another start was quicker; its files count then. */
async function publish(draft: string, place: Place): Promise<boolean> {
  await syncFolder(draft);
  try {
    await rename(draft, place.home);
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rm(draft, { recursive: true, force: true });
    return false;
  }
  await syncFolder(place.parent);
  return true;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Clears away what starts that were killed half-way left behind; never what a living one is making. */
async function removeAbandoned(place: Place): Promise<void> {
  const prefix = `${basename(place.home)}.new-`;
  for (const name of await readdir(dirname(place.home))) {
    const [pid, startedAt] = name.startsWith(prefix) ? name.slice(prefix.length).split('-') : [];
    if (pid === undefined || startedAt === undefined) continue;
    if (await isSameProcess(Number(pid), startedAt)) continue;
    // An orphaned initdb may still be writing there for a moment; then the next start clears it.
    await rm(join(dirname(place.home), name), { recursive: true, force: true, maxRetries: 3 }).catch(
      () => undefined,
    );
  }
}

async function ownStart(): Promise<string> {
  const self = await describeProcess(process.pid);
  return self.kind === 'alive' ? self.startedAt : 'unknown';
}
