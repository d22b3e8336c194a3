import { sql } from '../kysely.ts';
import { emptyKeys } from './empty-keys.ts';
import type { Retained } from './retain.ts';

/** After a list said that they left. */
const LEFT_YEARS = 1;
/** Nobody studies so long: whom no import has named since is gone, though no list said so. */
const UNNAMED_YEARS = 10;
const BATCH = 500;

/** Whose case is kept stays known by name as long as it is; so does whoever the register holds. */
const over = (at: Date) => sql`
  select r.id, r.data_key_id from xinqiao.roster_entry r
  where (r.left_at <= ${at}::timestamptz - make_interval(years => ${LEFT_YEARS})
      or r.imported_at <= ${at}::timestamptz - make_interval(years => ${UNNAMED_YEARS}))
    and not exists (select from xinqiao.identity_binding b
      join xinqiao.handoff_case k on k.contact_id = b.contact_id
      where b.number_hash = r.number_hash)`;

export const rosterEntries: Retained = {
  name: 'roster',
  async count(session, at) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from (${over(at)}) o`.execute(
      session,
    );
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    // As an import does: nobody is named anew between the look and the end.
    await sql`select pg_advisory_xact_lock(hashtext('xinqiao.roster'))`.execute(session);
    const { rows } = await sql<{ id: string; data_key_id: string }>`
      ${over(now)} order by r.id limit ${BATCH}`.execute(session);
    if (rows.length === 0) return 0;
    await sql`delete from xinqiao.roster_entry where id in (${sql.join(rows.map((row) => row.id))})`.execute(
      session,
    );
    await emptyKeys(
      session,
      rows.map((row) => row.data_key_id),
    );
    return rows.length;
  },
};
