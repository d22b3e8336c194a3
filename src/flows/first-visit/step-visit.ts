/** The way to a first appointment: consent, who it is, the form. It runs within a booking or by itself. */
import { cap } from '../../core/clean-text.ts';
import { INTAKE_QUESTION, LONGEST_ANSWER } from '../../core/intake.ts';
import { namesSomebody, readClaim, readIdentityCode } from '../../core/read-identity.ts';
import type { FlowContext, FlowEvent, FlowResult, FlowSaying } from '../flow.ts';
import { BACK, LEAVE, remark, shortCard } from '../sayings.ts';
import {
  AGAIN,
  AGREE,
  ANSWER,
  askNeeds,
  isOffered,
  isTyped,
  LAST_PAGE,
  LATER,
  NEXT,
  PREVIOUS,
  QUESTION,
  REFUSE,
  SKIP,
  showCode,
  showConsent,
  showForm,
  showIdentity,
  showLimit,
  showQuestion,
  type VisitStep,
} from './show-visit.ts';
import { type IdentityPlace, NOTHING_SKIPPED, type VisitState } from './visit-state.ts';

export const beginVisit = (...before: FlowSaying[]): VisitStep => askNeeds(NOTHING_SKIPPED, ...before);

export function stepVisit(state: VisitState, event: FlowEvent, context: FlowContext): VisitStep {
  switch (event.kind) {
    case 'start':
      return show(state, context);
    case 'choice':
      return event.id === LEAVE ? { end: 'left', say: [] } : choose(state, event.id, context);
    case 'text':
      return read(state, event.text, context);
    case 'result':
      return take(state, event.result, context);
  }
}

/** Whether what is typed now tells who somebody is: such words are not kept readable. */
export const hidesVisitWords = (state: VisitState, typed: string): boolean =>
  (state.at === 'identity' || state.at === 'code') && namesSomebody(typed);

function show(state: VisitState, context: FlowContext, ...before: FlowSaying[]): VisitStep {
  switch (state.at) {
    case 'consent':
      return showConsent(state.page, state.skipped, context, ...before);
    case 'question':
      return showQuestion(state.skipped, context, ...before);
    case 'identity':
      return showIdentity(state, context, ...before);
    case 'code':
      return showCode(state, context, ...before);
    case 'form':
      // It may have been answered by calling a person, before the flow was taken up again.
      if (state.step === 'urgency') return askNeeds(state.skipped, ...before);
      return showForm(state.step, state.skipped, context, ...before);
    default:
      return askNeeds(state.skipped, ...before);
  }
}

function choose(state: VisitState, id: string, context: FlowContext): VisitStep {
  switch (state.at) {
    case 'consent':
      return chooseInConsent(state, id, context);
    case 'question':
      if (id === BACK) return showConsent(LAST_PAGE, state.skipped, context);
      break;
    case 'identity':
    case 'code':
      if (id === AGAIN) return showIdentity(state, context);
      if (id === SKIP && state.may !== 'must') return skipIdentity(state, context);
      break;
    case 'form':
      if (id === LATER) return putOff(state, context);
      if (id === SKIP && isOffered(state.step, '')) return save(state, '');
      if (id.startsWith(ANSWER) && isOffered(state.step, id.slice(ANSWER.length)))
        return save(state, id.slice(ANSWER.length));
      break;
  }
  return show(state, context);
}

function chooseInConsent(
  state: Extract<VisitState, { at: 'consent' }>,
  id: string,
  context: FlowContext,
): VisitStep {
  const { page, skipped } = state;
  if (id === NEXT) return showConsent(page + 1, skipped, context);
  if (id === PREVIOUS) return showConsent(page - 1, skipped, context);
  if (page === LAST_PAGE && id === QUESTION) return showQuestion(skipped, context);
  if (page !== LAST_PAGE || (id !== AGREE && id !== REFUSE)) return showConsent(page, skipped, context);
  const given = id === AGREE;
  return {
    next: { at: 'consenting', given, skipped },
    say: [],
    request: { ask: 'consent', purpose: 'counselling', given },
  };
}

const skipIdentity = ({ may, skipped }: IdentityPlace, { texts }: FlowContext): VisitStep =>
  askNeeds(
    { ...skipped, identity: true },
    remark(texts(may === 'desk' ? 'firstVisit.identity.atDeskNoted' : 'firstVisit.identity.skipped')),
  );

const putOff = ({ skipped }: VisitState, { texts }: FlowContext): VisitStep =>
  askNeeds({ ...skipped, form: true }, remark(texts('firstVisit.form.laterNoted')));

const keepQuestion = ({ skipped }: VisitState, typed: string): VisitStep => ({
  next: { at: 'asked', skipped },
  say: [],
  request: { ask: 'form-answer', field: INTAKE_QUESTION, value: cap(typed, LONGEST_ANSWER) },
});

