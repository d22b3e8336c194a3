import { isStaffRole } from '../../access/roles.ts';
import type { DutyStore } from '../../people/duty-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

export function createPostgresDutyStore(session: Session): DutyStore {
  return {
    async presence(consoleSince) {
      const rows = await session
        .selectFrom('staff_member as s')
        .select(['s.id', 's.name', 's.roles', 's.sample'])
        .select((eb) => [
          eb
            .exists(
              eb
                .selectFrom('staff_address as a')
                .innerJoin('address', 'address.id', 'a.address_id')
                .whereRef('a.staff_id', '=', 's.id')
                .where('a.active_at', 'is not', null)
                .where('a.revoked_at', 'is', null)
                .where('address.reachable', '=', true)
                .select(sql`1`.as('one')),
            )
            .as('messenger'),
          eb
            .exists(
              eb
                .selectFrom('staff_session as t')
                .whereRef('t.staff_id', '=', 's.id')
                .where('t.ended_at', 'is', null)
                .where('t.last_seen_at', '>', consoleSince)
                .select(sql`1`.as('one')),
            )
            .as('console'),
          eb
            .exists(
              eb
                .selectFrom('on_call as o')
                .whereRef('o.staff_id', '=', 's.id')
                .where('o.until', 'is', null)
                .select(sql`1`.as('one')),
            )
            .as('besideRota'),
        ])
        .where('s.disabled_at', 'is', null)
        .execute();
      return rows.map((row) => ({
        staffId: row.id,
        name: row.name,
        roles: row.roles.filter(isStaffRole),
        sample: row.sample,
        messenger: Boolean(row.messenger),
        console: Boolean(row.console),
        besideRota: Boolean(row.besideRota),
      }));
    },
    async setOnCall({ id, staffId, onCall, now }) {
      if (onCall) {
        await session
          .insertInto('on_call')
          .values({ id, staff_id: staffId, since: now, until: null })
          .onConflict((oc) => oc.doNothing())
          .execute();
        return;
      }
      await session
        .updateTable('on_call')
        .set({ until: now })
        .where('staff_id', '=', staffId)
        .where('until', 'is', null)
        .execute();
    },
  };
}
