import type { Room } from '../../booking/availability-store.ts';
import type { Slot, TimeRange } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** When somebody leads a group or a lecture, and in which of the centre's rooms, where its place is one by name. */
export type LedTime = TimeRange & {
  readonly dateId: string;
  readonly staffId: string;
  readonly roomId: string | null;
};

/** How a place is written that means the room `r`: with its campus or without. */
export const ROOM_NAMES = sql`(r.name, concat_ws(' ', r.campus, r.name), concat(r.campus, r.name))`;

const NAMES_ROOM = sql<boolean>`a.place in ${ROOM_NAMES} and r.retired_at is null`;

/** Whether a date `d` of an activity `a` is or was held, as `isHeld` says it. */
export const IS_HELD = sql<boolean>`(a.status in ('open', 'closed')
  or a.status = 'cancelled' and d.starts_at < a.called_off_at)`;

/** Who leads or led a date `d` of an activity `a`. */
export const LEADER = sql<string>`coalesce(d.led_by, a.leader_id)`;

/** Everything that people may know of and that was not called off before it began, overlapping the two; by start. */
export function readLed(
  session: Session,
  from: Date,
  to: Date,
  staffId: string | null = null,
): Promise<LedTime[]> {
  return session
    .selectFrom('activity_date as d')
    .innerJoin('activity as a', 'a.id', 'd.activity_id')
    .leftJoin('room as r', (join) => join.on(NAMES_ROOM))
    .distinctOn(['d.starts_at', 'd.id'])
    .select([
      'd.id as dateId',
      LEADER.as('staffId'),
      'r.id as roomId',
      'd.starts_at as startAt',
      'd.ends_at as endAt',
    ])
    .where(IS_HELD)
    .where('d.starts_at', '<', to)
    .where('d.ends_at', '>', from)
    .$if(staffId !== null, (query) => query.where(LEADER, '=', staffId ?? ''))
    .orderBy('d.starts_at')
    .orderBy('d.id')
    .execute();
}

/** Whether an activity has the counsellor or the room at this time. */
export async function isLed(
  session: Session,
  { staffId, roomId, startAt, endAt }: Pick<Slot, 'staffId' | 'roomId' | 'startAt' | 'endAt'>,
): Promise<boolean> {
  const row = await session
    .selectFrom('activity_date as d')
    .innerJoin('activity as a', 'a.id', 'd.activity_id')
    .leftJoin('room as r', (join) => join.on(NAMES_ROOM))
    .select('d.id')
    .where('a.status', 'in', ['open', 'closed'])
    .where('d.starts_at', '<', endAt)
    .where('d.ends_at', '>', startAt)
    .where((eb) =>
      eb.or([eb('a.leader_id', '=', staffId), ...(roomId === null ? [] : [eb('r.id', '=', roomId)])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * A place is a room by its name: where the room gets another name or campus, what is still to take place there goes along
 * and keeps the room. An edit that was begun before is refused. Answers whose place that was.
 */
export async function renamePlaces(
  session: Session,
  { id, name, campus }: Pick<Room, 'id' | 'name' | 'campus'>,
  now: Date,
): Promise<string[]> {
  const renamed = await sql<{ id: string }>`
    update xinqiao.activity as a set version = a.version + 1, changed_at = ${now}, place = case a.place
      when r.name then ${name}::text
      when concat_ws(' ', r.campus, r.name) then concat_ws(' ', ${campus}::text, ${name}::text)
      else concat(${campus}::text, ${name}::text) end
    from xinqiao.room as r
    where r.id = ${id} and a.place in ${ROOM_NAMES} and a.status <> 'cancelled'
      and (r.name <> ${name} or (r.campus is distinct from ${campus} and a.place <> r.name))
      and exists (select from xinqiao.activity_date as d where d.activity_id = a.id and d.ends_at > ${now})
    returning a.id`.execute(session);
  return renamed.rows.map((activity) => activity.id);
}
