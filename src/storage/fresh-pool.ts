import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** What `pg` throws when `query_timeout` is over; it has no code. */
const TIMED_OUT = 'Query read timeout';

/**
 * A pool that gives out no connection whose other end may be gone. After a query that was given up `pg` keeps the
 * connection, behind whose dead question every later one waits in vain; and when one line was cut silently, all that
 * rested meanwhile probably were: they are replaced, not tried one by one for half a minute each.
 */
export function createFreshPool(pool: pg.Pool): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const provenAt = new WeakMap<pg.PoolClient, number>();
  let doubtedAt = Number.NEGATIVE_INFINITY;

  const guard = (client: pg.PoolClient): PostgresPoolClient => {
    let dead = false;
    const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
      try {
        const result = await client.query(text, [...values]);
        provenAt.set(client, performance.now());
        return result;
      } catch (error) {
        if (error instanceof Error && error.message === TIMED_OUT) {
          dead = true;
          doubtedAt = performance.now();
        }
        throw error;
      }
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: () => client.release(dead),
    };
  };

  return {
    async connect() {
      for (;;) {
        const client = await pool.connect();
        if (!provenAt.has(client)) provenAt.set(client, performance.now());
        if ((provenAt.get(client) ?? 0) < doubtedAt) {
          client.release(true);
          continue;
        }
        const known = guarded.get(client) ?? guard(client);
        guarded.set(client, known);
        return known;
      }
    },
    end: () => pool.end(),
  };
}
