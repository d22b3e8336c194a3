import type { Slot, TimeRange } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** When somebody leads a group or a lecture, and in which of the centre's rooms, where its place is one by name. */
export type LedTime = TimeRange & {
  readonly dateId: string;
  readonly staffId: string;
  readonly roomId: string | null;
};

/** A place that is written as one of the centre's rooms is called: with its campus or without. */
const NAMES_ROOM = sql<boolean>`a.place in (r.name, concat_ws(' ', r.campus, r.name), concat(r.campus, r.name))
  and r.retired_at is null`;

/** Everything that people may know of and that was not called off, overlapping the two; by start. */
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
      'a.leader_id as staffId',
      'r.id as roomId',
      'd.starts_at as startAt',
      'd.ends_at as endAt',
    ])
    .where('a.status', 'in', ['open', 'closed'])
    .where('d.starts_at', '<', to)
    .where('d.ends_at', '>', from)
    .$if(staffId !== null, (query) => query.where('a.leader_id', '=', staffId ?? ''))
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
