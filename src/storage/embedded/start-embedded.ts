/**
 * Looks after a PostgreSQL of our own in the data folder. The server is a process in a session of its own: it outlives
 * a kill of the app or of the app's whole process group and is adopted by the next start; a server that was killed
 * itself is started again and recovers. Only the programs of the npm package are used: its class stops the server on
 * SIGTERM at once, before the app has drained.
 */
import { choosePlace, type Place } from './choose-place.ts';
import { databaseUrl } from './connect-as-owner.ts';
import { createCluster } from './create-cluster.ts';
import { errorCode, type Failure, failure } from './failure.ts';
import { keepOpen } from './keep-open.ts';
import { type OpenFolder, openFolder } from './open-folder.ts';
import { type Binaries, prepareBinaries } from './prepare-binaries.ts';
import { DATABASE } from './server-settings.ts';
import { stopServer } from './stop-server.ts';

export type EmbeddedPostgres = {
  /** `postgres://owner:...@127.0.0.1:port/xinqiao`, good until `stop`, also when the server had to be started again. */
  url: string;
  /** Plain sentences for the operator: what was done that they may not expect. */
  notes: string[];
  /** Whether the server ran already, left by an app that was killed. */
  adopted: boolean;
  /** Ends the server in good order (its sessions are cut, everything is written out) and gives the folder back. Used last. */
  stop(): Promise<void>;
};

/**
 * Adopts or starts the folder's server and claims the folder for this process.
 * @param log progress in plain lines, without secrets
 * @param onWorking called when a process of PostgreSQL is at work, beside which this one may do something else
 */
export async function startEmbedded(
  dataDir: string,
  log: (line: string) => void = () => undefined,
  onWorking: () => void = () => undefined,
): Promise<{ ok: true; server: EmbeddedPostgres } | Failure> {
  if (process.platform === 'win32') {
    return failure(
      'binaries-unusable',
      'The embedded PostgreSQL is looked after on Linux and macOS only. Use WSL, or set DATABASE_URL to a server of your own.',
    );
  }
  const chosen = await choosePlace(dataDir);
  if (!chosen.ok) return chosen;
  const { place } = chosen;
  try {
    return await startIn(place, log, onWorking);
  } catch (error) {
    const what = errorCode(error) ?? 'an unexpected error';
    const path = error instanceof Error && 'path' in error ? `${String(error.path)}: ` : '';
    return failure('cannot-start', `PostgreSQL on ${place.home} cannot be started (${path}${what}).`);
  }
}

async function startIn(
  place: Place,
  log: (line: string) => void,
  onWorking: () => void,
): Promise<{ ok: true; server: EmbeddedPostgres } | Failure> {
  const prepared = await prepareBinaries(place);
  if (!prepared.ok) return prepared;
  const { binaries } = prepared;
  const cluster = await createCluster(place, binaries, onWorking);
  if (!cluster.ok) return cluster;
  if (cluster.created) log(`A new database was created in ${place.home}.`);
  const opened = await openFolder(place, binaries, null, onWorking);
  if (!opened.ok) return opened;
  await createDatabase(opened);
  log(opened.server.adopted ? 'PostgreSQL was running and is used again.' : 'PostgreSQL was started.');
  return { ok: true, server: await describeServer(place, binaries, opened, log) };
}

async function describeServer(
  place: Place,
  binaries: Binaries,
  opened: OpenFolder,
  log: (line: string) => void,
): Promise<EmbeddedPostgres> {
  return {
    url: await databaseUrl(place, opened.server.port),
    notes: [...place.notes, ...binaries.notes],
    adopted: opened.server.adopted,
    stop: keepOpen(place, binaries, opened, log),
  };
}

/** Under the claim, so that only one app does it. */
async function createDatabase({ client, server }: OpenFolder): Promise<void> {
  try {
    const { rows } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rows.length === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
}
