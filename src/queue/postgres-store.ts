import { Socket } from 'node:net';
import type { PgPool } from 'bullmq';
import pg from 'pg';
import type { WakeKind } from '../conversation/ports/wake-queue.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { createPostgresBackend, runMigrations, withBackend } from './bullmq.ts';
import { KEPT_EVENTS, type LineCode, type LineOptions, type QueueLine, type QueueStore } from './line.ts';
import { endsWithin, within } from './within.ts';

/** BullMQ allows no other when it is given a pool, and a shared pool is what keeps connections few. */
const SCHEMA = 'bullmq';

/** Three workers keep one connection each for LISTEN; the rest is for queries. */
const CONNECTIONS = 8;

const { Queue, Worker } = withBackend(createPostgresBackend);

/**
 * At most eight connections for all queues and workers of a process, and one more while it is built.
 *
 * The role of `url` needs CREATE on the database at the first start (BullMQ's migrations make the schema `bullmq`),
 * afterwards USAGE on that schema with SELECT, INSERT, UPDATE, DELETE on its tables, USAGE on its sequences, EXECUTE
 * on its functions and CREATE in it (a sequence for each queue is made when first used): in short, its owner.
 * LISTEN needs a session of its own, so a transaction pooler such as PgBouncer cannot stand between.
 */
export function createPostgresStore(url: string): QueueStore {
  return {
    async open(options): Promise<Result<QueueLine, LineCode>> {
      const sockets = new Set<Socket>();
      const prepared = await prepare(url, options, sockets);
      if (prepared !== null) {
        destroyAll(sockets);
        return fail(prepared);
      }
      return ok(buildLine(openPool(url, options, sockets), sockets, options));
    },
  };
}

/** Proves that the database answers and brings BullMQ's own tables up to date; null when all is well. */
async function prepare(url: string, options: LineOptions, sockets: Set<Socket>): Promise<LineCode | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xinqiao queue migrate',
    connectionTimeoutMillis: options.timing.connectMs,
    stream: () => openSocket(sockets),
  });
  client.on('error', options.onError);
  try {
    await within(options.timing.connectMs, client.connect(), options.signal);
  } catch (error) {
    options.onError(error);
    return isRefusal(error) ? 'store-refused' : 'store-unreachable';
  }
  try {
    // By hand, since BullMQ runs them only when told to.
    await within(options.timing.buildMs, runMigrations(client, SCHEMA), options.signal);
    return null;
  } catch (error) {
    options.onError(error);
    return isRefusal(error) ? 'store-refused' : isLoss(error) ? 'store-unreachable' : 'schema-unusable';
  } finally {
    await endsWithin(options.timing.closeMs, client.end());
  }
}

function openPool(url: string, { timing, onError }: LineOptions, sockets: Set<Socket>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'xinqiao queue',
    max: CONNECTIONS,
    connectionTimeoutMillis: timing.connectMs,
    // Without it a query on a line that was cut silently would wait for ever.
    query_timeout: timing.lockMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: `-c search_path=${SCHEMA}`,
    stream: () => openSocket(sockets),
  });
  pool.on('error', onError);
  // BullMQ checks clients out and leaves some of them without a listener: their loss would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

function buildLine(pool: pg.Pool, sockets: Set<Socket>, { onError, timing }: LineOptions): QueueLine {
  // BullMQ describes the part of `pg` that it uses in a way that the overloads of @types/pg do not meet.
  const connection = pool as unknown as PgPool;
  const openQueue = (kind: WakeKind) => {
    const queue = new Queue(kind, { connection, streams: KEPT_EVENTS });
    queue.on('error', onError);
    return queue;
  };
  const queues = {
    turn: openQueue('turn'),
    delivery: openQueue('delivery'),
    escalation: openQueue('escalation'),
  };
  return {
    queues,
    notice: null,
    hire(kind, process, tuning) {
      const worker = new Worker(kind, process, {
        ...tuning,
        connection,
      });
      worker.on('error', onError);
      return worker;
    },
    cut: () => destroyAll(sockets),
    async close() {
      await endsWithin(timing.closeMs, Promise.all(Object.values(queues).map((queue) => queue.close())));
      await endsWithin(timing.closeMs, pool.end());
      destroyAll(sockets);
    },
  };
}

/** `pg` cannot be told to hang up at once, so its sockets are kept at hand. */
function openSocket(sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  return socket;
}

function destroyAll(sockets: Set<Socket>): void {
  for (const socket of sockets) socket.destroy();
}

function sqlState(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : null;
  return typeof code === 'string' ? code : '';
}

/** Classes 28 (authorisation) and 3D (no such database), and 42501 (rights), of PostgreSQL's appendix A. */
const isRefusal = (error: unknown): boolean => /^(28...|3D...|42501)$/.test(sqlState(error));

/** Class 57 (shut down, starting) and 08 (connection), a socket's errno, or no code at all. */
const isLoss = (error: unknown): boolean => /^(57...|08...|E[A-Z]+|deadline|)$/.test(sqlState(error));
