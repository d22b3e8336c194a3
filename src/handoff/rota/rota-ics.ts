import { Temporal } from 'temporal-polyfill';
import { readLength, readMoment, ZONE } from './ics-times.ts';
import {
  DUTY_WORDS,
  type ImportFault,
  type PlannedShift,
  readDutyWord,
  readInstead,
  sayInstead,
} from './planned-shift.ts';
import type { FoundShift } from './rota-csv.ts';

const LINE_BYTES = 75;
/** More than duty and name need. */
const LONGEST_TITLE = 200;
/** What somebody else's calendar says of an event may be long. */
const LONGEST_DESCRIPTION = 2_000;

export type IcsEvent = PlannedShift & {
  /** The same each time it is exported, so that a calendar replaces what it had. */
  readonly uid: string;
};

/**
 * A calendar by RFC 5545: events say 值班 or 后备 and, in that of everybody, whose. Nothing of any student. Pure.
 * @param withNames false in the calendar of one person
 */
export const writeIcs = (events: readonly IcsEvent[], withNames: boolean, now: Date): string =>
  writeCalendar(
    '值班',
    events.map(({ name, duty, insteadOf, ...event }) => ({
      ...event,
      title: withNames ? `${DUTY_WORDS[duty]} ${name}` : DUTY_WORDS[duty],
      busy: false,
      ...(withNames && insteadOf !== null ? { description: sayInstead(insteadOf) } : {}),
    })),
    now,
  );

type CalendarEvent = {
  /** The same each time it is exported, so that a calendar replaces what it had. */
  readonly uid: string;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Whether it takes up the time of whoever has it in their calendar. */
  readonly busy: boolean;
  readonly description?: string;
};

