import { Temporal } from 'temporal-polyfill';
import { DUTY_WORDS, type ImportFault, type PlannedShift, readDutyWord } from './planned-shift.ts';
import { readLocalMoment } from './read-rule.ts';

const HEADER = ['姓名', '值班类型', '开始', '结束'] as const;
const ENGLISH_HEADER = ['name', 'duty', 'start', 'end'] as const;
/** By it a spreadsheet knows that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Shifts as a spreadsheet reads them: times on the centre's clock. Pure. */
export function writeCsv(shifts: readonly PlannedShift[]): string {
  const rows = shifts.map(({ name, duty, startsAt, endsAt }) => [
    name,
    DUTY_WORDS[duty],
    sayMoment(startsAt),
    sayMoment(endsAt),
  ]);
  return `${BYTE_ORDER_MARK}${[[...HEADER], ...rows].map((row) => row.map(writeCell).join(',')).join('\r\n')}\r\n`;
}

/** What begins with = + - @ would be run as a formula: it is quoted. */
function writeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const readCell = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text).trim();

function sayMoment(at: Date): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Asia/Shanghai');
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** A shift with the place where it stood. */
export type FoundShift = PlannedShift & { readonly line: number; readonly column: number };
type Read = { readonly shifts: FoundShift[]; readonly faults: ImportFault[] };

/** Shifts of a file as `writeCsv` writes them, and everything in it that is none. Pure. */
export function readCsv(text: string): Read {
  const rows = splitRows(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  if (rows === null) return { shifts: [], faults: [fault(1, 1, 'not-csv', 'a quote that never ends')] };
  const [header, ...body] = rows.filter(({ cells }) => cells.some(({ text: cell }) => cell.trim() !== ''));
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

function readRow({ line, cells }: Row): { shift: FoundShift } | { faults: ImportFault[] } {
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

type Row = { line: number; cells: { text: string; column: number }[] };

/** RFC 4180, with any line end; null where a quote is never closed. Columns count cells. */
function splitRows(text: string): Row[] | null {
  const rows: Row[] = [];
  let row: Row = { line: 1, cells: [] };
  let cell = '';
  let quoted = false;
  let line = 1;
  const endCell = (): void => {
    row.cells.push({ text: cell, column: row.cells.length + 1 });
    cell = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? '';
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === ',') endCell();
    else if (sign === '\n') {
      endCell();
      rows.push(row);
      row = { line, cells: [] };
    } else if (sign !== '\r') cell += sign;
  }
  if (quoted) return null;
  endCell();
  rows.push(row);
  return rows;
}
