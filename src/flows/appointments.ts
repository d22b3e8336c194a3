import { sayClock, sayMoment } from '../core/both-times.ts';
import {
  APPOINTMENTS_VERSION,
  type AppointmentsState,
  appointmentId,
  reviveAppointments,
} from './appointments-state.ts';
import { listAppointments, slotLabel, timeOf } from './booking/show-booking.ts';
import type { BookedAppointment, Flow, FlowContext, FlowResult, FlowSaying, FlowStep } from './flow.ts';
import { menuChoices } from './menu.ts';
import { beginMove, stepMove } from './move-appointment.ts';
import {
  ask,
  BACK,
  deskChoice,
  end,
  endWith,
  formatNotice,
  LEAVE,
  leaveChoice,
  prompt,
  remark,
  shortCard,
  stay,
} from './sayings.ts';
import { waitChoice } from './waiting-list/waiting-choices.ts';

export const CANCEL = 'cancel:';
export const MOVE = 'move:';
/** Says yes to the question whether to cancel. */
export const CANCEL_YES = 'cancel-yes';
/** Holds a slot from wherever it stands; see `BOOK` of the conversation. */
const BOOK = 'book.';

type Looking = Extract<AppointmentsState, { at: 'looking' }>;
type Step = FlowStep<AppointmentsState>;

export const appointmentsFlow: Flow<AppointmentsState> = {
  name: 'appointments',
  version: APPOINTMENTS_VERSION,
  revive: reviveAppointments,
  step(state, event, context) {
    if (state?.at === 'moving') return stepMove(state, event, context);
    switch (event.kind) {
      case 'start':
        return show(state);
      case 'text':
        return show(state, remark(context.texts('appointments.text')));
      case 'choice':
        return choose(state, event.id, context);
      case 'result':
        return takeResult(state, event.result, context);
    }
  },
};

const askList = (...before: FlowSaying[]): Step =>
  ask<AppointmentsState>({ at: 'list' }, { ask: 'appointments' }, ...before);

const look = (id: string, to: Looking['to'], slotId: string | null, ...before: FlowSaying[]): Step =>
  ask<AppointmentsState>(
    { at: 'looking', appointmentId: id, to, slotId },
    { ask: 'appointments' },
    ...before,
  );

const show = (state: AppointmentsState | null, ...before: FlowSaying[]): Step =>
  state === null || state.at === 'list' || state.at === 'moving' || state.at === 'giving-back'
    ? askList(...before)
    : look(state.appointmentId, 'cancel', null, ...before);

function choose(state: AppointmentsState | null, id: string, context: FlowContext): Step {
  const { texts } = context;
  if (id === LEAVE) return end(context, texts('common.bye'));
  if (state === null || state.at === 'list') {
    const chosen = readChosen(id);
    if (chosen !== null) return look(chosen.appointmentId, chosen.to, chosen.slotId);
  }
  if (state?.at === 'sure') {
    if (id === BACK) return askList(remark(texts('appointments.kept')));
    if (id === CANCEL_YES) {
      const request = { ask: 'cancel', appointmentId: state.appointmentId, evenLate: state.late } as const;
      return ask<AppointmentsState>({ at: 'cancelling', appointmentId: state.appointmentId }, request);
    }
  }
  return show(state, remark(texts('appointments.text')));
}

/** What is to become of which appointment; behind a space the slot that the page with the calendar adds. */
function readChosen(id: string): Omit<Looking, 'at'> | null {
  const to = id.startsWith(CANCEL) ? 'cancel' : id.startsWith(MOVE) ? 'move' : null;
  if (to === null) return null;
  const [named, slotId = null] = id.slice(id.indexOf(':') + 1).split(' ');
  const read = appointmentId.safeParse(named);
  return read.success ? { appointmentId: read.data, to, slotId } : null;
}

function takeResult(state: AppointmentsState | null, result: FlowResult, context: FlowContext): Step {
  const { texts } = context;
  if (result.of === 'appointments' && state?.at === 'list') return showList(result, context);
  if (result.of === 'appointments' && state?.at === 'looking') {
    const found = result.appointments.find((one) => one.appointmentId === state.appointmentId);
    if (found === undefined) return askList(remark(texts('appointments.unknown')));
    return state.to === 'cancel' ? showSure(found, context) : startMove(found, state.slotId, context);
  }
  if (result.of === 'cancel' && state?.at === 'cancelling') {
    switch (result.outcome) {
      case 'cancelled':
      case 'cancelled-late':
        return showCancelled(result, context);
      case 'late':
        // The line was crossed while the question stood: it is asked again as it is now.
        return look(state.appointmentId, 'cancel', null);
      case 'too-late':
      case 'unknown':
        return sayKept(result.outcome, context);
    }
  }
  if (result.of === 'release' && state?.at === 'giving-back') return sayKept(state.why, context);
  return end(context, texts('common.hiccup'));
}

type Listed = Extract<FlowResult, { of: 'appointments' }>;

