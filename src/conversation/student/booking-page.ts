import { answerBookingRequest, type BookingContext } from '../../booking/answer-booking-request.ts';
import type { OfferedAppointment, OfferedSlot } from '../../booking/booking-request.ts';
import type { Freedom } from '../../booking/decide-standing.ts';
import { localDateOf, localDaysBetween, mondayOf, startOfLocalDay } from '../../booking/local-day.ts';
import { parseSlotId } from '../../booking/slot.ts';
import { aboutOf, type CounsellorAbout } from '../../booking/wish.ts';
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
  /** Of those who can be chosen in this week, what they tell students of themselves. */
  readonly counsellors: readonly CounsellorAbout[];
  readonly appointments: readonly OfferedAppointment[];
  /** The one of these for which another time is looked for; null for a new one. */
  readonly moving: string | null;
  readonly timeZone: string | null;
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
  const own = await answerBookingRequest({ ask: 'appointments' }, context);
  const appointments = own.of === 'appointments' ? own.appointments : [];
  const moving = appointments.find(({ appointmentId }) => appointmentId === asked)?.appointmentId ?? null;
  const insteadOf = moving === null ? {} : { insteadOf: moving };
  const free = await answerBookingRequest({ ask: 'days', ...insteadOf }, context);
  const dates = free.of === 'days' ? free.days.map(({ date }) => date) : [];
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
    counsellors: await whoSees(
      scope,
      days.flatMap(({ slots }) => slots),
    ),
    appointments,
    moving,
    timeZone: (await stores.addresses.byId(session.addressId)).timeZone,
  };
}

/** Nobody of whom there is nothing to say. */
async function whoSees({ stores }: Scope, slots: readonly OfferedSlot[]): Promise<CounsellorAbout[]> {
  const there = new Set(slots.map(({ id }) => parseSlotId(id)?.staffId));
  const known = (await stores.wishes.counsellors()).filter(({ staffId }) => there.has(staffId)).map(aboutOf);
  return known.filter(
    ({ introduction, topics, languages }) => introduction !== null || topics.length + languages.length > 0,
  );
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
