import type { OverrideStore } from '../conversation/ports/process-store.ts';
import type { Database } from './database.ts';
import { sql } from './kysely.ts';
import { tellChange } from './tell-change.ts';

export function createPostgresOverrideStore(db: Database): OverrideStore {
  return {
    async current() {
      return db
        .selectFrom('override')
        .distinctOn(['area', 'key'])
        .select(['area', 'key', 'version', 'value'])
        .orderBy('area')
        .orderBy('key')
        .orderBy('version', 'desc')
        .execute();
    },
    put: ({ id, area, key, value, staffId, now, after }) =>
      db.transaction().execute(async (trx) => {
        // Versions of one key are handed out one after another.
        await sql`select pg_advisory_xact_lock(hashtext(${`override ${area} ${key}`}))`.execute(trx);
        const last = await trx
          .selectFrom('override')
          .select((eb) => eb.fn.max('version').as('version'))
          .where('area', '=', area)
          .where('key', '=', key)
          .executeTakeFirst();
        const newest = last?.version ?? 0;
        if (after !== undefined && after !== newest) return false;
        await trx
          .insertInto('override')
          .values({
            id,
            area,
            key,
            version: newest + 1,
            value: value === null ? null : JSON.stringify(value),
            staff_id: staffId,
            at: now,
          })
          .execute();
        await tellChange(trx, ['override']);
        return true;
      }),
  };
}
