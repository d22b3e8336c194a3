import type { Clock } from '../core/clock.ts';
import type { Database, Session } from './database.ts';
import { sql } from './kysely.ts';
import { READ_CLOCK } from './quick-pool.ts';

/** The present as every deadline sees it; the offset is nought but in tests. */
export async function readNow(session: Session): Promise<Date> {
  const { rows } = await sql.raw<{ now: Date }>(READ_CLOCK).execute(session);
  const row = rows[0];
  if (!row) throw new Error('the database told no time');
  return row.now;
}

export const createPostgresClock = (db: Database): Clock => ({ now: () => readNow(db) });
