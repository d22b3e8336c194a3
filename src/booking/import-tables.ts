import type { CsvColumn, CsvFault, TableFaultCode, TableRow } from '../core/csv-table.ts';
import { csvFault, readTable } from '../core/csv-table.ts';
import type { IgnoredColumn } from '../core/ignored-columns.ts';
import type { NewAvailabilityRule } from './booking-setup.ts';
import {
  type CounsellorProfile,
  PROFILE_FIELDS,
  type ProfileField,
  type ProfileProblem,
  readProfile,
} from './counsellor-profile.ts';
import {
  type ProblemCode,
  RULE_DETAILS,
  type RuleDetail,
  type RuleField,
  type RuleText,
  readRule,
} from './read-availability.ts';

export const TABLES = ['counsellors', 'availability'] as const;
export type TableKind = (typeof TABLES)[number];

export type BookingFault = CsvFault<
  TableFaultCode | ProblemCode | ProfileProblem['code'] | 'twice-in-file' | 'no-counsellor'
>;

/** As many rows as one file may have. */
export const MOST_ROWS = 2_000;

type CounsellorColumn = 'name' | ProfileField;
export const COUNSELLOR_COLUMNS: readonly CsvColumn<CounsellorColumn>[] = [
  { key: 'name', names: ['姓名', 'name'], needed: true },
  { key: 'gender', names: ['性别', 'gender'], needed: false },
  { key: 'languages', names: ['语言', 'languages'], needed: false },
  { key: 'topics', names: ['擅长', 'topics'], needed: false },
  { key: 'online', names: ['线上', 'online'], needed: false },
  { key: 'onlineAddress', names: ['线上地址', 'online address'], needed: false },
  { key: 'introduction', names: ['简介', 'introduction'], needed: false },
  { key: 'dailyCap', names: ['每日上限', 'daily cap'], needed: false },
  { key: 'weeklyCap', names: ['每周上限', 'weekly cap'], needed: false },
];

export const RULE_COLUMNS: readonly CsvColumn<RuleField>[] = [
  { key: 'staffId', names: ['姓名', 'name'], needed: true },
  { key: 'weekday', names: ['星期', 'weekday'], needed: true },
  { key: 'from', names: ['从', 'from'], needed: true },
  { key: 'to', names: ['到', 'to'], needed: true },
  { key: 'sessionMinutes', names: ['每次分钟', 'minutes'], needed: true },
  { key: 'mode', names: ['方式', 'mode'], needed: false },
  { key: 'roomId', names: ['房间', 'room'], needed: false },
  { key: 'weeks', names: ['教学周', 'weeks'], needed: false },
  { key: 'bufferBefore', names: ['前留分钟', 'buffer before'], needed: false },
  { key: 'bufferAfter', names: ['后留分钟', 'buffer after'], needed: false },
  { key: 'urgent', names: ['留给当天转介', 'urgent'], needed: false },
  { key: 'date', names: ['只在这一天', 'date'], needed: false },
  { key: 'validFrom', names: ['从哪天起', 'valid from'], needed: false },
  { key: 'validTo', names: ['到哪天止', 'valid to'], needed: false },
];

type Read<Item> = {
  readonly items: readonly Item[];
  readonly faults: readonly BookingFault[];
  /** Columns that nobody knows. */
  readonly ignored: readonly IgnoredColumn[];
};

export type CounsellorRow = {
  readonly name: string;
  /** Null for somebody who is not there yet; their profile then has no id either. */
  readonly staffId: string | null;
  readonly profile: CounsellorProfile;
  /** What the table has a column for; the rest of a profile that is there stays as it is. */
  readonly given: readonly ProfileField[];
};

const LONGEST_NAME = 40;

/** `counsellors` by name; `taken` are the names of all who are or were staff. */
export type CounsellorNames = {
  readonly counsellors: ReadonlyMap<string, string>;
  readonly taken: ReadonlySet<string>;
  readonly mayAdd: boolean;
};

