import type { Appointment, HoldOrder } from '../../booking/appointment-store.ts';
import type { Slot } from '../../booking/slot.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import {
  type AppointmentRow,
  appointmentOfRow,
  countUpcoming,
  lockContact,
  overlaps,
  rangeOf,
  selectAppointments,
} from './appointment-rows.ts';
import { isPromised, lockForBooking } from './offered-slots.ts';
import { isClosed } from './open-time.ts';
import { isTermFull } from './read-standing.ts';
import { isFull, lockCaps } from './session-caps.ts';

/**
 * Takes a slot within the session's transaction. The exclusion constraints decide who gets it: the insert waits
 * for whoever reached for it first and then does nothing, which leaves the caller's transaction alive. Needs READ
 * COMMITTED, PostgreSQL's default, so that the loser then sees the winner.
 */
export async function holdSlot(
  session: Session,
  order: HoldOrder,
): Promise<Result<Appointment, 'taken' | 'full' | 'limit' | 'term-limit'>> {
  await lockForBooking(session);
  await lockContact(session, order.contactId);
  const upcoming = await countUpcoming(session, order.contactId, order.now, order.insteadOf);
  if (upcoming >= order.upcomingLimit) return fail('limit');
  if (await isTermFull(session, order)) return fail('term-limit');
  if (await isClosed(session, order.slot)) return fail('taken');
  const holds = await holdsOf(session, order.contactId);
  const same = await sameHold(session, holds, order);
  if (same !== undefined) return ok(appointmentOfRow(same));
  // Whoever comes too late for one time need not wait for those who decide about the counsellor's others.
  if (holds.length === 0 && (await isTaken(session, order))) return fail('taken');
  const caps = await lockCaps(session, order.slot.staffId, order.caps);
  if (holds.length > 0) await lockMoving(session);
  await clearExpiredHolds(session, order);
  if (holds.length > 0) await giveUpHolds(session, order);
  const without = order.insteadOf === undefined ? [] : [order.insteadOf];
  if (order.beyondCaps !== true && (await isFull(session, caps, { ...order, without }))) return fail('full');
  const over = await ownAt(session, order);
  if (over.some((id) => id !== order.insteadOf)) return fail('taken');
  const taken = (await isPromised(session, order)) || !(await insertHold(session, order, over[0]));
  return taken ? fail('taken') : ok(heldAppointment(order));
}

async function holdsOf(session: Session, contactId: string): Promise<AppointmentRow[]> {
  return selectAppointments(session)
    .where('a.contact_id', '=', contactId)
    .where('a.status', '=', 'held')
    .where('a.series_id', 'is', null)
    .execute();
}

/** One that a move left behind takes the place of what has been given up since, and could never be confirmed. */
async function sameHold(
  session: Session,
  holds: readonly AppointmentRow[],
  order: HoldOrder,
): Promise<AppointmentRow | undefined> {
  const same = holds.find((row) => isHoldOf(row, order));
  if (same === undefined) return undefined;
  const given = (await ownAt(session, order)).find((id) => id === order.insteadOf && id !== same.id);
  return same.instead_of === (given ?? null) ? same : undefined;
}

function isHoldOf(row: AppointmentRow, order: HoldOrder): boolean {
  const { slot, now } = order;
  const isLive = row.held_until !== null && row.held_until > now;
  return isLive && sameTime(row, slot) && row.staff_id === slot.staffId && row.room_id === slot.roomId;
}

