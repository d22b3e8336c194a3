import { dropHeld, nameFor } from '../activities/tell-activity.ts';
import { hidesSignUp } from './answer-activity.ts';
import { contentOf, type StudentTurn } from './student-scope.ts';

/**
 * Groups rest on the consent to health data: whoever takes it back is signed off where nothing is decided yet, and what they
 * answered is gone everywhere. A place that was given stays, as a booked time does. Answers what to say of it, nothing
 * about a sign-up that this address may not know of.
 */
export async function leaveGroups(turn: StudentTurn): Promise<string[]> {
  const { scope, address } = turn;
  const { stores, now } = scope;
  const { activities } = stores;
  const left: string[] = [];
  const kept: string[] = [];
  for (const { activity, signedUp } of await activities.ofContact(address.contactId, now)) {
    if (activity.kind !== 'group') continue;
    const { signUp } = signedUp;
    const stays = signUp.status === 'signed-up';
    if (!stays && (await activities.signOff(activity.id, address.contactId, now)))
      await dropHeld(scope, activity, [signUp]);
    if (await hidesSignUp(turn, signUp)) continue;
    (stays ? kept : left).push(nameFor(activity, turn.language, contentOf(turn)));
  }
  await activities.forgetAnswers(address.contactId);
  await stores.tellChange('activities');
  const texts = contentOf(turn).conversation;
  return [
    ...(left.length === 0 ? [] : [texts('consent.groupsLeft', { list: left.join('、') })]),
    ...(kept.length === 0 ? [] : [texts('consent.groupsKept', { list: kept.join('、') })]),
  ];
}
