/** Another time for an appointment: a booking whose last step swaps the two. */
import type { AppointmentsState } from './appointments-state.ts';
import { bookingFlow, hold } from './booking/booking-flow.ts';
import type { BookingState, Held } from './booking/booking-state.ts';
import { askDays, showBooked } from './booking/show-booking.ts';
import type { FlowContext, FlowEvent, FlowRequest, FlowStep } from './flow.ts';
import { ask, remark } from './sayings.ts';

type Step = FlowStep<AppointmentsState>;
type Moving = Extract<AppointmentsState, { at: 'moving' }>;
type Why = Extract<AppointmentsState, { at: 'giving-back' }>['why'];

/** @param slotId the time that was chosen already, on the page with the calendar */
export function beginMove(appointmentId: string, slotId: string | null, context: FlowContext): Step {
  const first =
    slotId === null ? askDays(remark(context.texts('appointments.moving'))) : hold(slotId, context);
  return within(appointmentId, first);
}

/** Where the appointment can no longer be moved, what was held in its place is given up. */
export function stepMove({ appointmentId, booking }: Moving, event: FlowEvent, context: FlowContext): Step {
  const step = (inner: FlowEvent): Step => within(appointmentId, bookingFlow.step(booking, inner, context));
  if (event.kind !== 'result' || event.result.of !== 'move') return step(event);
  const { result } = event;
  switch (result.outcome) {
    case 'moved':
      return showBooked(result, context, 'booking.moved');
    case 'expired':
    case 'full':
      return step({
        kind: 'result',
        result: { of: 'confirm', outcome: result.outcome, next: result.next },
      });
    case 'late':
    case 'too-late':
    case 'unknown':
      return booking.at === 'confirming' ? giveBack(result.outcome, booking.held) : step(event);
  }
}

const giveBack = (why: Why, { appointmentId }: Held): Step =>
  ask<AppointmentsState>({ at: 'giving-back', why }, { ask: 'release', appointmentId });

const within = (appointmentId: string, { next, say, request }: FlowStep<BookingState>): Step => ({
  next: next === null ? null : { at: 'moving', appointmentId, booking: next },
  say,
  request: request === null ? null : insteadOf(appointmentId, request),
});

/** Until the new time is booked nothing happens to the old one. */
function insteadOf(appointmentId: string, request: FlowRequest): FlowRequest {
  if (request.ask === 'hold' || request.ask === 'days' || request.ask === 'times')
    return { ...request, insteadOf: appointmentId };
  if (request.ask === 'confirm') return { ask: 'move', appointmentId, holdId: request.appointmentId };
  return request;
}
