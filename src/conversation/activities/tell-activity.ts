/** What people hear about an activity by themselves. Each is an outgoing row; a group is never named in it. */

import { type Reader, sayRange } from '../../core/both-times.ts';
import type { Lane } from '../../core/message.ts';
import { say } from '../../core/message.ts';
import type { Activity, ActivityTime, SignUp } from '../../groups/activity.ts';
import type { SignedUp } from '../../groups/activity-store.ts';
import { type CentreContent, type Scope, type Utterance, utter } from '../scope.ts';

type Words = (content: CentreContent, what: string, reader: Reader) => string;

/** A group is not named: somebody else may see the screen. */
export function nameFor(activity: Activity, language: 'zh' | 'en', { flows }: CentreContent): string {
  if (activity.kind === 'group') return flows('activities.told.group', { code: activity.code });
  const title = language === 'en' ? (activity.titleEn ?? activity.title) : activity.title;
  return flows('activities.told.name', { title });
}

async function tellAll(
  scope: Scope,
  activity: Activity,
  to: readonly Pick<SignUp, 'addressId'>[],
  key: string,
  words: Words,
  lane: Lane = 'reminder',
): Promise<void> {
  const utterances: Utterance[] = [];
  for (const { addressId } of to) {
    const reader = await scope.stores.addresses.byId(addressId);
    const content = scope.centre.contents[reader.language];
    utterances.push({
      addressId,
      lane,
      dedupeKey: `${key}:${addressId}`,
      message: say(words(content, nameFor(activity, reader.language, content), reader)),
    });
  }
  if (utterances.length > 0) await utter(scope, utterances);
}

const nextTime = ({ dates }: Pick<Activity, 'dates'>, now: Date): ActivityTime | undefined =>
  dates.find(({ endsAt }) => endsAt > now) ?? dates[0];

const sayTime = (time: ActivityTime | undefined, reader: Reader): string =>
  time === undefined ? '' : sayRange({ startAt: time.startsAt, endAt: time.endsAt }, reader);

/** Places that are free go to those who wait, in their order, and each of them hears it. */
export async function fillPlaces(scope: Scope, activityId: string): Promise<void> {
  const { activities } = scope.stores;
  const lucky = await activities.fill(activityId, scope.now);
  const activity = lucky.length === 0 ? null : await activities.byId(activityId);
  if (activity === null) return;
  for (const signUp of lucky) await tellPlace(scope, activity, signUp);
}

const tellPlace = (scope: Scope, activity: Activity, signUp: SignUp): Promise<void> =>
  tellAll(
    scope,
    activity,
    [signUp],
    `activity-place:${signUp.id}:${signUp.number}`,
    (content, what, reader) =>
      content.flows('activities.told.place', {
        what,
        time: sayTime(nextTime(activity, scope.now), reader),
        number: signUp.number,
      }),
  );

/** The leader's word, as it now stands. */
export async function tellDecision(
  scope: Scope,
  activity: Activity,
  { signUp, place }: SignedUp,
): Promise<void> {
  const key = `activity-decided:${signUp.id}:${signUp.number}`;
  switch (signUp.status) {
    case 'signed-up':
      return tellPlace(scope, activity, signUp);
    case 'waiting':
      return tellAll(scope, activity, [signUp], key, ({ flows }, what) =>
        flows('activities.told.waiting', { what, place: place ?? 1 }),
      );
    case 'declined':
      return tellAll(scope, activity, [signUp], key, ({ flows }, what) =>
        flows('activities.told.declined', { what, contact: flows('centre.contact') }),
      );
    case 'pending':
      return tellAll(
        scope,
        activity,
        [signUp],
        `activity-talk:${signUp.id}:${signUp.number}`,
        ({ flows }, what) => flows('activities.told.talk', { what, contact: flows('centre.contact') }),
      );
    case 'cancelled':
      return;
  }
}

const counting = async (scope: Scope, activity: Activity): Promise<SignUp[]> =>
  (await scope.stores.activities.signUps(activity.id, null)).filter(({ status }) =>
    ['signed-up', 'waiting', 'pending'].includes(status),
  );

export const tellCancelled = async (scope: Scope, activity: Activity): Promise<void> =>
  tellAll(
    scope,
    activity,
    await counting(scope, activity),
    `activity-cancelled:${activity.id}`,
    (content, what, reader) =>
      content.flows('activities.told.cancelled', {
        what,
        time: sayTime(nextTime(activity, scope.now), reader),
      }),
  );

export const tellChanged = async (scope: Scope, activity: Activity): Promise<void> =>
  tellAll(
    scope,
    activity,
    await counting(scope, activity),
    `activity-changed:${activity.id}:${activity.version}`,
    (content, what, reader) =>
      content.flows('activities.told.changed', {
        what,
        times: activity.dates.map((date) => sayTime(date, reader)).join('\n'),
        place: activity.place,
      }),
  );

/** A day before: only those who have a place. */
export async function tellReminder(scope: Scope, activity: Activity, dateId: string): Promise<void> {
  const date = activity.dates.find(({ id }) => id === dateId);
  const coming: SignUp[] = [];
  for (const signUp of await counting(scope, activity)) {
    if (signUp.status !== 'signed-up') continue;
    // 退订 says that no reminder comes any more; what becomes of their own place they still hear.
    const { optedOutAt } = await scope.stores.addresses.byId(signUp.addressId);
    if (optedOutAt === null) coming.push(signUp);
  }
  await tellAll(scope, activity, coming, `activity-reminder:${dateId}`, (content, what, reader) =>
    content.flows('activities.told.reminder', {
      what,
      time: sayTime(date, reader),
      place: activity.place,
    }),
  );
}
