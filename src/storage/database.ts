import type { Transaction } from 'kysely';
import pg from 'pg';
import { createFreshPool } from './fresh-pool.ts';
import { Kysely, PostgresDialect } from './kysely.ts';
import { createLineCheck } from './line-check.ts';
import { createQuickPool } from './quick-pool.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;
/** A store works on the whole database or inside somebody's transaction; it does not care which. */
export type Session = Kysely<Schema> | Transaction<Schema>;

const INT8 = 20;
/** Longer than any query of ours takes, in ms. */
const QUERY_MS = 30_000;
/** A connection that nobody uses is kept so long, in ms. */
const IDLE_MS = 600_000;

const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);

export type DatabaseOptions = {
  url: string;
  /** Which of the roles of the migrations to act as; without one, as the owner. */
  role: 'xinqiao_app' | 'xinqiao_audit' | 'xinqiao_retention' | null;
  /** Connections at most. */
  connections: number;
  /** Shown in pg_stat_activity. */
  name: string;
  onError(error: Error): void;
};

/** A pool on the schema `xinqiao`. Connections that the server closes are reported and replaced. */
export function openDatabase(options: DatabaseOptions): Database {
  const asRole = options.role === null ? '' : ` -c role=${options.role}`;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Opening one takes longer than a turn: somebody who writes at night must not wait for it.
    idleTimeoutMillis: IDLE_MS,
    // A server that hangs must not hold turns up for ever: the work is tried again by the sweep.
    query_timeout: QUERY_MS,
    options: `-c search_path=xinqiao,public -c timezone=UTC -c statement_timeout=${QUERY_MS}${asRole}`,
    types,
  });
  pool.on('error', options.onError);
  // The pool listens only to clients that rest in it: one that is lost between two statements of a transaction would
  // otherwise end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  const fresh = createFreshPool(pool, undefined, createLineCheck(options.url));
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: options.role === 'xinqiao_app' ? createQuickPool(fresh) : fresh }),
  });
}
