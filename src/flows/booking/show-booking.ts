/** What the booking flow shows at each place. */
import { formatBothHours, sayClock, sayRange } from '../../core/both-times.ts';
import { type MeetingPlace, sayPlace } from '../../core/place.ts';
import { formatDay } from '../../core/shanghai-time.ts';
import type {
  BookedAppointment,
  FlowContext,
  FlowResult,
  FlowSaying,
  FlowStep,
  OfferedSlot,
} from '../flow.ts';
import {
  ask,
  backChoice,
  deskChoice,
  end,
  endWith,
  formatNotice,
  leaveChoice,
  prompt,
  remark,
  sayElsewhere,
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
export const WISHES = 'wishes';
export const ANY_WISH = 'any-wish';

/** So many other times are offered in place of one that has gone. */
const OFFERED_NEXT = 6;

type Step = FlowStep<BookingState>;

/** A time as this student reads it: abroad by both clocks. */
export const timeOf = (
  time: { readonly startAt: Date; readonly endAt: Date },
  context: FlowContext,
): string => sayRange(time, context);

/** `wanted` is the slot that they asked for already: it is held as soon as they agree. */
export function showConsent(context: FlowContext, wanted: string | null, ...before: FlowSaying[]): Step {
  const { texts } = context;
  const words = prompt(texts('booking.consent'), [
    { id: AGREE, label: texts('booking.consent.agree') },
    { id: REFUSE, label: texts('booking.consent.refuse') },
    leaveChoice(context),
  ]);
  return stay<BookingState>({ at: 'consent', wanted }, ...before, words);
}

export const askDays = (...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'days' }, { ask: 'days' }, ...before);

export const askTimes = (date: string, ...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'times', date }, { ask: 'times', date }, ...before);

export const askCounsellors = (date: string, startAt: string, ...before: FlowSaying[]): Step =>
  ask<BookingState>({ at: 'counsellors', date, startAt }, { ask: 'times', date }, ...before);

export const endAtTermLimit = (context: FlowContext): FlowStep<never> =>
  endWith(context, context.texts('booking.termLimit', reachOf(context)), deskChoice(context));

const reachOf = (context: FlowContext) => ({
  contact: context.texts('centre.contact'),
  hotlines: shortCard(context),
});

type Days = Extract<FlowResult, { of: 'days' }>;

/** What was wished for before and nobody can fulfil any more. */
export function lostWishes(lost: Days['lost'], { texts }: FlowContext): FlowSaying[] {
  if (lost === undefined) return [];
  const { gender, topic, language, mode } = lost;
  const others = [
    ...(gender === null ? [] : [texts(`booking.gender.${gender}`)]),
    ...[topic, language].filter((one) => one !== null),
    ...(mode === null ? [] : [texts(`booking.mode.${mode}`)]),
  ];
  return [
    ...(lost.staffId === null ? [] : [remark(texts('booking.wish.lost.counsellor'))]),
    ...(others.length === 0 ? [] : [remark(texts('booking.wish.lost', { wishes: others.join('、') }))]),
  ];
}

