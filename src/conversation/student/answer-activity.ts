import type { Activity, SignUp } from '../../groups/activity.ts';
import type { ActivityRequest, ActivityResult, AnswerGiven } from '../../groups/activity-request.ts';
import type { Owned, SignedUp } from '../../groups/activity-store.ts';
import { fillPlaces } from '../activities/tell-activity.ts';
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
      const done = await activities.signOff(request.activityId, address.contactId, now);
      if (done) {
        await fillPlaces(scope, request.activityId);
        await stores.tellChange('activities');
      }
      return { of: 'sign-off', done };
    }
    case 'name-sign-up':
      await activities.setName(request.activityId, address.contactId, oneLine(turn.text));
      await stores.tellChange('activities');
      return { of: 'name-sign-up' };
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

async function findOwn({ scope, address }: StudentTurn, activityId: string): Promise<SignedUp | null> {
  const { activities, continues } = scope.stores;
  const own = await activities.find(activityId, address.contactId);
  if (own === null || own.signUp.addressId === address.id) return own;
  return (await continues.joinedAt(address.id)) === null ? own : null;
}

async function signUp(
  turn: StudentTurn,
  activityId: string,
  given: AnswerGiven | null,
): Promise<ActivityResult> {
  const { scope, address } = turn;
  const { stores, now, parts } = scope;
  const before = await stores.activities.find(activityId, address.contactId);
  const done = await stores.activities.signUp({
    id: parts.newId(),
    activityId,
    contactId: address.contactId,
    addressId: address.id,
    answer: given === 'words' ? turn.text : given,
    now,
  });
  const activity = done.ok ? await stores.activities.byId(activityId) : null;
  if (!done.ok || activity === null) return { of: 'sign-up', activity: null };
  await stores.tellChange('activities');
  const isNew = before === null || before.signUp.status === 'cancelled';
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

async function checkIn({ scope, address }: StudentTurn, code: string): Promise<ActivityResult> {
  const { stores, now } = scope;
  const found = await stores.activities.byCheckIn(code, now);
  if (found === null) return { of: 'check-in', outcome: 'wrong-code', title: '' };
  const { title } = found.activity;
  const own = await stores.activities.find(found.activity.id, address.contactId);
  if (own === null || own.signUp.status === 'cancelled')
    return { of: 'check-in', outcome: 'not-signed-up', title };
  if (own.signUp.status !== 'signed-up') return { of: 'check-in', outcome: 'no-place', title };
  await stores.activities.attend(own.signUp.id, found.dateId, true, null, now);
  await stores.tellChange('activities');
  return { of: 'check-in', outcome: 'attended', title };
}
