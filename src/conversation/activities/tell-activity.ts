/** What people hear about an activity by themselves. Each is an outgoing row; a group is never named in it. */

import { type Reader, sayRange } from '../../core/both-times.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import { say } from '../../core/message.ts';
import type { Activity, ActivityTime, SignUp } from '../../groups/activity.ts';
import type { SignedUp } from '../../groups/activity-store.ts';
import { type CentreContent, type Scope, type Utterance, utter } from '../scope.ts';

/** So long after the end it is still said that something was called off. */
const TOLD_AFTER_DAYS = 7;

type Words = (content: CentreContent, what: string, reader: Reader) => string;

/** A group is not named: somebody else may see the screen. */
export function nameFor(activity: Activity, language: 'zh' | 'en', { flows }: CentreContent): string {
  if (activity.kind === 'group') return flows('activities.told.group', { code: activity.code });
  const title = language === 'en' ? (activity.titleEn ?? activity.title) : activity.title;
  return flows('activities.told.name', { title });
}

/** `staleAt`: what was held back until then, as on WeChat, would speak of what is over as if it were ahead. */
async function tellAll(
  scope: Scope,
  activity: Activity,
  to: readonly Pick<SignUp, 'addressId'>[],
  key: string,
  words: Words,
  staleAt: Date | null,
): Promise<void> {
  const utterances: Utterance[] = [];
  for (const { addressId } of to) {
    const reader = await scope.stores.addresses.byId(addressId);
    const content = scope.centre.contents[reader.language];
    utterances.push({
      addressId,
      lane: 'reminder',
      ...(staleAt === null ? {} : { staleAt }),
      dedupeKey: `${key}:${addressId}`,
      message: say(words(content, nameFor(activity, reader.language, content), reader)),
    });
  }
  if (utterances.length > 0) await utter(scope, utterances);
}

/** When the last of it begins, and when it ends. */
const lastStart = ({ dates }: Pick<Activity, 'dates'>): Date | null => dates.at(-1)?.startsAt ?? null;
const lastEnd = ({ dates }: Pick<Activity, 'dates'>): Date | null => dates.at(-1)?.endsAt ?? null;

const reminderKey = (dateId: string): string => `activity-reminder:${dateId}`;
const placeKey = ({ id, number }: Pick<SignUp, 'id' | 'number'>): string => `activity-place:${id}:${number}`;

/** What was said of a place that is gone, or of times that were changed, is held for nobody any more. */
export async function dropHeld(
  scope: Scope,
  { dates }: Pick<Activity, 'dates'>,
  of: readonly Pick<SignUp, 'id' | 'number' | 'addressId'>[],
): Promise<void> {
  const reminders = dates.map(({ id }) => reminderKey(id));
  for (const signUp of of)
    await scope.stores.outgoing.dropHeldToo(signUp.addressId, [...reminders, placeKey(signUp)]);
}

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
    placeKey(signUp),
    (content, what, reader) =>
      content.flows('activities.told.place', {
        what,
        // All of a series: it may be read when the next one is over.
        time: activity.dates
          .filter(({ endsAt }) => endsAt > scope.now)
          .map((time) => sayTime(time, reader))
          .join('；'),
        number: signUp.number,
      }),
    lastStart(activity),
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
      return tellAll(
        scope,
        activity,
        [signUp],
        key,
        ({ flows }, what) => flows('activities.told.waiting', { what, place: place ?? 1 }),
        lastStart(activity),
      );
    case 'declined':
      return tellAll(
        scope,
        activity,
        [signUp],
        key,
        ({ flows }, what) => flows('activities.told.declined', { what, contact: flows('centre.contact') }),
        null,
      );
    case 'pending':
      return tellAll(
        scope,
        activity,
        [signUp],
        `activity-talk:${signUp.id}:${signUp.number}`,
        ({ flows }, what) => flows('activities.told.talk', { what, contact: flows('centre.contact') }),
        lastStart(activity),
      );
    case 'cancelled':
      return;
  }
}

const counting = async (scope: Scope, activity: Activity): Promise<SignUp[]> =>
  (await scope.stores.activities.signUps(activity.id, null)).filter(({ status }) =>
    ['signed-up', 'waiting', 'pending'].includes(status),
  );

export async function tellCancelled(scope: Scope, activity: Activity): Promise<void> {
  const to = await counting(scope, activity);
  await dropHeld(scope, activity, to);
  const next = activity.dates.find(({ endsAt }) => endsAt > scope.now);
  const end = lastEnd(activity);
  await tellAll(
    scope,
    activity,
    to,
    `activity-cancelled:${activity.id}`,
    (content, what, reader) =>
      content.flows('activities.told.cancelled', {
        what,
        time: sayTime(next, reader),
      }),
    // Whoever stood before a closed door is told why, and nobody months later.
    end === null ? null : addMs(end, daysMs(TOLD_AFTER_DAYS)),
  );
}

export async function tellChanged(scope: Scope, before: Activity, after: Activity): Promise<void> {
  const to = await counting(scope, after);
  for (const { addressId } of to)
    await scope.stores.outgoing.dropHeldToo(
      addressId,
      before.dates.map(({ id }) => reminderKey(id)),
    );
  await tellAll(
    scope,
    after,
    to,
    `activity-changed:${after.id}:${after.version}`,
    (content, what, reader) =>
      content.flows('activities.told.changed', {
        what,
        times: after.dates.map((date) => sayTime(date, reader)).join('\n'),
        place: after.place,
      }),
    lastEnd(after),
  );
}

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
  await tellAll(
    scope,
    activity,
    coming,
    reminderKey(dateId),
    (content, what, reader) =>
      content.flows('activities.told.reminder', {
        what,
        time: sayTime(date, reader),
        place: activity.place,
      }),
    date?.startsAt ?? null,
  );
}
