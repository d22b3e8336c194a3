import { type CsvRow, readCell, readRows } from '../core/csv.ts';
import { findIgnored, type IgnoredColumn } from '../core/ignored-columns.ts';
import { readPersonName, readStudentNumber } from '../core/read-identity.ts';

/** As many people as one file may hold. */
export const MOST_ROSTER_ROWS = 60_000;

export type RosterPerson = {
  readonly number: string;
  /** As it is compared. */
  readonly plainName: string;
  /** As it is written. */
  readonly name: string;
  /** The mailbox on campus; null: only in person. */
  readonly mailbox: string | null;
  /** Where they can be phoned; null where the roster has none. */
  readonly phone: string | null;
  readonly college: string;
  readonly grade: string;
};

/** Where something in a file is wrong; both count from 1. */
export type RosterFault = {
  readonly line: number;
  readonly column: number;
  readonly code:
    | 'empty'
    | 'not-csv'
    | 'header'
    | 'columns'
    | 'number'
    | 'name'
    | 'mailbox'
    | 'phone'
    | 'college'
    | 'grade'
    | 'repeats'
    | 'too-many';
  /** For `header` the column that is missing; for `repeats` the line that has it first. Never a name or a number. */
  readonly about: string;
};

/** What a roster may say of somebody besides number and name. */
export const ROSTER_DETAILS = ['mailbox', 'phone', 'college', 'grade'] as const;
export type RosterDetail = (typeof ROSTER_DETAILS)[number];

export type RosterPlan = {
  readonly people: readonly RosterPerson[];
  /** What the table has a column for; of those who are there the rest stays as it is. */
  readonly details: readonly RosterDetail[];
  readonly faults: readonly RosterFault[];
  /** Columns that nobody knows; none where the first row may be a person. */
  readonly ignored: readonly IgnoredColumn[];
};

/** How the column of student numbers may be called. */
export const NUMBER_COLUMN = ['学号', 'number', 'student number', 'student id'] as const;
const COLUMNS = {
  number: NUMBER_COLUMN,
  name: ['姓名', 'name'],
  mailbox: ['邮箱', '校园邮箱', '电子邮箱', 'mailbox', 'email', 'e-mail'],
  phone: ['电话', '手机', '手机号', '联系电话', 'phone', 'mobile'],
  college: ['学院', '院系', 'college'],
  grade: ['年级', 'grade'],
} as const;
type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['number', 'name'];
const MAILBOX = /^[^\s@<>",;:]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+$/;
/** A telephone number as people write it. */
const PHONE = /^\+?[0-9][0-9 -]{4,23}$/;
const LONGEST_COLLEGE = 80;
const LONGEST_GRADE = 40;

/** Everybody in a roster's table, and everything that is wrong with it, by line and column. Pure. */
export function planRoster(text: string): RosterPlan {
  const rows = readRows(text);
  if (rows === null) return failed(1, 1, 'not-csv');
  const [header, ...body] = rows;
  if (header === undefined) return failed(1, 1, 'empty');
  const places = placesOf(header);
  const missing = NEEDED.find((column) => places[column] === undefined);
  if (missing !== undefined) return failed(header.line, 1, 'header', COLUMNS[missing][0]);
  if (body.length === 0) return failed(header.line + 1, 1, 'empty');
  if (body.length > MOST_ROSTER_ROWS) return failed(1, 1, 'too-many', String(body.length));
  const people: RosterPerson[] = [];
  const faults: RosterFault[] = [];
  const seen = new Map<string, number>();
  for (const row of body) {
    const read = readPerson(row, places, header.cells.length);
    faults.push(...read.faults);
    if (read.person === null) continue;
    const first = seen.get(read.person.number);
    if (first === undefined) {
      seen.set(read.person.number, row.line);
      people.push(read.person);
    } else faults.push(fault(row.line, (places.number ?? 0) + 1, 'repeats', String(first)));
  }
  const details = ROSTER_DETAILS.filter((detail) => places[detail] !== undefined);
  const used = new Set(Object.values(places).map((place) => place + 1));
  const known = Object.values(COLUMNS).map((names) => ({ names }));
  return { people, details, faults, ignored: findIgnored(header, known, used) };
}

type Places = Readonly<Partial<Record<Column, number>>>;

function placesOf({ cells }: CsvRow): Places {
  const names = cells.map(({ text }) => readCell(text).toLowerCase());
  const places: Partial<Record<Column, number>> = {};
  for (const column of Object.keys(COLUMNS) as Column[]) {
    const at = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
    if (at >= 0) places[column] = at;
  }
  return places;
}

const fault = (line: number, column: number, code: RosterFault['code'], about = ''): RosterFault => ({
  line,
  column,
  code,
  about,
});

const failed = (line: number, column: number, code: RosterFault['code'], about = ''): RosterPlan => ({
  people: [],
  details: [],
  faults: [fault(line, column, code, about)],
  ignored: [],
});

function readPerson(
  { line, cells }: CsvRow,
  places: Places,
  width: number,
): { person: RosterPerson | null; faults: RosterFault[] } {
  if (cells.length !== width) return { person: null, faults: [fault(line, 1, 'columns', String(width))] };
  const cell = (column: Column): string => {
    const at = places[column];
    return at === undefined ? '' : readCell(cells[at]?.text ?? '');
  };
  const faults: RosterFault[] = [];
  const wrong = (column: Column & RosterFault['code']): void =>
    void faults.push(fault(line, (places[column] ?? 0) + 1, column));
  const number = readStudentNumber(cell('number'));
  if (number === null) wrong('number');
  const plainName = readPersonName(cell('name'));
  if (plainName === null) wrong('name');
  const mailbox = cell('mailbox');
  if (mailbox !== '' && (mailbox.length > 254 || !MAILBOX.test(mailbox))) wrong('mailbox');
  const phone = cell('phone');
  if (phone !== '' && !PHONE.test(phone)) wrong('phone');
  const [college, grade] = [cell('college'), cell('grade')];
  if (college.length > LONGEST_COLLEGE) wrong('college');
  if (grade.length > LONGEST_GRADE) wrong('grade');
  if (faults.length > 0 || number === null || plainName === null) return { person: null, faults };
  const person = { number, plainName, name: cell('name'), college, grade };
  const reach = { mailbox: mailbox === '' ? null : mailbox, phone: phone === '' ? null : phone };
  return { person: { ...person, ...reach }, faults };
}
