import { unreachable } from '../core/result.ts';
import { answerWishes } from './answer-wishes.ts';
import type { BookingContext } from './booking-context.ts';
import type {
  BookingRequest,
  BookingResult,
  CancelResult,
  ConfirmResult,
  HoldResult,
  MoveResult,
  OfferedSlot,
} from './booking-request.ts';
import { computeSlots, isKeptForHandOff } from './compute-slots.ts';
import { createCapCheck } from './count-sessions.ts';
import { countAhead, isLimited, limitOf } from './decide-standing.ts';
import { endOfHold } from './end-of-hold.ts';
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
import { offerAppointment, offerSlot } from './offered.ts';
import { answerOwn, isFullElsewhere, isStranded } from './own-appointments.ts';
import { daysOf, nextFree } from './pick-slots.ts';
import { heldUpBy, isInReach, readReach, slotsInReach } from './reach.ts';
import { parseSlotId, type Slot, slotId } from './slot.ts';
import type { CapCheck } from './waiting-list/decide-offers.ts';
import { isAny } from './wish.ts';

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
      return answerOwn(context);
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
    slots: computeSlots({ ...question, withOverlaps: true }),
    isFull: (slot, promised) =>
      createCapCheck([...(sessions.get(slot.staffId) ?? []), ...promised], question.capsOf)(slot),
  };
}

async function answerDays(context: BookingContext, insteadOf: string | undefined): Promise<BookingResult> {
  const reach = await readReach(context, insteadOf);
  const { wish, lost } = await readWish(context);
  const slots = await slotsInReach(context, reach, wish);
  const elsewhere =
    insteadOf === undefined && (await isFullElsewhere(context)) ? { elsewhere: true as const } : {};
  const found = { days: daysOf(slots), freedom: reach.freedom, wished: !isAny(wish) };
  const days = { of: 'days', ...found, ...elsewhere } as const;
  return lost === null ? days : { ...days, lost };
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
  const { wish } = await readWish(context);
  return (await slotsInReach(context, reach, wish, within)).map(offerSlot);
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
  // Whichever of a counsellor's ways to meet at that time they were shown.
  const free = computeSlots({ ...question, withOverlaps: true }).filter(({ startAt }) =>
    isInReach(reach, startAt),
  );
  const slot = free.find((one) => slotId(one) === wanted);
  if (slot === undefined) {
    const why = isAtCap(question, wanted) ? 'full' : 'taken';
    return refuseHold(why, parseSlotId(wanted)?.startAt ?? now, context, insteadOf);
  }
  const heldUntil = await endOfHold(slot, context);
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
    ...(isKeptForHandOff(slot, question) ? { beyondCaps: true as const } : {}),
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
  const isFull = countAhead(upcoming, context.now, insteadOf) >= (await readLimit(context));
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
  const stranded = await isStranded(appointmentId, context);
  const line = { now, noticePeriodMinutes, stranded };
  const move = { appointmentId, holdId, contactId, ...line, caps, by: 'student' as const };
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
  const stranded = await isStranded(appointmentId, context);
  const line = { now, noticePeriodMinutes, evenLate, stranded };
  const cancelled = await store.cancel({ appointmentId, contactId, ...line });
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
  const { wish } = await readWish(context);
  const slots = await slotsInReach(context, reach, wish);
  return nextFree(slots, around, NEXT_OFFERED).map(offerSlot);
}
