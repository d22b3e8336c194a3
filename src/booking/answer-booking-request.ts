import { addMs, minutesMs } from '../core/clock.ts';
import type { IdSource } from '../core/ids.ts';
import { unreachable } from '../core/result.ts';
import type { Appointment, AppointmentStore, Occupied } from './appointment-store.ts';
import type {
  BookingRequest,
  BookingResult,
  ConfirmResult,
  HoldResult,
  OfferedAppointment,
  OfferedSlot,
} from './booking-request.ts';
import { computeSlots, type SlotQuestion } from './compute-slots.ts';
import { type Caps, createCapCheck } from './count-sessions.ts';
import { groupBy } from './group-by.ts';
import { localDaysBetween, startOfLocalDay, wholeWeeks } from './local-day.ts';
import { daysOf, nextFree } from './pick-slots.ts';
import { parseSlotId, type Slot, slotId, type TimeRange } from './slot.ts';
import type { CapCheck } from './waiting-list/decide-offers.ts';

export type BookingSettings = {
  /** Days that can be booked, today included. */
  readonly daysAhead: number;
  readonly holdMinutes: number;
  /** How long a slot is held for somebody who has never booked and may have questions first. */
  readonly firstVisitHoldMinutes: number;
  /** A slot that starts sooner than this is not offered. */
  readonly leastNoticeMinutes: number;
  /** Minutes before the start up to which an appointment may be cancelled. */
  readonly noticePeriodMinutes: number;
  /** Booked appointments that a contact may have ahead at the same time. */
  readonly upcomingLimit: number;
  /** Sessions of a counsellor, unless their profile says otherwise; null is no limit. */
  readonly caps: Caps;
  /** How many urgent slots a day keeps for hand-offs, and how soon such a slot may start. */
  readonly urgent: { readonly perDay: number; readonly leastNoticeMinutes: number };
};

/** Who asks, when, and by which rules. */
export type BookingContext = {
  readonly store: AppointmentStore;
  readonly ids: IdSource;
  readonly settings: BookingSettings;
  readonly contactId: string;
  readonly addressId: string;
  /** The address was joined to this person by a link, which proves little. */
  readonly joinedLater: boolean;
  /** For a hand-off of the same day: urgent slots too. */
  readonly urgent?: boolean;
  /** The database's time. */
  readonly now: Date;
};

/** An address that was joined to a person later shows nothing from before. */
const isShown =
  ({ joinedLater, addressId }: BookingContext) =>
  (one: Appointment): boolean =>
    !joinedLater || one.addressId === addressId;

/** Offers in place of a slot that is gone. */
const NEXT_OFFERED = 3;

/** Carries out one request; every expected failure is an answer with something to choose next. */
export async function answerBookingRequest(
  request: BookingRequest,
  context: BookingContext,
): Promise<BookingResult> {
  const { store, contactId, now } = context;
  switch (request.ask) {
    case 'days':
      return { of: 'days', days: daysOf(await freeSlots(context)) };
    case 'times':
      return { of: 'times', date: request.date, slots: await timesOn(request.date, context) };
    case 'hold':
      return answerHold(request.slotId, context);
    case 'confirm':
      return answerConfirm(request.appointmentId, context);
    case 'release':
      await store.release(request.appointmentId, contactId, now);
      return { of: 'release' };
    case 'appointments':
      return {
        of: 'appointments',
        appointments: (await store.listUpcoming(contactId, now))
          .filter(isShown(context))
          .map(offerAppointment),
      };
    case 'cancel':
      return { of: 'cancel', outcome: await cancelOutcome(request.appointmentId, context) };
    default:
      return unreachable(request);
  }
}

/** All days that can be booked now. */
function bookableTime({ now, settings }: BookingContext): TimeRange {
  return { startAt: now, endAt: startOfLocalDay(now, settings.daysAhead) };
}

/** What the waiting list may give away: whatever is booked by nobody, promised or not; and what caps leave of it. */
export async function freeForWaiting(
  context: Omit<BookingContext, 'contactId' | 'addressId' | 'joinedLater'>,
): Promise<{ readonly slots: Slot[]; readonly isFull: CapCheck }> {
  const nobody = { ...context, contactId: NOBODY, addressId: NOBODY, joinedLater: false };
  const question = await slotQuestion(nobody, bookableTime(nobody));
  const sessions = groupBy(question.busy, (time) => time.staffId);
  return {
    slots: computeSlots(question),
    isFull: (slot, promised) =>
      createCapCheck([...(sessions.get(slot.staffId) ?? []), ...promised], question.capsOf)(slot),
  };
}

const NOBODY = '';

/** Their own hold hides nothing from them, since the next one replaces it; nor does what is promised to them. */
const hides = (time: Occupied, contactId: string): boolean => {
  if (time.status === 'offered') return contactId !== NOBODY && time.contactId !== contactId;
  return time.contactId !== contactId || time.status !== 'held';
};

