import type { TimeRange } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** When somebody leads a group or a lecture, and in which of the centre's rooms, where its place is one by name. */
export type LedTime = TimeRange & {
  readonly dateId: string;
  readonly staffId: string;
  readonly roomId: string | null;
};

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
    .leftJoin('room as r', (join) =>
      join.on(
        sql<boolean>`a.place in (r.name, concat_ws(' ', r.campus, r.name), concat(r.campus, r.name))
          and r.retired_at is null`,
      ),
    )
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
