import { DAY_KINDS, type DayKind } from '../../core/calendar.ts';
import { readMinute } from '../../core/read-time.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { DAY_MINUTES, localDateOf, localDay } from './local-day.ts';
import { DAY_MS } from './periods.ts';
import { DUTIES, type Duty, type NewRule, type RotaRule } from './rota.ts';

export type RuleKind = RotaRule['kind'];
export const RULE_KINDS = ['rotation', 'weekly', 'single', 'override'] as const satisfies readonly RuleKind[];
export const isRuleKind = (text: string): text is RuleKind =>
  (RULE_KINDS as readonly string[]).includes(text);

/** A rule as a form has it: everything is text. */
export type RuleFields = {
  readonly kind: RuleKind;
  readonly duty: string;
  readonly name: string;
  readonly staffId: string;
  readonly insteadOf: string;
  readonly members: readonly string[];
  readonly weekday: string;
  readonly from: string;
  readonly to: string;
  readonly days: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly periodDays: string;
  readonly handOverWeekday: string;
  readonly handOverTime: string;
  /** `2026-11-23T08:00`, on the clock of the centre. */
  readonly startsAt: string;
  readonly endsAt: string;
};

/** A form in which nothing was filled in. */
export const BLANK_FIELDS: Omit<RuleFields, 'kind'> = {
  duty: 'duty',
  name: '',
  staffId: '',
  insteadOf: '',
  members: [],
  weekday: '1',
  from: '00:00',
  to: '00:00',
  days: 'all',
  validFrom: '',
  validTo: '',
  periodDays: '7',
  handOverWeekday: '1',
  handOverTime: '08:00',
  startsAt: '',
  endsAt: '',
};

export type RuleProblem = {
  readonly field: keyof RuleFields;
  readonly code:
    | 'missing'
    | 'unknown'
    | 'number'
    | 'time'
    | 'date'
    | 'order'
    | 'past'
    | 'same-person'
    /** Whoever they stand in for is not on at any moment of it. */
    | 'not-on-then'
    /** Nor that, but on the other duty they are. */
    | 'other-duty'
    | 'too-long';
};

const LONGEST_NAME = 40;
const LONGEST_STINT_DAYS = 366;
const LONGEST_PERIOD_DAYS = 366;

type Context = { readonly id: string; readonly staffIds: ReadonlySet<string>; readonly now: Date };

/** A rule from a form, or everything that is wrong with it. Pure. */
export function readRule(
  fields: RuleFields,
  context: Context,
): Result<NewRule, 'wrong'> & { problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const refuse = (field: keyof RuleFields, code: RuleProblem['code']): null => {
    problems.push({ field, code });
    return null;
  };
  const reader = createReader(fields, context, refuse);
  const rule = reader[fields.kind]();
  if (rule === null || problems.length > 0) return { ...fail('wrong'), problems };
  return { ...ok(rule), problems };
}

type Refuse = (field: keyof RuleFields, code: RuleProblem['code']) => null;

