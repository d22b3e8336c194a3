import type { BookingSetup, NewAvailabilityRule } from '../../booking/booking-setup.ts';
import { EVERY_WEEK } from '../../booking/teaching-weeks.ts';
import type { Session } from '../database.ts';
import { rowOfWeeks } from './rule-rows.ts';

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

const rowOfRule = (rule: NewAvailabilityRule) => ({
  id: rule.id,
  staff_id: rule.staffId,
  room_id: rule.roomId,
  weekday: rule.weekday,
  from_minute: rule.fromMinute,
  to_minute: rule.toMinute,
  session_minutes: rule.sessionMinutes,
  valid_from: rule.validFrom,
  valid_to: rule.validTo,
  mode: rule.mode ?? ('on-site' as const),
  ...rowOfWeeks(rule.weeks ?? EVERY_WEEK),
  buffer_before_minutes: rule.bufferBeforeMinutes ?? 0,
  buffer_after_minutes: rule.bufferAfterMinutes ?? 0,
  held_back: rule.heldBack ?? ('none' as const),
  extra: rule.extra ?? false,
  sample: rule.sample,
});

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
