import { z } from 'zod';
import type { Flow, FlowContext, FlowStep } from '../flow.ts';
import { end } from '../sayings.ts';
import type { VisitStep } from './show-visit.ts';
import { isTyped } from './show-visit.ts';
import { beginVisit, hidesVisitWords, stepVisit } from './step-visit.ts';
import { type VisitState, visitState } from './visit-state.ts';

const VERSION = 1;

/** 继续登记: the same without a booking, for what was put off. */
export const firstVisitFlow: Flow<VisitState> = {
  name: 'first-visit',
  version: VERSION,
  revive(stored, version) {
    if (version !== VERSION) return null;
    const read = visitState.safeParse(stored);
    return read.success ? read.data : null;
  },
  step(state, event, context) {
    // What is asked here is about their health.
    if (!context.consented.healthData) return end(context, context.texts('firstVisit.bookFirst'));
    if (state === null) return toFlow(beginVisit(), context);
    return toFlow(stepVisit(state, event, context), context);
  },
};

function toFlow(step: VisitStep, context: FlowContext): FlowStep<VisitState> {
  if ('next' in step) return { next: step.next, say: step.say, request: step.request };
  const last = context.texts(step.end === 'done' ? 'firstVisit.nothing' : 'common.bye');
  return end(context, last, ...step.say);
}

const inBooking = z.object({ visit: visitState }).transform(({ visit }) => visit);
const inMove = z.object({ booking: inBooking }).transform(({ booking }) => booking);
const place = z.union([visitState, inBooking, inMove]);

/** A line of the form waits for words, within a booking too; so does the question before the consent. */
export function asksForWordsIn(stored: unknown): boolean {
  const read = place.safeParse(stored);
  if (!read.success) return false;
  return read.data.at === 'question' || (read.data.at === 'form' && isTyped(read.data.step));
}

/** Within a booking too, and within the booking of another time. */
export function hidesWordsIn(stored: unknown, typed: string): boolean {
  const read = place.safeParse(stored);
  return read.success && hidesVisitWords(read.data, typed);
}
