import { Temporal } from 'temporal-polyfill';
import { type CsvRow, readCell, readRows, writeRows } from '../../core/csv.ts';
import { DUTY_WORDS, type ImportFault, type PlannedShift, readDutyWord } from './planned-shift.ts';
import { readLocalMoment } from './read-rule.ts';

const HEADER = ['姓名', '值班类型', '开始', '结束'] as const;
const ENGLISH_HEADER = ['name', 'duty', 'start', 'end'] as const;

/** Shifts as a spreadsheet reads them: times on the centre's clock. Pure. */
export function writeCsv(shifts: readonly PlannedShift[]): string {
  const rows = shifts.map(({ name, duty, startsAt, endsAt }) => [
    name,
    DUTY_WORDS[duty],
    sayMoment(startsAt),
    sayMoment(endsAt),
  ]);
  return writeRows([HEADER, ...rows]);
}

function sayMoment(at: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Asia/Shanghai');
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** A shift with the place where it stood. */
export type FoundShift = PlannedShift & { readonly line: number; readonly column: number };
type Read = { readonly shifts: FoundShift[]; readonly faults: ImportFault[] };

/** Shifts of a file as `writeCsv` writes them, and everything in it that is none. Pure. */
export function readCsv(text: string): Read {
  const rows = readRows(text);
  if (rows === null) return { shifts: [], faults: [fault(1, 1, 'not-csv', 'a quote that never ends')] };
  const [header, ...body] = rows;
  if (header === undefined) return { shifts: [], faults: [fault(1, 1, 'empty', '')] };
  const names = header.cells.map(({ text: cell }) => readCell(cell).toLowerCase());
  const known = [HEADER, ENGLISH_HEADER].some((wanted) =>
    wanted.every((name, index) => names[index] === name),
  );
  if (!known) return { shifts: [], faults: [fault(header.line, 1, 'header', names.join(','))] };
  const shifts: FoundShift[] = [];
  const faults: ImportFault[] = [];
  for (const row of body) {
    const read = readRow(row);
    if ('shift' in read) shifts.push(read.shift);
    else faults.push(...read.faults);
  }
  return { shifts, faults };
}

const fault = (line: number, column: number, code: ImportFault['code'], found: string): ImportFault => ({
  line,
  column,
  code,
  found: found.slice(0, 40),
});

function readRow({ line, cells }: CsvRow): { shift: FoundShift } | { faults: ImportFault[] } {
  if (cells.length < HEADER.length) {
    return { faults: [fault(line, 1, 'columns', String(cells.length))] };
  }
  const faults: ImportFault[] = [];
  const [name, duty, start, end] = cells.map((cell) => ({ ...cell, text: readCell(cell.text) }));
  if (!name || !duty || !start || !end) return { faults };
  if (name.text === '') faults.push(fault(line, name.column, 'name', ''));
  const its = readDutyWord(duty.text);
  if (its === null) faults.push(fault(line, duty.column, 'duty', duty.text));
  const startsAt = readLocalMoment(start.text.replaceAll('/', '-'));
  if (startsAt === null) faults.push(fault(line, start.column, 'time', start.text));
  const endsAt = readLocalMoment(end.text.replaceAll('/', '-'));
  if (endsAt === null) faults.push(fault(line, end.column, 'time', end.text));
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
    faults.push(fault(line, end.column, 'order', end.text));
  if (faults.length > 0 || its === null || startsAt === null || endsAt === null) return { faults };
  return { shift: { name: name.text, duty: its, startsAt, endsAt, line, column: name.column } };
}
