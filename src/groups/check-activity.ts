import { Temporal } from 'temporal-polyfill';
import { showable } from '../core/clean-text.ts';
import { addMs, daysMs, hoursMs } from '../core/clock.ts';
import { type ActivityDraft, type ActivityTime, isActivityKind } from './activity.ts';

export const LONGEST_TITLE = 60;
export const LONGEST_TEXT = 1_200;
export const LONGEST_PLACE = 200;
export const LONGEST_QUESTION = 200;
export const MOST_PLACES = 5_000;
export const MOST_DATES = 20;
/** One date lasts no longer; what does is a wrong day. */
export const LONGEST_DATE_HOURS = 24;
/** So long at most where only the clock says that it ends on the next day: what is longer is more often a slip. */
export const LONGEST_NIGHT_HOURS = 12;

/** As it was typed. */
export type ActivityInput = {
  readonly kind: string;
  readonly title: string;
  readonly titleEn: string;
  readonly text: string;
  readonly textEn: string;
  readonly place: string;
  readonly capacity: string;
  readonly signUpFrom: string;
  readonly signUpUntil: string;
  readonly question: string;
  readonly questionEn: string;
  readonly questionKind: string;
  readonly leaderId: string;
  /** A line each: 2026-05-25 14:00-15:30, see {@link readTimes}. */
  readonly dates: string;
};

export type ActivityField = keyof ActivityInput;

export type ActivityProblem = {
  readonly field: ActivityField;
  readonly code:
    | 'empty'
    | 'too-long'
    | 'unshowable'
    | 'unknown'
    | 'no-number'
    | 'unreadable'
    | 'order'
    /** A date that would go on for longer than {@link LONGEST_DATE_HOURS}. */
    | 'too-lasting'
    | 'double'
    | 'too-many'
    | 'after-start'
    /** One that has begun is left out, or begins at another time. */
    | 'date-held'
    /** It is new in what can be signed up for, and has begun already. */
    | 'past'
    /** Whoever hears answers is a counsellor; once there are some, they go to nobody but by their leader. */
    | 'no-counsellor'
    | 'answers-given';
  /** The line of the dates that is meant, from one. */
  readonly line?: number;
};

export type CheckedActivity =
  | { readonly ok: true; readonly draft: ActivityDraft; readonly times: readonly ActivityTime[] }
  | { readonly ok: false; readonly problems: readonly ActivityProblem[] };

const ZONE = 'Asia/Shanghai';

/**
 * @param leaders ids of staff who may lead one
 * @param counsellors those of them who may lead one that asks a question
 * @param begunAlready whether a date that begins then comes too late to be written
 */
export function checkActivity(
  input: ActivityInput,
  leaders: readonly string[],
  counsellors: readonly string[],
  begunAlready: (startsAt: Date) => boolean = () => false,
): CheckedActivity {
  const problems: ActivityProblem[] = [];
  const note = (field: ActivityField, code: ActivityProblem['code'], line?: number): void => {
    problems.push({ field, code, ...(line === undefined ? {} : { line }) });
  };
  const words = (field: ActivityField, longest: number, needed: boolean): string => {
    const text = input[field].normalize('NFC').trim();
    if (text === '' && needed) note(field, 'empty');
    else if (text.length > longest) note(field, 'too-long');
    else if (showable(text) !== text) note(field, 'unshowable');
    return text;
  };
  const { kind } = input;
  if (!isActivityKind(kind)) note('kind', 'unknown');
  const title = words('title', LONGEST_TITLE, true);
  const titleEn = words('titleEn', LONGEST_TITLE, false);
  const text = words('text', LONGEST_TEXT, true);
  const textEn = words('textEn', LONGEST_TEXT, false);
  const place = words('place', LONGEST_PLACE, true);
  const question = words('question', LONGEST_QUESTION, false);
  const questionEn = words('questionEn', LONGEST_QUESTION, false);
  const capacity = /^[1-9][0-9]{0,3}$/.test(input.capacity.trim()) ? Number(input.capacity) : null;
  if (capacity === null || capacity > MOST_PLACES) note('capacity', 'no-number');
  if (!leaders.includes(input.leaderId)) note('leaderId', 'unknown');
  else if (question !== '' && !counsellors.includes(input.leaderId)) note('leaderId', 'no-counsellor');
  const signUpFrom = readMinute(input.signUpFrom);
  const signUpUntil = readMinute(input.signUpUntil);
  if (signUpFrom === null) note('signUpFrom', 'unreadable');
  if (signUpUntil === null) note('signUpUntil', 'unreadable');
  if (signUpFrom !== null && signUpUntil !== null && signUpFrom >= signUpUntil) note('signUpUntil', 'order');
  const times = readTimes(input.dates, note, begunAlready);
  const last = times.at(-1);
  if (signUpUntil !== null && last !== undefined && signUpUntil > last.endsAt)
    note('signUpUntil', 'after-start');
  const questionKind =
    input.questionKind === 'words' || input.questionKind === 'yes-no' ? input.questionKind : null;
  if (question !== '' && questionKind === null) note('questionKind', 'unknown');
  if (
    problems.length > 0 ||
    !isActivityKind(kind) ||
    capacity === null ||
    signUpFrom === null ||
    signUpUntil === null
  )
    return { ok: false, problems };
  const draft: ActivityDraft = {
    kind,
    title,
    titleEn: titleEn || null,
    text,
    textEn: textEn || null,
    place,
    capacity,
    signUpFrom,
    signUpUntil,
    question:
      question === '' || questionKind === null
        ? null
        : { text: question, en: questionEn || null, kind: questionKind },
    leaderId: input.leaderId,
  };
  return { ok: true, draft, times };
}

