import type { LeaseStore } from '../conversation/ports/process-store.ts';
import type { Database, Session } from './database.ts';
import { sql } from './kysely.ts';

/**
 * Leases run on the database's own clock, not on the movable one: a test that lets an hour pass must not take the bot
 * away from the process that holds it. They are taken in a transaction, whose beginning finds a line that is gone sooner
 * than a bare statement does.
 */
export function createPostgresLeaseStore(db: Database): LeaseStore {
  return {
    async take(name, holder, forMs) {
      const until = sql<Date>`clock_timestamp() + make_interval(secs => ${forMs / 1000})`;
      const take = (session: Session) =>
        session
          .insertInto('lease')
          .values({ name, holder, epoch: 1, expires_at: until })
          .onConflict((oc) =>
            oc
              .column('name')
              .doUpdateSet((eb) => ({
                holder,
                epoch: eb
                  .case()
                  .when('lease.holder', '=', holder)
                  .then(eb.ref('lease.epoch'))
                  .else(eb('lease.epoch', '+', 1))
                  .end(),
                expires_at: until,
              }))
              .where((eb) =>
                eb.or([
                  eb('lease.holder', '=', holder),
                  eb('lease.expires_at', '<', sql<Date>`clock_timestamp()`),
                ]),
              ),
          )
          .returning(['epoch', 'holder'])
          .executeTakeFirst();
      const row = await db.transaction().execute(take);
      return row ? { epoch: row.epoch } : null;
    },
    async release(name, holder) {
      await db
        .updateTable('lease')
        .set({ expires_at: sql<Date>`clock_timestamp()`, holder: '' })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute();
    },
    async releaseAll() {
      await db.updateTable('lease').set({ expires_at: sql<Date>`clock_timestamp()`, holder: '' }).execute();
    },
  };
}
