import { addMs, daysMs } from '../core/clock.ts';
import type { Database } from './database.ts';
import { readNow } from './postgres-clock.ts';

/** Retention of what is only machinery, in days; the comments of the migrations name the same classes. */
const CHANGE_DAYS = 1;
const UPDATE_KEY_DAYS = 30;
const LINK_DAYS = 30;

/** Drops machinery that has served: told changes, keys of handled updates, used links. Words of people are not its business. */
export async function tidy(db: Database): Promise<void> {
  const now = await readNow(db);
  await db
    .deleteFrom('change')
    .where('at', '<', addMs(now, -daysMs(CHANGE_DAYS)))
    .execute();
  await db
    .deleteFrom('incoming')
    .where('status', '=', 'done')
    .where('done_at', '<', addMs(now, -daysMs(UPDATE_KEY_DAYS)))
    .execute();
  await db
    .deleteFrom('sign_in_link')
    .where('made_at', '<', addMs(now, -daysMs(LINK_DAYS)))
    .execute();
}
