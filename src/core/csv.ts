/** Tables as spreadsheets write them (RFC 4180). Pure. */

/** By it a spreadsheet knows that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Lines count from 1 in the file, columns from 1 in cells. */
export type CsvCell = { readonly text: string; readonly column: number };
export type CsvRow = { readonly line: number; readonly cells: readonly CsvCell[] };

/** What a spreadsheet quoted so that it is no formula; without spaces around it. */
export const readCsvCell = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text).trim();

/** Rows that hold something, with any line end; null where a quote is never closed. */
export function splitCsvRows(text: string): CsvRow[] | null {
  const rows: CsvRow[] = [];
  let cells: CsvCell[] = [];
  let start = 1;
  let line = 1;
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    cells.push({ text: cell, column: cells.length + 1 });
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((one) => one.text.trim() !== '')) rows.push({ line: start, cells });
    cells = [];
    start = line;
  };
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  for (let index = 0; index < body.length; index += 1) {
    const sign = body[index] ?? '';
    if (sign === '\n') line += 1;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === ',') endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) return null;
  endRow();
  return rows;
}

/** Spreadsheets in China still write GBK. */
export function decodeCsv(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