/** Counsellors of a table. Unless `mayAdd`, a name that no counsellor has is a fault. Pure. */
export function readCounsellors(
  text: string,
  { counsellors, taken, mayAdd }: CounsellorNames,
): Read<CounsellorRow> {
  const seen = new Set<string>();
  return readEach(text, COUNSELLOR_COLUMNS, (row) => {
    const name = row.text('name').normalize('NFC');
    const staffId = counsellors.get(name) ?? null;
    const faults: BookingFault[] = [];
    if (name === '') faults.push(row.fault('name', 'missing'));
    else if (name.length > LONGEST_NAME) faults.push(row.fault('name', 'too-long'));
    else if (seen.has(name)) faults.push(row.fault('name', 'twice-in-file'));
    else if (staffId === null && !mayAdd) faults.push(row.fault('name', 'unknown'));
    else if (staffId === null && taken.has(name)) faults.push(row.fault('name', 'no-counsellor'));
    seen.add(name);
    const { name: _name, ...given } = textsOf(row, COUNSELLOR_COLUMNS);
    const profile = readProfile(staffId ?? '', given);
    for (const { field, code } of profile.problems) faults.push(row.fault(field, code));
    if (!profile.ok || faults.length > 0) return faults;
    return { name, staffId, profile: profile.value, given: PROFILE_FIELDS.filter((field) => row.has(field)) };
  });
}

export type RuleNames = {
  readonly staff: ReadonlyMap<string, string>;
  readonly rooms: ReadonlyMap<string, string>;
  readonly newId: () => string;
  readonly now: Date;
};

export type RuleRow = {
  readonly rule: NewAvailabilityRule;
  readonly line: number;
  /** It names its first day; otherwise the rule has today's. */
  readonly saysFirstDay: boolean;
  /** In which column stands what the table has a column for. */
  readonly given: ReadonlyMap<RuleDetail, number>;
};

/** Rules of a table; counsellors and rooms stand in it by name. Pure but for the ids that it is given. */
export function readRules(text: string, { staff, rooms, newId, now }: RuleNames): Read<RuleRow> {
  const seen = new Set<string>();
  const staffIds = new Set(staff.values());
  const roomIds = new Set(rooms.values());
  return readEach(text, RULE_COLUMNS, (row) => {
    const cells = textsOf(row, RULE_COLUMNS);
    const idOf = (ids: ReadonlyMap<string, string>, name: string): string =>
      name === '' ? '' : (ids.get(name.normalize('NFC')) ?? 'unknown');
    const named: RuleText = {
      ...cells,
      staffId: idOf(staff, cells.staffId),
      roomId: idOf(rooms, cells.roomId),
    };
    const rule = readRule(named, { id: newId(), staffIds, roomIds, now });
    if (!rule.ok) return rule.problems.map(({ field, code }) => row.fault(field, code));
    const saysFirstDay = rule.value.extra !== true && cells.validFrom.trim() !== '';
    const key = `${saysFirstDay ? rule.value.validFrom : ''} ${ruleKey(rule.value)}`;
    if (seen.has(key)) return [row.fault('staffId', 'twice-in-file')];
    seen.add(key);
    const details = RULE_DETAILS.filter((detail) => row.has(detail));
    const given = new Map(details.map((detail) => [detail, row.column(detail)]));
    return { rule: rule.value, line: row.line, saysFirstDay, given };
  });
}

type Keyed = Pick<
  NewAvailabilityRule,
  'staffId' | 'roomId' | 'weekday' | 'fromMinute' | 'toMinute' | 'validFrom' | 'validTo' | 'weeks' | 'extra'
>;

/** Two rules with the same key and first day open at the same hours; the key has that day only where it is one day. */
export const ruleKey = (rule: Keyed): string =>
  JSON.stringify([
    rule.staffId,
    rule.roomId,
    rule.weekday,
    rule.fromMinute,
    rule.toMinute,
    rule.extra === true ? rule.validFrom : '',
    rule.validTo,
    rule.weeks ?? null,
  ]);

function readEach<Key extends string, Item extends object>(
  text: string,
  columns: readonly CsvColumn<Key>[],
  read: (row: TableRow<Key>) => Item | BookingFault[],
): Read<Item> {
  const table = readTable(text, columns);
  const { ignored } = table;
  if (!table.ok) return { items: [], faults: table.faults, ignored };
  const tooMany = table.value[MOST_ROWS];
  const first = columns[0];
  if (table.value.length === 0) return { items: [], faults: [csvFault(2, 1, 'empty', '')], ignored };
  if (tooMany !== undefined && first !== undefined)
    return { items: [], faults: [tooMany.fault(first.key, 'too-long')], ignored };
  const items: Item[] = [];
  const faults: BookingFault[] = [];
  for (const row of table.value) {
    const found = read(row);
    if (Array.isArray(found)) faults.push(...found);
    else items.push(found);
  }
  faults.sort((one, other) => one.line - other.line || one.column - other.column);
  return { items, faults, ignored };
}

const textsOf = <Key extends string>(
  row: TableRow<Key>,
  columns: readonly CsvColumn<Key>[],
): Record<Key, string> =>
  Object.fromEntries(columns.map(({ key }) => [key, row.text(key)])) as Record<Key, string>;
