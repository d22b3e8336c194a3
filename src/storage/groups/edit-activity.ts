import { fail, ok, type Result } from '../../core/result.ts';
import { type Activity, type ActivityDraft, stays } from '../../groups/activity.ts';
import type { NewDate } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import { draftColumns } from './activity-rows.ts';
import { lockActivity } from './sign-ups.ts';

/** Refusing leaves everything as it was, since nothing is written before all is known. */
export async function editActivity(
  session: Session,
  id: string,
  version: number,
  draft: ActivityDraft,
  dates: readonly NewDate[],
  mayPass: boolean,
  now: Date,
): Promise<Result<null, 'changed' | 'below-taken' | 'date-held' | 'date-used' | 'answers-given'>> {
  const activity = await lockActivity(session, id);
  if (activity === null || activity.version !== version || activity.status === 'cancelled')
    return fail('changed');
  if (draft.capacity < activity.taken) return fail('below-taken');
  if (draft.leaderId !== activity.leaderId && !mayPass && (await hasAnswers(session, id)))
    return fail('answers-given');
  const starts = new Map(dates.map((date) => [date.startsAt.getTime(), date]));
  const gone = activity.dates.filter(({ startsAt }) => !starts.has(startsAt.getTime()));
  if (gone.some((date) => stays(activity, date, now))) return fail('date-held');
  if (gone.length > 0) {
    const ids = gone.map((date) => date.id);
    const used = await session
      .selectFrom('activity_attendance')
      .select('date_id')
      .where('date_id', 'in', ids)
      .limit(1)
      .executeTakeFirst();
    if (used !== undefined || gone.some(({ walkIns }) => walkIns > 0)) return fail('date-used');
    await session.deleteFrom('activity_date').where('id', 'in', ids).execute();
  }
  if (draft.leaderId !== activity.leaderId) await keepLeader(session, activity, now);
  for (const date of dates) {
    await session
      .insertInto('activity_date')
      .values({
        id: date.id,
        activity_id: id,
        starts_at: date.startsAt,
        ends_at: date.endsAt,
        check_in: null,
        reminded_at: null,
      })
      .onConflict((oc) => oc.columns(['activity_id', 'starts_at']).doUpdateSet({ ends_at: date.endsAt }))
      .execute();
  }
  await session
    .updateTable('activity')
    .set((eb) => ({ ...draftColumns(draft), version: eb('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute();
  return ok(null);
}

/** What has begun was led by whoever led until now. */
async function keepLeader(session: Session, { id, leaderId }: Activity, now: Date): Promise<void> {
  await session
    .updateTable('activity_date')
    .set({ led_by: leaderId })
    .where('activity_id', '=', id)
    .where('starts_at', '<=', now)
    .where('led_by', 'is', null)
    .execute();
}

async function hasAnswers(session: Session, id: string): Promise<boolean> {
  const row = await session
    .selectFrom('sign_up')
    .select('id')
    .where('activity_id', '=', id)
    .where('answer_sealed', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