/** What this contact could book. */
const freeSlots = async (context: BookingContext, within = bookableTime(context)): Promise<Slot[]> =>
  computeSlots(await slotQuestion(context, within));

async function slotQuestion(context: BookingContext, within: TimeRange): Promise<SlotQuestion> {
  const { store, contactId, now, settings } = context;
  const { startAt: from, endAt: to } = within;
  const { caps, ...availability } = await store.availability(from, to);
  const weeks = wholeWeeks(from, to);
  const occupied = await store.busy(weeks.startAt, weeks.endAt, now);
  const busy = occupied.filter((time) => hides(time, contactId));
  const ownBusy = busy.filter((time) => time.contactId === contactId);
  const { leastNoticeMinutes } = context.urgent ? settings.urgent : settings;
  const urgentKept = context.urgent ? null : settings.urgent.perDay;
  const own = new Map(caps.map((one) => [one.staffId, one]));
  const capsOf = (staffId: string): Caps => ({
    daily: own.get(staffId)?.daily ?? settings.caps.daily,
    weekly: own.get(staffId)?.weekly ?? settings.caps.weekly,
  });
  const time = { from, to, now, leastNoticeMinutes };
  return { ...availability, ...time, busy, ownBusy, capsOf, urgentKept };
}

/** The date comes from a tap: one that is none, or not one that can be booked, has no times. */
async function timesOn(date: string, context: BookingContext): Promise<OfferedSlot[]> {
  const { startAt, endAt } = bookableTime(context);
  const day = localDaysBetween(startAt, endAt).find((bookable) => bookable.date === date);
  if (day === undefined) return [];
  const slots = await freeSlots(context, { startAt: day.momentAt(0), endAt: day.momentAt(1_440) });
  return slots.map(offerSlot);
}

async function answerHold(wanted: string, context: BookingContext): Promise<HoldResult> {
  const { store, ids, settings, contactId, addressId, now } = context;
  const slot = (await freeSlots(context)).find((free) => slotId(free) === wanted);
  if (slot === undefined) return refuseHold(parseSlotId(wanted)?.startAt ?? now, context);
  const minutes = (await store.hasBooked(contactId)) ? settings.holdMinutes : settings.firstVisitHoldMinutes;
  const heldUntil = addMs(now, minutesMs(minutes));
  const { upcomingLimit } = settings;
  const held = await store.hold({
    id: ids.next(),
    contactId,
    addressId,
    slot,
    now,
    heldUntil,
    upcomingLimit,
  });
  if (!held.ok) return refuseHold(slot.startAt, context);
  const appointment = offerAppointment(held.value);
  return { of: 'hold', outcome: 'held', appointment, heldUntil: held.value.heldUntil ?? heldUntil };
}

/** Whoever has an appointment hears that first: another slot would be no help to them. */
async function refuseHold(around: Date, context: BookingContext): Promise<HoldResult> {
  const upcoming = await context.store.listUpcoming(context.contactId, context.now);
  if (upcoming.length >= context.settings.upcomingLimit) return { of: 'hold', outcome: 'limit', next: [] };
  return { of: 'hold', outcome: 'taken', next: await offerNext(around, context) };
}

async function answerConfirm(appointmentId: string, context: BookingContext): Promise<ConfirmResult> {
  const { store, contactId, now, settings } = context;
  const { upcomingLimit } = settings;
  const confirmed = await store.confirm({ appointmentId, contactId, now, upcomingLimit });
  if (confirmed.ok) {
    return { of: 'confirm', outcome: 'booked', appointment: offerAppointment(confirmed.value) };
  }
  if (confirmed.code === 'limit') return { of: 'confirm', outcome: 'limit', next: [] };
  const gone = await store.find(appointmentId, contactId);
  return { of: 'confirm', outcome: 'expired', next: await offerNext(gone?.slot.startAt ?? now, context) };
}

async function cancelOutcome(
  appointmentId: string,
  context: BookingContext,
): Promise<'cancelled' | 'too-late' | 'unknown'> {
  const { store, contactId, now, settings } = context;
  const { noticePeriodMinutes } = settings;
  const cancelled = await store.cancel({ appointmentId, contactId, now, noticePeriodMinutes });
  return cancelled.ok ? 'cancelled' : cancelled.code;
}

async function offerNext(around: Date, context: BookingContext): Promise<OfferedSlot[]> {
  return nextFree(await freeSlots(context), around, NEXT_OFFERED).map(offerSlot);
}

function offerSlot(slot: Slot): OfferedSlot {
  const { startAt, endAt, counsellor, room, campus, mode } = slot;
  return { id: slotId(slot), startAt, endAt, counsellor, room, campus, mode };
}

function offerAppointment(appointment: Appointment): OfferedAppointment {
  return { ...offerSlot(appointment.slot), appointmentId: appointment.id };
}
