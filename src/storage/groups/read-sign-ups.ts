import type { ListedSignUp } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { signUpOf } from './activity-rows.ts';
import { ANSWER_PLACE, NAME_PLACE } from './sign-ups.ts';

/**
 * Everybody of an activity, by number.
 * @param readerId whose answers are opened; null for nobody's
 */
export async function readSignUps(
  session: Session,
  keys: KeyRing,
  activityId: string,
  readerId: string | null,
): Promise<ListedSignUp[]> {
  const rows = await session
    .selectFrom('sign_up')
    .selectAll()
    .where('activity_id', '=', activityId)
    .orderBy('number')
    .execute();
  const marks = await session
    .selectFrom('activity_attendance')
    .innerJoin('sign_up', 'sign_up.id', 'activity_attendance.sign_up_id')
    .select(['activity_attendance.sign_up_id', 'activity_attendance.date_id', 'activity_attendance.attended'])
    .where('sign_up.activity_id', '=', activityId)
    .execute();
  await keys.prepare(
    session,
    rows.map((row) => row.address_id),
  );
  const mayOpen = (answerTo: string | null): boolean => readerId !== null && answerTo === readerId;
  const listed: ListedSignUp[] = [];
  for (const row of rows) {
    const open = async (table: string, sealed: Buffer | null): Promise<string | null> =>
      sealed === null
        ? null
        : keys.vault.open(await keys.ofAddress(session, row.address_id), { table, row: row.id }, sealed);
    listed.push({
      ...signUpOf(row),
      name: await open(NAME_PLACE, row.name_sealed),
      answered: row.answer_sealed !== null,
      answer: mayOpen(row.answer_to) ? await open(ANSWER_PLACE, row.answer_sealed) : null,
      attendance: new Map(
        marks.filter((mark) => mark.sign_up_id === row.id).map((mark) => [mark.date_id, mark.attended]),
      ),
    });
  }
  return listed;
}
