import type { SupervisionStore } from '../../sessions/supervision-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

export function createPostgresSupervisionStore(session: Session): SupervisionStore {
  const select = () =>
    session
      .selectFrom('supervision')
      .select([
        'id',
        'supervisor_id as supervisorId',
        'counsellor_id as counsellorId',
        sql<string>`valid_from::text`.as('validFrom'),
        sql<string | null>`valid_to::text`.as('validTo'),
      ]);
  const holdingOn = (date: string) =>
    session
      .selectFrom('supervision')
      .distinct()
      .where('valid_from', '<=', date)
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', date)]));
  return {
    list: () => select().orderBy('valid_from', 'desc').orderBy('id').execute(),
    supervisorsOf: async (counsellorId, date) =>
      (await holdingOn(date).select('supervisor_id').where('counsellor_id', '=', counsellorId).execute()).map(
        (row) => row.supervisor_id,
      ),
    supervisedBy: async (supervisorId, date) =>
      (await holdingOn(date).select('counsellor_id').where('supervisor_id', '=', supervisorId).execute()).map(
        (row) => row.counsellor_id,
      ),
    async add({ id, supervisorId, counsellorId, validFrom, madeBy, now }) {
      const row = await session
        .insertInto('supervision')
        .values({
          id,
          supervisor_id: supervisorId,
          counsellor_id: counsellorId,
          valid_from: validFrom,
          valid_to: null,
          made_by: madeBy,
          made_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async end(id, lastDay) {
      const row = await session
        .updateTable('supervision')
        .set({ valid_to: lastDay })
        .where('id', '=', id)
        .where('valid_to', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
