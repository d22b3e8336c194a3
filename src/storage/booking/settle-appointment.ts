import type { Appointment, Cancellation, Confirmation } from '../../booking/appointment-store.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { fail, ok, type Result, unreachable } from '../../core/result.ts';
import type { Session } from '../database.ts';
import {
  type AppointmentRow,
  appointmentOfRow,
  countUpcoming,
  lockContact,
  selectAppointments,
} from './appointment-rows.ts';

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

const selectOne = (session: Session, appointmentId: string, contactId: string) =>
  selectAppointments(session).where('a.id', '=', appointmentId).where('a.contact_id', '=', contactId);

export async function confirmAppointment(
  session: Session,
  confirmation: Confirmation,
): Promise<Result<Appointment, 'expired' | 'unknown' | 'limit'>> {
  const { appointmentId, contactId, now, upcomingLimit } = confirmation;
  await lockContact(session, contactId);
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
  if (row.held_until === null || row.held_until <= now) return fail('expired');
  if ((await countUpcoming(session, contactId, now)) >= upcomingLimit) return fail('limit');
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
): Promise<Result<Appointment, 'too-late' | 'unknown'>> {
  const { appointmentId, contactId, now, noticePeriodMinutes } = cancellation;
  await lockContact(session, contactId);
  const row = await lockAppointment(session, appointmentId, contactId);
  if (row === null) return fail('unknown');
  if (row.status === 'cancelled') return ok(appointmentOfRow(row));
  if (row.status === 'attended' || row.status === 'no-show') return fail('too-late');
  const lastMoment = addMs(row.start_at, -minutesMs(noticePeriodMinutes));
  if (row.status === 'booked' && now > lastMoment) return fail('too-late');
  await session
    .updateTable('appointment')
    .set({ status: 'cancelled', held_until: null, cancelled_at: now })
    .where('id', '=', row.id)
    .execute();
  return ok({ ...appointmentOfRow(row), status: 'cancelled', heldUntil: null });
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
