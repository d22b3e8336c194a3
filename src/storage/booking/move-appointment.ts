import type { Appointment } from '../../booking/appointment-store.ts';
import type { Move } from '../../booking/change-offer-store.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import {
  type AppointmentRow,
  countUpcoming,
  lockContact,
  rangeOf,
  selectAppointments,
} from './appointment-rows.ts';
import { clearExpiredHolds, giveUpOverlapping } from './hold-slot.ts';
import { isPromised, lockForBooking } from './offered-slots.ts';
import { isClosed } from './open-time.ts';
import { isFull, lockCaps } from './session-caps.ts';

/** The old one and the new one change together: the student never has both, and never neither. */
export async function moveAppointment(
  session: Session,
  move: Move,
  upcomingLimit?: number,
): Promise<Result<Appointment, 'taken' | 'gone' | 'limit'>> {
  const { appointmentId, contactId, startsAt, now } = move;
  await lockForBooking(session);
  await lockContact(session, contactId);
  const closed = await isClosed(session, move.slot);
  const caps = await lockCaps(session, move.slot.staffId, move.caps);
  const old = await selectAppointments(session)
    .where('a.id', '=', appointmentId)
    .where('a.contact_id', '=', contactId)
    .forNoKeyUpdate('a')
    .executeTakeFirst();
  if (old === undefined || old.status !== 'booked' || old.start_at.getTime() !== startsAt.getTime())
    return fail('gone');
  // What was closed did not count: they may have booked by themselves since.
  if (old.closed && upcomingLimit !== undefined) {
    const upcoming = await countUpcoming(session, contactId, now, appointmentId);
    if (upcoming >= upcomingLimit) return fail('limit');
  }
  if (closed) return fail('taken');
  return orNothing(session, async () => {
    await giveUpOverlapping(session, move);
    if (await isFull(session, caps, { ...move, without: [appointmentId] })) return null;
    await session
      .updateTable('appointment')
      .set({ status: 'cancelled', cancelled_at: now, cancelled_by: 'staff' })
      .where('id', '=', appointmentId)
      .execute();
    return insertBooked(session, move, old, true);
  });
}

/** Whoever cannot have the time keeps what they have: the appointment, and what they hold. */
async function orNothing(
  session: Session,
  work: () => Promise<Appointment | null>,
): Promise<Result<Appointment, 'taken'>> {
  await sql`savepoint before_move`.execute(session);
  const made = await work();
  if (made !== null) return ok(made);
  await sql`rollback to savepoint before_move`.execute(session);
  return fail('taken');
}

/** In place of one that the centre called off; the address is that of the old one. */
export async function bookInstead(
  session: Session,
  move: Move,
  upcomingLimit: number,
): Promise<Result<Appointment, 'taken' | 'limit'>> {
  await lockForBooking(session);
  await lockContact(session, move.contactId);
  // They may have booked by themselves since.
  const upcoming = await countUpcoming(session, move.contactId, move.now, move.appointmentId);
  if (upcoming >= upcomingLimit) return fail('limit');
  const closed = await isClosed(session, move.slot);
  const caps = await lockCaps(session, move.slot.staffId, move.caps);
  const old = await session
    .selectFrom('appointment')
    .select(['address_id', 'series_id'])
    .where('id', '=', move.appointmentId)
    .executeTakeFirstOrThrow();
  if (closed) return fail('taken');
  return orNothing(session, async () => {
    await giveUpOverlapping(session, move);
    return (await isFull(session, caps, move)) ? null : insertBooked(session, move, old, false);
  });
}

/** The exclusion constraints decide; null where somebody else has counsellor or room, or the student is elsewhere. */
async function insertBooked(
  session: Session,
  move: Move,
  { address_id: addressId, series_id }: Pick<AppointmentRow, 'address_id' | 'series_id'>,
  moves: boolean,
): Promise<Appointment | null> {
  const { newId, contactId, slot, now } = move;
  if (await isPromised(session, move)) return null;
  await clearExpiredHolds(session, move);
  const inserted = await session
    .insertInto('appointment')
    .values({
      id: newId,
      contact_id: contactId,
      address_id: addressId,
      staff_id: slot.staffId,
      room_id: slot.roomId,
      during: rangeOf(slot.startAt, slot.endAt),
      status: 'booked',
      held_until: null,
      made_at: now,
      booked_at: now,
      cancelled_at: null,
      // One of several that were agreed on together stays one of them.
      series_id,
      moved_from: moves ? move.appointmentId : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted === undefined
    ? null
    : { id: newId, contactId, addressId, slot, status: 'booked', heldUntil: null };
}
