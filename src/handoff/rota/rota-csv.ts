import { Temporal } from 'temporal-polyfill';
import { type CsvRow, readCell, readRows, writeRows } from '../../core/csv.ts';
import { findIgnored, type IgnoredColumn } from '../../core/ignored-columns.ts';
import { readDate, readMinute } from '../../core/read-time.ts';
import { localDay, momentOn } from './local-day.ts';
import { DUTY_WORDS, type ImportFault, type PlannedShift, readDutyWord } from './planned-shift.ts';

const HEADER = ['姓名', '值班类型', '开始', '结束'] as const;
const ENGLISH_HEADER = ['name', 'duty', 'start', 'end'] as const;
/** A column that may be left out: whom they stand in for. */
const INSTEAD = '代替';
const INSTEAD_NAMES: readonly [string, ...string[]] = [INSTEAD, 'instead of', 'instead_of', 'instead'];
const COLUMNS = [
  ...HEADER.map((name, index) => ({ names: [name, ENGLISH_HEADER[index] ?? name] as const })),
  { names: INSTEAD_NAMES },
];

/** Shifts as a spreadsheet reads them: times on the centre's clock. Pure. */
export function writeCsv(shifts: readonly PlannedShift[]): string {
  const rows = shifts.map(({ name, duty, startsAt, endsAt, insteadOf }) => [
    name,
    DUTY_WORDS[duty],
    sayMoment(startsAt),
    sayMoment(endsAt),
    insteadOf ?? '',
  ]);
  return writeRows([[...HEADER, INSTEAD], ...rows]);
}

function sayMoment(at: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Asia/Shanghai');
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** A shift with the place where it stood. */
export type FoundShift = PlannedShift & {
  readonly line: number;
  readonly column: number;
  /** Where the name of whom they stand in for stood. */
  readonly insteadAt: { readonly line: number; readonly column: number } | null;
};
type Read = {
  readonly shifts: FoundShift[];
  readonly faults: ImportFault[];
  /** Columns that nobody knows. */
  readonly ignored: readonly IgnoredColumn[];
};

/** Shifts of a file as `writeCsv` writes them, and everything in it that is none. Pure. */
export function readCsv(text: string): Read {
  const rows = readRows(text);
  const refuse = (one: ImportFault): Read => ({ shifts: [], faults: [one], ignored: [] });
  if (rows === null) return refuse(fault(1, 1, 'not-csv', 'a quote that never ends'));
  const [header, ...body] = rows;
  if (header === undefined) return refuse(fault(1, 1, 'empty', ''));
  const names = header.cells.map(({ text: cell }) => readCell(cell).toLowerCase());
  const known = [HEADER, ENGLISH_HEADER].some((wanted) =>
    wanted.every((name, index) => names[index] === name),
  );
  if (!known) return refuse(fault(header.line, 1, 'header', names.join(',')));
  const instead = names.findIndex((name) => INSTEAD_NAMES.includes(name));
  const shifts: FoundShift[] = [];
  const faults: ImportFault[] = [];
  for (const row of body) {
    const read = readRow(row, instead);
    if ('shift' in read) shifts.push(read.shift);
    else faults.push(...read.faults);
  }
  const used = new Set([...HEADER.keys(), ...(instead < 0 ? [] : [instead])].map((index) => index + 1));
  return { shifts, faults, ignored: findIgnored(header, COLUMNS, used) };
}

const fault = (line: number, column: number, code: ImportFault['code'], found: string): ImportFault => ({
  line,
  column,
  code,
  found: found.slice(0, 40),
});

/** A moment on the centre's clock, also as a spreadsheet saves it again: 2026/1/5 8:00, with seconds or without. */
function readMoment(text: string): Date | null {
  const [, date = '', time = ''] =
    /^([\d/-]+)(?:\s+|T)(\d{1,2}[:：]\d{2})(?:[:：]00)?$/u.exec(text.trim()) ?? [];
  const [day, minute] = [readDate(date), readMinute(time)];
  return day === null || minute === null ? null : momentOn(localDay(day), minute);
}

/** @param instead which column says whom they stand in for; -1 for none */
function readRow(
  { line, cells }: CsvRow,
  instead: number,
): { shift: FoundShift } | { faults: ImportFault[] } {
  if (cells.length < HEADER.length) {
    return { faults: [fault(line, 1, 'columns', String(cells.length))] };
  }
  const faults: ImportFault[] = [];
  const [name, duty, start, end] = cells.map((cell) => ({ ...cell, text: readCell(cell.text) }));
  if (!name || !duty || !start || !end) return { faults };
  if (name.text === '') faults.push(fault(line, name.column, 'name', ''));
  const its = readDutyWord(duty.text);
  if (its === null) faults.push(fault(line, duty.column, 'duty', duty.text));
  const startsAt = readMoment(start.text);
  if (startsAt === null) faults.push(fault(line, start.column, 'time', start.text));
  const endsAt = readMoment(end.text);
  if (endsAt === null) faults.push(fault(line, end.column, 'time', end.text));
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
    faults.push(fault(line, end.column, 'order', end.text));
  if (faults.length > 0 || its === null || startsAt === null || endsAt === null) return { faults };
  const whose = instead < 0 ? undefined : cells[instead];
  const insteadOf = whose === undefined ? '' : readCell(whose.text);
  const stands =
    whose === undefined || insteadOf === ''
      ? { insteadOf: null, insteadAt: null }
      : { insteadOf, insteadAt: { line, column: whose.column } };
  return { shift: { name: name.text, duty: its, startsAt, endsAt, ...stands, line, column: name.column } };
}
