/** Between the hold and the confirmation: what a first visit still needs, while the hold runs on. */
import type { VisitStep } from '../first-visit/show-visit.ts';
import { beginVisit, stepVisit } from '../first-visit/step-visit.ts';
import type { FlowContext, FlowEvent, FlowSaying, FlowStep } from '../flow.ts';
import { ask } from '../sayings.ts';
import type { BookingState, Held } from './booking-state.ts';
import { showHeld, showStillHeld } from './show-booking.ts';

type Step = FlowStep<BookingState>;
type FirstVisit = Extract<BookingState, { at: 'first-visit' }>;

export const beginFirstVisit = (held: Held, context: FlowContext): Step =>
  toBooking(held, beginVisit(), context);

export function goOnFirstVisit(
  { held, visit }: FirstVisit,
  event: FlowEvent,
  context: FlowContext,
  ...before: FlowSaying[]
): Step {
  const step = toBooking(held, stepVisit(visit, event, context), context);
  return { ...step, say: [...before, ...step.say] };
}

function toBooking(held: Held, step: VisitStep, context: FlowContext): Step {
  if ('next' in step)
    return { next: { at: 'first-visit', held, visit: step.next }, say: step.say, request: step.request };
  if (step.end === 'done') {
    const isHeld = new Date(held.heldUntil) > context.now;
    const shown = isHeld ? showHeld(held, context) : showStillHeld(held, context);
    return { ...shown, say: [...step.say, ...shown.say] };
  }
  return ask<BookingState>(
    { at: 'releasing', backTo: null },
    { ask: 'release', appointmentId: held.appointmentId },
    ...step.say,
  );
}
