import { addMs, minutesMs } from '../core/clock.ts';
import type { IdSource } from '../core/ids.ts';
import { unreachable } from '../core/result.ts';
import type { Appointment, AppointmentStore } from './appointment-store.ts';
import type {
  BookingRequest,
  BookingResult,
  CancelResult,
  ConfirmResult,
  HoldResult,
  MoveResult,
  OfferedAppointment,
  OfferedSlot,
} from './booking-request.ts';
import { computeSlots } from './compute-slots.ts';
import { type Caps, createCapCheck } from './count-sessions.ts';
import { countAhead, isLimited, limitOf, type StandingRules } from './decide-standing.ts';
import {
  bookableTime,
  isAtCap,
  NOBODY,
  readLimit,
  readStanding,
  readWish,
  slotQuestion,
  termLimitOf,
} from './free-slots.ts';
import { groupBy } from './group-by.ts';
import { localDaysBetween } from './local-day.ts';
import { daysOf, nextFree } from './pick-slots.ts';
import { heldUpBy, isInReach, readReach, slotsInReach } from './reach.ts';
import { parseSlotId, type Slot, slotId } from './slot.ts';
import type { CapCheck } from './waiting-list/decide-offers.ts';
import { isAny, wishChoices } from './wish.ts';
import type { WishStore } from './wish-store.ts';

export type BookingSettings = StandingRules & {
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
  /** Left out where a time was found otherwise than by wishes. */
  readonly wishes?: WishStore;
  /**
   * Promises what is free to those who wait, in the transaction of whoever takes or frees a time: nobody else gets it, or is
   * shown it, before they were thought of. Left out where nothing is taken, or what is taken was promised to them.
   */
  readonly lineFirst?: () => Promise<void>;
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
      return answerDays(context, request.insteadOf);
    case 'times':
      return {
        of: 'times',
        date: request.date,
        slots: await timesOn(request.date, context, request.insteadOf),
      };
    case 'hold':
      return answerHold(request.slotId, context, request.insteadOf);
    case 'confirm':
      return answerConfirm(request.appointmentId, context);
    case 'release':
      await store.release(request.appointmentId, contactId, now);
      await context.lineFirst?.();
      return { of: 'release' };
    case 'appointments':
      return {
        of: 'appointments',
        appointments: (await store.listUpcoming(contactId, now))
          .filter(isShown(context))
          .map(offerAppointment),
      };
    case 'cancel':
      return answerCancel(request, context);
    case 'move':
      return answerMove(request, context);
    case 'wishes':
      return answerWishes(context);
    case 'wish':
      await context.wishes?.keep(context.addressId, request.wish, now);
      return { of: 'wish' };
    default:
      return unreachable(request);
  }
}

/** What the waiting list may give away: whatever is booked by nobody, promised or not; and what caps leave of it. */
export async function freeForWaiting(
  context: Omit<BookingContext, 'contactId' | 'addressId' | 'joinedLater'>,
): Promise<{ readonly slots: Slot[]; readonly isFull: CapCheck }> {
  const nobody = { ...context, contactId: NOBODY, addressId: NOBODY, joinedLater: false };
  const question = await slotQuestion(nobody, bookableTime(nobody, 'free'));
  const sessions = groupBy(question.busy, (time) => time.staffId);
  return {
    slots: computeSlots(question),
    isFull: (slot, promised) =>
      createCapCheck([...(sessions.get(slot.staffId) ?? []), ...promised], question.capsOf)(slot),
  };
}

async function answerDays(context: BookingContext, insteadOf: string | undefined): Promise<BookingResult> {
  const reach = await readReach(context, insteadOf);
  const wish = await readWish(context);
  const slots = await slotsInReach(context, reach, wish);
  return { of: 'days', days: daysOf(slots), freedom: reach.freedom, wished: !isAny(wish) };
}

/** The date comes from a tap: one that is none, or not one that can be booked, has no times. */
async function timesOn(
  date: string,
  context: BookingContext,
  insteadOf: string | undefined,
): Promise<OfferedSlot[]> {
  const reach = await readReach(context, insteadOf);
  const { startAt, endAt } = reach.within;
  const day = localDaysBetween(startAt, endAt).find((bookable) => bookable.date === date);
  if (day === undefined) return [];
  const within = { startAt: day.momentAt(0), endAt: day.momentAt(1_440) };
  return (await slotsInReach(context, reach, await readWish(context), within)).map(offerSlot);
}

async function answerWishes(context: BookingContext): Promise<BookingResult> {
  const { store, contactId, joinedLater, wishes } = context;
  const choices = wishChoices((await wishes?.counsellors()) ?? []);
  // An address that was joined to a person later shows nothing from before, nor whom they saw.
  const own = joinedLater ? null : await store.lastCounsellor(contactId);
  return { of: 'wishes', wish: await readWish(context), choices, own };
}

