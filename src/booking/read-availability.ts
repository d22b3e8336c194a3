import { addMs, daysMs } from '../core/clock.ts';
import { readDate, readMinute } from '../core/read-time.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Leave } from './availability-store.ts';
import type { NewAvailabilityRule } from './booking-setup.ts';
import { readYesNo } from './counsellor-profile.ts';
import { localDateOf, momentOf, weekdayOf } from './local-day.ts';
import type { MeetingMode } from './slot.ts';
import { parseWeeks } from './teaching-weeks.ts';

/** A rule as a form or a table has it: everything is text. With a `date` it is an extra opening on that day. */
export const RULE_FIELDS = [
  'staffId',
  'weekday',
  'date',
  'from',
  'to',
  'sessionMinutes',
  'mode',
  'roomId',
  'weeks',
  'bufferBefore',
  'bufferAfter',
  'urgent',
  'validFrom',
  'validTo',
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];
/** What a rule says beside when and where it opens. */
export const RULE_DETAILS = ['sessionMinutes', 'bufferBefore', 'bufferAfter', 'urgent'] as const;
export type RuleDetail = (typeof RULE_DETAILS)[number];
export type RuleText = Readonly<Record<RuleField, string>>;

export type ProblemCode =
  | 'missing'
  | 'unknown'
  | 'number'
  | 'time'
  | 'date'
  | 'order'
  | 'past'
  | 'weeks'
  | 'mode'
  | 'yes-no'
  | 'too-short'
  | 'too-long'
  | 'no-room-online'
  /** The date lies on another weekday. */
  | 'other-weekday'
  /** It says when a rule holds that holds on one day. */
  | 'one-day';
export type FieldProblem<Field extends string> = { readonly field: Field; readonly code: ProblemCode };
type Read<Value, Field extends string> = Result<Value, 'wrong'> & {
  readonly problems: readonly FieldProblem<Field>[];
};

export type RuleContext = {
  readonly id: string;
  readonly staffIds: ReadonlySet<string>;
  readonly roomIds: ReadonlySet<string>;
  readonly now: Date;
};

const MODE_WORDS: Readonly<Record<string, MeetingMode>> = {
  '': 'on-site',
  'on-site': 'on-site',
  现场: 'on-site',
  online: 'online',
  线上: 'online',
};

const WEEKDAY_WORDS = '一二三四五六日';

/** 1 to 7, 一 to 日, 周三 and 星期天. */
function readWeekday(text: string): number | null {
  const word = text
    .trim()
    .replace(/^(周|星期)/, '')
    .replace('天', '日');
  const number = /^[1-7]$/.test(word) ? Number(word) : WEEKDAY_WORDS.indexOf(word) + 1;
  return word.length === 1 && number > 0 ? number : null;
}

const SESSION = { least: 15, most: 180 };
const LONGEST_BUFFER = 60;

/** A rule, or everything that is wrong with it. Pure. */
export function readRule(text: RuleText, context: RuleContext): Read<NewAvailabilityRule, RuleField> {
  const problems: FieldProblem<RuleField>[] = [];
  const refuse = (field: RuleField, code: ProblemCode): null => {
    problems.push({ field, code });
    return null;
  };
  const { id, staffIds, now } = context;
  const whole = (field: RuleField, least: number, most: number): number | null => {
    const number = /^\d{1,3}$/.test(text[field].trim()) ? Number(text[field]) : -1;
    return number >= least && number <= most ? number : refuse(field, 'number');
  };
  if (text.staffId === '') refuse('staffId', 'missing');
  else if (!staffIds.has(text.staffId)) refuse('staffId', 'unknown');
  const extra = text.date.trim() !== '';
  const days = extra ? readOneDay(text, now, refuse) : readDays(text, now, refuse);
  const fromMinute = readMinute(text.from) ?? refuse('from', 'time');
  const toMinute = readMinute(text.to) ?? refuse('to', 'time');
  const sessionMinutes = whole('sessionMinutes', SESSION.least, SESSION.most);
  if (fromMinute !== null && toMinute !== null) {
    if (toMinute <= fromMinute) refuse('to', 'order');
    else if (sessionMinutes !== null && toMinute - fromMinute < sessionMinutes) refuse('to', 'too-short');
  }
  const place = readPlace(text, context, refuse);
  const weeks = parseWeeks(text.weeks);
  if (!weeks.ok) refuse('weeks', 'weeks');
  else if (extra && weeks.value.kind !== 'all') refuse('weeks', 'one-day');
  const bufferBeforeMinutes = text.bufferBefore.trim() === '' ? 0 : whole('bufferBefore', 0, LONGEST_BUFFER);
  const bufferAfterMinutes = text.bufferAfter.trim() === '' ? 0 : whole('bufferAfter', 0, LONGEST_BUFFER);
  const urgent = readYesNo(text.urgent) ?? refuse('urgent', 'yes-no');
  const wrong =
    problems.length > 0 ||
    days === null ||
    place === null ||
    !weeks.ok ||
    fromMinute === null ||
    toMinute === null ||
    sessionMinutes === null ||
    bufferBeforeMinutes === null ||
    bufferAfterMinutes === null;
  if (wrong) return { ...fail('wrong'), problems };
  const rule = {
    id,
    staffId: text.staffId,
    ...place,
    ...days,
    fromMinute,
    toMinute,
    sessionMinutes,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    weeks: weeks.value,
    heldBack: urgent ? ('urgent' as const) : ('none' as const),
    extra,
    sample: false,
  };
  return { ...ok(rule), problems };
}

