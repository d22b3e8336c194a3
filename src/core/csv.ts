/** By it a spreadsheet knows that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A cell with its column; the first is 1. */
export type CsvCell = { readonly text: string; readonly column: number };
/** A row with the line on which it begins; the first is 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly CsvCell[] };

/** Rows as a spreadsheet reads them, in China too. */
export function writeRows(rows: readonly (readonly string[])[]): string {
  return `${BYTE_ORDER_MARK}${rows.map((row) => row.map(writeCell).join(',')).join('\r\n')}\r\n`;
}

/** What begins with = + - @ would be run as a formula: it is quoted. */
function writeCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a cell says, without the quote that {@link writeRows} puts before a formula. */
export const readCell = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text).trim();

/** RFC 4180, with any line end, rows of blanks left out; null where a quote is never closed. Columns count cells. */
export function readRows(text: string): CsvRow[] | null {
  const rows = splitRows(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  return rows?.filter(({ cells }) => cells.some((cell) => cell.text.trim() !== '')) ?? null;
}

type Growing = { line: number; cells: CsvCell[] };

function splitRows(text: string): CsvRow[] | null {
  const rows: CsvRow[] = [];
  let row: Growing = { line: 1, cells: [] };
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

/** Text of a file: spreadsheets in China still write GBK, and UTF-16 where they are asked for Unicode. */
export function decodeText(bytes: ArrayBuffer | Uint8Array): string {
  const [first, second] = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** How workbooks of Excel begin, the new ones and the old, once {@link decodeText} has read them. */
const WORKBOOKS = ['PK\u0003\u0004', '\u90a2\u0011'];

/** A workbook instead of the table in it: what people mean to save as CSV, and did not. */
export const isWorkbook = (text: string): boolean => WORKBOOKS.some((begin) => text.startsWith(begin));