function showList({ appointments, open = [], ...more }: Listed, context: FlowContext): Step {
  const { texts } = context;
  const elsewhere = more.elsewhere === true;
  const others = elsewhere ? `\n\n${texts('elsewhere.seen')}` : '';
  const waits = open.length === 0 ? '' : `\n\n${texts('appointments.open')}`;
  if (appointments.length === 0) {
    const none = texts(elsewhere ? 'elsewhere.seen' : 'appointments.none');
    const first = [...open, ...(elsewhere ? [] : [waitChoice(texts)]), deskChoice(context)];
    return endWith(context, `${none}${waits}`, ...first);
  }
  const choices = appointments.flatMap(({ appointmentId: id, startAt }) => {
    const time = sayMoment(startAt, context);
    return [
      { id: `${CANCEL}${id}`, label: texts('appointments.cancel', { time }) },
      { id: `${MOVE}${id}`, label: texts('appointments.move', { time }) },
    ];
  });
  const words = texts('appointments.list', {
    list: listAppointments(appointments, context),
    notice: formatNotice(context),
  });
  const here = appointments.filter((one) => isAboutNow(one, context)).map((one) => checkIn(one, context));
  return stay<AppointmentsState>(
    { at: 'list' },
    prompt(`${words}${others}${waits}`, [
      ...open,
      ...here,
      ...choices,
      deskChoice(context),
      leaveChoice(context),
    ]),
  );
}

/** From so long before its start until its end a student may say that they are there, in ms. */
const HERE_BEFORE_MS = 3_600_000;

const isAboutNow = ({ startAt, endAt, closed }: BookedAppointment, { now }: FlowContext): boolean =>
  closed !== true && now.getTime() >= startAt.getTime() - HERE_BEFORE_MS && now < endAt;

const checkIn = ({ appointmentId: id, startAt }: BookedAppointment, context: FlowContext) => ({
  id: `visit.here.${id}`,
  label: context.texts('appointments.here', { time: sayClock(startAt, context) }),
});

type Timed = Pick<BookedAppointment, 'startAt' | 'endAt' | 'counsellor' | 'closed' | 'asked' | 'excused'>;

export const isLate = (
  { startAt, closed, asked, excused }: Pick<Timed, 'startAt' | 'closed' | 'asked' | 'excused'>,
  { now, lateMinutes }: Pick<FlowContext, 'now' | 'lateMinutes'>,
): boolean =>
  closed !== true &&
  startAt.getTime() - now.getTime() < (asked === true || excused === true ? 0 : lateMinutes) * 60_000;

/** What is asked before anything is cancelled, and what says yes: the same wherever it is asked. */
export function cancelQuestion(appointment: Timed, context: FlowContext) {
  const { texts } = context;
  const late = isLate(appointment, context);
  const asked = { time: timeOf(appointment, context), counsellor: appointment.counsellor };
  return {
    late,
    text: late
      ? texts('appointments.askLate', { ...asked, notice: formatNotice(context) })
      : texts('appointments.ask', asked),
    yes: texts(late ? 'appointments.lateYes' : 'appointments.cancelYes'),
  };
}

/** Whoever cannot come late in the day may still say so; only what has begun is left alone, unless nobody came to it. */
function showSure(appointment: BookedAppointment, context: FlowContext): Step {
  const { texts } = context;
  if (appointment.closed !== true && appointment.startAt <= context.now) return tooLate(context);
  const { late, text, yes } = cancelQuestion(appointment, context);
  const words = prompt(text, [
    { id: CANCEL_YES, label: yes },
    { id: BACK, label: texts(late ? 'appointments.lateNo' : 'appointments.cancelNo') },
    leaveChoice(context),
  ]);
  return stay<AppointmentsState>({ at: 'sure', appointmentId: appointment.appointmentId, late }, words);
}

function startMove(appointment: BookedAppointment, slotId: string | null, context: FlowContext): Step {
  if (!isLate(appointment, context)) return beginMove(appointment.appointmentId, slotId, context);
  return sayKept('late', context);
}

/** Why nothing became of a change, and what can still be done. */
function sayKept(why: 'late' | 'too-late' | 'unknown', context: FlowContext): Step {
  const { texts } = context;
  switch (why) {
    case 'late':
      return askList(remark(texts('appointments.moveTooLate', { notice: formatNotice(context) })));
    case 'too-late':
      return tooLate(context);
    case 'unknown':
      return askList(remark(texts('appointments.unknown')));
  }
}

export type Cancelled = Extract<FlowResult, { of: 'cancel'; outcome: 'cancelled' | 'cancelled-late' }>;

/** The next free times stand below as choices of their own: to book again is one tap. */
export function showCancelled({ outcome, freedom, next }: Cancelled, context: FlowContext): FlowStep<never> {
  const { texts } = context;
  const kind = outcome === 'cancelled' ? 'appointments.cancelled' : 'appointments.cancelledLate';
  // A file would ask for taps that deleting an entry does not need; see docs/decisions/0064.
  const words = [`${texts(kind)}\n${texts('booking.calendarOver')}`];
  if (outcome === 'cancelled-late' && freedom === 'near-only') words.push(texts('appointments.friendlyRule'));
  if (next.length > 0) words.push(texts('appointments.nextFree'));
  const choices = next.map((slot) => ({ id: `${BOOK}${slot.id}`, label: slotLabel(slot, context) }));
  const said = prompt(words.join('\n\n'), [...choices, ...menuChoices(texts)]);
  return { next: null, say: [said], request: null };
}

function tooLate(context: FlowContext): Step {
  const { texts } = context;
  const words = { contact: texts('centre.contact'), hotlines: shortCard(context) };
  return end(context, texts('appointments.tooLate', words));
}
