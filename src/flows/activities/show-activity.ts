/** What the flow of activities shows at each place. */
import { type Reader, sayMoment, sayRange } from '../../core/both-times.ts';
import type { Activity, ActivityTime, ScreeningQuestion } from '../../groups/activity.ts';
import type { ActivityResult } from '../../groups/activity-request.ts';
import type { SignedUp } from '../../groups/activity-store.ts';
import { AGREE, REFUSE } from '../booking/show-booking.ts';
import type { FlowContext, FlowSaying, FlowStep } from '../flow.ts';
import { backChoice, end, leaveChoice, prompt, remark, shortCard, stay } from '../sayings.ts';
import type { ActivitiesState } from './activities-flow.ts';

export const ACTIVITY = 'activity:';
export const OFF = 'off:';
export const SIGN_UP = 'sign-up';
export const YES = 'yes';
export const NO = 'no';
export const SKIP = 'skip';
export const SURE = 'sure';

type Step = FlowStep<ActivitiesState>;
type Of<Kind extends ActivityResult['of']> = Extract<ActivityResult, { of: Kind }>;

const titleOf = (activity: Activity, { language }: FlowContext): string =>
  language === 'en' ? (activity.titleEn ?? activity.title) : activity.title;

export const kindOf = ({ kind }: Pick<Activity, 'kind'>, { texts }: FlowContext): string =>
  texts(`activities.kind.${kind}`);

const sayTime = ({ startsAt, endsAt }: ActivityTime, reader: Reader): string =>
  sayRange({ startAt: startsAt, endAt: endsAt }, reader);

/** Of a series the date that is ahead. */
const nextTime = ({ dates }: Activity, context: FlowContext): string => {
  const next = dates.find(({ endsAt }) => endsAt > context.now) ?? dates[0];
  return next === undefined ? '' : sayTime(next, context);
};

/** A line each: 11月23日 周一 14:00–15:30. */
const allTimes = ({ dates }: Activity, context: FlowContext): string =>
  dates.map((time) => sayTime(time, context)).join('\n');

function sayStanding({ signUp, place }: SignedUp, { texts }: FlowContext): string {
  const { number, status, talkAskedAt } = signUp;
  switch (status) {
    case 'signed-up':
      return texts('activities.own.signedUp', { number });
    case 'waiting':
      return texts('activities.own.waiting', { number, place: place ?? 1 });
    case 'pending':
      return texts(talkAskedAt === null ? 'activities.own.pending' : 'activities.own.talk', { number });
    case 'declined':
      return texts('activities.own.declined');
    case 'cancelled':
      return '';
  }
}

export function showList({ open, own }: Of<'activities'>, context: FlowContext): Step {
  const { texts } = context;
  const mine = own.map(({ activity, signedUp }) =>
    texts('activities.ownLine', {
      title: titleOf(activity, context),
      time: nextTime(activity, context),
      standing: sayStanding(signedUp, context),
    }),
  );
  const others = open.filter(({ id }) => !own.some(({ activity }) => activity.id === id));
  const choices = [...own.map(({ activity }) => activity), ...others].map((activity) => ({
    id: `${ACTIVITY}${activity.code}`,
    label: texts('activities.choice', {
      kind: kindOf(activity, context),
      title: titleOf(activity, context),
    }),
  }));
  if (choices.length === 0) return end(context, texts('activities.none'));
  const lines = others.map((activity) =>
    texts('activities.line', {
      kind: kindOf(activity, context),
      title: titleOf(activity, context),
      time: nextTime(activity, context),
      code: activity.code,
    }),
  );
  const words = [
    ...(mine.length === 0 ? [] : [texts('activities.own', { list: mine.join('\n') })]),
    lines.length === 0 ? texts('activities.noOther') : texts('activities.list', { list: lines.join('\n') }),
  ];
  return stay<ActivitiesState>(
    { at: 'list' },
    prompt(words.join('\n\n'), [...choices, leaveChoice(context)]),
  );
}

/** What is to say of how many places there are: the truth, with how many wait. */
function sayPlaces(activity: Activity, waiting: number, { texts }: FlowContext): string {
  const free = activity.capacity - activity.taken;
  if (activity.question !== null) return texts('activities.places.leader', { capacity: activity.capacity });
  if (free > 0 && waiting === 0)
    return texts('activities.places.free', { free, capacity: activity.capacity });
  return texts('activities.places.full', { capacity: activity.capacity, waiting });
}

function sayBar(activity: Activity, context: FlowContext): string | null {
  const { now, texts } = context;
  if (activity.status === 'cancelled') return texts('activities.bar.cancelled');
  if (activity.status !== 'open') return texts('activities.bar.closed');
  if (now < activity.signUpFrom)
    return texts('activities.bar.notYet', { time: sayMoment(activity.signUpFrom, context) });
  return now >= activity.signUpUntil ? texts('activities.bar.over') : null;
}

