import type { LeaderlessDate, LedDate } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

/** Whatever people may know of and was not called off, by start. */
const selectDates = (session: Session) =>
  session
    .selectFrom('activity_date as d')
    .innerJoin('activity as a', 'a.id', 'd.activity_id')
    .select(['a.id as activityId', 'a.title', 'd.starts_at as startsAt', 'd.ends_at as endsAt'])
    .where('a.status', 'in', ['open', 'closed'])
    .orderBy('d.starts_at')
    .orderBy('d.id');

/** See `ActivityStore.ledDates`. */
export const readLedDates = (session: Session, staffId: string, from: Date, to: Date): Promise<LedDate[]> =>
  selectDates(session)
    .where('a.leader_id', '=', staffId)
    .where('d.starts_at', '<', to)
    .where('d.ends_at', '>', from)
    .execute();

/** See `ActivityStore.leaderless`. */
export const readLeaderless = (session: Session, now: Date): Promise<LeaderlessDate[]> =>
  selectDates(session)
    .innerJoin('staff_member as s', 's.id', 'a.leader_id')
    .select(['s.id as staffId', 's.name as staff'])
    .where('d.ends_at', '>', now)
    .where(
      sql<boolean>`(s.disabled_at is not null or exists (
        select from xinqiao.availability_exception x
        where x.staff_id = a.leader_id and x.removed_at is null
          and x.during && tstzrange(d.starts_at, d.ends_at)))`,
    )
    .execute();
