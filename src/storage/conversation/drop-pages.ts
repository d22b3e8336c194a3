import { NEWS_ONCE } from '../../handoff/digest.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** The key of a message of pages ends in when it was told, in ms, as the pages in it have it; see `pageKey`. */
export async function dropPages(session: Session, addressId: string, before: Date): Promise<void> {
  await sql`
    update outgoing o set status = 'failed', error_code = 'superseded', held_for = null
    where o.address_id = ${addressId} and o.status = 'due' and o.at < ${before}
      and o.dedupe_key ~ '^page:[0-9a-f-]{36}:[0-9]{1,15}$'
      and not exists (
        select from page p join staff_address s on s.staff_id = p.staff_id
        where s.address_id = o.address_id and p.reason = any(${NEWS_ONCE})
          and p.told_at = case when o.dedupe_key ~ '^page:[0-9a-f-]{36}:[0-9]{1,15}$'
            then to_timestamp(split_part(o.dedupe_key, ':', 3)::bigint / 1000.0) end)`.execute(session);
}