export function showActivity(
  state: ActivitiesState,
  { activity, own, waiting }: Of<'activity'>,
  context: FlowContext,
): Step {
  const { texts, language } = context;
  if (activity === null || activity.status === 'draft') return end(context, texts('activities.unknown'));
  const bar = sayBar(activity, context);
  const standing = own === null || own.signUp.status === 'cancelled' ? '' : sayStanding(own, context);
  const text = texts('activities.detail', {
    kind: kindOf(activity, context),
    title: titleOf(activity, context),
    text: language === 'en' ? (activity.textEn ?? activity.text) : activity.text,
    times: allTimes(activity, context),
    place: activity.place,
  });
  const guardians = activity.kind === 'guardians-class' ? [texts('activities.guardians')] : [];
  const present = standing !== '' ? standing : (bar ?? sayPlaces(activity, waiting, context));
  const isAhead = activity.dates.some(({ endsAt }) => endsAt > context.now);
  const holds = own !== null && ['signed-up', 'waiting', 'pending'].includes(own.signUp.status);
  const choices = [
    ...(standing === '' && bar === null ? [{ id: SIGN_UP, label: texts('activities.signUp') }] : []),
    ...(holds && activity.status !== 'cancelled' && isAhead
      ? [{ id: `${OFF}${activity.id}`, label: texts('activities.signOff') }]
      : []),
    backChoice(context),
    leaveChoice(context),
  ];
  return stay<ActivitiesState>(
    { at: 'one', code: 'code' in state ? state.code : activity.code },
    prompt([text, ...guardians, present].join('\n\n'), choices),
  );
}

export function askConsent(code: string, context: FlowContext): Step {
  const { texts } = context;
  const choices = [
    { id: AGREE, label: texts('booking.consent.agree') },
    { id: REFUSE, label: texts('booking.consent.refuse') },
    leaveChoice(context),
  ];
  const words = prompt(texts('booking.consent'), choices);
  return stay<ActivitiesState>({ at: 'consent', code }, remark(texts('activities.consent')), words);
}

export function askQuestion(
  code: string,
  activity: Activity,
  question: ScreeningQuestion,
  context: FlowContext,
): Step {
  const { texts, language } = context;
  const asked = language === 'en' ? (question.en ?? question.text) : question.text;
  const yesNo = question.kind === 'yes-no';
  const text = texts(yesNo ? 'activities.question.yesNo' : 'activities.question.words', { question: asked });
  const choices = [
    ...(yesNo
      ? [
          { id: YES, label: texts('activities.yes') },
          { id: NO, label: texts('activities.no') },
        ]
      : []),
    backChoice(context),
    leaveChoice(context),
  ];
  return stay<ActivitiesState>(
    { at: 'question', code, activityId: activity.id, kind: question.kind },
    prompt(text, choices),
  );
}

export function showSignedUp(result: Of<'sign-up'>, context: FlowContext): Step {
  const { texts } = context;
  if (result.activity === null) return end(context, texts(`activities.${result.why}`));
  const { activity, own, isNew } = result;
  const standing = sayStanding(own, context);
  if (!isNew) return end(context, texts('activities.already', { standing }));
  const words = texts('activities.done', {
    title: titleOf(activity, context),
    times: allTimes(activity, context),
    place: activity.place,
    standing,
  });
  return stay<ActivitiesState>(
    { at: 'name', activityId: activity.id },
    remark(words),
    askName(activity, context),
  );
}

function askName(activity: Activity, context: FlowContext): FlowSaying {
  const { texts } = context;
  const asked = texts(activity.kind === 'guardians-class' ? 'activities.name.guardian' : 'activities.name');
  return prompt(asked, [{ id: SKIP, label: texts('activities.name.skip') }]);
}

/** The question for a name once more, without the activity at hand. */
export const askNameAgain = (context: FlowContext): FlowSaying =>
  prompt(context.texts('activities.name'), [{ id: SKIP, label: context.texts('activities.name.skip') }]);

export const askSure = (context: FlowContext): FlowSaying =>
  prompt(context.texts('activities.sure'), [
    { id: SURE, label: context.texts('activities.sureYes') },
    backChoice(context),
    leaveChoice(context),
  ]);

export function showCheckedIn(result: Of<'check-in'>, context: FlowContext): Step {
  const { texts } = context;
  const { outcome, title } = result;
  switch (outcome) {
    case 'too-late':
      return end(context, texts('activities.checkIn.late'));
    case 'code-changed':
      return end(context, texts('activities.checkIn.changed'));
    case 'attended':
      return end(context, texts('activities.checkedIn', { title }));
    case 'not-signed-up':
      return end(context, texts('activities.checkIn.unknown', { title }));
    case 'no-place':
      return end(context, texts('activities.checkIn.noPlace', { title }));
    case 'wrong-code':
      return end(context, texts('activities.checkIn.wrong', { hotlines: shortCard(context) }));
  }
}
