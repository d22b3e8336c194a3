import type { Selectable } from 'kysely';
import type { Activity, ActivityDate, ActivityDraft, SignUp } from '../../groups/activity.ts';
import type { Session } from '../database.ts';
import type { ActivityDateTable, ActivityTable, SignUpTable } from '../schema/groups.ts';

type ActivityRow = Selectable<ActivityTable>;
type DateRow = Selectable<ActivityDateTable>;
export type SignUpRow = Selectable<SignUpTable>;

export const draftColumns = (draft: ActivityDraft) => ({
  kind: draft.kind,
  title: draft.title,
  title_en: draft.titleEn,
  text: draft.text,
  text_en: draft.textEn,
  place: draft.place,
  capacity: draft.capacity,
  sign_up_from: draft.signUpFrom,
  sign_up_until: draft.signUpUntil,
  question: draft.question?.text ?? null,
  question_en: draft.question?.en ?? null,
  question_kind: draft.question?.kind ?? null,
  leader_id: draft.leaderId,
});

const dateOf = (row: DateRow): ActivityDate => ({
  id: row.id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  walkIns: row.walk_ins,
  ledBy: row.led_by,
});

const activityOf = (row: ActivityRow, dates: readonly DateRow[]): Activity => ({
  id: row.id,
  code: row.code,
  kind: row.kind,
  title: row.title,
  titleEn: row.title_en,
  text: row.text,
  textEn: row.text_en,
  place: row.place,
  capacity: row.capacity,
  taken: row.taken,
  signUpFrom: row.sign_up_from,
  signUpUntil: row.sign_up_until,
  question:
    row.question === null || row.question_kind === null
      ? null
      : { text: row.question, en: row.question_en, kind: row.question_kind },
  leaderId: row.leader_id,
  status: row.status,
  calledOffAt: row.called_off_at,
  version: row.version,
  madeAt: row.made_at,
  dates: dates.map(dateOf),
});

/** The rows with their dates, in the order of the rows. */
export async function withDates(session: Session, rows: readonly ActivityRow[]): Promise<Activity[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const dates = await session
    .selectFrom('activity_date')
    .selectAll()
    .where('activity_id', 'in', ids)
    .orderBy('starts_at')
    .execute();
  const byActivity = new Map<string, DateRow[]>();
  for (const date of dates) {
    const known = byActivity.get(date.activity_id);
    if (known === undefined) byActivity.set(date.activity_id, [date]);
    else known.push(date);
  }
  return rows.map((row) => activityOf(row, byActivity.get(row.id) ?? []));
}

export const signUpOf = (row: SignUpRow): SignUp => ({
  id: row.id,
  activityId: row.activity_id,
  contactId: row.contact_id,
  addressId: row.address_id,
  number: row.number,
  status: row.status,
  talkAskedAt: row.talk_asked_at,
  madeAt: row.made_at,
  since: row.changed_at,
});
