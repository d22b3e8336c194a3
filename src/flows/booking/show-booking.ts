/** What the booking flow shows at each place. */
import { type MeetingPlace, sayPlace } from '../../core/place.ts';
import { formatDay, formatHours, formatRange, formatTime } from '../../core/shanghai-time.ts';
import type {
  BookedAppointment,
  FlowContext,
  FlowSaying,
  FlowStep,
  OfferedDay,
  OfferedSlot,
} from '../flow.ts';
import {
  ask,
  backChoice,
  end,
  endWith,
  formatNotice,
  leaveChoice,
  prompt,
  remark,
  shortCard,
  stay,
} from '../sayings.ts';
import { waitChoice } from '../waiting-list/waiting-choices.ts';
import type { BookingState, Held } from './booking-state.ts';

export const AGREE = 'agree';
export const REFUSE = 'refuse';
export const CONFIRM = 'confirm';
export const DAY = 'day:';
export const TIME = 'time:';
export const SLOT = 'slot:';

/** So many other times are offered in place of one that has gone. */
const OFFERED_NEXT = 6;

type Step = FlowStep<BookingState>;

export function showConsent(context: FlowContext, ...before: FlowSaying[]): Step {
  const { texts } = context;
  const words = prompt(texts('booking.consent'), [
    { id: AGREE, label: texts('booking.consent.agree') },
    { id: REFUSE, label: texts('booking.consent.refuse') },
    leaveChoice(context),
  ]);
  return stay<BookingState>({ at: 'consent' }, ...before, words);
}

export const askDays = (...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'days' }, { ask: 'days' }, ...before);

export const askTimes = (date: string, ...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'times', date }, { ask: 'times', date }, ...before);

export const askCounsellors = (date: string, startAt: string, ...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'counsellors', date, startAt }, { ask: 'times', date }, ...before);

export function showDays(days: readonly OfferedDay[], context: FlowContext): Step {
  const { texts } = context;
  const free = days.filter((day) => day.free > 0);
  if (free.length === 0) {
    const words = { contact: texts('centre.contact'), hotlines: shortCard(context) };
    return endWith(context, texts('booking.noDays', words), waitChoice(texts));
  }
  const choices = free.map((day) => ({
    id: `${DAY}${day.date}`,
    label: texts('booking.day', { day: formatDay(day.date, context.language), free: day.free }),
  }));
  return stay<BookingState>(
    { at: 'days' },
    prompt(texts('booking.days'), [...choices, waitChoice(texts), leaveChoice(context)]),
  );
}

export function showTimes(
  date: string,
  slots: readonly OfferedSlot[],
  context: FlowContext,
  ...before: FlowSaying[]
): Step {
  const { texts } = context;
  const day = formatDay(date, context.language);
  if (slots.length === 0) return askDays(...before, remark(texts('booking.dayFull', { day })));
  const byStart = new Map(slots.map((slot) => [slot.startAt.toISOString(), slot]));
  const choices = [...byStart].sort(byKey).map(([startAt, slot]) => ({
    id: `${TIME}${startAt}`,
    label: formatHours(slot.startAt, slot.endAt),
  }));
  const words = prompt(texts('booking.times', { day }), [
    ...choices,
    backChoice(context),
    leaveChoice(context),
  ]);
  return stay<BookingState>({ at: 'times', date }, ...before, words);
}

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

export function showCounsellors(
  state: Extract<BookingState, { at: 'counsellors' }>,
  slots: readonly OfferedSlot[],
  context: FlowContext,
): Step {
  const { texts } = context;
  const then = slots.filter((slot) => slot.startAt.toISOString() === new Date(state.startAt).toISOString());
  const [first] = then;
  if (!first) {
    const time = formatTime(new Date(state.startAt));
    return showTimes(state.date, slots, context, remark(texts('booking.timeTaken', { time })));
  }
  const choices = then.map((slot) => ({
    id: `${SLOT}${slot.id}`,
    label: texts('booking.counsellor', { counsellor: slot.counsellor, room: placeOf(slot, context) }),
  }));
  const words = texts('booking.counsellors', {
    time: formatRange(first.startAt, first.endAt, context.language),
  });
  return stay<BookingState>(state, prompt(words, [...choices, backChoice(context), leaveChoice(context)]));
}

/** The time has gone: other ones as choices, or, without any, the days anew. */
export function showNext(
  reason: 'taken' | 'expired',
  slots: readonly OfferedSlot[],
  context: FlowContext,
): Step {
  const { texts } = context;
  if (slots.length === 0) return askDays(remark(texts(`booking.${reason}None`)));
  const choices = slots.slice(0, OFFERED_NEXT).map(({ id, startAt, endAt, counsellor }) => ({
    id: `${SLOT}${id}`,
    label: texts('booking.slot', { time: formatRange(startAt, endAt, context.language), counsellor }),
  }));
  const words = prompt(texts(`booking.${reason}`), [...choices, backChoice(context), leaveChoice(context)]);
  return stay<BookingState>({ at: 'next' }, words);
}

const confirmChoices = (context: FlowContext) => [
  { id: CONFIRM, label: context.texts('booking.confirm') },
  backChoice(context),
  leaveChoice(context),
];

const placeOf = (place: MeetingPlace, { texts }: FlowContext): string =>
  sayPlace(place, texts('booking.online'));

const heldWords = (held: Held, context: FlowContext) => ({
  counsellor: held.counsellor,
  room: placeOf(held, context),
  time: formatRange(new Date(held.startAt), new Date(held.endAt), context.language),
});

export function showHeld(held: Held, context: FlowContext): Step {
  const left = new Date(held.heldUntil).getTime() - context.now.getTime();
  const minutes = Math.max(1, Math.round(left / 60_000));
  const words = context.texts('booking.held', { ...heldWords(held, context), minutes });
  return stay<BookingState>({ at: 'confirm', held }, prompt(words, confirmChoices(context)));
}

/** The same again after other words or an interruption, as long as it is still held. */
export function showStillHeld(held: Held, context: FlowContext, ...before: FlowSaying[]): Step {
  const until = new Date(held.heldUntil);
  if (until <= context.now) return askDays(remark(context.texts('booking.expiredNone')));
  const words = context.texts('booking.stillHeld', { ...heldWords(held, context), until: formatTime(until) });
  return stay<BookingState>({ at: 'confirm', held }, ...before, prompt(words, confirmChoices(context)));
}

export function showBooked(appointment: BookedAppointment, context: FlowContext): Step {
  const { counsellor, startAt, endAt } = appointment;
  const room = placeOf(appointment, context);
  const time = formatRange(startAt, endAt, context.language);
  return end(
    context,
    context.texts('booking.booked', { counsellor, room, time, notice: formatNotice(context) }),
  );
}

export function listAppointments(appointments: readonly BookedAppointment[], context: FlowContext): string {
  const lines = appointments.map((one) =>
    context.texts('booking.appointment', {
      time: formatRange(one.startAt, one.endAt, context.language),
      counsellor: one.counsellor,
      room: placeOf(one, context),
    }),
  );
  return lines.join('\n');
}
