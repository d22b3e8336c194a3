import { type CsvRow, readCell } from './csv.ts';

/** A column of a file's first row that is not imported. It is no fault: files come from elsewhere and hold more. */
export type IgnoredColumn = {
  readonly line: number;
  readonly column: number;
  /** How it is called there, cut short. */
  readonly found: string;
  /** `again`: it says the same as a column that is imported. */
  readonly why: 'unknown' | 'again';
  /** The known column that it may have been meant for, by its first name; null for none. */
  readonly meant: string | null;
};

type KnownColumn = { readonly names: readonly [string, ...string[]] };

const FOUND_LENGTH = 40;

/**
 * Every named column of the first row that is not `used`, with the known column that it looks like. Pure.
 * @param used columns that are imported, from 1
 */
export function findIgnored(
  header: CsvRow,
  known: readonly KnownColumn[],
  used: ReadonlySet<number>,
): IgnoredColumn[] {
  const taken = header.cells.filter(({ column }) => used.has(column)).map(({ text }) => plain(text));
  const isTaken = ({ names }: KnownColumn): boolean => names.some((name) => taken.includes(plain(name)));
  const missing = known.filter((column) => !isTaken(column));
  return header.cells.flatMap(({ text, column }): IgnoredColumn[] => {
    const found = readCell(text);
    if (found === '' || used.has(column)) return [];
    const place = { line: header.line, column, found: found.slice(0, FOUND_LENGTH) };
    const same = known.find(({ names }) => names.some((name) => plain(name) === plain(found)));
    if (same !== undefined && isTaken(same)) return [{ ...place, why: 'again', meant: same.names[0] }];
    return [{ ...place, why: 'unknown', meant: (same ?? closest(plain(found), missing))?.names[0] ?? null }];
  });
}

/** Without case, blanks, signs and what stands in brackets: 电话（可以没有）, *姓名, buffer_before. */
const plain = (text: string): string =>
  readCell(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|[^\p{L}\p{N}]/gu, '');

function closest(found: string, columns: readonly KnownColumn[]): KnownColumn | undefined {
  const all = columns.flatMap((column) => column.names.map((name) => ({ column, name: plain(name) })));
  const within = all
    .filter(({ name }) => isPartOf(name, found) || isPartOf(found, name))
    .sort((one, other) => other.name.length - one.name.length);
  const slips = all
    .map(({ column, name }) => ({ column, name, most: mostSlips(found, name) }))
    .filter(({ name, most }) => Math.abs(found.length - name.length) <= most)
    .map((one) => ({ ...one, slips: countSlips(found, one.name) }))
    .filter(({ slips, most }) => slips <= most)
    .sort((one, other) => one.slips - other.slips);
  return (slips[0] ?? within[0])?.column;
}

/** What is shorter stands in many words: 到 in 报到日期, to in storage. */
const SHORTEST = 2;
const SHORTEST_LATIN = 4;
const isPartOf = (part: string, whole: string): boolean =>
  part.length >= (isLatin(part) ? SHORTEST_LATIN : SHORTEST) && whole.includes(part);

const LONG_WORD = 6;
const isLatin = (text: string): boolean => /^[a-z0-9]+$/.test(text);

/** Short words differ by one sign and mean something else (学号, 学院): there only two signs changing places is a slip. */
function mostSlips(found: string, name: string): number {
  const length = Math.min(found.length, name.length);
  if (isLatin(name)) return length >= LONG_WORD ? 2 : length >= SHORTEST_LATIN ? 1 : 0;
  return length > SHORTEST || [...found].sort().join('') === [...name].sort().join('') ? 1 : 0;
}

/** Signs that are left out, added, another one, or changed places with the next. */
function countSlips(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const steps = [(row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same];
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        steps.push((before[j - 2] ?? 0) + 1);
      row.push(Math.min(...steps));
    }
    before = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