const save = (state: Extract<VisitState, { at: 'form' }>, value: string): VisitStep => ({
  next: { ...state, at: 'saving' },
  say: [],
  request: { ask: 'form-answer', field: state.step, value },
});

function read(state: VisitState, typed: string, context: FlowContext): VisitStep {
  const { texts } = context;
  switch (state.at) {
    case 'consent':
      return show(state, context, remark(texts('firstVisit.consent.text')));
    case 'question':
      return typed.trim() === '' ? show(state, context) : keepQuestion(state, typed.trim());
    case 'identity': {
      const claimed = readClaim(typed);
      if (claimed === null) return show(state, context, remark(texts('firstVisit.identity.unread')));
      return { next: { ...state, at: 'claiming' }, say: [], request: { ask: 'identity', ...claimed } };
    }
    case 'code': {
      const code = readIdentityCode(typed);
      const claimed = code === null ? readClaim(typed) : null;
      if (claimed !== null)
        return { next: { ...state, at: 'claiming' }, say: [], request: { ask: 'identity', ...claimed } };
      if (code === null) return show(state, context, remark(texts('firstVisit.identity.noCode')));
      return { next: { ...state, at: 'checking' }, say: [], request: { ask: 'identity-code', code } };
    }
    case 'form':
      if (isTyped(state.step) && typed.trim() !== '') return save(state, cap(typed.trim(), LONGEST_ANSWER));
      return show(state, context, remark(texts('firstVisit.form.choose')));
    default:
      return show(state, context);
  }
}

function take(state: VisitState, result: FlowResult, context: FlowContext): VisitStep {
  const { texts } = context;
  switch (state.at) {
    case 'asking':
      if (result.of === 'first-visit-needs') return showNeeded(state, result, context);
      break;
    case 'consenting':
      if (result.of !== 'consent') break;
      if (state.given) return askNeeds(state.skipped, remark(texts('firstVisit.consent.given')));
      return { end: 'refused', say: [remark(texts('firstVisit.consent.refused', contacts(context)))] };
    case 'asked':
      if (result.of !== 'form-answer') break;
      return showConsent(LAST_PAGE, state.skipped, context, remark(texts('firstVisit.consent.asked')));
    case 'claiming':
      if (result.of === 'identity') return takeClaim(state, result.outcome, context);
      break;
    case 'checking':
      if (result.of === 'identity-code') return takeCode(state, result.outcome, context);
      break;
    case 'saving':
      if (result.of === 'form-answer') return takeSaved(state, result, context);
      break;
  }
  return { end: 'left', say: [remark(texts('common.hiccup'))] };
}

const contacts = (context: FlowContext) => ({
  contact: context.texts('centre.contact'),
  hotlines: shortCard(context),
});

function showNeeded(
  { skipped }: VisitState,
  needs: Extract<FlowResult, { of: 'first-visit-needs' }>,
  context: FlowContext,
): VisitStep {
  if (needs.consent) return showConsent(1, skipped, context);
  if (needs.identity !== 'no' && !skipped.identity)
    return showIdentity({ may: needs.identity, mail: needs.mail, skipped }, context);
  if (needs.form !== null && !skipped.form) {
    const words = needs.formBegun ? 'firstVisit.form.resume' : 'firstVisit.form.begin';
    return showForm(needs.form, skipped, context, remark(context.texts(words)));
  }
  return { end: 'done', say: [] };
}

function takeClaim(state: IdentityPlace, outcome: 'noted' | 'limit', context: FlowContext): VisitStep {
  if (outcome === 'noted') return showCode(state, context);
  return tooOften(state, context);
}

/** What may be left out is left out; who must be known waits here with a code from the desk, which goes beyond the limit. */
function tooOften(state: IdentityPlace, context: FlowContext): VisitStep {
  const { texts } = context;
  if (state.may === 'must') return showLimit(state, context);
  const words = remark(texts('firstVisit.identity.limit', { contact: texts('centre.contact') }));
  return askNeeds({ ...state.skipped, identity: true }, words);
}

function takeCode(
  state: IdentityPlace,
  outcome: 'bound' | 'asked' | 'wrong' | 'limit',
  context: FlowContext,
): VisitStep {
  const { texts } = context;
  const contact = { contact: texts('centre.contact') };
  const settled = { ...state.skipped, identity: true };
  switch (outcome) {
    case 'bound':
      return askNeeds(settled, remark(texts('firstVisit.identity.bound')));
    case 'asked':
      return askNeeds(settled, remark(texts('firstVisit.identity.asked', contact)));
    case 'wrong':
      return showCode(state, context, remark(texts('firstVisit.identity.wrong', contact)));
    case 'limit':
      return tooOften(state, context);
  }
}

function takeSaved(
  { skipped }: VisitState,
  { next }: Extract<FlowResult, { of: 'form-answer' }>,
  context: FlowContext,
): VisitStep {
  const { texts } = context;
  if (next !== null) return showForm(next, skipped, context);
  return askNeeds(skipped, remark(texts('firstVisit.form.done')));
}
