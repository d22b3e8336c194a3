import type { Slot } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { overlaps } from './appointment-rows.ts';
import { isLed } from './led-times.ts';

const lockName = (staffId: string): string => `xinqiao counsellor ${staffId}`;

/** Groups and lectures: whoever opens or moves one decides alone about what it meets. */
const LED_LOCK = 'xinqiao led times';

/**
 * Whether a counsellor has closed this time or takes nobody any more, or an activity has the counsellor or the room.
 * Whoever books asks it in the booking's own transaction: until that ends nobody closes a time of theirs or opens an
 * activity, and while somebody does, it waits.
 */
export async function isClosed(
  session: Session,
  slot: Pick<Slot, 'staffId' | 'roomId' | 'startAt' | 'endAt'>,
): Promise<boolean> {
  const { staffId, startAt, endAt } = slot;
  await sql`select pg_advisory_xact_lock_shared(hashtext(${lockName(staffId)})),
    pg_advisory_xact_lock_shared(hashtext(${LED_LOCK}))`.execute(session);
  const row = await session
    .selectFrom('availability_exception as a')
    .select('a.id')
    .where('a.staff_id', '=', staffId)
    .where('a.removed_at', 'is', null)
    .where(overlaps(startAt, endAt))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined || (await isDisabled(session, staffId)) || (await isLed(session, slot));
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

/** Nobody books anything until the transaction ends: for as long as it takes to open an activity or move it. */
export async function lockLedTimes(session: Session): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${LED_LOCK}))`.execute(session);
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
