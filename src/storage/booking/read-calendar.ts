import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Availability, CalendarEntry, Occupied } from '../../booking/appointment-store.ts';
import type { AwayTime } from '../../booking/compute-slots.ts';
import type { StaffCaps } from '../../booking/count-sessions.ts';
import { NOBODY } from '../../booking/free-slots.ts';
import type { RoomHours } from '../../booking/open-days.ts';
import type { Opening } from '../../booking/slot.ts';
import { EMPTY_CALENDAR } from '../../core/calendar.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { AppointmentTable } from '../schema/booking.ts';
import { overlaps, rangeOf, selectAppointments, slotOfRow } from './appointment-rows.ts';
import { readLed } from './led-times.ts';
import { readOffered } from './offered-slots.ts';
import { weeksOfRow } from './rule-rows.ts';

export async function readAvailability(session: Session, from: Date, to: Date): Promise<Availability> {
  const rules = await readOpenings(session, from, to);
  const away = await readAway(session, from, to);
  const roomHours = await readRoomHours(session);
  const caps = await readCaps(session);
  const stored = await session.selectFrom('rota_calendar').select('body').executeTakeFirst();
  return { rules, away, roomHours, caps, calendar: stored?.body ?? EMPTY_CALENDAR };
}

const readRoomHours = (session: Session): Promise<RoomHours[]> =>
  session
    .selectFrom('room_hours')
    .select(['room_id as roomId', 'weekday', 'from_minute as fromMinute', 'to_minute as toMinute'])
    .execute();

const readCaps = (session: Session): Promise<StaffCaps[]> =>
  session
    .selectFrom('counsellor_profiles')
    .select(['staff_id as staffId', 'daily_cap as daily', 'weekly_cap as weekly'])
    .where((eb) => eb.or([eb('daily_cap', 'is not', null), eb('weekly_cap', 'is not', null)]))
    .execute();

async function readOpenings(session: Session, from: Date, to: Date): Promise<Opening[]> {
  const rows = await session
    .selectFrom('availability_rule as rule')
    .innerJoin('staff_member as s', 's.id', 'rule.staff_id')
    .leftJoin('room as r', 'r.id', 'rule.room_id')
    .select([
      'rule.staff_id as staffId',
      's.name as counsellor',
      'rule.room_id as roomId',
      'r.name as room',
      'r.campus',
      'rule.mode',
      'rule.weeks',
      'rule.week_list',
      'rule.buffer_before_minutes as bufferBeforeMinutes',
      'rule.buffer_after_minutes as bufferAfterMinutes',
      'rule.held_back as heldBack',
      'rule.extra',
      'rule.weekday',
      'rule.from_minute as fromMinute',
      'rule.to_minute as toMinute',
      'rule.session_minutes as sessionMinutes',
      sql<string>`rule.valid_from::text`.as('validFrom'),
      sql<string | null>`rule.valid_to::text`.as('validTo'),
    ])
    .where('s.disabled_at', 'is', null)
    .where('rule.removed_at', 'is', null)
    .where('r.retired_at', 'is', null)
    .where('rule.valid_from', '<=', localDate(to))
    .where((eb) => eb.or([eb('rule.valid_to', 'is', null), eb('rule.valid_to', '>=', localDate(from))]))
    .orderBy('rule.id')
    .execute();
  return rows.map(({ weeks, week_list, ...row }) => ({ ...row, weeks: weeksOfRow({ weeks, week_list }) }));
}

/** The driver's own date would be that of the server's zone. */
const localDate = (at: Date) => sql<string>`(${at}::timestamptz at time zone 'Asia/Shanghai')::date`;

async function readAway(session: Session, from: Date, to: Date): Promise<AwayTime[]> {
  const led = await readLed(session, from, to);
  const closed = await session
    .selectFrom('availability_exception as a')
    .select([
      'a.staff_id as staffId',
      sql<Date>`lower(a.during * ${rangeOf(from, to)})`.as('startAt'),
      sql<Date>`upper(a.during * ${rangeOf(from, to)})`.as('endAt'),
    ])
    .where(overlaps(from, to))
    .where('a.removed_at', 'is', null)
    .execute();
  return [...closed, ...led.map(({ staffId, startAt, endAt }) => ({ staffId, startAt, endAt }))];
}

export async function readBusy(session: Session, from: Date, to: Date, now: Date): Promise<Occupied[]> {
  const taken = await readTaken(session, from, to, now);
  const rooms = (await readLed(session, from, to))
    .filter(({ roomId }) => roomId !== null)
    // The leader is away then: the room alone is taken, and it is a session of nobody's.
    .map((one) => ({ ...one, staffId: NOBODY, contactId: NOBODY, status: 'booked' as const }));
  return [...taken, ...rooms, ...(await readOffered(session, from, to, now))];
}

async function readTaken(session: Session, from: Date, to: Date, now: Date): Promise<Occupied[]> {
  const rows = await session
    .selectFrom('appointment as a')
    .select([
      'a.staff_id as staffId',
      'a.room_id as roomId',
      'a.contact_id as contactId',
      'a.status',
      'a.series_id',
      sql<boolean>`exists (select from xinqiao.same_day_offer o where o.appointment_id = a.id)`.as(
        'in_hand_off',
      ),
      sql<Date>`lower(a.during)`.as('startAt'),
      sql<Date>`upper(a.during)`.as('endAt'),
    ])
    .where(overlaps(from, to))
    .where('a.status', '!=', 'cancelled')
    .where((eb) => isNoExpiredHold(eb, now))
    .execute();
  return rows.map(({ series_id, in_hand_off, ...time }) => ({
    ...time,
    ...(series_id === null ? {} : { inSeries: true as const }),
    ...(in_hand_off ? { urgent: true as const } : {}),
  }));
}

export async function readBetween(
  session: Session,
  from: Date,
  to: Date,
  now: Date,
): Promise<CalendarEntry[]> {
  const rows = await selectAppointments(session)
    .where(overlaps(from, to))
    .where((eb) => isNoExpiredHold(eb, now))
    .where((eb) => eb.or([eb('a.status', '!=', 'cancelled'), eb('a.booked_at', 'is not', null)]))
    .orderBy('start_at')
    .orderBy('counsellor')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    ...slotOfRow(row),
    appointmentId: row.id,
    contactId: row.contact_id,
    status: row.status,
  }));
}

function isNoExpiredHold(
  eb: ExpressionBuilder<{ a: AppointmentTable }, 'a'>,
  now: Date,
): Expression<SqlBool> {
  return eb.or([eb('a.held_until', 'is', null), eb('a.held_until', '>', now)]);
}
