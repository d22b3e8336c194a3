/**
 * All that rows hold as one text, sealed columns byte by byte. In JSON, and in SQL's own text, bytes are numbers: there
 * no word is ever found, sealed or not.
 */
export const rawText = (rows: readonly object[]): string =>
  rows
    .flatMap((row) => Object.values(row))
    .map((cell) => (Buffer.isBuffer(cell) ? cell.toString('utf8') : JSON.stringify(cell)))
    .join();
