import type { HoldOrder, Occupied } from '../../booking/appointment-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { overlaps, rangeOf } from './appointment-rows.ts';

const LOCK = sql<number>`hashtext('xinqiao slot offers')`;

/**
 * Waits while a round of the waiting list decides. Many may book at once, but nobody while slots are given away: what
 * is promised and what is held are different tables, which no constraint spans. It comes before any lock on rows.
 */
export async function lockForBooking(session: Session): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK})`.execute(session);
}

/** One round at a time, and nobody books meanwhile; false when another round is at it. */
export async function lockForRound(session: Session): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('xinqiao waiting list round')) as mine`.execute(session);
  if (rows[0]?.mine !== true) return false;
  await lockForDeciding(session);
  return true;
}

/** The same, waiting for those who are at it. */
export async function lockForDeciding(session: Session): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(session);
}

/** What is promised to whoever waits. */
export async function readOffered(session: Session, from: Date, to: Date, now: Date): Promise<Occupied[]> {
  const rows = await session
    .selectFrom('slot_offer as a')
    .innerJoin('waiting_list_entry as e', 'e.id', 'a.entry_id')
    .select([
      'a.staff_id as staffId',
      'a.room_id as roomId',
      'e.contact_id as contactId',
      sql<Date>`lower(a.during)`.as('startAt'),
      sql<Date>`upper(a.during)`.as('endAt'),
    ])
    .where('a.outcome', 'is', null)
    .where('a.expires_at', '>', now)
    .where(overlaps(from, to))
    .execute();
  return rows.map((row) => ({ ...row, status: 'offered' }));
}

/** Whether the slot is promised to somebody else. */
export async function isPromised(
  session: Session,
  { slot, contactId, now }: Pick<HoldOrder, 'slot' | 'contactId' | 'now'>,
): Promise<boolean> {
  const row = await session
    .selectFrom('slot_offer as a')
    .innerJoin('waiting_list_entry as e', 'e.id', 'a.entry_id')
    .select('a.id')
    .where('a.outcome', 'is', null)
    .where('a.expires_at', '>', now)
    .where('e.contact_id', '!=', contactId)
    .where(sql<boolean>`a.during && ${rangeOf(slot.startAt, slot.endAt)}`)
    .where((eb) => eb.or([eb('a.staff_id', '=', slot.staffId), eb('a.room_id', '=', slot.roomId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
