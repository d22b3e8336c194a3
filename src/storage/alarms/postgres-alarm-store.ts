import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

export function createPostgresAlarmStore(session: Session): AlarmStore {
  return {
    async open() {
      const rows = await session
        .selectFrom('alarm')
        .selectAll()
        .where('cleared_at', 'is', null)
        .orderBy('raised_at')
        .execute();
      return rows.map(({ id, part, code, raised_at, told_at }) => ({
        id,
        part,
        code,
        raisedAt: raised_at,
        toldAt: told_at,
      }));
    },
    async raise({ id, part, code, now }) {
      const raised = await session
        .insertInto('alarm')
        .values({ id, part, code, raised_at: now, told_at: now, cleared_at: null })
        .onConflict((oc) => oc.column('part').where(sql<boolean>`cleared_at is null`).doNothing())
        .returning('id')
        .executeTakeFirst();
      return raised !== undefined;
    },
    async toldAgain(id, toldAt, now) {
      const told = await session
        .updateTable('alarm')
        .set({ told_at: now })
        .where('id', '=', id)
        .where('told_at', '=', toldAt)
        .where('cleared_at', 'is', null)
        .executeTakeFirst();
      return told.numUpdatedRows > 0n;
    },
    async clear(id, now) {
      const cleared = await session
        .updateTable('alarm')
        .set({ cleared_at: now })
        .where('id', '=', id)
        .where('cleared_at', 'is', null)
        .executeTakeFirst();
      return cleared.numUpdatedRows > 0n;
    },
  };
}