type Note = (field: ActivityField, code: ActivityProblem['code'], line?: number) => void;

const DATE_LINE =
  /^(\d{4}-\d{1,2}-\d{1,2})\s+(\d{1,2}:\d{2})\s*[-–—~～至到]\s*(?:(次日|第二天|\d{4}-\d{1,2}-\d{1,2})\s*)?(\d{1,2}:\d{2})$/u;

/** Over midnight the end stands with 次日 or its own day, or is simply earlier on the clock: 22:00-01:30, 22:00-24:00. */
function readTimes(typed: string, note: Note, begunAlready: (startsAt: Date) => boolean): ActivityTime[] {
  const lines = typed.normalize('NFKC').split('\n');
  const times: ActivityTime[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const time = readTime(line.trim());
    if (typeof time === 'string') note('dates', time, index + 1);
    else if (times.some((one) => one.startsAt < time.endsAt && time.startsAt < one.endsAt))
      note('dates', 'double', index + 1);
    else if (begunAlready(time.startsAt)) note('dates', 'past', index + 1);
    else times.push(time);
  }
  if (typed.trim() === '') note('dates', 'empty');
  if (times.length > MOST_DATES) note('dates', 'too-many');
  return times.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

function readTime(line: string): ActivityTime | 'unreadable' | 'order' | 'too-lasting' {
  const [, day = '', from = '', toDay = '', to = ''] = DATE_LINE.exec(line) ?? [];
  const startsAt = readMinute(`${day} ${from}`);
  const isDay = /^\d/.test(toDay);
  const until = isDay || toDay === '' ? readUntil(isDay ? toDay : day, to) : nextDay(readUntil(day, to));
  if (startsAt === null || until === null) return 'unreadable';
  const clockAlone = toDay === '' && until < startsAt;
  const endsAt = clockAlone ? nextDay(until) : until;
  if (endsAt === null || endsAt <= startsAt) return 'order';
  const lasts = endsAt.getTime() - startsAt.getTime();
  if (clockAlone && lasts > hoursMs(LONGEST_NIGHT_HOURS)) return 'order';
  return lasts > hoursMs(LONGEST_DATE_HOURS) ? 'too-lasting' : { startsAt, endsAt };
}

/** 24:00 is the midnight at the end of the day. */
const readUntil = (day: string, to: string): Date | null =>
  to === '24:00' ? nextDay(readMinute(`${day} 0:00`)) : readMinute(`${day} ${to}`);

/** The same time on the next day; the clocks of Shanghai are never moved. */
const nextDay = (at: Date | null): Date | null => (at === null ? null : addMs(at, daysMs(1)));

/** A minute by the clock in Shanghai: 2026-05-25 14:00 or with a T. Null for what is no such minute. */
export function readMinute(text: string): Date | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})[T\s]+(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  try {
    const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute }, { overflow: 'reject' });
    return new Date(local.toZonedDateTime(ZONE).epochMilliseconds);
  } catch {
    return null;
  }
}

const local = (at: Date): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE).toPlainDateTime();

/** How a form writes a moment: 2026-05-25T14:00. */
export const writeMinute = (at: Date): string => local(at).toString({ smallestUnit: 'minute' });

/** How the dates stand in their field; an end on another day stands with it. */
export const writeTimes = (times: readonly ActivityTime[]): string =>
  times
    .map(({ startsAt, endsAt }) => {
      const [start, end] = [local(startsAt), local(endsAt)];
      const sameDay = start.toPlainDate().equals(end.toPlainDate());
      return `${sayDay(start)} ${sayClock(start)}-${sameDay ? '' : `${sayDay(end)} `}${sayClock(end)}`;
    })
    .join('\n');

const sayDay = (at: Temporal.PlainDateTime): string => at.toPlainDate().toString();
const sayClock = (at: Temporal.PlainDateTime): string =>
  at.toPlainTime().toString({ smallestUnit: 'minute' });