async function answerHold(
  wanted: string,
  context: BookingContext,
  insteadOf: string | undefined,
): Promise<HoldResult> {
  const { store, ids, settings, contactId, addressId, now } = context;
  const standing = await readStanding(context);
  const reach = await readReach(context, insteadOf);
  const question = await slotQuestion(context, reach.within, insteadOf);
  const free = computeSlots(question).filter(({ startAt }) => isInReach(reach, startAt));
  const slot = free.find((one) => slotId(one) === wanted);
  if (slot === undefined) {
    const why = isAtCap(question, wanted) ? 'full' : 'taken';
    return refuseHold(why, parseSlotId(wanted)?.startAt ?? now, context, insteadOf);
  }
  const minutes = (await store.hasBooked(contactId)) ? settings.holdMinutes : settings.firstVisitHoldMinutes;
  const heldUntil = addMs(now, minutesMs(minutes));
  // Only now: what becomes free later than the look at what is free is not theirs.
  await context.lineFirst?.();
  const held = await store.hold({
    id: ids.next(),
    contactId,
    addressId,
    slot,
    now,
    heldUntil,
    upcomingLimit: limitOf(standing, settings),
    caps: settings.caps,
    ...termLimitOf(standing, slot.startAt, context),
    ...(insteadOf === undefined ? {} : { insteadOf }),
  });
  if (!held.ok) return refuseHold(held.code, slot.startAt, context, insteadOf);
  const appointment = offerAppointment(held.value);
  return { of: 'hold', outcome: 'held', appointment, heldUntil: held.value.heldUntil ?? heldUntil };
}

/** Whoever may book no more hears that first: another slot would be no help to them. */
async function refuseHold(
  why: 'taken' | 'full' | 'limit' | 'term-limit',
  around: Date,
  context: BookingContext,
  insteadOf: string | undefined,
): Promise<HoldResult> {
  const upcoming = await context.store.listUpcoming(context.contactId, context.now);
  const isFull = countAhead(upcoming, insteadOf) >= (await readLimit(context));
  if (isFull) return { of: 'hold', outcome: 'limit', next: [] };
  const rule = why === 'term-limit' ? why : heldUpBy(await readReach(context, insteadOf), around);
  if (rule !== null) return { of: 'hold', outcome: rule, next: [] };
  const outcome = why === 'full' ? why : 'taken';
  return { of: 'hold', outcome, next: await offerNext(around, context, insteadOf) };
}

async function answerConfirm(appointmentId: string, context: BookingContext): Promise<ConfirmResult> {
  const { store, contactId, now, settings } = context;
  const standing = await readStanding(context);
  const upcomingLimit = limitOf(standing, settings);
  // Which term it lies in matters only where one has a limit.
  const held = isLimited(standing, settings) ? await store.find(appointmentId, contactId) : null;
  const term = termLimitOf(standing, held?.slot.startAt ?? now, context);
  const limits = { upcomingLimit, caps: settings.caps, ...term };
  const confirmed = await store.confirm({ appointmentId, contactId, now, ...limits });
  if (confirmed.ok) {
    return { of: 'confirm', outcome: 'booked', appointment: offerAppointment(confirmed.value) };
  }
  if (confirmed.code === 'limit' || confirmed.code === 'term-limit')
    return { of: 'confirm', outcome: confirmed.code, next: [] };
  const outcome = confirmed.code === 'full' ? 'full' : 'expired';
  return { of: 'confirm', outcome, next: await offerInPlaceOf(appointmentId, context) };
}

async function answerMove(
  { appointmentId, holdId }: Extract<BookingRequest, { ask: 'move' }>,
  context: BookingContext,
): Promise<MoveResult> {
  const { store, contactId, now, settings } = context;
  const { caps, noticePeriodMinutes } = settings;
  const move = { appointmentId, holdId, contactId, now, noticePeriodMinutes, caps, by: 'student' as const };
  const moved = await store.move(move);
  if (moved.ok) await context.lineFirst?.();
  if (moved.ok) return { of: 'move', outcome: 'moved', appointment: offerAppointment(moved.value) };
  if (moved.code !== 'expired' && moved.code !== 'full') return { of: 'move', outcome: moved.code };
  const next = await offerInPlaceOf(holdId, context, appointmentId);
  return { of: 'move', outcome: moved.code, next };
}

async function answerCancel(
  { appointmentId, evenLate = false }: { readonly appointmentId: string; readonly evenLate?: boolean },
  context: BookingContext,
): Promise<CancelResult> {
  const { store, contactId, now, settings } = context;
  const { noticePeriodMinutes } = settings;
  const cancelled = await store.cancel({ appointmentId, contactId, now, noticePeriodMinutes, evenLate });
  if (!cancelled.ok) return { of: 'cancel', outcome: cancelled.code };
  await context.lineFirst?.();
  const outcome = cancelled.value.cancelledLate ? 'cancelled-late' : 'cancelled';
  const { freedom } = await readReach(context);
  return { of: 'cancel', outcome, freedom, next: await offerNext(now, context) };
}

async function offerInPlaceOf(
  holdId: string,
  context: BookingContext,
  insteadOf?: string,
): Promise<OfferedSlot[]> {
  const gone = await context.store.find(holdId, context.contactId);
  return offerNext(gone?.slot.startAt ?? context.now, context, insteadOf);
}

async function offerNext(around: Date, context: BookingContext, insteadOf?: string): Promise<OfferedSlot[]> {
  const reach = await readReach(context, insteadOf);
  const slots = await slotsInReach(context, reach, await readWish(context));
  return nextFree(slots, around, NEXT_OFFERED).map(offerSlot);
}

function offerSlot(slot: Slot): OfferedSlot {
  const { startAt, endAt, counsellor, room, campus, mode } = slot;
  return { id: slotId(slot), startAt, endAt, counsellor, room, campus, mode };
}

function offerAppointment(appointment: Appointment): OfferedAppointment {
  const { id, slot, onlineAddress, closed } = appointment;
  return {
    ...offerSlot(slot),
    appointmentId: id,
    ...(onlineAddress === undefined ? {} : { onlineAddress }),
    ...(closed === undefined ? {} : { closed }),
  };
}
