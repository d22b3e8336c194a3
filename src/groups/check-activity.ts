import { Temporal } from 'temporal-polyfill';
import { showable } from '../core/clean-text.ts';
import { type ActivityDraft, type ActivityTime, isActivityKind } from './activity.ts';

export const LONGEST_TITLE = 60;
export const LONGEST_TEXT = 1_200;
export const LONGEST_PLACE = 200;
export const LONGEST_QUESTION = 200;
export const MOST_PLACES = 5_000;
export const MOST_DATES = 20;

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
  /** A line each: 2026-05-25 14:00-15:30. */
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
    | 'double'
    | 'too-many'
    | 'after-start'
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
 */
export function checkActivity(
  input: ActivityInput,
  leaders: readonly string[],
  counsellors: readonly string[],
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
  const times = readTimes(input.dates, note);
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

const DATE_LINE = /^(\d{4}-\d{1,2}-\d{1,2})\s+(\d{1,2}:\d{2})\s*[-–—~～至到]\s*(\d{1,2}:\d{2})$/u;

function readTimes(typed: string, note: Note): ActivityTime[] {
  const lines = typed.normalize('NFKC').split('\n');
  const times: ActivityTime[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const found = DATE_LINE.exec(line.trim());
    const [, day = '', from = '', to = ''] = found ?? [];
    const startsAt = found === null ? null : readMinute(`${day} ${from}`);
    const endsAt = found === null ? null : readMinute(`${day} ${to}`);
    if (startsAt === null || endsAt === null) note('dates', 'unreadable', index + 1);
    else if (startsAt >= endsAt) note('dates', 'order', index + 1);
    else if (times.some((one) => one.startsAt < endsAt && startsAt < one.endsAt))
      note('dates', 'double', index + 1);
    else times.push({ startsAt, endsAt });
  }
  if (typed.trim() === '') note('dates', 'empty');
  if (times.length > MOST_DATES) note('dates', 'too-many');
  return times.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

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

/** How the dates stand in their field. */
export const writeTimes = (times: readonly ActivityTime[]): string =>
  times
    .map(({ startsAt, endsAt }) => {
      const start = local(startsAt);
      const from = start.toPlainTime().toString({ smallestUnit: 'minute' });
      return `${start.toPlainDate().toString()} ${from}-${local(endsAt).toPlainTime().toString({ smallestUnit: 'minute' })}`;
    })
    .join('\n');
