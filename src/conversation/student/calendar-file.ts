/** The calendar entry of what was booked: as a link, and as a file beside the words. */
import type { CalendarIdentity } from '../../booking/calendar-link-store.ts';
import { type CalendarEvent, writeCalendar } from '../../core/icalendar.ts';
import type { MessageFile } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { CentreContent, Scope } from '../scope.ts';

/** Whoever looks at the phone reads no more than that it is one. */
const NAME = 'calendar.ics';

/** Who gets it, and in which words. */
export type CalendarReader = {
  readonly scope: Scope;
  readonly addressId: string;
  readonly content: CentreContent;
};

export type Entry = { readonly appointmentId: string; readonly startAt: Date; readonly endAt: Date };

/**
 * Neutral: whoever looks at the calendar learns of a time, not what for. A time that was moved keeps its UID and raises its
 * SEQUENCE, which is how RFC 5546 (3.2.1) moves an entry; calling it off raises it once more, and the next move again.
 */
export const entryOf = (
  { startAt, endAt }: Pick<Entry, 'startAt' | 'endAt'>,
  { firstId, moves }: CalendarIdentity,
  { title, madeAt, cancelled }: Pick<CalendarEvent, 'title' | 'madeAt' | 'cancelled'>,
): CalendarEvent => ({
  uid: `${firstId}@xinqiao`,
  sequence: 2 * moves + (cancelled ? 1 : 0),
  madeAt,
  startAt,
  endAt,
  title,
  description: '',
  cancelled,
});

export async function calendarFile(
  { scope, content }: CalendarReader,
  entries: readonly Entry[],
): Promise<MessageFile> {
  const ids = entries.map(({ appointmentId }) => appointmentId);
  const identities = await scope.stores.calendarLinks.identify(ids);
  const common = { title: content.site('calendar.entry'), madeAt: scope.now, cancelled: false };
  const events = entries.map((entry) => {
    const { appointmentId: firstId } = entry;
    return entryOf(entry, identities.get(firstId) ?? { firstId, moves: 0 }, common);
  });
  return { name: NAME, type: 'text/calendar', text: writeCalendar(events) };
}

/** A link to the file of one appointment, or of its whole series, where there is a page that a phone can reach. */
export async function calendarLink(
  { scope: { parts, stores, now }, addressId }: CalendarReader,
  appointmentId: string,
  wholeSeries = false,
): Promise<string | null> {
  if (!/^https?:/u.test(parts.publicUrl)) return null;
  const secret = parts.newSecret();
  await stores.calendarLinks.make({ secret, appointmentId, wholeSeries, addressId, now });
  return `${parts.publicUrl}/calendar/${secret}.ics`;
}

/**
 * What becomes of an entry that was taken into a phone before: the new one takes its place (`moved`), it is over and
 * nothing takes its place (`over`), or there was none.
 */
export type EarlierEntry = 'moved' | 'over' | 'none';

/** Words about what stands from now on, with both; several times are those of one series. */
export async function sayWithCalendar(
  reader: CalendarReader,
  text: string,
  entries: readonly Entry[],
  earlier: EarlierEntry = 'none',
): Promise<FlowSaying> {
  const [first] = entries;
  if (first === undefined) return { text, choices: [] };
  const { flows } = reader.content;
  const link = await calendarLink(reader, first.appointmentId, entries.length > 1);
  const lines = [
    ...(link === null ? [] : [flows('booking.calendar', { link })]),
    ...(earlier === 'moved' ? [flows('booking.calendarMoved')] : []),
    ...(earlier === 'over' ? [flows('booking.calendarOver')] : []),
  ];
  return { text: [text, ...lines].join('\n\n'), choices: [], file: await calendarFile(reader, entries) };
}
