/** Who has a place. Every change of it locks the activity first, so that one after another decides. */

import { fail, ok, type Result } from '../../core/result.ts';
import { type Activity, goesOn, isOver, placeFor, type SignUp, signUpBar } from '../../groups/activity.ts';
import type { SignedUp, SignUpOrder } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { type SignUpRow, signUpOf, withDates } from './activity-rows.ts';

export const NAME_PLACE = 'sign_up.name';
export const ANSWER_PLACE = 'sign_up.answer';

export async function lockActivity(session: Session, id: string): Promise<Activity | null> {
  const row = await session
    .selectFrom('activity')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : ((await withDates(session, [row]))[0] ?? null);
}

export const findSignUp = (session: Session, activityId: string, contactId: string) =>
  session
    .selectFrom('sign_up')
    .selectAll()
    .where('activity_id', '=', activityId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();

async function countWaiting(session: Session, activityId: string, before: number | null): Promise<number> {
  const row = await session
    .selectFrom('sign_up')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('activity_id', '=', activityId)
    .where('status', '=', 'waiting')
    .$if(before !== null, (query) => query.where('number', '<', before ?? 0))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** With the true place in the waiting list. */
export async function withPlace(session: Session, row: SignUpRow): Promise<SignedUp> {
  const place =
    row.status === 'waiting' ? (await countWaiting(session, row.activity_id, row.number)) + 1 : null;
  return { signUp: signUpOf(row), place };
}

async function nextNumber(session: Session, activityId: string): Promise<number> {
  const row = await session
    .updateTable('activity')
    .set((eb) => ({ last_number: eb('last_number', '+', 1) }))
    .where('id', '=', activityId)
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return row.last_number;
}

export async function signUp(
  session: Session,
  keys: KeyRing,
  order: SignUpOrder,
): Promise<Result<SignedUp, 'barred'>> {
  const { activityId, contactId, addressId, answer, now } = order;
  const activity = await lockActivity(session, activityId);
  if (activity === null) return fail('barred');
  const there = await findSignUp(session, activityId, contactId);
  if (there !== undefined && there.status !== 'cancelled') return ok(await withPlace(session, there));
  if (signUpBar(activity, now) !== null) return fail('barred');
  const waiting = await countWaiting(session, activityId, null);
  const room = { free: activity.capacity - activity.taken, waiting };
  const status = placeFor(activity.question, answer, room);
  const number = await nextNumber(session, activityId);
  const id = there?.id ?? order.id;
  const sealed =
    answer === null
      ? null
      : keys.vault.seal(await keys.ofAddress(session, addressId), { table: ANSWER_PLACE, row: id }, answer);
  const values = {
    address_id: addressId,
    number,
    status,
    talk_asked_at: null,
    name_sealed: null,
    answer_sealed: sealed,
    changed_at: now,
  };
  const row = await session
    .insertInto('sign_up')
    .values({ id, activity_id: activityId, contact_id: contactId, made_at: now, ...values })
    .onConflict((oc) => oc.columns(['activity_id', 'contact_id']).doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return ok(await withPlace(session, row));
}

export async function signOff(
  session: Session,
  activityId: string,
  contactId: string,
  now: Date,
): Promise<boolean> {
  const activity = await lockActivity(session, activityId);
  if (activity === null || isOver(activity, now)) return false;
  const done = await session
    .updateTable('sign_up')
    .set({ status: 'cancelled', answer_sealed: null, name_sealed: null, changed_at: now })
    .where('activity_id', '=', activityId)
    .where('contact_id', '=', contactId)
    .where('status', 'in', ['signed-up', 'waiting', 'pending'])
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Only of an activity that still happens; a draft or a cancelled one gives nothing away. */
export async function fillPlaces(session: Session, activityId: string, now: Date): Promise<SignUp[]> {
  const activity = await lockActivity(session, activityId);
  if (activity === null || (activity.status !== 'open' && activity.status !== 'closed')) return [];
  // Nobody has anything from a place in what has begun for the last time.
  if (activity.dates.every(({ startsAt }) => startsAt <= now)) return [];
  const free = activity.capacity - activity.taken;
  if (free <= 0) return [];
  const next = await session
    .selectFrom('sign_up')
    .select('id')
    .where('activity_id', '=', activityId)
    .where('status', '=', 'waiting')
    .orderBy('number')
    .limit(free)
    .execute();
  if (next.length === 0) return [];
  const rows = await session
    .updateTable('sign_up')
    .set({ status: 'signed-up', changed_at: now })
    .where(
      'id',
      'in',
      next.map(({ id }) => id),
    )
    .returningAll()
    .execute();
  return rows.map(signUpOf).sort((a, b) => a.number - b.number);
}

/** The activity of a sign-up, locked; null where there is nothing to decide any more. */
async function lockUndecided(session: Session, signUpId: string, now: Date): Promise<Activity | null> {
  const found = await session
    .selectFrom('sign_up')
    .select('activity_id')
    .where('id', '=', signUpId)
    .executeTakeFirst();
  const activity = found === undefined ? null : await lockActivity(session, found.activity_id);
  return activity !== null && goesOn(activity, now) ? activity : null;
}

export async function decideSignUp(
  session: Session,
  signUpId: string,
  taken: boolean,
  now: Date,
): Promise<SignedUp | null> {
  const activity = await lockUndecided(session, signUpId, now);
  if (activity === null) return null;
  const waiting = await countWaiting(session, activity.id, null);
  const room = { free: activity.capacity - activity.taken, waiting };
  const row = await session
    .updateTable('sign_up')
    .set({ status: taken ? placeFor(null, null, room) : 'declined', changed_at: now })
    .where('id', '=', signUpId)
    .where('status', '=', 'pending')
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : withPlace(session, row);
}

export async function askTalk(session: Session, signUpId: string, now: Date): Promise<boolean> {
  if ((await lockUndecided(session, signUpId, now)) === null) return false;
  const done = await session
    .updateTable('sign_up')
    .set({ talk_asked_at: now, changed_at: now })
    .where('id', '=', signUpId)
    .where('status', '=', 'pending')
    .where('talk_asked_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
