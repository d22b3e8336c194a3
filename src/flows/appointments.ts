import { z } from 'zod';
import { formatDay, formatRange, formatTime } from '../core/shanghai-time.ts';
import { listAppointments } from './booking/show-booking.ts';
import type { BookedAppointment, Flow, FlowContext, FlowResult, FlowSaying, FlowStep } from './flow.ts';
import {
  ask,
  BACK,
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

const CANCEL = 'cancel:';
const YES = 'cancel-yes';

const appointmentId = z.string().min(1).max(200);

const appointmentsState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('list') }),
  /** The appointment is looked at anew before the question, since it may have changed. */
  z.object({ at: z.literal('looking'), appointmentId }),
  z.object({ at: z.literal('sure'), appointmentId }),
  z.object({ at: z.literal('cancelling'), appointmentId }),
]);

export type AppointmentsState = z.infer<typeof appointmentsState>;

type Step = FlowStep<AppointmentsState>;

export const appointmentsFlow: Flow<AppointmentsState> = {
  name: 'appointments',
  version: 1,
  revive(stored, version) {
    const read = appointmentsState.safeParse(stored);
    return version === 1 && read.success ? read.data : null;
  },
  step(state, event, context) {
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

const look = (id: string, ...before: FlowSaying[]): Step =>
  ask<AppointmentsState>({ at: 'looking', appointmentId: id }, { ask: 'appointments' }, ...before);

function show(state: AppointmentsState | null, ...before: FlowSaying[]): Step {
  if (state === null || state.at === 'list') return askList(...before);
  return look(state.appointmentId, ...before);
}

function choose(state: AppointmentsState | null, id: string, context: FlowContext): Step {
  const { texts } = context;
  if (id === LEAVE) return end(context, texts('common.bye'));
  if (state?.at === 'list') {
    const chosen = appointmentId.safeParse(id.startsWith(CANCEL) ? id.slice(CANCEL.length) : null);
    if (chosen.success) return look(chosen.data);
  }
  if (state?.at === 'sure') {
    if (id === BACK) return askList(remark(texts('appointments.kept')));
    if (id === YES) {
      const request = { ask: 'cancel', appointmentId: state.appointmentId } as const;
      return ask<AppointmentsState>({ at: 'cancelling', appointmentId: state.appointmentId }, request);
    }
  }
  return show(state, remark(texts('appointments.text')));
}

function takeResult(state: AppointmentsState | null, result: FlowResult, context: FlowContext): Step {
  const { texts } = context;
  if (result.of === 'appointments' && state?.at === 'list') return showList(result.appointments, context);
  if (result.of === 'appointments' && state?.at === 'looking') {
    const found = result.appointments.find((one) => one.appointmentId === state.appointmentId);
    return found ? showSure(found, context) : askList(remark(texts('appointments.unknown')));
  }
  if (result.of === 'cancel' && state?.at === 'cancelling') {
    switch (result.outcome) {
      case 'cancelled':
        return end(context, texts('appointments.cancelled'));
      case 'too-late':
        return tooLate(context);
      case 'unknown':
        return askList(remark(texts('appointments.unknown')));
    }
  }
  return end(context, texts('common.hiccup'));
}

function showList(appointments: readonly BookedAppointment[], context: FlowContext): Step {
  const { texts } = context;
  if (appointments.length === 0) return endWith(context, texts('appointments.none'), waitChoice(texts));
  const choices = appointments.map(({ appointmentId: id, startAt }) => ({
    id: `${CANCEL}${id}`,
    label: texts('appointments.cancel', {
      time: `${formatDay(startAt, context.language)} ${formatTime(startAt)}`,
    }),
  }));
  const words = texts('appointments.list', {
    list: listAppointments(appointments, context),
    notice: formatNotice(context),
  });
  return stay<AppointmentsState>({ at: 'list' }, prompt(words, [...choices, leaveChoice(context)]));
}

function showSure(appointment: BookedAppointment, context: FlowContext): Step {
  const { texts } = context;
  const { startAt, endAt, counsellor } = appointment;
  if (startAt.getTime() - context.now.getTime() < context.noticePeriodMinutes * 60_000)
    return tooLate(context);
  const words = prompt(
    texts('appointments.ask', { time: formatRange(startAt, endAt, context.language), counsellor }),
    [
      { id: YES, label: texts('appointments.cancelYes') },
      { id: BACK, label: texts('appointments.cancelNo') },
      leaveChoice(context),
    ],
  );
  return stay<AppointmentsState>({ at: 'sure', appointmentId: appointment.appointmentId }, words);
}

function tooLate(context: FlowContext): Step {
  const { texts } = context;
  const words = {
    notice: formatNotice(context),
    contact: texts('centre.contact'),
    hotlines: shortCard(context),
  };
  return end(context, texts('appointments.tooLate', words));
}
