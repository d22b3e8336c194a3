import { z } from 'zod';
import type { AnswerGiven } from '../../groups/activity-request.ts';
import { AGREE, REFUSE } from '../booking/show-booking.ts';
import type { Flow, FlowContext, FlowResult, FlowSaying, FlowStep } from '../flow.ts';
import { ask, BACK, end, LEAVE, remark } from '../sayings.ts';
import {
  ACTIVITY,
  askConsent,
  askNameAgain,
  askQuestion,
  askSure,
  NO,
  OFF,
  SIGN_UP,
  SKIP,
  SURE,
  showActivity,
  showCheckedIn,
  showList,
  showSignedUp,
  YES,
} from './show-activity.ts';

const code = z.string().min(1).max(10);
const activityId = z.string().min(1).max(60);

const activitiesState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list') }),
  /** What is looked at, whether it is shown already or asked for. */
  z.object({ at: z.literal('one'), code }),
  z.object({ at: z.literal('consent'), code }),
  z.object({ at: z.literal('consenting'), code, given: z.boolean() }),
  /** Signing up begins: the activity is read anew, since it may have changed. */
  z.object({ at: z.literal('beginning'), code }),
  z.object({ at: z.literal('question'), code, activityId, kind: z.enum(['words', 'yes-no']) }),
  z.object({ at: z.literal('signing-up'), code }),
  z.object({ at: z.literal('name'), activityId }),
  z.object({ at: z.literal('naming') }),
  z.object({ at: z.literal('sure'), code, activityId }),
  z.object({ at: z.literal('signing-off') }),
  z.object({ at: z.literal('checking-in'), code }),
]);

export type ActivitiesState = z.infer<typeof activitiesState>;
type Step = FlowStep<ActivitiesState>;

export const ACTIVITIES_VERSION = 1;

/** The leader of an activity has asked something, and waits for an answer in words. */
export function asksInWords(stored: unknown): boolean {
  const read = activitiesState.safeParse(stored);
  return read.success && read.data.at === 'question' && read.data.kind === 'words';
}

/** What is on, one of them, signing up and off. What people type for a list or as an answer is never part of its state. */
export const activitiesFlow: Flow<ActivitiesState> = {
  name: 'activities',
  version: ACTIVITIES_VERSION,
  revive(stored, version) {
    const read = activitiesState.safeParse(stored);
    return version === ACTIVITIES_VERSION && read.success ? read.data : null;
  },
  step(state, event, context) {
    switch (event.kind) {
      case 'start':
        return show(state, context);
      case 'text':
        return takeText(state, event.text, context);
      case 'choice':
        return choose(state, event.id, context);
      case 'result':
        return takeResult(state, event.result, context);
    }
  },
};

const askList = (...before: FlowSaying[]): Step =>
  ask<ActivitiesState>({ at: 'list' }, { ask: 'activities' }, ...before);

const look = (wanted: string, ...before: FlowSaying[]): Step =>
  ask<ActivitiesState>({ at: 'one', code: wanted }, { ask: 'activity', code: wanted }, ...before);

/** The present prompt, made anew. */
function show(state: ActivitiesState | null, context: FlowContext, ...before: FlowSaying[]): Step {
  switch (state?.at) {
    case 'one':
    case 'consent':
    case 'consenting':
    case 'signing-up':
      return look(state.code, ...before);
    case 'beginning':
    case 'question':
      return begin(state.code, ...before);
    case 'sure':
      return look(state.code, ...before);
    case 'checking-in':
      return ask<ActivitiesState>(state, { ask: 'check-in', code: state.code }, ...before);
    case 'name':
      return { next: state, say: [...before, askNameAgain(context)], request: null };
    default:
      return askList(...before);
  }
}

const begin = (wanted: string, ...before: FlowSaying[]): Step =>
  ask<ActivitiesState>({ at: 'beginning', code: wanted }, { ask: 'activity', code: wanted }, ...before);

