import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import type { Appointment } from '../../booking/appointment-store.ts';
import type { BookingContext } from '../../booking/booking-context.ts';
import type { BookingRequest } from '../../booking/booking-request.ts';
import { lateMinutes } from '../../booking/reminder.ts';
import { type Wish, withoutLost } from '../../booking/wish.ts';
import type { MessageFile } from '../../core/message.ts';
import type {
  FirstVisitRequest,
  FlowContext,
  FlowEvent,
  FlowName,
  FlowRequest,
  FlowResult,
} from '../../flows/flow.ts';
import { type FlowOutcome, type StoredFlow, startFlow, stepFlow } from '../../flows/registry.ts';
import { lockAsked, settleAsked } from '../changes/answered-elsewhere.ts';
import { keepingOf } from '../changes/stranded-times.ts';
import { tellCounsellors } from '../changes/tell-counsellors.ts';
import type { Centre } from '../scope.ts';
import { keepWords } from '../sessions/keep-evaluation.ts';
import { askLineFirst, lockLine } from '../waiting-list/offer-round.ts';
import { answerActivity } from './answer-activity.ts';
import { calendarFile, calendarLink, type Entry } from './calendar-file.ts';
import { agreesTo, recordConsent } from './consents.ts';
import { answerFirstVisit, isAskedFirst } from './first-visit.ts';
import { openQuestions } from './open-questions.ts';
import { calendarReaderOf, change, contentOf, reply, type StudentTurn } from './student-scope.ts';
import { answerWaiting, isWaitingRequest } from './waiting-list.ts';

/** No flow asks the world more often in one turn; a flow that did would never end. */
const MOST_REQUESTS = 6;

export async function beginFlow(turn: StudentTurn, flow: FlowName, event?: FlowEvent): Promise<void> {
  await carryOn(turn, startFlow(flow, flowContext(turn), event));
}

export async function continueFlow(turn: StudentTurn, flow: StoredFlow, event: FlowEvent): Promise<void> {
  await carryOn(turn, stepFlow(flow, event, flowContext(turn)));
}

const FIRST_VISIT: readonly string[] = [
  'first-visit-needs',
  'identity',
  'identity-code',
  'form-answer',
] satisfies FirstVisitRequest['ask'][];
const isFirstVisit = (request: FlowRequest): request is FirstVisitRequest =>
  FIRST_VISIT.includes(request.ask);

/** Says what a step says, carries out what it asks, and hands the result back, until nothing more is asked. */
async function carryOn(turn: StudentTurn, first: FlowOutcome): Promise<void> {
  let outcome = first;
  for (let requests = 0; ; requests += 1) {
    reply(turn, ...outcome.say);
    change(turn, { flow: outcome.next });
    if (outcome.request === null || outcome.next === null) return;
    if (requests === MOST_REQUESTS) throw new Error(`flow ${outcome.next.flow} asks without end`);
    // Nothing comes before the person who is called; the flow is put aside as it stands.
    const result = await answer(turn, outcome.request);
    // Read anew: the request may have been a consent.
    outcome = stepFlow(outcome.next, { kind: 'result', result }, flowContext(turn));
  }
}

async function answer(turn: StudentTurn, request: FlowRequest): Promise<FlowResult> {
  const { stores } = turn.scope;
  if (request.ask === 'consent') {
    const of =
      request.purpose === 'counselling' ? 'consent.counselling.version' : 'consent.healthData.version';
    await recordConsent(turn, request.purpose, contentOf(turn).conversation(of), request.given);
    return { of: 'consent' };
  }
  if (request.ask === 'evaluation-words') {
    await keepWords(turn, request.appointmentId, request.words);
    return { of: 'evaluation-words' };
  }
  if (request.ask === 'zone') {
    await stores.addresses.setTimeZone(turn.address.id, request.zone);
    turn.timeZone = request.zone;
    return { of: 'zone' };
  }
  if (isWaitingRequest(request)) return answerWaiting(turn, request);
  if (isFirstVisit(request)) return answerFirstVisit(turn, request);
  switch (request.ask) {
    case 'activities':
    case 'activity':
    case 'sign-up':
    case 'sign-off':
    case 'name-sign-up':
    case 'check-in':
      return answerActivity(turn, request);
  }
  const answered = await answerBooking(turn, request);
  if (answered.of !== 'appointments') return answered;
  const questions = await openQuestions(turn.scope, turn.address, contentOf(turn), turn);
  return { ...answered, open: questions.map(({ choice }) => choice) };
}

