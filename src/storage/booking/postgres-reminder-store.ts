import type { Reminder, ReminderStore } from '../../booking/reminder-store.ts';
import { sayRoom } from '../../core/place.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** Planned for a little longer than the earliest one is due before its start. */
const AHEAD = sql`interval '25 hours'`;

export function createPostgresReminderStore(session: Session): ReminderStore {
  const one = (id: string) => selectReminders(session).where('r.id', '=', id);
  return {
    async plan(kinds, now) {
      if (kinds.length === 0) return;
      // Whoever booked when a reminder would have been due already knows the time.
      await sql`
        insert into appointment_reminder (id, appointment_id, kind, starts_at, due_at)
        select gen_random_uuid(), a.id, k.kind, lower(a.during), lower(a.during) - k.before
        from appointment as a
        cross join (values ('day', interval '24 hours'), ('hour', interval '1 hour')) as k (kind, before)
        where a.status = 'booked' and lower(a.during) > ${now} and lower(a.during) < ${now}::timestamptz + ${AHEAD}
          and k.kind = any(${kinds}) and a.booked_at <= lower(a.during) - k.before
          and not exists (
            select from appointment_reminder as r
            where r.appointment_id = a.id and r.kind = k.kind and r.starts_at = lower(a.during))
        on conflict do nothing`.execute(session);
    },
    async dueIds(before, limit) {
      const rows = await session
        .selectFrom('appointment_reminder')
        .select('id')
        .where('settled_at', 'is', null)
        .where('due_at', '<=', before)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async unanswered(contactId, now) {
      const rows = await selectReminders(session)
        .distinctOn('a.during')
        .where('a.contact_id', '=', contactId)
        .where('a.status', '=', 'booked')
        .where('r.outcome', '=', 'sent')
        .where(sql<boolean>`r.starts_at = lower(a.during)`)
        .where('r.starts_at', '>', now)
        // Who said so at the day's need not say so again at the hour's.
        .where(
          sql<boolean>`not exists (
            select from appointment_reminder as e
            where e.appointment_id = a.id and e.starts_at = r.starts_at and e.answer is not null)`,
        )
        .orderBy('a.during')
        .orderBy('r.due_at', 'desc')
        .execute();
      return rows.map(toReminder).filter(({ calledOff, inLeave }) => !calledOff && !inLeave);
    },
    async byId(id) {
      const row = await one(id).executeTakeFirst();
      return row === undefined ? null : toReminder(row);
    },
    async claim(id) {
      const row = await one(id)
        .where('r.settled_at', 'is', null)
        .forUpdate('r')
        .skipLocked()
        .executeTakeFirst();
      return row === undefined ? null : toReminder(row);
    },
    async putOff(id, dueAt) {
      await session
        .updateTable('appointment_reminder')
        .set({ due_at: dueAt })
        .where('id', '=', id)
        .where('settled_at', 'is', null)
        .execute();
    },
    async settle(id, outcome, now) {
      await session
        .updateTable('appointment_reminder')
        .set({ outcome, settled_at: now })
        .where('id', '=', id)
        .execute();
    },
    async answer(id, answer, now) {
      await session
        .updateTable('appointment_reminder')
        .set({ answer, answered_at: now })
        .where('id', '=', id)
        .execute();
    },
  };
}

const selectReminders = (session: Session) =>
  session
    .selectFrom('appointment_reminder as r')
    .innerJoin('appointment as a', 'a.id', 'r.appointment_id')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .leftJoin('room', 'room.id', 'a.room_id')
    .leftJoin('counsellor_profiles as p', 'p.staff_id', 'a.staff_id')
    .select([
      'r.id',
      'r.kind',
      'r.starts_at',
      'r.settled_at',
      'r.answer',
      'a.id as appointment_id',
      'a.contact_id',
      'a.address_id',
      'a.status',
      's.name as counsellor',
      'room.name as room',
      'room.campus',
      'a.room_id',
      'p.online_address',
      sql<Date>`lower(a.during)`.as('starts_now'),
      sql<Date>`upper(a.during)`.as('ends_at'),
      sql<boolean>`exists (
        select from change_offer as o where o.appointment_id = a.id and o.starts_at = lower(a.during)
          and o.kind <> 'change' and o.status <> 'withdrawn')`.as('called_off'),
      sql<boolean>`exists (
        select from availability_exception as x where x.staff_id = a.staff_id and x.during && a.during
          and x.removed_at is null)`.as('in_leave'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof selectReminders>['executeTakeFirstOrThrow']>>;

const toReminder = (row: Row): Reminder => ({
  id: row.id,
  kind: row.kind,
  startsAt: row.starts_at,
  settledAt: row.settled_at,
  answer: row.answer,
  appointmentId: row.appointment_id,
  contactId: row.contact_id,
  addressId: row.address_id,
  status: row.status,
  startsNow: row.starts_now,
  endsAt: row.ends_at,
  counsellor: row.counsellor,
  room: sayRoom(row),
  onlineAddress: row.room_id === null ? row.online_address : null,
  calledOff: row.called_off,
  inLeave: row.in_leave,
});
