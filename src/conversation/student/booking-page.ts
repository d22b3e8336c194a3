import { answerBookingRequest, type BookingContext } from '../../booking/answer-booking-request.ts';
import type { OfferedAppointment, OfferedSlot } from '../../booking/booking-request.ts';
import { countedSince, type Freedom } from '../../booking/decide-standing.ts';
import { localDateOf, localDaysBetween, mondayOf, startOfLocalDay } from '../../booking/local-day.ts';
import { writeCalendar } from '../../core/icalendar.ts';
import { type ConversationParts, contentAt, inScope, type Scope } from '../scope.ts';
import { entryOf } from './calendar-file.ts';

export type BookingWeek = {
  /** Its Monday, as 2026-11-23. */
  readonly monday: string;
  /** Mondays of the weeks beside it; null where nothing can be booked any more. */
  readonly before: string | null;
  readonly after: string | null;
  readonly days: readonly { readonly date: string; readonly slots: readonly OfferedSlot[] }[];
  readonly freedom: Freedom;
  readonly appointments: readonly OfferedAppointment[];
  readonly timeZone: string | null;
};

type Session = { readonly addressId: string; readonly contactId: string };

/** What the page with the calendar shows. It only looks: whatever is chosen there goes through the conversation. */
export interface BookingPageDesk {
  /** @param monday any day of the week that is wanted; null, or a day outside what can be booked, is this week */
  week(session: Session, monday: string | null): Promise<BookingWeek>;
  /** The calendar file behind a link; null for one that is unknown, ended or over. */
  file(secret: string): Promise<string | null>;
}

const WEEK_DAYS = 7;

export const createBookingPageDesk = (parts: ConversationParts): BookingPageDesk => ({
  week: (session, wanted) => inScope(parts, (scope) => readWeek(scope, session, wanted)),
  file: (secret) => inScope(parts, (scope) => writeFile(scope, secret)),
});

async function readWeek(scope: Scope, session: Session, wanted: string | null): Promise<BookingWeek> {
  const { now, stores, centre } = scope;
  const context = await contextOf(scope, session);
  const free = await answerBookingRequest({ ask: 'days' }, context);
  const dates = free.of === 'days' ? free.days.map(({ date }) => date) : [];
  const last = startOfLocalDay(now, centre.booking.daysAhead);
  const mondays = [...new Set(localDaysBetween(now, last).map((day) => mondayOf(day.date)))];
  const index = Math.max(0, wanted === null ? 0 : mondays.indexOf(mondayOf(wanted)));
  const monday = mondays[index] ?? mondayOf(localDateOf(now));
  const days = [];
  for (const date of dates.filter((one) => mondayOf(one) === monday)) {
    const times = await answerBookingRequest({ ask: 'times', date }, context);
    if (times.of === 'times') days.push({ date, slots: times.slots });
  }
  const own = await answerBookingRequest({ ask: 'appointments' }, context);
  return {
    monday,
    before: mondays[index - 1] ?? null,
    after: mondays[index + 1] ?? null,
    days: days.slice(0, WEEK_DAYS),
    freedom: free.of === 'days' ? free.freedom : 'free',
    appointments: own.of === 'appointments' ? own.appointments : [],
    timeZone: (await stores.addresses.byId(session.addressId)).timeZone,
  };
}

async function contextOf(
  { stores, centre, now, parts }: Scope,
  { contactId, addressId }: Session,
): Promise<BookingContext> {
  return {
    store: stores.appointments,
    wishes: stores.wishes,
    ids: { next: parts.newId },
    settings: centre.booking,
    contactId,
    addressId,
    joinedLater: (await stores.continues.joinedAt(addressId)) !== null,
    now,
    countedSince: countedSince(centre.terms, now),
  };
}

async function writeFile(scope: Scope, secret: string): Promise<string | null> {
  const found = await scope.stores.calendarLinks.find(secret, scope.now);
  if (found === null) return null;
  const { site } = await contentAt(scope, found.addressId);
  const { appointmentId, slot, cancelled } = found;
  const entry = { appointmentId, startAt: slot.startAt, endAt: slot.endAt };
  return writeCalendar([entryOf(entry, site('calendar.entry'), scope.now, cancelled)]);
}
