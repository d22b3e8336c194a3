import { DAY_MS } from './periods.ts';
import type { ImportFault, PlannedShift } from './planned-shift.ts';
import type { Duty, Rota } from './rota.ts';
import { readCsv } from './rota-csv.ts';
import { readIcs } from './rota-ics.ts';

/** As many shifts as one file may add. */
export const MOST_IMPORTED = 1_000;
const LONGEST_DAYS = 366;

export type ImportPlan = {
  readonly add: readonly (PlannedShift & { readonly staffId: string })[];
  /** Those that the rota has already. */
  readonly known: number;
  readonly faults: readonly ImportFault[];
};

/**
 * What a file would add, and everything that is wrong with it. Names are those of staff members; whatever has ended by
 * now is wrong. Pure.
 */
export function planImport(
  file: { readonly format: 'csv' | 'ics'; readonly text: string },
  rota: Rota,
  staff: ReadonlyMap<string, string>,
  now: Date,
): ImportPlan {
  const { shifts, faults } = file.format === 'csv' ? readCsv(file.text) : readIcs(file.text);
  const all = [...faults];
  const add: (PlannedShift & { staffId: string })[] = [];
  const seen = new Set(singlesOf(rota));
  let known = 0;
  for (const { line, column, ...shift } of shifts) {
    const staffId = staff.get(shift.name.normalize('NFC'));
    const code = wrongWith(shift, staffId, now);
    if (code !== null || staffId === undefined) {
      all.push({ line, column, code: code ?? 'name', found: shift.name.slice(0, 40) });
      continue;
    }
    const key = keyOf(staffId, shift);
    if (seen.has(key)) known += 1;
    else add.push({ ...shift, staffId });
    seen.add(key);
  }
  if (add.length > MOST_IMPORTED)
    all.push({ line: 1, column: 1, code: 'too-many', found: String(add.length) });
  return { add, known, faults: all.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function wrongWith(shift: PlannedShift, staffId: string | undefined, now: Date): ImportFault['code'] | null {
  if (staffId === undefined) return 'name';
  if (shift.endsAt <= now) return 'past';
  return shift.endsAt.getTime() - shift.startsAt.getTime() > LONGEST_DAYS * DAY_MS ? 'too-long' : null;
}

type Keyed = { readonly duty: Duty; readonly startsAt: Date; readonly endsAt: Date };

const keyOf = (staffId: string, { duty, startsAt, endsAt }: Keyed): string =>
  `${staffId} ${duty} ${startsAt.getTime()} ${endsAt.getTime()}`;

const singlesOf = ({ rules }: Rota): string[] =>
  rules.flatMap((rule) =>
    rule.kind === 'single' && rule.endedAt === null ? [keyOf(rule.staffId, rule)] : [],
  );
