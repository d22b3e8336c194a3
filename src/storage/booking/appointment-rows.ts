import type { Expression, SqlBool } from 'kysely';
import type { Appointment, AppointmentStatus } from '../../booking/appointment-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** `during` is read by its two ends, since the driver knows ranges only as text. */
export const startOf = sql<Date>`lower(a.during)`;
export const endOf = sql<Date>`upper(a.during)`;

export const rangeOf = (startAt: Date, endAt: Date) => sql<string>`tstzrange(${startAt}, ${endAt}, '[)')`;

export const overlaps = (startAt: Date, endAt: Date): Expression<SqlBool> =>
  sql<SqlBool>`a.during && ${rangeOf(startAt, endAt)}`;

/** The counsellor closed this time: nobody can have missed it, whatever was settled with the student since. */
export const wasClosedAs = (appointment: string) => {
  const [id, during] = [sql.ref(`${appointment}.id`), sql.ref(`${appointment}.during`)];
  return sql<boolean>`exists (
    select from xinqiao.change_offer o
    where o.appointment_id = ${id} and o.starts_at = lower(${during})
      and o.kind = 'absence' and o.status <> 'withdrawn')`;
};
export const wasClosed = wasClosedAs('a');

/** Their counsellor has taken leave over this time, which stands, whoever has been told of it. */
export const isInLeave = sql<boolean>`exists (
  select from xinqiao.availability_exception x
  where x.staff_id = a.staff_id and x.during && a.during and x.removed_at is null)`;

/** Staff asked whether it can be another time, and the student has been told and has not answered. */
const isAsked = sql<boolean>`exists (
  select from xinqiao.change_offer o
  where o.appointment_id = a.id and o.starts_at = lower(a.during)
    and o.kind = 'change' and o.status = 'open' and o.told_at is not null)`;

/** Whoever has this time was told that the counsellor does not come, and what closed it still stands. */
export const wasTold = sql<boolean>`exists (
  select from xinqiao.change_offer o
  where o.appointment_id = a.id and o.starts_at = lower(a.during) and o.kind = 'absence'
    and (o.status in ('open', 'expired') or (o.status <> 'withdrawn' and exists (
      select from xinqiao.availability_exception x where x.id = o.absence_id and x.removed_at is null))))`;

/** Appointments with the names of their counsellor and room. */
export function selectAppointments(session: Session) {
  return session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room as r', 'r.id', 'a.room_id')
    .leftJoin('counsellor_profiles as p', 'p.staff_id', 'a.staff_id')
    .select([
      'a.id',
      'a.contact_id',
      'a.address_id',
      'a.staff_id',
      'a.room_id',
      'a.status',
      'a.held_until',
      'a.cancelled_late',
      'a.series_id',
      'a.instead_of',
      'a.beyond_caps',
      's.name as counsellor',
      'r.name as room',
      'r.campus',
      'p.online_address',
      startOf.as('start_at'),
      endOf.as('end_at'),
      wasClosed.as('closed'),
      isAsked.as('asked'),
      isInLeave.as('in_leave'),
    ]);
}

export type AppointmentRow = {
  id: string;
  contact_id: string;
  address_id: string;
  staff_id: string;
  room_id: string | null;
  status: AppointmentStatus;
  held_until: Date | null;
  cancelled_late: boolean;
  series_id: string | null;
  instead_of: string | null;
  beyond_caps: boolean;
  counsellor: string;
  room: string | null;
  campus: string | null;
  online_address: string | null;
  closed: boolean;
  asked: boolean;
  in_leave: boolean;
  start_at: Date;
  end_at: Date;
};

export const slotOfRow = (row: AppointmentRow) => ({
  staffId: row.staff_id,
  counsellor: row.counsellor,
  roomId: row.room_id,
  room: row.room,
  campus: row.campus,
  mode: row.room_id === null ? ('online' as const) : ('on-site' as const),
  startAt: row.start_at,
  endAt: row.end_at,
});

export const appointmentOfRow = (row: AppointmentRow): Appointment => ({
  id: row.id,
  contactId: row.contact_id,
  addressId: row.address_id,
  slot: slotOfRow(row),
  status: row.status,
  heldUntil: row.held_until,
  ...(row.room_id === null && row.online_address !== null ? { onlineAddress: row.online_address } : {}),
  ...(row.series_id === null ? {} : { seriesId: row.series_id }),
  ...(row.closed ? { closed: true as const } : {}),
  ...(row.asked ? { asked: true as const } : {}),
  ...(row.in_leave ? { inLeave: true as const } : {}),
  ...(row.cancelled_late ? { cancelledLate: true as const } : {}),
});

/**
 * Lets one booking at a time decide for a contact, whichever of their addresses it comes from: the limit is a
 * count, which no constraint can hold. It must come before any lock on an appointment.
 */
export async function lockContact(session: Session, contactId: string): Promise<void> {
  await session.selectFrom('contact').select('id').where('id', '=', contactId).forNoKeyUpdate().execute();
}

/**
 * What lies ahead of a contact and has not begun: during a session the next one is agreed on. Several that were agreed on
 * together count as one, and what their counsellor closed does not, since nobody comes to it.
 * @param without an appointment that is to be moved: neither it nor what was agreed on with it counts
 */
export async function countUpcoming(
  session: Session,
  contactId: string,
  now: Date,
  without?: string,
): Promise<number> {
  const row = await session
    .selectFrom('appointment as a')
    .select(sql<number>`count(distinct coalesce(a.series_id, a.id))`.as('count'))
    .where('a.contact_id', '=', contactId)
    .where('a.status', '=', 'booked')
    .where(startOf, '>', now)
    .where(sql<boolean>`not ${wasClosed}`)
    // The id may come from a tap: as text, since what is no UUID would abort the transaction.
    .$if(without !== undefined, (query) =>
      query.where(sql<boolean>`coalesce(a.series_id, a.id) is distinct from (
        select coalesce(w.series_id, w.id) from xinqiao.appointment w
        where w.contact_id = ${contactId} and w.id::text = ${without})`),
    )
    .executeTakeFirstOrThrow();
  return row.count;
}
