import { shanghaiDate } from '../../core/shanghai-time.ts';
import type { Flow, FlowContext, FlowSaying, FlowStep } from '../flow.ts';
import { ask, BACK, end, LEAVE, remark } from '../sayings.ts';
import { OFFER } from '../waiting-list/waiting-choices.ts';
import { goOnFirstVisit } from './before-confirm.ts';
import {
  BOOKING_VERSION,
  type BookingState,
  calendarDay,
  type Held,
  reviveBooking,
} from './booking-state.ts';
import {
  AGREE,
  askCounsellors,
  askDays,
  askTimes,
  CONFIRM,
  DAY,
  REFUSE,
  SLOT,
  showConsent,
  showStillHeld,
  TIME,
} from './show-booking.ts';
import { takeResult } from './take-result.ts';

type Step = FlowStep<BookingState>;

export const bookingFlow: Flow<BookingState> = {
  name: 'booking',
  version: BOOKING_VERSION,
  revive: reviveBooking,
  step(state, event, context) {
    switch (event.kind) {
      case 'start':
        return show(state, context);
      case 'text':
        if (state?.at === 'first-visit') return goOnFirstVisit(state, event, context);
        return repeat(state, context);
      case 'choice':
        return choose(state, event.id, context);
      case 'result':
        return takeResult(state, event.result, context);
    }
  },
};

/** The present prompt, made anew: what it offers may have changed since. */
function show(state: BookingState | null, context: FlowContext, ...before: FlowSaying[]): Step {
  if (!context.consented.healthData) return showConsent(context, ...before);
  switch (state?.at) {
    case 'times':
      return askTimes(state.date, ...before);
    case 'counsellors':
      return askCounsellors(state.date, state.startAt, ...before);
    case 'first-visit':
      return goOnFirstVisit(state, { kind: 'start' }, context, ...before);
    case 'confirm':
    case 'confirming':
      return showStillHeld(state.held, context, ...before);
    default:
      return askDays(...before);
  }
}

function repeat(state: BookingState | null, context: FlowContext): Step {
  const asksConsent = !context.consented.healthData;
  return show(state, context, remark(context.texts(asksConsent ? 'booking.consent.text' : 'booking.text')));
}

function choose(state: BookingState | null, id: string, context: FlowContext): Step {
  if (id.startsWith(OFFER)) return accept(id.slice(OFFER.length), context);
  switch (state?.at) {
    case 'consent':
      if (id === AGREE || id === REFUSE) return consent(id === AGREE);
      break;
    case 'days':
      if (id.startsWith(DAY)) return chooseDay(state, id.slice(DAY.length), context);
      break;
    case 'times':
      if (id === BACK) return askDays();
      if (id.startsWith(TIME)) return chooseTime(state, id.slice(TIME.length), context);
      break;
    case 'counsellors':
      if (id === BACK) return askTimes(state.date);
      if (id.startsWith(SLOT)) return hold(id.slice(SLOT.length), context);
      break;
    case 'next':
      if (id === BACK) return askDays();
      if (id.startsWith(SLOT)) return hold(id.slice(SLOT.length), context);
      break;
    case 'first-visit':
      return goOnFirstVisit(state, { kind: 'choice', id }, context);
    case 'confirm':
      if (id === CONFIRM) return confirm(state.held, context);
      if (id === BACK) return release(state.held, shanghaiDate(new Date(state.held.startAt)));
      if (id === LEAVE) return release(state.held, null);
      break;
  }
  return id === LEAVE ? end(context, context.texts('common.bye')) : repeat(state, context);
}

const consent = (given: boolean): Step =>
  ask<BookingState>({ at: 'consenting', given }, { ask: 'consent', purpose: 'health-data', given });

function chooseDay(state: BookingState, date: string, context: FlowContext): Step {
  return calendarDay.safeParse(date).success ? askTimes(date) : repeat(state, context);
}

function chooseTime(state: Extract<BookingState, { at: 'times' }>, time: string, context: FlowContext): Step {
  const startAt = new Date(time);
  if (Number.isNaN(startAt.getTime())) return repeat(state, context);
  return askCounsellors(state.date, startAt.toISOString());
}

/** What the waiting list offered becomes a hold like any other. */
function accept(offerId: string, context: FlowContext): Step {
  if (!context.consented.healthData) return showConsent(context);
  return ask<BookingState>({ at: 'holding' }, { ask: 'accept', offerId });
}

/** Consent may have been withdrawn since the list was shown: nothing is kept without it. */
function hold(slotId: string, context: FlowContext): Step {
  if (!context.consented.healthData) return showConsent(context);
  return ask<BookingState>({ at: 'holding' }, { ask: 'hold', slotId });
}

function confirm(held: Held, context: FlowContext): Step {
  if (!context.consented.healthData) return showConsent(context);
  return ask<BookingState>({ at: 'confirming', held }, { ask: 'confirm', appointmentId: held.appointmentId });
}

const release = (held: Held, backTo: string | null): Step =>
  ask<BookingState>({ at: 'releasing', backTo }, { ask: 'release', appointmentId: held.appointmentId });
