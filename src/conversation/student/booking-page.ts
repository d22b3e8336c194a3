import { answerBookingRequest } from '../../booking/answer-booking-request.ts';
import type { BookingContext } from '../../booking/booking-context.ts';
import type { OfferedAppointment, OfferedSlot } from '../../booking/booking-request.ts';
import type { Freedom } from '../../booking/decide-standing.ts';
import { readWish } from '../../booking/free-slots.ts';
import { localDateOf, localDaysBetween, mondayOf, startOfLocalDay } from '../../booking/local-day.ts';
import { lateMinutes } from '../../booking/reminder.ts';
import { parseSlotId } from '../../booking/slot.ts';
import { aboutOf, type CounsellorAbout, isAny, type Wish } from '../../booking/wish.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import { writeCalendar } from '../../core/icalendar.ts';
import { keepingOf } from '../changes/stranded-times.ts';
import { type ConversationParts, contentAt, inScope, type Scope } from '../scope.ts';
import { entryOf } from './calendar-file.ts';

export type OwnAppointment = OfferedAppointment & {
  /** It is not too late for another time. */
  readonly mayMove: boolean;
};

export type WishedFor = Omit<Wish, 'staffId'> & { readonly counsellor: string | null };

export type BookingWeek = {
  /** Its Monday, as 2026-11-23. */
  readonly monday: string;
  /** Mondays of the weeks beside it; null where nothing can be booked any more. */
  readonly before: string | null;
  readonly after: string | null;
  readonly days: readonly { readonly date: string; readonly slots: readonly OfferedSlot[] }[];
  readonly freedom: Freedom;
  /** What was wished for, on this day or long ago: whatever does not fit it is left out. Null where nothing is. */
  readonly wished: WishedFor | null;
  /** Something else was wished for, too, and nobody can fulfil it any more. */
  readonly wishLost: boolean;
  /** Of those who can be chosen in this week, what they tell students of themselves. */
  readonly counsellors: readonly CounsellorAbout[];
  readonly appointments: readonly OwnAppointment[];
  /** The one of these for which another time is looked for; null for a new one. */
  readonly moving: string | null;
  readonly timeZone: string | null;
  /** What stands where this address may not look; `full`: it keeps them from booking another time here. Null for nothing. */
  readonly elsewhere: 'seen' | 'full' | null;
};

type Session = { readonly addressId: string; readonly contactId: string };

/** What the page with the calendar shows. It only looks: whatever is chosen there goes through the conversation. */
export interface BookingPageDesk {
  /**
   * @param monday any day of the week that is wanted; null, or a day outside what can be booked, is this week
   * @param moving the appointment that is to be moved; null, or one that is not theirs, is none
   */
  week(session: Session, monday: string | null, moving: string | null): Promise<BookingWeek>;
  /** The calendar file behind a link; null for one that is unknown, ended or over. */
  file(secret: string): Promise<string | null>;
}

const WEEK_DAYS = 7;

export const createBookingPageDesk = (parts: ConversationParts): BookingPageDesk => ({
  week: (session, wanted, moving) => inScope(parts, (scope) => readWeek(scope, session, wanted, moving)),
  file: (secret) => inScope(parts, (scope) => writeFile(scope, secret)),
});

async function readWeek(
  scope: Scope,
  session: Session,
  wanted: string | null,
  asked: string | null,
): Promise<BookingWeek> {
  const { now, stores, centre } = scope;
  const context = await contextOf(scope, session);
  const { wish, lost } = await readWish(context);
  const own = await answerBookingRequest({ ask: 'appointments' }, context);
  const appointments = (own.of === 'appointments' ? own.appointments : []).map((one) => ({
    ...one,
    mayMove: mayMove(scope, one),
  }));
  const moving =
    appointments.find((one) => one.mayMove && one.appointmentId === asked)?.appointmentId ?? null;
  const insteadOf = moving === null ? {} : { insteadOf: moving };
  const free = await answerBookingRequest({ ask: 'days', ...insteadOf }, context);
  const full = free.of === 'days' && free.elsewhere === true;
  const hidden = own.of === 'appointments' && own.elsewhere === true;
  const dates = free.of === 'days' && !full ? free.days.map(({ date }) => date) : [];
  const last = startOfLocalDay(now, centre.booking.daysAhead);
  const mondays = [...new Set(localDaysBetween(now, last).map((day) => mondayOf(day.date)))];
  const index = Math.max(0, wanted === null ? 0 : mondays.indexOf(mondayOf(wanted)));
  const monday = mondays[index] ?? mondayOf(localDateOf(now));
  const days = [];
  for (const date of dates.filter((one) => mondayOf(one) === monday)) {
    const times = await answerBookingRequest({ ask: 'times', date, ...insteadOf }, context);
    if (times.of === 'times') days.push({ date, slots: times.slots });
  }
  return {
    monday,
    before: mondays[index - 1] ?? null,
    after: mondays[index + 1] ?? null,
    days: days.slice(0, WEEK_DAYS),
    freedom: free.of === 'days' ? free.freedom : 'free',
    wished: isAny(wish) ? null : await inWords(scope, wish),
    wishLost: lost !== null,
    counsellors: await whoSees(
      scope,
      days.flatMap(({ slots }) => slots),
    ),
    appointments,
    moving,
    timeZone: (await stores.addresses.byId(session.addressId)).timeZone,
    elsewhere: full ? 'full' : hidden ? 'seen' : null,
  };
}

async function inWords({ stores }: Scope, { staffId, ...others }: Wish): Promise<WishedFor> {
  const found = (await stores.wishes.counsellors()).find((one) => one.staffId === staffId);
  return { ...others, counsellor: found?.counsellor ?? null };
}

/** As the conversation decides it: what the counsellor closed until it would have ended, what staff ask for, or cannot keep, until its start. */
function mayMove(
  { centre, now }: Scope,
  { startAt, endAt, closed, asked, excused }: OfferedAppointment,
): boolean {
  if (closed === true) return endAt > now;
  if (asked === true || excused === true) return startAt > now;
  const late = lateMinutes(centre.booking.noticePeriodMinutes, centre.reminders);
  return addMs(startAt, -minutesMs(late)) >= now;
}

/** Nobody of whom there is nothing to say. */
async function whoSees({ stores }: Scope, slots: readonly OfferedSlot[]): Promise<CounsellorAbout[]> {
  const there = new Set(slots.map(({ id }) => parseSlotId(id)?.staffId));
  const known = (await stores.wishes.counsellors()).filter(({ staffId }) => there.has(staffId)).map(aboutOf);
  return known.filter(
    ({ introduction, topics, languages }) => introduction !== null || topics.length + languages.length > 0,
  );
}

async function contextOf(scope: Scope, { contactId, addressId }: Session): Promise<BookingContext> {
  const { stores, centre, now, parts } = scope;
  return {
    store: stores.appointments,
    wishes: stores.wishes,
    ids: { next: parts.newId },
    settings: centre.booking,
    contactId,
    addressId,
    joinedLater: (await stores.continues.joinedAt(addressId)) !== null,
    cannotKeep: keepingOf(scope),
    now,
  };
}

async function writeFile(scope: Scope, secret: string): Promise<string | null> {
  const found = await scope.stores.calendarLinks.find(secret, scope.now);
  if (found === null) return null;
  const { site } = await contentAt(scope, found.addressId);
  const common = { title: site('calendar.entry'), madeAt: scope.now };
  return writeCalendar(
    found.entries.map((entry) => entryOf(entry, entry, { ...common, cancelled: entry.cancelled })),
  );
}
