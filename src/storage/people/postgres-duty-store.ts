import type { ExpressionBuilder } from 'kysely';
import { isStaffRole } from '../../access/roles.ts';
import { NOTIFIER_KINDS } from '../../core/channel.ts';
import { CHANNEL_AWAY_SECONDS, type DutyStore } from '../../people/duty-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { Schema } from '../schema.ts';

type Builder = ExpressionBuilder<Schema & { s: Schema['staff_member'] }, 's'>;

const waysOf = (eb: Builder) =>
  eb
    .selectFrom('staff_address as a')
    .innerJoin('address', 'address.id', 'a.address_id')
    .whereRef('a.staff_id', '=', 's.id')
    .where('a.active_at', 'is not', null)
    .where('a.revoked_at', 'is', null)
    .where('address.reachable', '=', true)
    .select(sql`1`.as('one'));

/**
 * By rows, since whoever asks may not run that channel; one that nobody has ever spoken of is nowhere here. Counted up to the
 * last word of any part: while the whole program stood still, or the database was away, no channel was away of itself.
 */
const isChannelAway = sql<boolean>`exists (
  select from part_state p where p.name = address.channel
    and greatest(case p.state when 'ready' then p.told_at end, coalesce(p.ready_at, p.since, p.told_at))
      < (select max(told_at) from part_state) - make_interval(secs => ${CHANNEL_AWAY_SECONDS}))`;

export function createPostgresDutyStore(session: Session): DutyStore {
  return {
    async presence(consoleSince) {
      const rows = await session
        .selectFrom('staff_member as s')
        .select(['s.id', 's.name', 's.roles', 's.sample'])
        .select((eb) => [
          eb.exists(waysOf(eb)).as('messenger'),
          eb.exists(waysOf(eb).where(({ not }) => not(isChannelAway))).as('wakes'),
          eb
            .exists(
              waysOf(eb)
                .where('address.channel', 'not in', [...NOTIFIER_KINDS])
                .where(({ not }) => not(isChannelAway)),
            )
            .as('hears'),
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
        wakes: Boolean(row.wakes),
        hears: Boolean(row.hears),
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
