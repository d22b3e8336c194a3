import type { FlowContext, FlowResult, FlowStep } from '../flow.ts';
import { ask, end, remark, sayElsewhere, shortCard } from '../sayings.ts';
import { beginFirstVisit, goOnFirstVisit } from './before-confirm.ts';
import { type BookingState, keepHeld } from './booking-state.ts';
import {
  askDays,
  askTimes,
  endAtTermLimit,
  listAppointments,
  showBooked,
  showCounsellors,
  showDays,
  showNext,
  showTimes,
} from './show-booking.ts';
import { askOwn, askWishes, showWishes } from './wishes.ts';

type Step = FlowStep<BookingState>;

/** The world's answer. One that nobody asked for ends the flow: to ask again could go round for ever. */
export function takeResult(state: BookingState | null, result: FlowResult, context: FlowContext): Step {
  switch (state?.at) {
    case 'days':
      if (result.of === 'days') return showDays(result, context);
      break;
    case 'times':
      if (result.of === 'times') return showTimes(state.date, result.slots, context);
      break;
    case 'counsellors':
      if (result.of === 'times') return showCounsellors(state, result.slots, context);
      break;
    case 'holding':
      if (result.of === 'hold') return takeHold(result, context);
      break;
    case 'first-visit':
      return goOnFirstVisit(state, { kind: 'result', result }, context);
    case 'confirming':
      if (result.of === 'confirm') return takeConfirm(result, context);
      break;
    case 'consenting':
      if (result.of === 'consent') return takeConsent(state, context);
      break;
    case 'wishing':
      if (result.of === 'wishes') return showWishes(state.of, result, context);
      break;
    case 'keeping':
      if (result.of === 'wish') return state.goTo === 'days' ? askDays() : askWishes(null);
      break;
    case 'releasing':
      if (result.of === 'release') return takeRelease(state.backTo, context);
      break;
    case 'limit':
      if (result.of === 'appointments') return takeLimit(result, context);
      break;
  }
  return end(context, context.texts('common.hiccup'));
}

function takeHold(result: Extract<FlowResult, { of: 'hold' }>, context: FlowContext): Step {
  switch (result.outcome) {
    case 'held':
      return beginFirstVisit(keepHeld(result.appointment, result.heldUntil), context);
    case 'taken':
    case 'full':
      return showNext(result.outcome, result.next, context);
    case 'limit':
      return askLimit();
    case 'term-limit':
      return endAtTermLimit(context);
    case 'near-only':
      // The days that they can book come with the reason.
      return askDays();
  }
}

function takeConfirm(result: Extract<FlowResult, { of: 'confirm' }>, context: FlowContext): Step {
  switch (result.outcome) {
    case 'booked':
      return showBooked(result, context);
    case 'expired':
    case 'full':
      return showNext(result.outcome, result.next, context);
    case 'limit':
      return askLimit();
    case 'term-limit':
      return endAtTermLimit(context);
  }
}

const askLimit = (): Step => ask<BookingState>({ at: 'limit' }, { ask: 'appointments' });

function takeLimit(
  { appointments, elsewhere }: Extract<FlowResult, { of: 'appointments' }>,
  context: FlowContext,
): Step {
  const { texts } = context;
  if (elsewhere === true) return end(context, sayElsewhere('noBooking', context));
  const limit = remark(texts('booking.limit'));
  if (appointments.length === 0) return end(context, texts('booking.limitNone'), limit);
  return end(context, texts('booking.limitShown', { list: listAppointments(appointments, context) }), limit);
}

function takeConsent(
  { given, wanted }: Extract<BookingState, { at: 'consenting' }>,
  context: FlowContext,
): Step {
  const { texts } = context;
  const agreed = remark(texts('booking.consent.given'));
  if (given && wanted !== null)
    return ask<BookingState>({ at: 'holding' }, { ask: 'hold', slotId: wanted }, agreed);
  if (given) return askOwn(agreed);
  const words = { contact: texts('centre.contact'), hotlines: shortCard(context) };
  return end(context, texts('booking.consent.refused', words));
}

function takeRelease(backTo: string | null, context: FlowContext): Step {
  const released = context.texts('booking.released');
  return backTo === null ? end(context, released) : askTimes(backTo, remark(released));
}
