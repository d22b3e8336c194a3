import { VaultError } from '../../access/vault.ts';
import type { Answers } from '../../sessions/evaluation.ts';
import { wasClosed } from '../booking/appointment-rows.ts';
import type { Session } from '../database.ts';
import { KeyDestroyedError, type KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { openAnswers } from '../sessions/postgres-evaluation-store.ts';

/**
 * Before records go: the workload of a term says the same afterwards, without whose sessions and marks they were. A time that
 * was closed and of which nothing was said counts nowhere, so nothing of it is kept.
 */
export async function keepFigures(
  session: Session,
  keys: KeyRing,
  contactIds: readonly string[],
): Promise<void> {
  await sql`
    insert into xinqiao.past_session (staff_id, during, status, signed)
    select a.staff_id, a.during, a.status, exists (
      select from xinqiao.session_record r where r.appointment_id = a.id and r.status = 'signed')
    from xinqiao.appointment a
    where a.contact_id in (${sql.join([...contactIds])}) and (
      a.status in ('attended', 'no-show') or (a.status = 'booked' and not ${wasClosed}))
    order by random()`.execute(session);
  const rows = await session
    .selectFrom('visitor_evaluation as e')
    .innerJoin('appointment as a', 'a.id', 'e.appointment_id')
    .select(['e.appointment_id', 'e.contact_id', 'e.staff_id', 'e.answers_sealed'])
    .select(sql<string>`to_char(lower(a.during) at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`.as('on_date'))
    .where('e.contact_id', 'in', [...contactIds])
    .where('e.status', '=', 'done')
    .where('a.status', '!=', 'no-show')
    .execute();
  for (const row of rows) {
    const { heard, fit, helped } = await answersOf(session, keys, row);
    // Answers that are not whole do not count.
    if (heard === undefined || fit === undefined || helped === undefined) continue;
    await session
      .insertInto('past_evaluation')
      .values({ staff_id: row.staff_id, on_date: row.on_date, heard, fit, helped })
      .execute();
  }
}

/** Nothing where the key is gone already: what nobody can read must not keep the rest from going. */
async function answersOf(
  session: Session,
  keys: KeyRing,
  row: Parameters<typeof openAnswers>[2],
): Promise<Answers> {
  try {
    return await openAnswers(session, keys, row);
  } catch (error) {
    if (error instanceof KeyDestroyedError || error instanceof VaultError) return {};
    throw error;
  }
}
