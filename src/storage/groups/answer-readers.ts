/** Who reads an answer: whom it was given to, and a later leader only where the participant agrees. */
import { HOLDS, type SignUp } from '../../groups/activity.ts';
import type { Session } from '../database.ts';
import { signUpOf } from './activity-rows.ts';

/** Those who answered somebody else than the present leader, and were not asked about this one. */
export async function claimUnasked(session: Session, activityId: string): Promise<SignUp[]> {
  const rows = await session
    .updateTable('sign_up')
    .from('activity')
    .set((eb) => ({ asked_version: eb.ref('activity.version') }))
    .whereRef('activity.id', '=', 'sign_up.activity_id')
    .where('activity.id', '=', activityId)
    .where('sign_up.answer_sealed', 'is not', null)
    .where('sign_up.status', 'in', [...HOLDS])
    .where((eb) => eb('sign_up.answer_to', 'is distinct from', eb.ref('activity.leader_id')))
    .returningAll('sign_up')
    .execute();
  return rows.map(signUpOf);
}

export async function showAnswer(session: Session, signUpId: string, askedVersion: number): Promise<boolean> {
  const done = await session
    .updateTable('sign_up')
    .from('activity')
    .set((eb) => ({ answer_to: eb.ref('activity.leader_id') }))
    .whereRef('activity.id', '=', 'sign_up.activity_id')
    .where('sign_up.id', '=', signUpId)
    .where('sign_up.asked_version', '=', askedVersion)
    .where('sign_up.answer_sealed', 'is not', null)
    .where('sign_up.status', 'in', [...HOLDS])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
