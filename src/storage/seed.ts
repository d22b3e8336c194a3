import type { SetupStores } from '../conversation/desks/people/seed-centre.ts';
import { createPostgresBookingSetup } from './booking/postgres-booking-setup.ts';
import type { Database } from './database.ts';
import { createPostgresDrillStore } from './handoff/postgres-drill-store.ts';
import { createPostgresRotaStore } from './handoff/postgres-rota-store.ts';
import type { KeyRing } from './key-ring.ts';
import { sql } from './kysely.ts';
import { createPostgresStaffStore } from './people/postgres-staff-store.ts';
import { readNow } from './postgres-clock.ts';

/** Lets an empty database be filled, by one at a time, whoever else starts at the same moment. */
export async function seed(
  db: Database,
  keys: KeyRing,
  fill: (stores: SetupStores, now: Date) => Promise<void>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('xinqiao seed'))`.execute(trx);
    const stores: SetupStores = {
      staff: createPostgresStaffStore(trx, keys),
      booking: createPostgresBookingSetup(trx),
      rota: createPostgresRotaStore(trx),
      drills: createPostgresDrillStore(trx),
    };
    const now = await readNow(trx);
    // The first key says which master key this database belongs to, before anything of a student is in it.
    const first = await trx.selectFrom('data_key').select('id').limit(1).executeTakeFirst();
    if (first === undefined) await keys.make(trx, now);
    await fill(stores, now);
  });
}
