import type { Occupied, Standing, TermLimit } from './appointment-store.ts';
import type { BookingContext } from './booking-context.ts';
import { capCheckOf, computeSlots, isSameSession, type SlotQuestion } from './compute-slots.ts';
import type { Caps } from './count-sessions.ts';
import { countedTime, DAYS_AHEAD_AFTER_MISSED, type Freedom, isLimited, limitOf } from './decide-standing.ts';
import { startOfLocalDay, wholeWeeks } from './local-day.ts';
import { parseSlotId, type Slot, type TimeRange } from './slot.ts';
import { ANY, fitsWish, isAny, stillOffered, type Wish } from './wish.ts';

/** All days that can be booked now; only the next ones for whoever missed several appointments. */
export function bookableTime({ now, settings }: BookingContext, freedom: Freedom): TimeRange {
  const { daysAhead, daysAheadAfterMissed = DAYS_AHEAD_AFTER_MISSED } = settings;
  const days = freedom === 'near-only' ? Math.min(daysAhead, daysAheadAfterMissed) : daysAhead;
  return { startAt: now, endAt: startOfLocalDay(now, days) };
}

/** As it counts for an appointment at a moment. */
export const readStanding = ({ store, contactId, now, settings }: BookingContext, at: Date = now) =>
  store.standing(contactId, countedTime(settings.terms ?? [], at, now), now);

export const readLimit = async (context: BookingContext): Promise<number> =>
  limitOf(await readStanding(context), context.settings);

/** The limit of the term in which a moment lies, for whomever one holds. */
export function termLimitOf(
  standing: Standing,
  at: Date,
  { settings, now, byStaff }: BookingContext,
): { term?: TermLimit } {
  const { perTermLimit: limit = null, terms = [] } = settings;
  if (byStaff === true || limit === null || !isLimited(standing, settings)) return {};
  return { term: { counted: countedTime(terms, at, now), limit } };
}

/** What they look for, as far as somebody can fulfil it, and what nobody can any more. */
export async function readWish({
  wishes,
  addressId,
}: BookingContext): Promise<ReturnType<typeof stillOffered>> {
  const kept = (await wishes?.of(addressId)) ?? ANY;
  if (wishes === undefined || isAny(kept)) return { wish: ANY, lost: null };
  return stillOffered(kept, await wishes.counsellors());
}

export const NOBODY = '';

/** Their own hold hides nothing from them, since the next one replaces it; nor does what is promised to them. */
const hides = (time: Occupied, contactId: string): boolean => {
  if (time.status === 'offered') return contactId !== NOBODY && time.contactId !== contactId;
  return time.contactId !== contactId || time.status !== 'held' || time.inSeries === true;
};

/** What this contact could book. */
export const freeSlots = async (
  context: BookingContext,
  within: TimeRange,
  insteadOf?: string,
): Promise<Slot[]> => computeSlots(await slotQuestion(context, within, insteadOf));

/** Whether a time that cannot be had is still nobody's: its counsellor's day or week is full. */
export function isAtCap(question: SlotQuestion, wanted: string): boolean {
  const key = parseSlotId(wanted);
  if (key === null) return false;
  const { staffId, startAt } = key;
  const free = !question.busy.some(
    (one) => one.staffId === staffId && one.startAt <= startAt && startAt < one.endAt,
  );
  return free && capCheckOf(question)({ staffId, startAt, endAt: startAt });
}

/** @param insteadOf an appointment that is given up for another one */
export async function slotQuestion(
  context: BookingContext,
  within: TimeRange,
  insteadOf?: string,
): Promise<SlotQuestion> {
  const { store, contactId, now, settings } = context;
  const { startAt: from, endAt: to } = within;
  const { caps, ...availability } = await store.availability(from, to);
  const weeks = wholeWeeks(from, to);
  const occupied = await store.busy(weeks.startAt, weeks.endAt, now);
  const busy = occupied.filter((time) => hides(time, contactId));
  const soon = context.urgent === true || context.byStaff === true;
  const { leastNoticeMinutes } = soon ? settings.urgent : settings;
  const urgentKept = context.urgent ? null : settings.urgent.perDay;
  const capsByStaff = new Map(caps.map((one) => [one.staffId, one]));
  const capsOf = (staffId: string): Caps => ({
    daily: capsByStaff.get(staffId)?.daily ?? settings.caps.daily,
    weekly: capsByStaff.get(staffId)?.weekly ?? settings.caps.weekly,
  });
  const time = { from, to, now, leastNoticeMinutes };
  const old = insteadOf === undefined ? null : await store.find(insteadOf, contactId);
  const givenUp = old?.status === 'booked' ? old.slot : undefined;
  const own = busy.filter((time) => time.contactId === contactId);
  const ownBusy = givenUp === undefined ? own : own.filter((time) => !isSameSession(time, givenUp));
  return { ...availability, ...time, busy, ownBusy, capsOf, givenUp, urgentKept };
}

/** Of what is free, what fits what they wish for. */
export async function fittingSlots(
  context: BookingContext,
  within: TimeRange,
  wish: Wish,
  insteadOf?: string,
): Promise<Slot[]> {
  if (isAny(wish)) return freeSlots(context, within, insteadOf);
  const fits = fitsWish(wish, (await context.wishes?.counsellors()) ?? []);
  return computeSlots({ ...(await slotQuestion(context, within, insteadOf)), fits });
}
