import { showConsentPrompt } from '../consent-prompt.ts';
import type { Flow, FlowContext, FlowResult, FlowStep } from '../flow.ts';
import { ask, BACK, end, endWith, LEAVE, remark, shortCard } from '../sayings.ts';
import {
  CHANGE,
  JOIN,
  STOP,
  SURE,
  showJoined,
  showLooked,
  showSure,
  showWish,
  showWishes,
  WISH,
} from './show-waiting.ts';
import { waitChoice } from './waiting-choices.ts';
import {
  type Draft,
  reviveWaiting,
  WAITING_VERSION,
  type WaitingState,
  WISHES,
  type Wish,
} from './waiting-state.ts';
import { SET, valuesOf } from './wish-values.ts';

type Step = FlowStep<WaitingState>;

const AGREE = 'agree';
const REFUSE = 'refuse';

/** Waiting for a time that is free: joining, seeing one's place, changing wishes, leaving. */
export const waitingListFlow: Flow<WaitingState> = {
  name: 'waiting-list',
  version: WAITING_VERSION,
  revive: reviveWaiting,
  step(state, event, context) {
    switch (event.kind) {
      case 'start':
        return show(state, context);
      case 'text':
        return repeat(state, context);
      case 'choice':
        return choose(state, event.id, context);
      case 'result':
        return takeResult(state, event.result, context);
    }
  },
};

const look = (): Step => ask<WaitingState>({ at: 'looking' }, { ask: 'waiting' });

const showConsent = (context: FlowContext, ...before: readonly string[]): Step => ({
  next: { at: 'consent' },
  say: [...before.map(remark), showConsentPrompt(context, AGREE, REFUSE)],
  request: null,
});

function show(state: WaitingState | null, context: FlowContext): Step {
  // That somebody waits for counselling is what the consent is about.
  if (!context.consented.healthData) return showConsent(context);
  if (state?.at === 'wishes') return showWishes(state.draft, context);
  if (state?.at === 'wish') return showWish(state.draft, state.wish, context);
  return look();
}

function repeat(state: WaitingState | null, context: FlowContext): Step {
  const { texts } = context;
  if (!context.consented.healthData) return showConsent(context, texts('booking.consent.text'));
  const again = show(state, context);
  return { ...again, say: [remark(texts('waiting.text')), ...again.say] };
}

function choose(state: WaitingState | null, id: string, context: FlowContext): Step {
  if (id === LEAVE) return end(context, context.texts('common.bye'));
  switch (state?.at) {
    case 'consent':
      if (id === AGREE || id === REFUSE) return consent(id === AGREE);
      break;
    case 'place':
      if (id === CHANGE) return showWishes(state.draft, context);
      if (id === STOP) return showSure(state.draft, context);
      break;
    case 'sure':
      if (id === CHANGE) return look();
      if (id === SURE) return ask<WaitingState>({ at: 'leaving' }, { ask: 'wait-no-more' });
      break;
    case 'wishes':
      if (id === JOIN) return join(state.draft, context);
      if (id.startsWith(WISH)) return chooseWish(state.draft, id.slice(WISH.length), context);
      break;
    case 'wish':
      if (id === BACK) return showWishes(state.draft, context);
      if (id.startsWith(SET)) return setWish(state.draft, state.wish, Number(id.slice(SET.length)), context);
      break;
  }
  return repeat(state, context);
}

const consent = (given: boolean): Step =>
  ask<WaitingState>({ at: 'consenting', given }, { ask: 'consent', purpose: 'health-data', given });

function join(draft: Draft, context: FlowContext): Step {
  if (!context.consented.healthData) return showConsent(context);
  const { wishes, number } = draft;
  return ask<WaitingState>({ at: 'joining', changes: number !== null }, { ask: 'wait', wishes });
}

function chooseWish(draft: Draft, name: string, context: FlowContext): Step {
  const wish: Wish | undefined = WISHES.find((one) => one === name);
  return wish === undefined ? repeat({ at: 'wishes', draft }, context) : showWish(draft, wish, context);
}

function setWish(draft: Draft, wish: Wish, index: number, context: FlowContext): Step {
  const value = valuesOf(wish, draft, context)[index];
  if (value === undefined) return repeat({ at: 'wish', draft, wish }, context);
  return showWishes({ ...draft, wishes: { ...draft.wishes, ...value.set } }, context);
}

function takeResult(state: WaitingState | null, result: FlowResult, context: FlowContext): Step {
  const { texts } = context;
  switch (state?.at) {
    case 'consenting':
      if (result.of === 'consent') return takeConsent(state.given, context);
      break;
    case 'looking':
      if (result.of === 'waiting') return showLooked(result, context);
      break;
    case 'joining':
      if (result.of === 'waiting')
        return state.changes && result.place !== null
          ? end(context, texts('waiting.changed'))
          : showJoined(result, context);
      break;
    case 'leaving':
      if (result.of === 'wait-no-more')
        return endWith(
          context,
          texts(result.waited ? 'waiting.left' : 'waiting.notWaiting'),
          waitChoice(texts),
        );
      break;
  }
  return end(context, texts('common.hiccup'));
}

function takeConsent(given: boolean, context: FlowContext): Step {
  const { texts } = context;
  if (given && context.consented.healthData) {
    const next = look();
    return { ...next, say: [remark(texts('booking.consent.given'))] };
  }
  const words = { contact: texts('centre.contact'), hotlines: shortCard(context) };
  return end(context, texts('booking.consent.refused', words));
}
