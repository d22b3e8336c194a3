import type { Slot } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { overlaps } from './appointment-rows.ts';

const lockName = (staffId: string): string => `xinqiao counsellor ${staffId}`;

/**
 * Whether a counsellor has closed this time, or takes nobody any more. Whoever books asks it in the booking's own transaction: until that ends nobody
 * closes a time of theirs, and while somebody does, it waits.
 */
export async function isClosed(
  session: Session,
  { staffId, startAt, endAt }: Pick<Slot, 'staffId' | 'startAt' | 'endAt'>,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock_shared(hashtext(${lockName(staffId)}))`.execute(session);
  const row = await session
    .selectFrom('availability_exception as a')
    .select('a.id')
    .where('a.staff_id', '=', staffId)
    .where('a.removed_at', 'is', null)
    .where(overlaps(startAt, endAt))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined || (await isDisabled(session, staffId));
}

async function isDisabled(session: Session, staffId: string): Promise<boolean> {
  const row = await session
    .selectFrom('staff_member')
    .select('id')
    .where('id', '=', staffId)
    .where('disabled_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Nobody books with this counsellor until the transaction ends. */
export async function lockCounsellor(session: Session, staffId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${lockName(staffId)}))`.execute(session);
}

/** A hold is no appointment: its owner hears that the time is gone when they confirm. Needs {@link lockCounsellor}. */
export async function giveUpHeld(
  session: Session,
  { staffId, startAt, endAt }: Pick<Slot, 'staffId' | 'startAt' | 'endAt'>,
  now: Date,
): Promise<void> {
  await session
    .updateTable('appointment as a')
    .set({ status: 'cancelled', held_until: null, cancelled_at: now })
    .where('a.staff_id', '=', staffId)
    .where('a.status', '=', 'held')
    .where(overlaps(startAt, endAt))
    .execute();
}
