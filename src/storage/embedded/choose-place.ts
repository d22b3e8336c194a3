import { createHash } from 'node:crypto';
import { chmod, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, type Failure, failure } from './failure.ts';
import { canEnter, createFolders, firstClosedFolder, PASSABLE } from './reach.ts';
import { findServerUser, isRoot, type ServerUser } from './server-user.ts';

/** Where the server's files are, and whom it runs as. Everything in `home` belongs to that user, mode 0700 or 0600. */
export type Place = {
  dataDir: string;
  home: string;
  /** Holds `home`; also where copies of the programs go. */
  parent: string;
  /** null: as ourselves. */
  user: ServerUser | null;
  notes: string[];
};

type Chosen = { ok: true; place: Place } | Failure<'folder-unusable' | 'no-server-user'>;

const HOME = 'postgres';
/** In the data folder where the server's files are elsewhere: without it a later start would begin with an empty database. */
const POINTER = 'postgres.location';
const ELSEWHERE = '/var/lib/xinqiao';

export const clusterOf = (place: Pick<Place, 'home'>): string => join(place.home, 'cluster');

/** Finds the place of the server's files, or decides on one and makes its folder ready. */
export async function choosePlace(dataDir: string, elsewhere = ELSEWHERE): Promise<Chosen> {
  try {
    const existing = await findPlace(dataDir);
    if (existing !== null) return await checkExisting(existing);
    return await createPlace(resolve(dataDir), elsewhere);
  } catch (error) {
    return failure(
      'folder-unusable',
      `The data folder ${resolve(dataDir)} cannot be used (${errorCode(error) ?? 'unknown error'}). Expected: a folder that this user may write to, named by DATA_DIR.`,
    );
  }
}

/** The place of files that are there already, or null. Throws where it may not look. */
export async function findPlace(dataDir: string): Promise<Place | null> {
  const found = await realpath(dataDir).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return null;
  const pointer = await readOptional(join(found, POINTER));
  const home = pointer === null ? join(found, HOME) : pointer.trim();
  const owner = await stat(home).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  // A pointer into nothing is not an empty database: somebody lost a disk or moved the folder.
  if (owner === null && pointer === null) return null;
  const uid = owner?.uid ?? 0;
  const user = isRoot() && owner !== null && uid !== 0 ? { uid, gid: owner.gid, name: `uid ${uid}` } : null;
  return { dataDir: found, home, parent: dirname(home), user, notes: [] };
}

async function checkExisting(place: Place): Promise<Chosen> {
  const owner = await stat(place.home).catch(() => null);
  if (owner === null) {
    return failure(
      'folder-unusable',
      `${join(place.dataDir, POINTER)} says that the database is in ${place.home}, and that folder is missing. Put it back, or remove the file to begin with an empty database.`,
    );
  }
  if (!owner.isDirectory() || owner.uid === 0) {
    return failure(
      'folder-unusable',
      `${place.home} is not a folder of an ordinary user, as PostgreSQL's must be. Move it away or correct its owner.`,
    );
  }
  if (!isRoot() && owner.uid !== process.getuid?.()) {
    return failure(
      'folder-unusable',
      `${place.home} belongs to another user (uid ${owner.uid}). Start as that user or as root, or choose another DATA_DIR.`,
    );
  }
  await openDataFolder(place.dataDir, place);
  if (await canEnter(place.home, place.user)) return { ok: true, place: withNoteOfDistance(place) };
  const closed = await firstClosedFolder(place.home, place.user);
  return failure(
    'folder-unusable',
    `PostgreSQL runs as ${place.user?.name ?? 'this user'} and cannot reach its files in ${place.home}: ${closed} is closed to it. Open it for passing through (chmod a+x), or move the data folder.`,
  );
}

async function createPlace(dataDir: string, elsewhere: string): Promise<Chosen> {
  if (!isRoot()) {
    await createFolders(dataDir, 0o700);
    const real = await realpath(dataDir);
    return {
      ok: true,
      place: { dataDir: real, home: join(real, HOME), parent: real, user: null, notes: [] },
    };
  }
  const found = await findServerUser();
  if (!found.ok) return found;
  await createFolders(dataDir, PASSABLE);
  const real = await realpath(dataDir);
  const notes = found.note === null ? [] : [found.note];
  const place: Place = { dataDir: real, home: join(real, HOME), parent: real, user: found.user, notes };
  await openDataFolder(real, place);
  if (await canEnter(real, found.user)) return { ok: true, place };
  return goElsewhere(place, elsewhere);
}

/** The data folder is ours to open for passing through; the folders above it are not. */
async function openDataFolder(dataDir: string, place: Place): Promise<void> {
  if (place.user === null || dataDir !== place.parent) return;
  const { mode } = await stat(dataDir);
  if ((mode & 0o011) === 0o011) return;
  await chmod(dataDir, (mode & 0o777) | 0o011);
  place.notes.push(
    `${dataDir} was opened for passing through (not for looking), because PostgreSQL runs as ${place.user.name} and not as root.`,
  );
}

async function goElsewhere(place: Place, elsewhere: string): Promise<Chosen> {
  const closed = await firstClosedFolder(place.dataDir, place.user);
  const key = createHash('sha256').update(place.dataDir).digest('hex').slice(0, 12);
  const parent = join(elsewhere, `${basename(place.dataDir)}-${key}`);
  await createFolders(parent, PASSABLE);
  if (!(await canEnter(parent, place.user))) {
    return failure(
      'folder-unusable',
      `PostgreSQL runs as ${place.user?.name ?? 'another user'} and can reach neither ${place.dataDir} (${closed} is closed to it) nor ${parent}. Choose a DATA_DIR within its reach.`,
    );
  }
  const moved = { ...place, parent, home: join(parent, HOME) };
  const draft = join(place.dataDir, `${POINTER}.${process.pid}`);
  await writeFile(draft, `${moved.home}\n`, { mode: 0o600, flush: true });
  await rename(draft, join(place.dataDir, POINTER));
  return { ok: true, place: withNoteOfDistance(moved) };
}

function withNoteOfDistance(place: Place): Place {
  if (place.parent === place.dataDir) return place;
  const note = `The database is in ${place.home}, because the server's user cannot reach ${place.dataDir}. Back up both.`;
  return { ...place, notes: [...place.notes, note] };
}

async function readOptional(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
}