/** Somebody else has this counsellor then; one who has not committed yet is not seen. */
async function isTaken(session: Session, { slot, contactId, now }: HoldOrder): Promise<boolean> {
  const row = await session
    .selectFrom('appointment as a')
    .select('a.id')
    .where('a.staff_id', '=', slot.staffId)
    .where('a.contact_id', '!=', contactId)
    .where('a.status', '!=', 'cancelled')
    .where((eb) => eb.or([eb('a.held_until', 'is', null), eb('a.held_until', '>', now)]))
    .where(overlaps(slot.startAt, slot.endAt))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What keeps the contact from having anything else at that time; it changes for nobody who has the contact locked. */
export async function ownAt(
  session: Session,
  { contactId, slot }: Pick<HoldOrder, 'contactId' | 'slot'>,
): Promise<string[]> {
  const rows = await session
    .selectFrom('appointment as a')
    .select('a.id')
    .where('a.contact_id', '=', contactId)
    .where('a.status', '!=', 'cancelled')
    .where('a.instead_of', 'is', null)
    .where(overlaps(slot.startAt, slot.endAt))
    .execute();
  return rows.map(({ id }) => id);
}

const sameTime = (row: AppointmentRow, slot: Slot): boolean =>
  row.start_at.getTime() === slot.startAt.getTime() && row.end_at.getTime() === slot.endAt.getTime();

/**
 * Two contacts who swap their held slots would wait for each other for ever: each has given up one slot, not yet
 * committed, and reaches for the other. So those who move do it one after another; a first hold never waits here.
 */
async function lockMoving(session: Session): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('xinqiao booking move'))`.execute(session);
}

/** Only what stands in the slot's way, in the order of ids, so that two who clear the same rows do not deadlock. */
export async function clearExpiredHolds(
  session: Session,
  order: Pick<HoldOrder, 'slot' | 'contactId' | 'now'>,
): Promise<void> {
  const { slot, contactId, now } = order;
  const expired = await session
    .selectFrom('appointment as a')
    .select('a.id')
    .where('a.status', '=', 'held')
    .where('a.held_until', '<=', now)
    .where(overlaps(slot.startAt, slot.endAt))
    .where((eb) =>
      eb.or([
        eb('a.staff_id', '=', slot.staffId),
        eb('a.contact_id', '=', contactId),
        ...(slot.roomId === null ? [] : [eb('a.room_id', '=', slot.roomId)]),
      ]),
    )
    .orderBy('a.id')
    .forUpdate()
    .execute();
  if (expired.length === 0) return;
  const ids = expired.map((row) => row.id);
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', held_until: null, cancelled_at: now })
    .where('id', 'in', ids)
    .execute();
}

async function giveUpHolds(session: Session, order: HoldOrder): Promise<void> {
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', held_until: null, cancelled_at: order.now })
    .where('contact_id', '=', order.contactId)
    .where('status', '=', 'held')
    // What a counsellor keeps for them is given up by their own answer alone.
    .where('series_id', 'is', null)
    .execute();
}

/** What somebody holds at that time does not keep them from booking it in another way. */
export async function giveUpOverlapping(
  session: Session,
  { contactId, slot, now }: Pick<HoldOrder, 'contactId' | 'slot' | 'now'>,
): Promise<void> {
  const own = await holdsOf(session, contactId);
  const inTheWay = own.filter((row) => row.start_at < slot.endAt && slot.startAt < row.end_at);
  if (inTheWay.length === 0) return;
  await lockMoving(session);
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', held_until: null, cancelled_at: now })
    .where(
      'id',
      'in',
      inTheWay.map((row) => row.id),
    )
    .where('status', '=', 'held')
    .execute();
}

/** @param insteadOf what the hold lies over, and takes the place of */
export async function insertHold(session: Session, order: HoldOrder, insteadOf?: string): Promise<boolean> {
  const inserted = await session
    .insertInto('appointment')
    .values({
      id: order.id,
      contact_id: order.contactId,
      address_id: order.addressId,
      staff_id: order.slot.staffId,
      room_id: order.slot.roomId,
      during: rangeOf(order.slot.startAt, order.slot.endAt),
      status: 'held',
      held_until: order.heldUntil,
      made_at: order.now,
      booked_at: null,
      cancelled_at: null,
      instead_of: insteadOf ?? null,
      beyond_caps: order.beyondCaps ?? false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return inserted.length === 1;
}

function heldAppointment(order: HoldOrder): Appointment {
  const { id, contactId, addressId, slot, heldUntil } = order;
  return { id, contactId, addressId, slot, status: 'held', heldUntil };
}