export function showDays({ days, freedom, wished, lost, elsewhere }: Days, context: FlowContext): Step {
  const { texts } = context;
  if (elsewhere === true) return end(context, sayElsewhere('noBooking', context));
  const free = days.filter((day) => day.free > 0);
  if (freedom === 'term-limit') return endAtTermLimit(context);
  // Further on there may be times: what keeps them away is a rule, and it is said.
  const near = freedom === 'near-only';
  if (free.length === 0 && !wished) {
    const words = texts(near ? 'booking.noNearDays' : 'booking.noDays', reachOf(context));
    const ended = endWith(context, words, waitChoice(texts), ...(near ? [deskChoice(context)] : []));
    return { ...ended, say: [...lostWishes(lost, context), ...ended.say] };
  }
  const choices = free.map((day) => ({
    id: `${DAY}${day.date}`,
    label: texts('booking.day', { day: formatDay(day.date, context.language), free: day.free }),
  }));
  const notes = [...lostWishes(lost, context), ...(near ? [remark(texts('booking.nearOnly'))] : [])];
  const question = texts(
    free.length === 0 ? 'booking.noneFits' : wished ? 'booking.daysWished' : 'booking.days',
  );
  const wishes = wished
    ? [
        { id: ANY_WISH, label: texts('booking.anyWish') },
        { id: WISHES, label: texts('booking.otherWish') },
      ]
    : [{ id: WISHES, label: texts('booking.wish') }];
  return stay<BookingState>(
    { at: 'days' },
    ...notes,
    prompt(question, [
      ...choices,
      ...wishes,
      waitChoice(texts),
      ...(near ? [deskChoice(context)] : []),
      leaveChoice(context),
    ]),
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
    label: formatBothHours(slot.startAt, slot.endAt, context.language, context.timeZone),
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
    const time = sayClock(new Date(state.startAt), context);
    return showTimes(state.date, slots, context, remark(texts('booking.timeTaken', { time })));
  }
  const choices = then.map((slot) => ({
    id: `${SLOT}${slot.id}`,
    label: texts('booking.counsellor', { counsellor: slot.counsellor, room: placeOf(slot, context) }),
  }));
  const words = texts('booking.counsellors', {
    time: timeOf(first, context),
  });
  return stay<BookingState>(state, prompt(words, [...choices, backChoice(context), leaveChoice(context)]));
}

export const slotLabel = (slot: OfferedSlot, context: FlowContext): string =>
  context.texts('booking.slot', { time: timeOf(slot, context), counsellor: slot.counsellor });

/** The time has gone: other ones as choices, or, without any, the days anew. */
export function showNext(
  reason: 'taken' | 'expired' | 'full',
  slots: readonly OfferedSlot[],
  context: FlowContext,
): Step {
  const { texts } = context;
  if (slots.length === 0) return askDays(remark(texts(`booking.${reason}None`)));
  const choices = slots.slice(0, OFFERED_NEXT).map((slot) => ({
    id: `${SLOT}${slot.id}`,
    label: slotLabel(slot, context),
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

/** Of what is booked: with the way in, where it is known. */
const whereOf = (one: BookedAppointment, context: FlowContext): string =>
  one.onlineAddress === undefined
    ? placeOf(one, context)
    : sayPlace(one, context.texts('booking.onlineAt', { address: one.onlineAddress }));

const heldWords = (held: Held, context: FlowContext) => ({
  counsellor: held.counsellor,
  room: placeOf(held, context),
  time: timeOf({ startAt: new Date(held.startAt), endAt: new Date(held.endAt) }, context),
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
  const words = context.texts('booking.stillHeld', {
    ...heldWords(held, context),
    until: sayClock(until, context),
  });
  return stay<BookingState>({ at: 'confirm', held }, ...before, prompt(words, confirmChoices(context)));
}

type Booked = Omit<Extract<FlowResult, { of: 'confirm'; outcome: 'booked' }>, 'of' | 'outcome'>;

export function showBooked(
  { appointment, calendarUrl, calendarFile: file }: Booked,
  context: FlowContext,
  key: 'booking.booked' | 'booking.moved' = 'booking.booked',
): FlowStep<never> {
  const { counsellor } = appointment;
  const room = whereOf(appointment, context);
  const { texts } = context;
  const time = timeOf(appointment, context);
  const words = texts(key, { counsellor, room, time, notice: formatNotice(context) });
  const calendar = calendarUrl === undefined ? [] : [texts('booking.calendar', { link: calendarUrl })];
  // Where there is a file the earlier time may be in the phone's calendar.
  const moved = key === 'booking.moved' && file !== undefined ? [texts('booking.calendarMoved')] : [];
  const step = end(context, [words, ...calendar, ...moved].join('\n\n'));
  return file === undefined ? step : { ...step, say: step.say.map((one) => ({ ...one, file })) };
}

export function listAppointments(appointments: readonly BookedAppointment[], context: FlowContext): string {
  const lines = appointments.flatMap((one) => [
    context.texts('booking.appointment', {
      time: timeOf(one, context),
      counsellor: one.counsellor,
      room: whereOf(one, context),
    }),
    ...(one.closed === true ? [context.texts('appointments.closed')] : []),
  ]);
  return lines.join('\n');
}
