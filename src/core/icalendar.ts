/** A calendar file of one entry, as RFC 5545 writes it: moments in UTC, so that every calendar shows its own clock. */
import { Temporal } from 'temporal-polyfill';

export type CalendarEvent = {
  /** The same for all versions of one entry. */
  readonly uid: string;
  /** Raised with every change, so that a later version wins. */
  readonly sequence: number;
  readonly madeAt: Date;
  readonly startAt: Date;
  readonly endAt: Date;
  readonly title: string;
  readonly description: string;
  readonly cancelled: boolean;
};

/** Octets of a line, without its end. */
const LONGEST_LINE = 75;

export function writeCalendar(events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//xinqiao//calendar//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

const linesOf = (event: CalendarEvent): string[] => [
  'BEGIN:VEVENT',
  `UID:${escapeText(event.uid)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTAMP:${inUtc(event.madeAt)}`,
  `DTSTART:${inUtc(event.startAt)}`,
  `DTEND:${inUtc(event.endAt)}`,
  `SUMMARY:${escapeText(event.title)}`,
  ...(event.description === '' ? [] : [`DESCRIPTION:${escapeText(event.description)}`]),
  `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  // Others who see the calendar learn that the time is taken, no more.
  'CLASS:PRIVATE',
  'TRANSP:OPAQUE',
  'END:VEVENT',
];

/** 20261123T060000Z */
function inUtc(at: Date): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toString({ smallestUnit: 'second' });
  return text.replaceAll(/[-:]/gu, '');
}

const escapeText = (text: string): string =>
  text.replaceAll(/[\\;,]/gu, (mark) => `\\${mark}`).replaceAll(/\r\n|\r|\n/gu, '\\n');

/** No character is cut in two. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST_LINE) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
