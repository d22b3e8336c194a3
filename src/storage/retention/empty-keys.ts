import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/**
 * Destroys data keys: what they sealed is unreadable from then on, wherever a copy of it lies. The emptied rows stay and
 * name nobody.
 */
export async function emptyKeys(session: Session, keyIds: readonly string[]): Promise<void> {
  if (keyIds.length === 0) return;
  await sql`
    update xinqiao.data_key set wrapped = null, destroyed_at = xinqiao.app_now()
    where id in (${sql.join([...keyIds])}) and wrapped is not null`.execute(session);
}