/** Any calendar by RFC 5545. Pure. */
export function writeCalendar(name: string, events: readonly CalendarEvent[], now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xinqiao//Rota//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(name)}`,
    `X-WR-TIMEZONE:${ZONE}`,
    'BEGIN:VTIMEZONE',
    `TZID:${ZONE}`,
    'BEGIN:STANDARD',
    'DTSTART:19920101T000000',
    'TZOFFSETFROM:+0800',
    'TZOFFSETTO:+0800',
    'TZNAME:CST',
    'END:STANDARD',
    'END:VTIMEZONE',
    ...events.flatMap(({ uid, title, startsAt, endsAt, busy, description }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${stamp(now, 'UTC')}Z`,
      `DTSTART;TZID=${ZONE}:${stamp(startsAt, ZONE)}`,
      `DTEND;TZID=${ZONE}:${stamp(endsAt, ZONE)}`,
      `SUMMARY:${escapeText(title)}`,
      ...(description === undefined ? [] : [`DESCRIPTION:${escapeText(description)}`]),
      `TRANSP:${busy ? 'OPAQUE' : 'TRANSPARENT'}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

const stamp = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replaceAll(/[-:]/g, '');

const escapeText = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');

/** At most 75 bytes a line, never inside a character. */
function fold(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of line) {
    const more = new TextEncoder().encode(character).length;
    if (bytes + more > LINE_BYTES) {
      pieces.push(piece);
      piece = '';
      // The space by which a line goes on counts too.
      bytes = 1;
    }
    piece += character;
    bytes += more;
  }
  return [...pieces, piece].join('\r\n ');
}

type Line = {
  readonly name: string;
  readonly params: string;
  readonly value: string;
  readonly line: number;
  readonly column: number;
};
type Read = { readonly shifts: FoundShift[]; readonly faults: ImportFault[] };

/** Shifts of a calendar whose events are called 值班 or 后备 and a name; and everything that is none. Pure. */
export function readIcs(text: string): Read {
  const lines = unfold(text);
  const faults: ImportFault[] = [];
  if (lines.find(({ value }) => value !== '')?.value.toUpperCase() !== 'VCALENDAR')
    return { shifts: [], faults: [faultAt(lines[0], 'not-ics')] };
  const shifts: FoundShift[] = [];
  let event: Line[] | null = null;
  // What an event contains, a reminder say, has lines of the same names that are not the event's.
  let within = 0;
  for (const line of lines) {
    const mark = `${line.name}:${line.value.toUpperCase()}`;
    if (mark === 'BEGIN:VEVENT') {
      event = [line];
      within = 0;
    } else if (mark === 'END:VEVENT' && event !== null) {
      const read = readEvent(event);
      if ('shift' in read) shifts.push(read.shift);
      else faults.push(...read.faults);
      event = null;
    } else if (line.name === 'BEGIN') within += 1;
    else if (line.name === 'END') within -= 1;
    else if (within <= 0) event?.push(line);
  }
  if (event !== null) faults.push(faultAt(event[0], 'not-ics'));
  if (shifts.length === 0 && faults.length === 0) faults.push(faultAt(lines[0], 'empty'));
  return { shifts, faults };
}

const faultAt = (line: Line | undefined, code: ImportFault['code']): ImportFault => ({
  line: line?.line ?? 1,
  column: line?.column ?? 1,
  code,
  found: (line?.value ?? '').slice(0, 40),
});

function readEvent(lines: readonly Line[]): { shift: FoundShift } | { faults: ImportFault[] } {
  const find = (name: string): Line | undefined => lines.find((line) => line.name === name);
  const [begin] = lines;
  const faults: ImportFault[] = [];
  const repeats = find('RRULE') ?? find('RDATE');
  if (repeats !== undefined) faults.push(faultAt(repeats, 'repeats'));
  const summary = find('SUMMARY');
  const title = /^(\S+?)(?:[\s·:：]+(.*))?$/u.exec(
    unescapeText((summary?.value ?? '').slice(0, LONGEST_TITLE)),
  );
  const duty = readDutyWord(title?.[1] ?? '');
  const name = (title?.[2] ?? '').trim();
  if (duty === null) faults.push(faultAt(summary ?? begin, 'duty'));
  else if (name === '') faults.push(faultAt(summary, 'name'));
  const startsAt = momentOf(find('DTSTART'), begin, faults);
  const endsAt = endOf(find('DTEND'), find('DURATION'), { startsAt, begin, faults });
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
    faults.push(faultAt(find('DTEND') ?? find('DURATION'), 'order'));
  if (faults.length > 0 || duty === null || startsAt === null || endsAt === null) return { faults };
  const described = find('DESCRIPTION');
  const insteadOf = readInstead(unescapeText((described?.value ?? '').slice(0, LONGEST_DESCRIPTION)));
  const insteadAt = insteadOf === null || described === undefined ? null : placeOf(described);
  return { shift: { name, duty, startsAt, endsAt, insteadOf, insteadAt, ...placeOf(summary) } };
}

const placeOf = (line: Line | undefined): { line: number; column: number } => ({
  line: line?.line ?? 1,
  column: line?.column ?? 1,
});

function momentOf(line: Line | undefined, begin: Line | undefined, faults: ImportFault[]): Date | null {
  const read = line === undefined ? 'time' : readMoment(line.value, line.params);
  if (typeof read !== 'string') return read;
  faults.push(faultAt(line ?? begin, read));
  return null;
}

type Begun = {
  readonly startsAt: Date | null;
  readonly begin: Line | undefined;
  readonly faults: ImportFault[];
};

/** An event has an end or a length, never both. */
function endOf(
  end: Line | undefined,
  length: Line | undefined,
  { startsAt, begin, faults }: Begun,
): Date | null {
  if (end !== undefined || length === undefined) return momentOf(end, begin, faults);
  const lengthMs = readLength(length.value);
  if (lengthMs === null) faults.push(faultAt(length, 'time'));
  return lengthMs === null || startsAt === null ? null : new Date(startsAt.getTime() + lengthMs);
}

/** Where the value begins: behind the first colon that stands in no quotes. */
function colonOf(line: string): number {
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === '"') quoted = !quoted;
    else if (line[index] === ':' && !quoted) return index;
  }
  return -1;
}

const unescapeText = (text: string): string =>
  text.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign)).trim();

/** Content lines with the place of their values; a line that begins with a space goes on from the one before. */
function unfold(text: string): Line[] {
  const lines: { text: string; line: number }[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const last = lines.at(-1);
    if (/^[ \t]/.test(raw) && last !== undefined) last.text += raw.slice(1);
    else if (raw !== '') lines.push({ text: raw, line: index + 1 });
  }
  return lines.map(({ text: whole, line }) => {
    const colon = colonOf(whole);
    const head = colon < 0 ? whole : whole.slice(0, colon);
    const [name = '', ...params] = head.split(';');
    const value = colon < 0 ? '' : whole.slice(colon + 1);
    return { name: name.toUpperCase(), params: params.join(';'), value, line, column: colon + 2 };
  });
}
