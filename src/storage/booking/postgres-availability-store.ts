import type { AvailabilityRule, AvailabilityStore, Leave, Room } from '../../booking/availability-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { rangeOf } from './appointment-rows.ts';
import { inTransaction } from './in-transaction.ts';
import { renamePlaces } from './led-times.ts';
import { giveUpHeld, lockCounsellor } from './open-time.ts';
import { rowOfRule, weeksOfRow } from './rule-rows.ts';

/** Rules, leave, rooms and profiles in PostgreSQL, on the database or within somebody's transaction. */
export function createPostgresAvailabilityStore(session: Session): AvailabilityStore {
  return {
    rules: (today) => readRules(session, today),
    async addRule(rule, by, now) {
      await session
        .insertInto('availability_rule')
        .values({ ...rowOfRule(rule), made_by: by, made_at: now })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async endRule(id, now) {
      const ended = await session
        .updateTable('availability_rule')
        .set({ removed_at: now })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return ended.numUpdatedRows > 0n;
    },
    leaves: (now) =>
      session
        .selectFrom('availability_exception')
        .select([
          'id',
          'staff_id as staffId',
          'note',
          sql<Date>`lower(during)`.as('startAt'),
          sql<Date>`upper(during)`.as('endAt'),
        ])
        .where('removed_at', 'is', null)
        .where(sql<Date>`upper(during)`, '>', now)
        .orderBy('startAt')
        .execute(),
    addLeave: (leave, by, now) => inTransaction(session, (inside) => addLeave(inside, leave, by, now)),
    async endLeave(id, now) {
      const ended = await session
        .updateTable('availability_exception')
        .set({ removed_at: now })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return ended.numUpdatedRows > 0n;
    },
    async lockForImport() {
      await sql`select pg_advisory_xact_lock(hashtext('xinqiao availability import'))`.execute(session);
    },
    rooms: () => readRooms(session),
    saveRoom: (room, now) => inTransaction(session, (inside) => saveRoom(inside, room, now)),
    profiles: () =>
      session
        .selectFrom('counsellor_profiles')
        .select([
          'staff_id as staffId',
          'gender',
          'languages',
          'topics',
          'online',
          'online_address as onlineAddress',
          'introduction',
          'daily_cap as dailyCap',
          'weekly_cap as weeklyCap',
        ])
        .execute(),
    async saveProfile({ staffId, dailyCap, weeklyCap, onlineAddress, ...profile }, by, now) {
      const row = {
        ...profile,
        online_address: onlineAddress,
        languages: [...profile.languages],
        topics: [...profile.topics],
        daily_cap: dailyCap,
        weekly_cap: weeklyCap,
        changed_by: by,
        changed_at: now,
      };
      await session
        .insertInto('counsellor_profiles')
        .values({ staff_id: staffId, ...row })
        .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(row))
        .execute();
    },
  };
}

async function addLeave(session: Session, leave: Leave, by: string | null, now: Date): Promise<void> {
  const { id, staffId, note, startAt, endAt } = leave;
  await lockCounsellor(session, staffId);
  const written = await session
    .insertInto('availability_exception')
    .values({ id, staff_id: staffId, note, during: rangeOf(startAt, endAt), made_by: by, made_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (written !== undefined) await giveUpHeld(session, leave, now);
}

async function readRules(session: Session, today: string): Promise<AvailabilityRule[]> {
  const rows = await session
    .selectFrom('availability_rule as rule')
    .innerJoin('staff_member as s', 's.id', 'rule.staff_id')
    .leftJoin('room as r', 'r.id', 'rule.room_id')
    .select([
      'rule.id',
      'rule.sample',
      'rule.staff_id as staffId',
      's.name as counsellor',
      'rule.room_id as roomId',
      'r.name as room',
      'r.campus',
      'rule.mode',
      'rule.weekday',
      'rule.from_minute as fromMinute',
      'rule.to_minute as toMinute',
      'rule.session_minutes as sessionMinutes',
      'rule.buffer_before_minutes as bufferBeforeMinutes',
      'rule.buffer_after_minutes as bufferAfterMinutes',
      'rule.weeks',
      'rule.week_list',
      'rule.held_back as heldBack',
      'rule.extra',
      sql<string>`rule.valid_from::text`.as('validFrom'),
      sql<string | null>`rule.valid_to::text`.as('validTo'),
    ])
    .where('rule.removed_at', 'is', null)
    .where('s.disabled_at', 'is', null)
    .where((eb) =>
      eb.or([eb('rule.valid_to', 'is', null), eb('rule.valid_to', '>=', sql<string>`${today}::date`)]),
    )
    .orderBy('rule.extra')
    .orderBy('rule.weekday')
    .orderBy('rule.from_minute')
    .orderBy('rule.id')
    .execute();
  return rows.map(({ weeks, week_list, ...row }) => ({ ...row, weeks: weeksOfRow({ weeks, week_list }) }));
}

async function readRooms(session: Session): Promise<Room[]> {
  const rooms = await session
    .selectFrom('room')
    .select(['id', 'name', 'campus', 'sample', 'retired_at'])
    .orderBy('campus')
    .orderBy('name')
    .execute();
  const hours = await session
    .selectFrom('room_hours')
    .select(['room_id', 'weekday', 'from_minute as fromMinute', 'to_minute as toMinute'])
    .orderBy('weekday')
    .orderBy('from_minute')
    .execute();
  return rooms.map(({ retired_at, ...room }) => ({
    ...room,
    retired: retired_at !== null,
    hours: hours.filter((one) => one.room_id === room.id).map(({ room_id: _, ...one }) => one),
  }));
}

async function saveRoom(session: Session, room: Room, now: Date): Promise<readonly string[] | null> {
  const namesake = await session
    .selectFrom('room')
    .select('id')
    .where('name', '=', room.name)
    .where('id', '!=', room.id)
    .executeTakeFirst();
  if (namesake !== undefined) return null;
  const renamed = await renamePlaces(session, room, now);
  const row = { name: room.name, campus: room.campus, retired_at: room.retired ? now : null, sample: false };
  await session
    .insertInto('room')
    .values({ id: room.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await session.deleteFrom('room_hours').where('room_id', '=', room.id).execute();
  const hours = room.hours.map(({ weekday, fromMinute, toMinute }) => ({
    room_id: room.id,
    weekday,
    from_minute: fromMinute,
    to_minute: toMinute,
  }));
  if (hours.length > 0) await session.insertInto('room_hours').values(hours).execute();
  return renamed;
}
