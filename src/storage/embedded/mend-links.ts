import { access, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorCode } from './failure.ts';

type Link = { source: string; target: string };

/**
 * Makes the links that the package's post-install makes, and that npm leaves out where post-installs are blocked:
 * npm packages cannot hold links, and without them the programs do not find their libraries.
 * @returns false where we may not write there. A package without a list of links needs none.
 */
export async function mendLinks(packageRoot: string): Promise<boolean> {
  for (const { source, target } of await readLinks(packageRoot)) {
    const link = join(packageRoot, target);
    if (await leadsSomewhere(link)) continue;
    try {
      await rm(link, { force: true });
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      // Another start, or the post-install, mended it at this moment.
      if (errorCode(error) !== 'EEXIST') return false;
    }
  }
  return true;
}

async function readLinks(packageRoot: string): Promise<Link[]> {
  try {
    const list: unknown = JSON.parse(await readFile(join(packageRoot, 'native/pg-symlinks.json'), 'utf8'));
    return Array.isArray(list) ? list.filter(isLink) : [];
  } catch {
    return [];
  }
}

const isLink = (value: unknown): value is Link =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'target' in value &&
  typeof value.source === 'string' &&
  typeof value.target === 'string';

const leadsSomewhere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
