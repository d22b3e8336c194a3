import pg from 'pg';
import { describeError } from '../core/log.ts';

const CONNECT_MS = 10_000;

/** Null once the database has let us in, else a code of the system or of PostgreSQL (appendix A of its manual). */
export async function probeDatabase(url: string): Promise<string | null> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xinqiao probe',
    connectionTimeoutMillis: CONNECT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return null;
  } catch (error) {
    return describeError(error).code ?? 'no answer';
  } finally {
    await client.end().catch(() => undefined);
  }
}
