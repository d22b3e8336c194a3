import type { Appointment, Cancellation, Confirmation, Move } from '../../booking/appointment-store.ts';
import type { Caps } from '../../booking/count-sessions.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { fail, ok, type Result, unreachable } from '../../core/result.ts';
import type { Session } from '../database.ts';
import {
  type AppointmentRow,
  appointmentOfRow,
  countUpcoming,
  lockContact,
  selectAppointments,
  slotOfRow,
} from './appointment-rows.ts';
import { ownAt } from './hold-slot.ts';
import { isClosed } from './open-time.ts';
import { isTermFull } from './read-standing.ts';
import { isFull, lockCaps } from './session-caps.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id may come from a tap; what is no UUID names no appointment and would abort the transaction. */
export async function findAppointment(
  session: Session,
  appointmentId: string,
  contactId: string,
): Promise<AppointmentRow | null> {
  if (!UUID.test(appointmentId)) return null;
  return (await selectOne(session, appointmentId, contactId).executeTakeFirst()) ?? null;
}

/** Locked, because whoever wants an expired hold's slot may be clearing it. */
async function lockAppointment(
  session: Session,
  appointmentId: string,
  contactId: string,
): Promise<AppointmentRow | null> {
  if (!UUID.test(appointmentId)) return null;
  const query = selectOne(session, appointmentId, contactId).forNoKeyUpdate('a');
  return (await query.executeTakeFirst()) ?? null;
}

/**
 * What else decides about a hold: whether its time was closed, and the caps of its counsellor. Comes before the hold is
 * locked, as whoever closes a day gives up the holds after it has the counsellor.
 */
async function lockAroundHold(
  session: Session,
  holdId: string,
  contactId: string,
  centre: Caps | undefined,
): Promise<{ readonly closed: boolean; readonly caps: Caps }> {
  const hold = await findAppointment(session, holdId, contactId);
  if (hold?.status !== 'held') return { closed: false, caps: { daily: null, weekly: null } };
  const closed = await isClosed(session, slotOfRow(hold));
  return { closed, caps: await lockCaps(session, hold.staff_id, centre) };
}

/** A hold counts while it lasts; only one that ran out, to whoever looked a moment later, may be one too many. */
const isHoldFull = (
  session: Session,
  caps: Caps,
  row: AppointmentRow,
  now: Date,
  ...without: string[]
): Promise<boolean> =>
  isFull(session, caps, {
    slot: slotOfRow(row),
    contactId: row.contact_id,
    now,
    without: [row.id, ...without],
  });

const selectOne = (session: Session, appointmentId: string, contactId: string) =>
  selectAppointments(session).where('a.id', '=', appointmentId).where('a.contact_id', '=', contactId);

export async function confirmAppointment(
  session: Session,
  confirmation: Confirmation,
): Promise<Result<Appointment, 'expired' | 'unknown' | 'full' | 'limit' | 'term-limit'>> {
  const { appointmentId, contactId, now, upcomingLimit } = confirmation;
  await lockContact(session, contactId);
  const { closed, caps } = await lockAroundHold(session, appointmentId, contactId, confirmation.caps);
  const row = await lockAppointment(session, appointmentId, contactId);
  if (row === null) return fail('unknown');
  switch (row.status) {
    case 'booked':
    case 'attended':
    case 'no-show':
      return ok(appointmentOfRow(row));
    case 'cancelled':
      return fail('expired');
    case 'held':
      break;
    default:
      return unreachable(row.status);
  }
  // What lies over another appointment is booked in its place, or not at all.
  if (closed || row.held_until === null || row.held_until <= now || row.instead_of !== null)
    return fail('expired');
  if ((await countUpcoming(session, contactId, now)) >= upcomingLimit) return fail('limit');
  if (await isTermFull(session, confirmation)) return fail('term-limit');
  if (!row.beyond_caps && (await isHoldFull(session, caps, row, now))) return fail('full');
  await session
    .updateTable('appointment')
    .set({ status: 'booked', held_until: null, booked_at: now })
    .where('id', '=', row.id)
    .execute();
  return ok({ ...appointmentOfRow(row), status: 'booked', heldUntil: null });
}

