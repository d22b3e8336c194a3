import type { DaySheetStore } from '../../booking/day-sheet-store.ts';
import { sayRoom } from '../../core/place.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { overlaps, wasClosed, wasClosedAs } from './appointment-rows.ts';

export function createPostgresDaySheetStore(session: Session): DaySheetStore {
  return {
    async begin(date, now) {
      const row = await session
        .insertInto('day_sheet')
        .values({ date, made_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning('made_at')
        .executeTakeFirst();
      return row !== undefined;
    },
    async wasMade(date) {
      const row = await session
        .selectFrom('day_sheet')
        .select('made_at')
        .where('date', '=', date)
        .executeTakeFirst();
      return row !== undefined;
    },
    async list(from, to, staffId) {
      const rows = await selectDay(session)
        .where(overlaps(from, to))
        .where('a.status', 'in', ['booked', 'attended', 'no-show'])
        .$if(staffId !== null, (query) => query.where('a.staff_id', '=', staffId ?? ''))
        .orderBy('start_at')
        .orderBy('a.id')
        .execute();
      return rows.map((row) => ({
        appointmentId: row.id,
        staffId: row.staff_id,
        counsellor: row.counsellor,
        startAt: row.start_at,
        endAt: row.end_at,
        room: sayRoom(row),
        noAddress: row.no_address,
        status: row.status,
        closed: row.closed,
        first: row.first,
        confirmed: row.confirmed,
      }));
    },
  };
}

const selectDay = (session: Session) =>
  session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room', 'room.id', 'a.room_id')
    .leftJoin('counsellor_profiles as p', 'p.staff_id', 'a.staff_id')
    .select([
      'a.id',
      'a.staff_id',
      'a.status',
      's.name as counsellor',
      'room.name as room',
      'room.campus',
      sql<boolean>`a.room_id is null and p.online_address is null`.as('no_address'),
      // Unless the counsellor came after all, and noted it.
      sql<boolean>`a.status = 'booked' and ${wasClosed}`.as('closed'),
      sql<Date>`lower(a.during)`.as('start_at'),
      sql<Date>`upper(a.during)`.as('end_at'),
      sql<boolean>`not exists (
        select from appointment as b where b.contact_id = a.contact_id and lower(b.during) < lower(a.during)
          and (b.status = 'attended' or b.status = 'booked' and not ${wasClosedAs('b')}))`.as('first'),
      sql<boolean>`exists (
        select from appointment_reminder as r
        where r.appointment_id = a.id and r.starts_at = lower(a.during) and r.answer = 'coming')`.as(
        'confirmed',
      ),
    ]);
