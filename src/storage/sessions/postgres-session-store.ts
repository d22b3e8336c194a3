import type { SessionStore } from '../../sessions/session-store.ts';
import { endOf, startOf, wasClosed } from '../booking/appointment-rows.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { isUuid, selectSessions, sessionOfRow } from './session-rows.ts';

/** Older ones are still on the page; nobody is asked about them in a messenger. */
const ASKED_FOR_HOURS = 12;

export function createPostgresSessionStore(session: Session): SessionStore {
  return {
    async find(appointmentId) {
      if (!isUuid(appointmentId)) return null;
      const row = await selectSessions(session).where('a.id', '=', appointmentId).executeTakeFirst();
      return row === undefined ? null : sessionOfRow(row);
    },
    async list(whose, from, to) {
      if (whose !== 'all' && whose.length === 0) return [];
      const all = selectSessions(session).where(startOf, '>=', from).where(startOf, '<', to);
      const some = whose === 'all' ? all : all.where('a.staff_id', 'in', [...whose]);
      return (await some.orderBy('start_at').orderBy('a.id').execute()).map(sessionOfRow);
    },
    async earlier({ whose, contactId, attended, from, to, skip, limit }) {
      if (whose.length === 0) return [];
      const rows = await selectSessions(session)
        .where('a.staff_id', 'in', [...whose])
        .where(startOf, '>=', from)
        .where(startOf, '<', to)
        .$if(contactId !== undefined, (query) => query.where('a.contact_id', '=', contactId ?? ''))
        .$if(attended === true, (query) => query.where('a.status', '=', 'attended'))
        .orderBy('start_at', 'desc')
        .orderBy('a.id')
        .offset(skip)
        .limit(limit)
        .execute();
      return rows.map(sessionOfRow);
    },
    async ofVisitor(contactId, from, to) {
      const rows = await selectSessions(session)
        .where('a.contact_id', '=', contactId)
        .where(startOf, '>=', from)
        .where(startOf, '<', to)
        .orderBy('start_at')
        .execute();
      return rows.map(sessionOfRow);
    },
    past: (staffId, from, to) =>
      session
        .selectFrom('past_session as a')
        .select(['a.status', 'a.signed', startOf.as('startAt'), endOf.as('endAt')])
        .where('a.staff_id', '=', staffId)
        .where(startOf, '>=', from)
        .where(startOf, '<', to)
        .execute(),
    async owed(staffId, now) {
      const rows = await selectSessions(session)
        .where('a.staff_id', '=', staffId)
        .where(endOf, '<=', now)
        .where((eb) =>
          eb.or([
            eb.and([eb('a.status', '=', 'booked'), eb.not(wasClosed)]),
            eb.and([
              eb('a.status', '=', 'attended'),
              sql<boolean>`not exists (select from xinqiao.session_record w
                where w.appointment_id = a.id and w.status = 'signed')`,
            ]),
          ]),
        )
        .orderBy('start_at')
        .execute();
      return rows.map(sessionOfRow);
    },
    async setAttendance({ id, appointmentId, attendance, staffId, now }) {
      const changed = await session
        .updateTable('appointment')
        .set({ status: attendance })
        .where('id', '=', appointmentId)
        .where('status', 'in', ['booked', 'attended', 'no-show'])
        .where('status', '!=', attendance)
        .returning('id')
        .executeTakeFirst();
      if (changed === undefined) return false;
      await session
        .insertInto('attendance_change')
        .values({ id, appointment_id: appointmentId, attendance, staff_id: staffId, at: now })
        .execute();
      return true;
    },
    async changes(appointmentId) {
      const rows = await session
        .selectFrom('attendance_change')
        .select(['attendance', 'staff_id', 'at'])
        .where('appointment_id', '=', appointmentId)
        .orderBy('seq')
        .execute();
      return rows.map(({ attendance, staff_id, at }) => ({ attendance, staffId: staff_id, at }));
    },
    async checkIn(appointmentId, by, now) {
      const row = await session
        .insertInto('session_visit')
        .values({ appointment_id: appointmentId, checked_in_at: now, checked_in_by: by, asked_at: null })
        .onConflict((conflict) =>
          conflict
            .column('appointment_id')
            .doUpdateSet({ checked_in_at: now, checked_in_by: by })
            .where('session_visit.checked_in_at', 'is', null),
        )
        .returning('appointment_id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async takeUnasked(now, limit) {
      const rows = await selectSessions(session)
        .where('a.status', '=', 'booked')
        .where(endOf, '<=', now)
        .where(endOf, '>', sql<Date>`${now}::timestamptz - make_interval(hours => ${ASKED_FOR_HOURS})`)
        .where('v.asked_at', 'is', null)
        .where((eb) => eb.not(wasClosed))
        .orderBy('start_at')
        .limit(limit)
        .execute();
      const taken: typeof rows = [];
      for (const row of rows) if (await takeAsking(session, row.id, now)) taken.push(row);
      return taken.map(sessionOfRow);
    },
  };
}

async function takeAsking(session: Session, appointmentId: string, now: Date): Promise<boolean> {
  const row = await session
    .insertInto('session_visit')
    .values({ appointment_id: appointmentId, checked_in_at: null, checked_in_by: null, asked_at: now })
    .onConflict((conflict) =>
      conflict
        .column('appointment_id')
        .doUpdateSet({ asked_at: now })
        .where('session_visit.asked_at', 'is', null),
    )
    .returning('appointment_id')
    .executeTakeFirst();
  return row !== undefined;
}
