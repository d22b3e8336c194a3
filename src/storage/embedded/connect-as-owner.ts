import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { clusterOf, type Place } from './choose-place.ts';
import { passwordFileOf } from './create-cluster.ts';
import { errorCode } from './failure.ts';
import { DATABASE, OWNER } from './server-settings.ts';

const CONNECT_MS = 5_000;

export type Connected =
  | { kind: 'connected'; client: pg.Client }
  /** Not answering, starting, stopping, or another server on this port: worth another try. */
  | { kind: 'unreachable' }
  /** Answers, and does not let us in; `reason` is a code of the system or of PostgreSQL. */
  | { kind: 'refused'; reason: string };

export const MAINTENANCE_DATABASE = 'postgres';

/** Connects and makes sure that the server is the one of this place's files. */
export async function connectAsOwner(
  place: Pick<Place, 'home'>,
  port: number,
  database: string,
  applicationName: string,
): Promise<Connected> {
  const password = await readPassword(place);
  if (password === null) return { kind: 'refused', reason: `${passwordFileOf(place)} cannot be read` };
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: OWNER,
    password,
    database,
    application_name: applicationName,
    ssl: false,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A client without a listener would end the process when its server goes.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    if (rows[0]?.data_directory === clusterOf(place)) return { kind: 'connected', client };
    await client.end();
    return { kind: 'unreachable' };
  } catch (error) {
    await client.end().catch(() => undefined);
    const code = errorCode(error);
    return code !== null && isRefusal(code) ? { kind: 'refused', reason: code } : { kind: 'unreachable' };
  }
}

/** Class 28: wrong password or not allowed; 3D000: no such database (PostgreSQL 18 manual, appendix A). */
const isRefusal = (code: string): boolean => /^28...$/.test(code) || code === '3D000';

const readPassword = (place: Pick<Place, 'home'>): Promise<string | null> =>
  readFile(passwordFileOf(place), 'utf8').then(
    (text) => text.trim() || null,
    () => null,
  );

export async function databaseUrl(place: Pick<Place, 'home'>, port: number): Promise<string> {
  const password = (await readPassword(place)) ?? '';
  return `postgres://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;
}
