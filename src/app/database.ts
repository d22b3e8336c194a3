import type { Environment } from '../settings/environment.ts';
import { findRunning } from '../storage/embedded/find-running.ts';
import { startEmbedded } from '../storage/embedded/start-embedded.ts';
import { isAwayCode } from '../storage/is-away.ts';
import { probeDatabase } from '../storage/probe-database.ts';

export type RunningDatabase = {
  readonly url: string;
  readonly notes: readonly string[];
  /** True where no other process can be on it: nothing that an earlier one held is still in use. */
  readonly ours: boolean;
  /** Ends what was started here; the last thing that an app does. */
  stop(): Promise<void>;
};

export type DatabaseOutcome =
  | { readonly ok: true; readonly database: RunningDatabase }
  /** `away`: it may come back by itself, and nothing has to be set right for it. */
  | { readonly ok: false; readonly message: string; readonly away: boolean };

/**
 * The database of a running app: an external one, or the embedded one, started or adopted.
 * @param onWorking called when another process is at work on it
 */
export async function startDatabase(
  environment: Environment,
  log: (line: string) => void,
  onWorking: () => void = () => undefined,
): Promise<DatabaseOutcome> {
  if (environment.databaseUrl !== null) {
    onWorking();
    return external(environment.databaseUrl);
  }
  const started = await startEmbedded(environment.dataDir, log, onWorking);
  if (!started.ok) return { ok: false, message: started.message, away: isAway(started.code) };
  const { url, notes } = started.server;
  return { ok: true, database: { url, notes, ours: true, stop: () => started.server.stop() } };
}

/** For a command beside a running app: uses its database, or starts the folder's own for the time of the command. */
export async function borrowDatabase(environment: Environment): Promise<DatabaseOutcome> {
  if (environment.databaseUrl !== null) return external(environment.databaseUrl);
  const running = await findRunning(environment.dataDir);
  if (running.ok) return { ok: true, database: lent(running.url) };
  if (running.code !== 'not-running')
    return { ok: false, message: running.message, away: isAway(running.code) };
  return startDatabase(environment, () => undefined);
}

const lent = (url: string): RunningDatabase => ({ url, notes: [], ours: false, stop: async () => undefined });

async function external(url: string): Promise<DatabaseOutcome> {
  const code = await probeDatabase(url);
  if (code === null) return { ok: true, database: lent(url) };
  // The address may hold a password: it is not shown.
  const message = `DATABASE_URL: found a database that does not let us in (${code}), expected a PostgreSQL that answers.`;
  return { ok: false, message, away: isAwayCode(code) };
}

/** A server that gave up, or does not answer yet, is tried again; everything else needs somebody's hand. */
const isAway = (code: string): boolean => code === 'cannot-start';