type Refuse = (field: RuleField, code: ProblemCode) => null;

function readPlace(text: RuleText, { roomIds }: RuleContext, refuse: Refuse) {
  const mode = MODE_WORDS[text.mode.trim().toLowerCase()];
  if (mode === undefined) return refuse('mode', 'mode');
  if (mode === 'online') {
    return text.roomId === '' ? { mode, roomId: null } : refuse('roomId', 'no-room-online');
  }
  if (text.roomId === '') return refuse('roomId', 'missing');
  return roomIds.has(text.roomId) ? { mode, roomId: text.roomId } : refuse('roomId', 'unknown');
}

function readOneDay(text: RuleText, now: Date, refuse: Refuse) {
  const date = readDate(text.date);
  if (date === null) return refuse('date', 'date');
  if (date < localDateOf(now)) return refuse('date', 'past');
  const weekday = weekdayOf(date);
  // Whoever writes 三 beside a Tuesday has one of the two wrong.
  if (text.weekday.trim() !== '' && readWeekday(text.weekday) !== weekday)
    return refuse('weekday', 'other-weekday');
  for (const field of ['validFrom', 'validTo'] as const)
    if (text[field].trim() !== '' && readDate(text[field]) !== date) return refuse(field, 'one-day');
  return { weekday, validFrom: date, validTo: date };
}

function readDays(text: RuleText, now: Date, refuse: Refuse) {
  const today = localDateOf(now);
  const weekday = readWeekday(text.weekday) ?? refuse('weekday', 'missing');
  const validFrom =
    text.validFrom.trim() === '' ? today : (readDate(text.validFrom) ?? refuse('validFrom', 'date'));
  const validTo = text.validTo.trim() === '' ? null : (readDate(text.validTo) ?? refuse('validTo', 'date'));
  if (weekday === null || validFrom === null) return null;
  if (validTo !== null && validTo < validFrom) return refuse('validTo', 'order');
  if (validTo !== null && validTo < today) return refuse('validTo', 'past');
  return { weekday, validFrom, validTo };
}

export const LEAVE_FIELDS = ['staffId', 'startsAt', 'endsAt', 'note'] as const;
export type LeaveField = (typeof LEAVE_FIELDS)[number];
export type LeaveText = Readonly<Record<LeaveField, string>>;

const LONGEST_LEAVE_DAYS = 366;
const LONGEST_NOTE = 100;

/** Leave, or everything that is wrong with it; times are written 2026-11-23T08:00. Pure. */
export function readLeave(text: LeaveText, { id, staffIds, now }: RuleContext): Read<Leave, LeaveField> {
  const problems: FieldProblem<LeaveField>[] = [];
  const refuse = (field: LeaveField, code: ProblemCode): null => {
    problems.push({ field, code });
    return null;
  };
  if (text.staffId === '') refuse('staffId', 'missing');
  else if (!staffIds.has(text.staffId)) refuse('staffId', 'unknown');
  const startAt = readMoment(text.startsAt) ?? refuse('startsAt', 'time');
  const endAt = readMoment(text.endsAt) ?? refuse('endsAt', 'time');
  if (startAt !== null && endAt !== null) {
    if (endAt <= startAt) refuse('endsAt', 'order');
    else if (endAt <= now) refuse('endsAt', 'past');
    else if (endAt > addMs(startAt, daysMs(LONGEST_LEAVE_DAYS))) refuse('endsAt', 'too-long');
  }
  const note = text.note.normalize('NFC').trim();
  if (note.length > LONGEST_NOTE) refuse('note', 'too-long');
  if (problems.length > 0 || startAt === null || endAt === null) return { ...fail('wrong'), problems };
  return { ...ok({ id, staffId: text.staffId, startAt, endAt, note: note === '' ? null : note }), problems };
}

function readMoment(text: string): Date | null {
  const [day = '', time = ''] = text.trim().split(/[T ]/);
  const [date, minute] = [readDate(day), readMinute(time)];
  return date === null || minute === null ? null : momentOf(date, minute);
}
