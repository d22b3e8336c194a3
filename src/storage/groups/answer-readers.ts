/** Who reads an answer: whom it was given to, and a later leader only where the participant agrees. */
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import { HOLDS, type SignUp } from '../../groups/activity.ts';
import type { Session } from '../database.ts';
import type { Schema } from '../schema.ts';

type Both = ExpressionBuilder<Schema, 'sign_up' | 'activity'>;

/** It was given to somebody else than the present leader, about whom nothing was asked yet. */
const isUnasked = (eb: Both): ExpressionWrapper<Schema, 'sign_up' | 'activity', SqlBool> =>
  eb.and([
    eb('sign_up.answer_sealed', 'is not', null),
    eb('sign_up.status', 'in', [...HOLDS]),
    eb('activity.status', '<>', 'cancelled'),
    eb('sign_up.answer_to', 'is distinct from', eb.ref('activity.leader_id')),
    eb('sign_up.asked_leader', 'is distinct from', eb.ref('activity.leader_id')),
  ]);

export async function findUnasked(
  session: Session,
  limit: number,
): Promise<Pick<SignUp, 'id' | 'activityId' | 'addressId'>[]> {
  return session
    .selectFrom('sign_up')
    .innerJoin('activity', 'activity.id', 'sign_up.activity_id')
    .select(['sign_up.id', 'sign_up.activity_id as activityId', 'sign_up.address_id as addressId'])
    .where(isUnasked)
    .orderBy('sign_up.id')
    .limit(limit)
    .execute();
}

export async function claimUnasked(session: Session, signUpId: string): Promise<number | null> {
  const row = await session
    .updateTable('sign_up')
    .from('activity')
    .set((eb) => ({
      asked_leader: eb.ref('activity.leader_id'),
      asked_version: eb.ref('activity.version'),
    }))
    .whereRef('activity.id', '=', 'sign_up.activity_id')
    .where('sign_up.id', '=', signUpId)
    .where(isUnasked)
    .returning('sign_up.asked_version')
    .executeTakeFirst();
  return row?.asked_version ?? null;
}

export async function showAnswer(session: Session, signUpId: string, askedVersion: number): Promise<boolean> {
  const done = await session
    .updateTable('sign_up')
    .from('activity')
    .set((eb) => ({ answer_to: eb.ref('activity.leader_id') }))
    .whereRef('activity.id', '=', 'sign_up.activity_id')
    .where('sign_up.id', '=', signUpId)
    .where('sign_up.asked_version', '=', askedVersion)
    .whereRef('sign_up.asked_leader', '=', 'activity.leader_id')
    .where('sign_up.answer_sealed', 'is not', null)
    .where('sign_up.status', 'in', [...HOLDS])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