/** What gives a time back: the line is locked before the rows are. */
const FREES: readonly string[] = ['release', 'cancel', 'move'] satisfies BookingRequest['ask'][];

/** What is asked of the calendar, with what follows from it for those who work with it. */
export async function answerBooking(turn: StudentTurn, request: BookingRequest): Promise<FlowResult> {
  const { stores, now } = turn.scope;
  const before = await findBefore(turn, request);
  const asked = await lockAsked(turn.scope, before);
  if (FREES.includes(request.ask)) await lockLine(turn.scope);
  const result = await answerBookingRequest(request, await bookingContext(turn, request));
  const isAnswer = asked !== null && (await settleAsked(turn.scope, asked, result));
  if (!isAnswer) await tellCounsellors(turn.scope, before, result);
  switch (result.of) {
    case 'days':
    case 'wishes':
      if (result.lost !== undefined) await forgetLost(turn, result.lost);
      break;
    case 'confirm':
    case 'move':
    case 'cancel':
    case 'hold':
      await stores.tellChange('appointments');
  }
  if (result.of === 'confirm' && result.outcome === 'booked') {
    await stores.waitingList.settleBooked(now, turn.address.contactId);
    return withCalendar(turn, result);
  }
  if (result.of === 'move' && result.outcome === 'moved') return withCalendar(turn, result);
  return result;
}

/** It is said once: what nobody can fulfil any more is no wish from now on. */
async function forgetLost({ scope, address }: StudentTurn, lost: Wish): Promise<void> {
  const { wishes } = scope.stores;
  await wishes.keep(address.id, withoutLost(await wishes.of(address.id), lost), scope.now);
}

/** What is about to be moved or called off. */
const findBefore = async (
  { scope, address }: StudentTurn,
  request: BookingRequest,
): Promise<Appointment | null> =>
  request.ask === 'cancel' || request.ask === 'move'
    ? scope.stores.appointments.find(request.appointmentId, address.contactId)
    : null;

async function bookingContext(turn: StudentTurn, request: BookingRequest): Promise<BookingContext> {
  const { scope, address } = turn;
  const { stores, now, centre, parts } = scope;
  const showsEarlier = request.ask === 'appointments' || request.ask === 'wishes' || request.ask === 'days';
  return {
    store: stores.appointments,
    wishes: stores.wishes,
    ids: { next: parts.newId },
    settings: { ...centre.booking, noticePeriodMinutes: lateBy(centre) },
    contactId: address.contactId,
    addressId: address.id,
    joinedLater: showsEarlier && (await stores.continues.joinedAt(address.id)) !== null,
    now,
    lineFirst: () => askLineFirst(scope),
    isAskedFirst: () => isAskedFirst(turn),
    cannotKeep: keepingOf(scope),
  };
}

async function withCalendar<Result extends { readonly appointment: Entry }>(
  turn: StudentTurn,
  result: Result,
): Promise<Result & { readonly calendarUrl?: string; readonly calendarFile: MessageFile }> {
  const reader = calendarReaderOf(turn);
  const link = await calendarLink(reader, result.appointment.appointmentId);
  const calendarUrl = link === null ? {} : { calendarUrl: link };
  return { ...result, ...calendarUrl, calendarFile: await calendarFile(reader, [result.appointment]) };
}

const lateBy = ({ booking, reminders }: Centre): number =>
  lateMinutes(booking.noticePeriodMinutes, reminders);

export function flowContext(turn: StudentTurn): FlowContext {
  const { now, centre } = turn.scope;
  const content = contentOf(turn);
  const version = content.conversation('consent.healthData.version');
  return {
    now,
    language: turn.language,
    texts: content.flows,
    tips: content.tips,
    hotlines: content.hotlines,
    consented: { healthData: agreesTo(turn, 'health-data', version) },
    noticeVersion: content.conversation('notice.version'),
    noticePeriodMinutes: centre.booking.noticePeriodMinutes,
    lateMinutes: lateBy(centre),
    timeZone: turn.timeZone,
  };
}
