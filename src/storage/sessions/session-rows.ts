import { sayRoom } from '../../core/place.ts';
import type { Session as Visit } from '../../sessions/session.ts';
import { endOf, startOf, wasClosed } from '../booking/appointment-rows.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

/** Appointments that take place, with who came and whether the record is signed. */
export const selectSessions = (session: Session) =>
  session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room as r', 'r.id', 'a.room_id')
    .leftJoin('session_visit as v', 'v.appointment_id', 'a.id')
    .select([
      'a.id',
      'a.contact_id',
      'a.address_id',
      'a.staff_id',
      'a.status',
      'a.series_id',
      's.name as counsellor',
      'r.name as room',
      'r.campus',
      'v.checked_in_at',
      startOf.as('start_at'),
      endOf.as('end_at'),
      sql<boolean>`exists (select from xinqiao.session_record w
        where w.appointment_id = a.id and w.status = 'signed')`.as('signed'),
      wasClosed.as('closed'),
    ])
    .where('a.status', 'in', ['booked', 'attended', 'no-show']);

type Row = Awaited<ReturnType<ReturnType<typeof selectSessions>['execute']>>[number];

export function sessionOfRow(row: Row): Visit {
  const { status } = row;
  if (status === 'held' || status === 'cancelled') throw new Error('this appointment is no session');
  return {
    appointmentId: row.id,
    contactId: row.contact_id,
    addressId: row.address_id,
    staffId: row.staff_id,
    counsellor: row.counsellor,
    room: sayRoom(row),
    startAt: row.start_at,
    endAt: row.end_at,
    status,
    seriesId: row.series_id,
    checkedInAt: row.checked_in_at,
    signed: row.signed,
    ...(row.closed ? { closed: true as const } : {}),
  };
}
