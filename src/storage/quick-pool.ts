import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** How the present is read; see `readNow`. */
export const READ_CLOCK = 'select xinqiao.app_now() as now';

/**
 * A pool for Kysely whose clients save a round trip: the clock, which nearly every transaction asks first, comes with
 * the answer to its `begin`. Statements are not kept prepared: from the sixth time on the server would plan them
 * without their values, and then neither finds the partial indexes nor knows an `on conflict ... where`.
 */
export function createQuickPool(pool: PostgresPool): PostgresPool {
  const clients = new WeakMap<PostgresPoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? quicken(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

type Ask = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>;

function quicken(client: PostgresPoolClient): PostgresPoolClient {
  const ask = client.query as unknown as Ask;
  let clock: pg.QueryResult | null = null;
  const query = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const read = clock;
    clock = null;
    if (text === READ_CLOCK && read !== null) return read;
    if (text !== 'begin') return ask(text, values);
    // Two statements in one text are answered with two results, which the types do not tell.
    const both = (await ask(`begin; ${READ_CLOCK}`, [])) as unknown as [pg.QueryResult, pg.QueryResult];
    clock = both[1];
    return both[0];
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}
