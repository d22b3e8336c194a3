import type { BookingSetup, NewAvailabilityRule } from '../../booking/booking-setup.ts';
import type { Session } from '../database.ts';
import { rowOfRule } from './rule-rows.ts';

/** Rooms and rules in PostgreSQL. Two processes that set up the same centre at once must be kept apart. */
export function createPostgresBookingSetup(session: Session): BookingSetup {
  return {
    async addRoom(room) {
      await session
        .insertInto('room')
        .values({ id: room.id, name: room.name, campus: room.campus ?? null, sample: room.sample })
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
      await session.insertInto('availability_rule').values(rowOfRule(rule)).execute();
    },
  };
}

async function hasRule(session: Session, rule: NewAvailabilityRule): Promise<boolean> {
  const row = await session
    .selectFrom('availability_rule')
    .select('id')
    .where('staff_id', '=', rule.staffId)
    .where('room_id', 'is not distinct from', rule.roomId)
    .where('removed_at', 'is', null)
    .where('weekday', '=', rule.weekday)
    .where('from_minute', '=', rule.fromMinute)
    .where('to_minute', '=', rule.toMinute)
    .executeTakeFirst();
  return row !== undefined;
}
