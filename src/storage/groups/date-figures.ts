import type { SignUpStatus } from '../../groups/activity.ts';
import type { CountedDate } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import { withDates } from './activity-rows.ts';

export const NO_SIGN_UPS: Readonly<Record<SignUpStatus, number>> = {
  'signed-up': 0,
  waiting: 0,
  pending: 0,
  declined: 0,
  cancelled: 0,
};

/** Three questions for however many dates there are. */
export async function readDateFigures(session: Session, from: Date, to: Date): Promise<CountedDate[]> {
  const datesIn = session
    .selectFrom('activity_date as d')
    .where('d.starts_at', '>=', from)
    .where('d.starts_at', '<', to);
  const rows = await session
    .selectFrom('activity')
    .selectAll()
    .where('id', 'in', datesIn.select('d.activity_id'))
    .execute();
  const signUps = await session
    .selectFrom('sign_up')
    .select((eb) => ['activity_id', 'status', eb.fn.countAll<number>().as('count')])
    .where('activity_id', 'in', datesIn.select('d.activity_id'))
    .groupBy(['activity_id', 'status'])
    .execute();
  const came = await session
    .selectFrom('activity_attendance')
    .select((eb) => ['date_id', eb.fn.countAll<number>().as('count')])
    .where('date_id', 'in', datesIn.select('d.id'))
    .where('attended', '=', true)
    .groupBy('date_id')
    .execute();
  const counts = new Map<string, Record<SignUpStatus, number>>();
  for (const { activity_id, status, count } of signUps) {
    const of = counts.get(activity_id) ?? { ...NO_SIGN_UPS };
    of[status] = Number(count);
    counts.set(activity_id, of);
  }
  const attended = new Map(came.map(({ date_id, count }) => [date_id, Number(count)]));
  const activities = await withDates(session, rows);
  return activities
    .flatMap((activity) => activity.dates.map((date) => ({ activity, date })))
    .filter(({ date }) => date.startsAt >= from && date.startsAt < to)
    .map(({ activity, date }) => ({
      activity,
      date,
      counts: counts.get(activity.id) ?? NO_SIGN_UPS,
      attended: attended.get(date.id) ?? 0,
    }))
    .sort(
      (one, other) =>
        one.date.startsAt.getTime() - other.date.startsAt.getTime() ||
        one.date.id.localeCompare(other.date.id),
    );
}
