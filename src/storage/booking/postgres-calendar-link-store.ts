import type {
  CalendarEntryOfLink,
  CalendarIdentity,
  CalendarLinkStore,
} from '../../booking/calendar-link-store.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { endOf, startOf } from './appointment-rows.ts';

const SECRET_PLACE = 'calendar_link.secret';
const DAY_MINUTES = 1_440;
/** Nobody moves a time so often; a loop would end. */
const MOST_MOVES = 500;

export function createPostgresCalendarLinkStore(session: Session, keys: KeyRing): CalendarLinkStore {
  const hashOf = (secret: string): Buffer => keys.vault.hash(SECRET_PLACE, secret);

  return {
    async make({ secret, appointmentId, wholeSeries = false, addressId, now }) {
      const link = { appointment_id: appointmentId, address_id: addressId, made_at: now, revoked_at: null };
      await session
        .insertInto('calendar_link')
        .values({ secret_hash: hashOf(secret), whole_series: wholeSeries, ...link })
        .execute();
    },
    async find(secret, now) {
      const link = await session
        .selectFrom('calendar_link as l')
        .innerJoin('appointment as a', 'a.id', 'l.appointment_id')
        .select(['a.id', 'a.series_id', 'a.contact_id', 'l.address_id', 'l.whole_series'])
        .where('l.secret_hash', '=', hashOf(secret))
        .where('l.revoked_at', 'is', null)
        .executeTakeFirst();
      if (link === undefined) return null;
      const entries = await readEntries(session, link);
      const since = addMs(now, -minutesMs(DAY_MINUTES));
      return entries.some(({ endAt }) => endAt > since) ? { addressId: link.address_id, entries } : null;
    },
    identify: (appointmentIds) => identify(session, appointmentIds),
    async revokeAll(contactId, now) {
      await session
        .updateTable('calendar_link')
        .set({ revoked_at: now })
        .where('revoked_at', 'is', null)
        .where('address_id', 'in', (eb) =>
          eb.selectFrom('address').select('address.id').where('address.contact_id', '=', contactId),
        )
        .execute();
    },
  };
}

type Linked = {
  readonly id: string;
  readonly series_id: string | null;
  readonly contact_id: string;
  readonly whole_series: boolean;
};

/** Of a series, what was booked of it; a time that was moved stands where it was moved to, and once. */
async function readEntries(session: Session, link: Linked): Promise<CalendarEntryOfLink[]> {
  const { id, series_id, contact_id } = link;
  const select = session
    .selectFrom('appointment as a')
    .select(['a.id', 'a.status', startOf.as('startAt'), endOf.as('endAt')]);
  const rows =
    link.whole_series && series_id !== null
      ? await select
          .where('a.series_id', '=', series_id)
          .where('a.contact_id', '=', contact_id)
          .where('a.booked_at', 'is not', null)
          .where((eb) =>
            eb.not(
              eb.exists(
                eb
                  .selectFrom('appointment as later')
                  .select('later.id')
                  .whereRef('later.moved_from', '=', 'a.id'),
              ),
            ),
          )
          .orderBy('startAt')
          .execute()
      : await select.where('a.id', '=', id).execute();
  const identities = await identify(
    session,
    rows.map((row) => row.id),
  );
  return rows.map(({ id: appointmentId, status, startAt, endAt }) => ({
    ...(identities.get(appointmentId) ?? { firstId: appointmentId, moves: 0 }),
    startAt,
    endAt,
    cancelled: status === 'cancelled',
  }));
}

async function identify(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CalendarIdentity>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ of_id: string; id: string; moves: number }>`
    with recursive chain (of_id, id, moved_from, moves) as (
      select id, id, moved_from, 0 from xinqiao.appointment where id = any(${[...ids]}::uuid[])
      union all
      select c.of_id, a.id, a.moved_from, c.moves + 1
        from chain as c join xinqiao.appointment as a on a.id = c.moved_from where c.moves < ${MOST_MOVES}
    )
    select distinct on (of_id) of_id, id, moves from chain order by of_id, moves desc`.execute(session);
  return new Map(rows.map(({ of_id, id, moves }) => [of_id, { firstId: id, moves }]));
}