function createReader(fields: RuleFields, { id, staffIds, now }: Context, refuse: Refuse) {
  const duty = (): Duty | null => DUTIES.find((one) => one === fields.duty) ?? refuse('duty', 'missing');
  const person = (field: 'staffId' | 'insteadOf'): string | null => {
    if (fields[field] === '') return refuse(field, 'missing');
    return staffIds.has(fields[field]) ? fields[field] : refuse(field, 'unknown');
  };
  const whole = (field: 'weekday' | 'periodDays' | 'handOverWeekday', most: number): number | null => {
    const number = /^\d{1,3}$/.test(fields[field]) ? Number(fields[field]) : 0;
    return number >= 1 && number <= most ? number : refuse(field, 'number');
  };
  const minute = (field: 'from' | 'to' | 'handOverTime'): number | null =>
    readMinute(fields[field]) ?? refuse(field, 'time');
  const days = (): DayKind | null =>
    DAY_KINDS.find((one) => one === fields.days) ?? refuse('days', 'missing');
  const date = (field: 'validFrom' | 'validTo'): string | null =>
    isDate(fields[field]) ? fields[field] : refuse(field, 'date');
  const lastDay = (first: string | null): string | null => {
    if (fields.validTo === '') return null;
    const last = date('validTo');
    if (last === null) return null;
    if (first !== null && last < first) return refuse('validTo', 'order');
    return last < localDateOf(now) ? refuse('validTo', 'past') : last;
  };
  const hours = () => {
    const from = minute('from');
    const to = minute('to');
    const kind = days();
    if (from === null || to === null || kind === null) return null;
    return { fromMinute: from, toMinute: to > from ? to : to + DAY_MINUTES, days: kind };
  };
  const period = () => {
    const startsAt = readLocalMoment(fields.startsAt) ?? refuse('startsAt', 'time');
    const endsAt = readLocalMoment(fields.endsAt) ?? refuse('endsAt', 'time');
    if (startsAt === null || endsAt === null) return null;
    if (endsAt <= startsAt) return refuse('endsAt', 'order');
    if (endsAt <= now) return refuse('endsAt', 'past');
    if (endsAt.getTime() - startsAt.getTime() > LONGEST_STINT_DAYS * DAY_MS)
      return refuse('endsAt', 'too-long');
    return { startsAt, endsAt };
  };
  return {
    rotation(): NewRule | null {
      const name = fields.name.normalize('NFC').trim();
      if (name === '') refuse('name', 'missing');
      if (name.length > LONGEST_NAME) refuse('name', 'too-long');
      const members = fields.members.filter((member) => member !== '');
      if (members.length === 0) refuse('members', 'missing');
      if (members.some((member) => !staffIds.has(member))) refuse('members', 'unknown');
      const periodDays = whole('periodDays', LONGEST_PERIOD_DAYS);
      const handOverWeekday = whole('handOverWeekday', 7);
      const handOverMinute = minute('handOverTime');
      const validFrom = date('validFrom');
      const [its, when] = [duty(), hours()];
      const validTo = lastDay(validFrom);
      if (!its || !when || validFrom === null || handOverMinute === null) return null;
      if (periodDays === null || handOverWeekday === null) return null;
      const turns = { periodDays, handOverWeekday, handOverMinute, validFrom, validTo };
      return { kind: 'rotation', id, duty: its, name, members, ...when, ...turns };
    },
    weekly(): NewRule | null {
      const staffId = person('staffId');
      const weekday = whole('weekday', 7);
      const [its, when] = [duty(), hours()];
      const validFrom = fields.validFrom === '' ? null : date('validFrom');
      const validTo = lastDay(validFrom);
      if (!its || !when || staffId === null || weekday === null) return null;
      return { kind: 'weekly', id, duty: its, staffId, weekday, ...when, validFrom, validTo, sample: false };
    },
    single(): NewRule | null {
      const staffId = person('staffId');
      const [its, when] = [duty(), period()];
      return !its || !when || staffId === null ? null : { kind: 'single', id, duty: its, staffId, ...when };
    },
    override(): NewRule | null {
      const staffId = person('staffId');
      const insteadOf = fields.insteadOf === '' ? null : person('insteadOf');
      const [its, when] = [duty(), period()];
      if (staffId !== null && staffId === insteadOf) refuse('insteadOf', 'same-person');
      if (!its || !when || staffId === null) return null;
      return { kind: 'override', id, duty: its, staffId, insteadOf, ...when };
    },
  };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return localDay(text).date === text;
  } catch {
    return false;
  }
}

/** A moment on the centre's clock, written 2026-11-23T08:00 or with a space; null for anything else. */
export function readLocalMoment(text: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(?::00)?$/.exec(text.trim());
  const [, date = '', time = ''] = found ?? [];
  const minute = readMinute(time);
  if (minute === null || !isDate(date)) return null;
  return new Date(localDay(date).startsAt.getTime() + minute * 60_000);
}
