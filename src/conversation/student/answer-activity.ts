import type { Activity, SignUp } from '../../groups/activity.ts';
import type { ActivityRequest, ActivityResult, AnswerGiven } from '../../groups/activity-request.ts';
import type { Owned, SignedUp } from '../../groups/activity-store.ts';
import { dropHeld, fillPlaces } from '../activities/tell-activity.ts';
import { tellStaff } from '../changes/tell-staff.ts';
import type { Scope } from '../scope.ts';
import type { StudentTurn } from './student-scope.ts';

/** What a name may hold, in characters; the rest of a long line is no name. */
const LONGEST_NAME = 40;

/** Carries out what a flow asks of the activities, inside the turn's transaction. */
export async function answerActivity(turn: StudentTurn, request: ActivityRequest): Promise<ActivityResult> {
  const { scope, address } = turn;
  const { stores, now } = scope;
  const { activities } = stores;
  switch (request.ask) {
    case 'activities':
      return { of: 'activities', open: await activities.listOpen(now), own: await listOwn(turn) };
    case 'activity': {
      const activity = await activities.byCode(request.code);
      if (activity === null) return { of: 'activity', activity: null, own: null, waiting: 0 };
      const own = await findOwn(turn, activity.id);
      const { waiting } = await activities.count(activity.id);
      return { of: 'activity', activity, own, waiting };
    }
    case 'sign-up':
      return signUp(turn, request.activityId, request.answer);
    case 'sign-off': {
      const own = await findOwn(turn, request.activityId);
      const done = own !== null && (await activities.signOff(request.activityId, address.contactId, now));
      if (done) {
        const activity = await activities.byId(request.activityId);
        if (activity !== null) await dropHeld(scope, activity, [own.signUp]);
        await fillPlaces(scope, request.activityId);
        await stores.tellChange('activities');
      }
      return { of: 'sign-off', done };
    }
    case 'name-sign-up': {
      if ((await findOwn(turn, request.activityId)) === null) return { of: 'name-sign-up', done: false };
      await activities.setName(request.activityId, address.contactId, oneLine(turn.text));
      await stores.tellChange('activities');
      return { of: 'name-sign-up', done: true };
    }
    case 'check-in':
      return checkIn(turn, request.code);
  }
}

const oneLine = (text: string): string =>
  [...text.replace(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('');

/** An address that was joined to a person later shows nothing from before. */
async function listOwn({ scope, address }: StudentTurn): Promise<Owned[]> {
  const { stores, now } = scope;
  const own = await stores.activities.ofContact(address.contactId, now);
  if (own.length === 0 || (await stores.continues.joinedAt(address.id)) === null) return own;
  return own.filter(({ signedUp }) => signedUp.signUp.addressId === address.id);
}

/** The same of one: neither shown nor changed, and neither answered from nor checked in with. */
async function findOwn(turn: StudentTurn, activityId: string): Promise<SignedUp | null> {
  const own = await turn.scope.stores.activities.find(activityId, turn.address.contactId);
  return own === null || (await hidesSignUp(turn, own.signUp)) ? null : own;
}

export async function hidesSignUp(
  { scope, address }: StudentTurn,
  { addressId }: Pick<SignUp, 'addressId'>,
): Promise<boolean> {
  return addressId !== address.id && (await scope.stores.continues.joinedAt(address.id)) !== null;
}

async function signUp(
  turn: StudentTurn,
  activityId: string,
  given: AnswerGiven | null,
): Promise<ActivityResult> {
  const { scope, address } = turn;
  const { stores, now, parts } = scope;
  const before = await stores.activities.find(activityId, address.contactId);
  const stands = before !== null && before.signUp.status !== 'cancelled';
  if (stands && (await findOwn(turn, activityId)) === null)
    return { of: 'sign-up', activity: null, why: 'elsewhere' };
  const done = await stores.activities.signUp({
    id: parts.newId(),
    activityId,
    contactId: address.contactId,
    addressId: address.id,
    answer: given === 'words' ? turn.text : given,
    now,
  });
  const activity = done.ok ? await stores.activities.byId(activityId) : null;
  if (!done.ok || activity === null) return { of: 'sign-up', activity: null, why: 'barred' };
  await stores.tellChange('activities');
  const isNew = !stands;
  if (isNew && done.value.signUp.status === 'pending') await tellLeader(scope, activity, done.value.signUp);
  return { of: 'sign-up', activity, own: done.value, isNew };
}

/** Nobody has a place before the leader has looked. */
async function tellLeader(scope: Scope, { id, leaderId }: Activity, signUp: SignUp): Promise<void> {
  const link = `${scope.parts.publicUrl}/console/activities/${id}`;
  await tellStaff(scope, leaderId, `sign-up-asked:${signUp.id}:${signUp.number}`, (texts) =>
    texts('session.signUpAsked', { link }),
  );
}

async function checkIn(turn: StudentTurn, code: string): Promise<ActivityResult> {
  const { stores, now } = turn.scope;
  const found = await stores.activities.byCheckIn(code, now);
  if (found === null) return { of: 'check-in', outcome: 'wrong-code', title: '' };
  // Whoever has it from elsewhere, or comes too late, learns nothing of what it is for.
  if (found.phase === 'changed') return { of: 'check-in', outcome: 'code-changed', title: '' };
  if (found.phase === 'over') return { of: 'check-in', outcome: 'too-late', title: '' };
  const { title } = found.activity;
  const own = await findOwn(turn, found.activity.id);
  if (own === null || own.signUp.status === 'cancelled')
    return { of: 'check-in', outcome: 'not-signed-up', title };
  if (own.signUp.status !== 'signed-up') return { of: 'check-in', outcome: 'no-place', title };
  await stores.activities.attend(own.signUp.id, found.date.id, true, null, now);
  await stores.tellChange('activities');
  return { of: 'check-in', outcome: 'attended', title };
}
