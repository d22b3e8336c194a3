import type { BookingSetup, NewAvailabilityRule } from '../../booking/booking-setup.ts';
import type { Session } from '../database.ts';

/** Rooms and rules in PostgreSQL. Two processes that set up the same centre at once must be kept apart. */
export function createPostgresBookingSetup(session: Session): BookingSetup {
  return {
    async addRoom(room) {
      await session
        .insertInto('room')
        .values(room)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      const row = await session
        .selectFrom('room')
        .select('id')
        .where('name', '=', room.name)
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async addAvailabilityRule(rule) {
      if (await hasRule(session, rule)) return;
      await session
        .insertInto('availability_rule')
        .values({
          id: rule.id,
          staff_id: rule.staffId,
          room_id: rule.roomId,
          weekday: rule.weekday,
          from_minute: rule.fromMinute,
          to_minute: rule.toMinute,
          session_minutes: rule.sessionMinutes,
          valid_from: rule.validFrom,
          valid_to: rule.validTo,
          sample: rule.sample,
        })
        .execute();
    },
  };
}

async function hasRule(session: Session, rule: NewAvailabilityRule): Promise<boolean> {
  const row = await session
    .selectFrom('availability_rule')
    .select('id')
    .where('staff_id', '=', rule.staffId)
    .where('room_id', '=', rule.roomId)
    .where('weekday', '=', rule.weekday)
    .where('from_minute', '=', rule.fromMinute)
    .where('to_minute', '=', rule.toMinute)
    .executeTakeFirst();
  return row !== undefined;
}
