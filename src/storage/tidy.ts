import { addMs, daysMs } from '../core/clock.ts';
import type { Database } from './database.ts';
import { readNow } from './postgres-clock.ts';

/** Retention in days; the comments of the migrations name the classes. */
const CHANGE_DAYS = 1;
const UPDATE_KEY_DAYS = 30;
const LINK_DAYS = 30;
/** What `notice.first` tells students; what a case holds is kept with the case. */
const CHAT_DAYS = 180;

/** Drops what has served: machinery first, then the talk that no case holds. */
export async function tidy(db: Database): Promise<void> {
  const now = await readNow(db);
  const before = (days: number): Date => addMs(now, -daysMs(days));
  await db.deleteFrom('change').where('at', '<', before(CHANGE_DAYS)).execute();
  await db
    .deleteFrom('incoming')
    .where('status', '=', 'done')
    .where('done_at', '<', before(UPDATE_KEY_DAYS))
    .execute();
  await db.deleteFrom('sign_in_link').where('made_at', '<', before(LINK_DAYS)).execute();
  await dropOldTalk(db, before(CHAT_DAYS));
}

async function dropOldTalk(db: Database, before: Date): Promise<void> {
  const old = db.selectFrom('heard').select('id').where('case_id', 'is', null).where('at', '<', before);
  await db.deleteFrom('review_item').where('heard_id', 'in', old).execute();
  await db.deleteFrom('heard').where('case_id', 'is', null).where('at', '<', before).execute();
  await db
    .deleteFrom('outgoing')
    .where('case_id', 'is', null)
    .where('at', '<', before)
    .where('status', 'in', ['sent', 'failed'])
    .execute();
}
