import { type CsvCell, type CsvRow, readCell, readRows } from './csv.ts';
import { findIgnored, type IgnoredColumn } from './ignored-columns.ts';
import { fail, ok, type Result } from './result.ts';

/** A column that a table may have; the first name is what faults call it. */
export type CsvColumn<Key extends string> = {
  readonly key: Key;
  /** As the first row may write it; case does not matter. */
  readonly names: readonly [string, ...string[]];
  /** Without it the table is refused; a cell of it may be empty all the same. */
  readonly needed: boolean;
};

/** Something in a file that keeps all of it from being imported. Lines and columns count from 1. */
export type CsvFault<Code extends string> = {
  readonly line: number;
  readonly column: number;
  readonly code: Code;
  /** What stood there, cut short. */
  readonly found: string;
};

/** `header`: a needed column is missing, `twice`: it is there two times. A column that nobody knows is ignored, and named. */
export type TableFaultCode = 'empty' | 'not-csv' | 'header' | 'twice' | 'too-many-cells';

export type TableRow<Key extends string> = {
  readonly line: number;
  /** Whether the table has the column; an empty cell says something, a missing column nothing. */
  has(key: Key): boolean;
  /** Where a column stands, from 1; the first one where the table does not have it. */
  column(key: Key): number;
  /** The text of a column; empty where the table does not have it. */
  text(key: Key): string;
  /** A fault of this row, at the place of a column. */
  fault<Code extends string>(key: Key, code: Code): CsvFault<Code>;
};

type TableFaults = {
  readonly faults: readonly CsvFault<TableFaultCode>[];
  readonly ignored: readonly IgnoredColumn[];
};

const FOUND_LENGTH = 40;

export const csvFault = <Code extends string>(
  line: number,
  column: number,
  code: Code,
  found: string,
): CsvFault<Code> => ({ line, column, code, found: found.slice(0, FOUND_LENGTH) });

/**
 * Rows of a table whose first row names its columns, in any order, or all that is wrong with its shape. What the cells
 * mean is the caller's business. Pure.
 */
export function readTable<Key extends string>(
  text: string,
  columns: readonly CsvColumn<Key>[],
): Result<readonly TableRow<Key>[], 'faults'> & TableFaults {
  const refuse = (...faults: CsvFault<TableFaultCode>[]) => ({ ...fail('faults'), faults, ignored: [] });
  const rows = readRows(text);
  if (rows === null) return refuse(csvFault(1, 1, 'not-csv', 'a quote that never ends'));
  const [header, ...body] = rows;
  if (header === undefined) return refuse(csvFault(1, 1, 'empty', ''));
  const { places, named, faults } = readHeader(header, columns);
  const tooLong = body
    .filter(({ cells }) => cells.slice(header.cells.length).some((cell) => cell.text.trim() !== ''))
    .map(({ line, cells }) =>
      csvFault(line, header.cells.length + 1, 'too-many-cells', cells[header.cells.length]?.text ?? ''),
    );
  const ignored = findIgnored(header, columns, named);
  if (faults.length > 0 || tooLong.length > 0) return { ...refuse(...faults, ...tooLong), ignored };
  return { ...ok(body.map((row) => tableRow(row, places))), faults: [], ignored };
}

function readHeader<Key extends string>(header: CsvRow, columns: readonly CsvColumn<Key>[]) {
  const places = new Map<Key, number>();
  /** Columns with a name that is known. */
  const named = new Set<number>();
  const faults: CsvFault<TableFaultCode>[] = [];
  for (const cell of header.cells) {
    const name = readCell(cell.text).toLowerCase();
    if (name === '') continue;
    const column = columns.find(({ names }) => names.some((one) => one.toLowerCase() === name));
    if (column === undefined) continue;
    named.add(cell.column);
    if (places.has(column.key)) faults.push(csvFault(header.line, cell.column, 'twice', name));
    else places.set(column.key, cell.column);
  }
  for (const { key, names, needed } of columns) {
    if (needed && !places.has(key)) faults.push(csvFault(header.line, 1, 'header', names[0]));
  }
  return { places, named, faults };
}

function tableRow<Key extends string>(row: CsvRow, places: ReadonlyMap<Key, number>): TableRow<Key> {
  const cellOf = (key: Key): CsvCell => {
    const column = places.get(key) ?? 1;
    return { column, text: places.has(key) ? readCell(row.cells[column - 1]?.text ?? '') : '' };
  };
  return {
    line: row.line,
    has: (key) => places.has(key),
    column: (key) => cellOf(key).column,
    text: (key) => cellOf(key).text,
    fault: (key, code) => csvFault(row.line, cellOf(key).column, code, cellOf(key).text),
  };
}
