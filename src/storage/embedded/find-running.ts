import { resolve } from 'node:path';
import { clusterOf, findPlace } from './choose-place.ts';
import { connectAsOwner, databaseUrl } from './connect-as-owner.ts';
import { errorCode, type Failure, failure } from './failure.ts';
import { findServer } from './postmaster-file.ts';
import { DATABASE } from './server-settings.ts';

/**
 * The address of the folder's server where one runs, for commands beside a running app: starts nothing, claims nothing.
 * `not-running` also stands for a server that is only just starting or stopping.
 */
export async function findRunning(
  dataDir: string,
): Promise<{ ok: true; url: string } | Failure<'not-running' | 'folder-unusable' | 'cannot-connect'>> {
  const folder = resolve(dataDir);
  const notRunning = failure(
    'not-running',
    `No PostgreSQL is running on ${folder}. Start xinqiao first (npm start).`,
  );
  try {
    const place = await findPlace(dataDir);
    if (place === null) return notRunning;
    const found = await findServer(clusterOf(place));
    if (found.kind !== 'alive' || found.file.status !== 'ready' || found.file.port === null)
      return notRunning;
    const connected = await connectAsOwner(place, found.file.port, DATABASE, 'xinqiao command');
    if (connected.kind === 'unreachable') return notRunning;
    if (connected.kind === 'refused') {
      const message = `PostgreSQL on ${folder} does not let this user in (${connected.reason}). Run the command as the user who started xinqiao, or as root.`;
      return failure('cannot-connect', message);
    }
    await connected.client.end();
    return { ok: true, url: await databaseUrl(place, found.file.port) };
  } catch (error) {
    return failure(
      'folder-unusable',
      `The data folder ${folder} cannot be read (${errorCode(error) ?? 'unknown error'}). Run the command as the user who started xinqiao, or as root.`,
    );
  }
}
