import pg from 'pg';
import type { Centre } from './centre.ts';
import { until } from './until.ts';

/** Holds tables as a slow disk would, so that a kill comes at a known statement; lets go when called. */
export async function holdTables(
  centre: Centre,
  tables: readonly string[],
  mode: 'exclusive' | 'access exclusive' = 'exclusive',
): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: await centre.databaseUrl() });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  for (const table of tables) await client.query(`lock table ${table} in ${mode} mode`);
  return () => client.end();
}

/** @param statement as for `ilike` */
export const waitsFor = (centre: Centre, statement: string): Promise<void> =>
  until(`a statement like ${statement} to wait for its lock`, async () => {
    const rows = await centre.sql(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike $1`,
      [statement],
    );
    return rows.length > 0;
  });
