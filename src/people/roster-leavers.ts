import { readCell, readRows } from '../core/csv.ts';
import { readStudentNumber } from '../core/read-identity.ts';
import { MOST_ROSTER_ROWS, NUMBER_COLUMN, type RosterFault } from './roster-file.ts';

export type LeaversPlan = {
  /** Each once. */
  readonly numbers: readonly string[];
  readonly faults: readonly RosterFault[];
};

/** The numbers in a table of those who left, and everything that is wrong with it; other columns are not read. Pure. */
export function planLeavers(text: string): LeaversPlan {
  const failed = (line: number, code: RosterFault['code'], about = ''): LeaversPlan => ({
    numbers: [],
    faults: [{ line, column: 1, code, about }],
  });
  const rows = readRows(text);
  if (rows === null) return failed(1, 'not-csv');
  const [header, ...body] = rows;
  if (header === undefined) return failed(1, 'empty');
  const names = header.cells.map((cell) => readCell(cell.text).toLowerCase());
  const isNumber = (name: string): boolean => (NUMBER_COLUMN as readonly string[]).includes(name);
  const place = names.findIndex(isNumber);
  if (place < 0) return failed(header.line, 'header', NUMBER_COLUMN[0]);
  if (body.length === 0) return failed(header.line + 1, 'empty');
  if (body.length > MOST_ROSTER_ROWS) return failed(1, 'too-many', String(body.length));
  const numbers = new Set<string>();
  const faults: RosterFault[] = [];
  for (const { line, cells } of body) {
    const number = readStudentNumber(cells[place]?.text ?? '');
    if (number === null) faults.push({ line, column: place + 1, code: 'number', about: '' });
    else numbers.add(number);
  }
  return { numbers: [...numbers], faults };
}
