/** The calendar entry of what was booked: as a link, and as a file beside the words. */
import { type CalendarEvent, writeCalendar } from '../../core/icalendar.ts';
import type { MessageFile } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { contentOf, type StudentTurn } from './student-scope.ts';

/** Whoever looks at the phone reads no more than that it is one. */
const NAME = 'calendar.ics';

export type Entry = { readonly appointmentId: string; readonly startAt: Date; readonly endAt: Date };

/** Neutral: whoever looks at the calendar learns of a time, not what for. */
export const entryOf = (
  { appointmentId, startAt, endAt }: Entry,
  title: string,
  madeAt: Date,
  cancelled = false,
): CalendarEvent => ({
  uid: `${appointmentId}@xinqiao`,
  sequence: cancelled ? 1 : 0,
  madeAt,
  startAt,
  endAt,
  title,
  description: '',
  cancelled,
});

export function calendarFile(turn: StudentTurn, entries: readonly Entry[]): MessageFile {
  const title = contentOf(turn).site('calendar.entry');
  const text = writeCalendar(entries.map((one) => entryOf(one, title, turn.scope.now)));
  return { name: NAME, type: 'text/calendar', text };
}

/** A link to the file of one appointment, where there is a page that a phone can reach. */
export async function calendarLink(
  { scope, address }: StudentTurn,
  appointmentId: string,
): Promise<string | null> {
  const { parts, stores, now } = scope;
  if (!/^https?:/u.test(parts.publicUrl)) return null;
  const secret = parts.newSecret();
  await stores.calendarLinks.make({ secret, appointmentId, addressId: address.id, now });
  return `${parts.publicUrl}/calendar/${secret}.ics`;
}

/** Words about an appointment that stands from now on, with both. */
export async function sayWithCalendar(turn: StudentTurn, text: string, entry: Entry): Promise<FlowSaying> {
  const link = await calendarLink(turn, entry.appointmentId);
  const linked = link === null ? [] : [contentOf(turn).flows('booking.calendar', { link })];
  return { text: [text, ...linked].join('\n\n'), choices: [], file: calendarFile(turn, [entry]) };
}
