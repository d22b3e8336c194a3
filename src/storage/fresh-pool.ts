import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { type LineCheckTiming, type LookAtLine, pidOf, unlessGone } from './line-check.ts';

/** What `pg` throws when `query_timeout` is over; it has no code. */
const TIMED_OUT = 'Query read timeout';
/**
 * How long a transaction may take to begin, in ms. It reads a clock and waits for no lock, so that a line over which this
 * takes longer than a way there and back at 5 s each is gone; what stands inside a transaction has its own, longer time.
 */
const BEGIN_MS = 12_000;

const begins = (text: string): boolean => text === 'begin' || text.startsWith('begin;');

/**
 * A pool that gives out no connection whose other end may be gone. After a query that was given up `pg` keeps the
 * connection, behind whose dead question every later one waits in vain; and when one line was cut silently, all that
 * rested meanwhile probably were: they are replaced, not tried one by one. Most work begins with a transaction, which finds
 * such a line before anything else; of a statement within one the server is asked, where somebody can.
 */
export function createFreshPool(
  pool: pg.Pool,
  beginMs = BEGIN_MS,
  look: LookAtLine | null = null,
  timing?: LineCheckTiming,
): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const provenAt = new WeakMap<pg.PoolClient, number>();
  let doubtedAt = Number.NEGATIVE_INFINITY;

  const unlessLost = <Answer>(client: pg.PoolClient, answer: Promise<Answer>): Promise<Answer> => {
    const pid = pidOf(client);
    if (look === null || pid === null) return answer;
    return unlessGone(
      answer,
      (ends) => look(pid, ends),
      () => new Error(TIMED_OUT),
      timing,
    );
  };
  const guard = (client: pg.PoolClient): PostgresPoolClient => {
    let dead = false;
    const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
      // The rollback that follows would stand behind the dead question for as long again.
      if (dead) throw new Error('The line to the database is gone');
      try {
        const asked = begins(text) ? { text, query_timeout: beginMs } : text;
        const result = await unlessLost(client, client.query(asked, [...values]));
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