export async function cancelAppointment(
  session: Session,
  cancellation: Cancellation,
): Promise<Result<Appointment, 'late' | 'too-late' | 'unknown'>> {
  const { appointmentId, contactId, now, evenLate } = cancellation;
  await lockContact(session, contactId);
  const row = await lockAppointment(session, appointmentId, contactId);
  if (row === null) return fail('unknown');
  if (row.status === 'cancelled') return ok(appointmentOfRow(row));
  if (row.status === 'attended' || row.status === 'no-show') return fail('too-late');
  const late = row.status === 'booked' && isLate(row, cancellation);
  if (late && now >= row.start_at) return fail('too-late');
  if (late && evenLate !== true) return fail('late');
  const cancelled = { status: 'cancelled', held_until: null, cancelled_late: late } as const;
  await session
    .updateTable('appointment')
    .set({ ...cancelled, cancelled_at: now, cancelled_by: row.status === 'booked' ? 'student' : null })
    .where('id', '=', row.id)
    .execute();
  return ok(appointmentOfRow({ ...row, ...cancelled }));
}

/** Nobody is late for what nobody comes to, nor before the start where the centre asked first or cannot keep it itself. */
function isLate(
  row: AppointmentRow,
  {
    now,
    noticePeriodMinutes,
    stranded = false,
  }: Pick<Cancellation, 'now' | 'noticePeriodMinutes' | 'stranded'>,
): boolean {
  const excused = row.asked || row.in_leave || stranded;
  return !row.closed && now > addMs(row.start_at, -minutesMs(excused ? 0 : noticePeriodMinutes));
}

/** Both rows are locked in the order of their ids, like everything that locks several. */
export async function moveAppointment(
  session: Session,
  move: Move,
): Promise<Result<Appointment, 'expired' | 'full' | 'late' | 'too-late' | 'unknown'>> {
  const { contactId, appointmentId, holdId, now, noticePeriodMinutes, stranded = false, by } = move;
  await lockContact(session, contactId);
  const { closed, caps } = await lockAroundHold(session, holdId, contactId, move.caps);
  const rows = new Map<string, AppointmentRow | null>();
  for (const id of [appointmentId, holdId].sort())
    rows.set(id, await lockAppointment(session, id, contactId));
  const [old, hold] = [rows.get(appointmentId) ?? null, rows.get(holdId) ?? null];
  if (old === null || hold === null) return fail('unknown');
  if (hold.status === 'booked' && (await movedFrom(session, hold.id)) === old.id)
    return ok(appointmentOfRow(hold));
  if (old.status !== 'booked') return fail('unknown');
  // Nobody missed what nobody came to.
  if (!old.closed && now >= old.start_at) return fail('too-late');
  if (noticePeriodMinutes !== null && isLate(old, { now, noticePeriodMinutes, stranded }))
    return fail('late');
  if (closed || hold.status !== 'held' || hold.held_until === null || hold.held_until <= now)
    return fail('expired');
  const over = await ownAt(session, { contactId, slot: slotOfRow(hold) });
  if (over.some((id) => id !== old.id && id !== hold.id)) return fail('expired');
  if (await isHoldFull(session, caps, hold, now, old.id)) return fail('full');
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', cancelled_at: now, cancelled_by: by })
    .where('id', '=', old.id)
    .execute();
  await session
    .updateTable('appointment')
    // One of several that were agreed on together stays one of them.
    .set({
      status: 'booked',
      held_until: null,
      booked_at: now,
      moved_from: old.id,
      instead_of: null,
      series_id: old.series_id,
    })
    .where('id', '=', hold.id)
    .execute();
  return ok({ ...appointmentOfRow(hold), status: 'booked', heldUntil: null });
}

async function movedFrom(session: Session, id: string): Promise<string | null> {
  const query = session.selectFrom('appointment').select('moved_from').where('id', '=', id);
  return (await query.executeTakeFirst())?.moved_from ?? null;
}

export async function releaseHold(
  session: Session,
  appointmentId: string,
  contactId: string,
  now: Date,
): Promise<void> {
  if (!UUID.test(appointmentId)) return;
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', held_until: null, cancelled_at: now })
    .where('id', '=', appointmentId)
    .where('contact_id', '=', contactId)
    .where('status', '=', 'held')
    .execute();
}