function takeText(state: ActivitiesState | null, text: string, context: FlowContext): Step {
  if (state?.at === 'question' && state.kind === 'words' && text.trim() !== '')
    return signUp(state.code, state.activityId, 'words');
  if (state?.at === 'name' && text.trim() !== '')
    return ask<ActivitiesState>({ at: 'naming' }, { ask: 'name-sign-up', activityId: state.activityId });
  if (state?.at === 'list' && /^[1-9][0-9]{3,5}$/.test(text.trim())) return look(text.trim());
  return show(state, context, remark(context.texts('activities.text')));
}

const signUp = (wanted: string, id: string, answer: AnswerGiven | null): Step =>
  ask<ActivitiesState>({ at: 'signing-up', code: wanted }, { ask: 'sign-up', activityId: id, answer });

function choose(state: ActivitiesState | null, id: string, context: FlowContext): Step {
  const { texts } = context;
  switch (state?.at) {
    case 'list':
      if (id.startsWith(ACTIVITY)) {
        const wanted = code.safeParse(id.slice(ACTIVITY.length));
        if (wanted.success) return look(wanted.data);
      }
      break;
    case 'one':
      if (id === SIGN_UP) return begin(state.code);
      if (id.startsWith(OFF)) return askOff(state.code, id.slice(OFF.length), context);
      if (id === BACK) return askList();
      break;
    case 'consent':
      if (id === AGREE || id === REFUSE) return consent(state.code, id === AGREE);
      break;
    case 'question':
      if (id === BACK) return look(state.code);
      if (state.kind === 'yes-no' && (id === YES || id === NO))
        return signUp(state.code, state.activityId, id === YES ? 'yes' : 'no');
      break;
    case 'sure':
      if (id === SURE)
        return ask<ActivitiesState>({ at: 'signing-off' }, { ask: 'sign-off', activityId: state.activityId });
      if (id === BACK) return look(state.code, remark(texts('activities.kept')));
      break;
    case 'name':
      if (id === SKIP || id === LEAVE) return end(context, texts('activities.noName'));
      break;
  }
  return id === LEAVE ? end(context, texts('common.bye')) : show(state, context);
}

const consent = (wanted: string, given: boolean): Step =>
  ask<ActivitiesState>(
    { at: 'consenting', code: wanted, given },
    { ask: 'consent', purpose: 'health-data', given },
  );

function askOff(wanted: string, id: string, context: FlowContext): Step {
  const read = activityId.safeParse(id);
  if (!read.success) return look(wanted);
  return {
    next: { at: 'sure', code: wanted, activityId: read.data },
    say: [askSure(context)],
    request: null,
  };
}

/** The world's answer. One that nobody asked for ends the flow: to ask again could go round for ever. */
function takeResult(state: ActivitiesState | null, result: FlowResult, context: FlowContext): Step {
  const { texts } = context;
  switch (state?.at) {
    case 'list':
      if (result.of === 'activities') return showList(result, context);
      break;
    case 'one':
      if (result.of === 'activity') return showActivity(state, result, context);
      break;
    case 'beginning':
      if (result.of === 'activity') return goOn(state.code, result, context);
      break;
    case 'consenting':
      if (result.of === 'consent')
        return state.given ? begin(state.code) : end(context, texts('activities.consent.refused'));
      break;
    case 'signing-up':
      if (result.of === 'sign-up') return showSignedUp(result, context);
      break;
    case 'naming':
      if (result.of === 'name-sign-up')
        return end(context, texts(result.done ? 'activities.named' : 'activities.unknown'));
      break;
    case 'signing-off':
      if (result.of === 'sign-off')
        return end(context, texts(result.done ? 'activities.signedOff' : 'activities.unknown'));
      break;
    case 'checking-in':
      if (result.of === 'check-in') return showCheckedIn(result, context);
      break;
  }
  return end(context, texts('common.hiccup'));
}

/** What is asked before a place is given: consent for a group, then its question. */
function goOn(wanted: string, result: Extract<FlowResult, { of: 'activity' }>, context: FlowContext): Step {
  const { activity, own } = result;
  const has = own !== null && own.signUp.status !== 'cancelled';
  if (activity === null || has) return showActivity({ at: 'one', code: wanted }, result, context);
  if (activity.kind === 'group' && !context.consented.healthData) return askConsent(wanted, context);
  if (activity.question !== null) return askQuestion(wanted, activity, activity.question, context);
  return signUp(wanted, activity.id, null);
}
