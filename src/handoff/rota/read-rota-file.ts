import { cutOut } from './cut-away.ts';
import { listStints } from './list-stints.ts';
import { DAY_MS, laterOf, overlap } from './periods.ts';
import type { ImportFault, PlannedShift } from './planned-shift.ts';
import type { Rota, SingleShift } from './rota.ts';
import { type FoundShift, readCsv } from './rota-csv.ts';
import { readIcs } from './rota-ics.ts';

/** As many shifts as one file may add. */
export const MOST_IMPORTED = 1_000;
const LONGEST_DAYS = 366;
/** An export over years makes one long shift of somebody who is always on. */
const LONGEST_KNOWN_DAYS = 10 * LONGEST_DAYS;
const MINUTE_MS = 60_000;

type ReadFile = { readonly shifts: readonly FoundShift[]; readonly faults: readonly ImportFault[] };

export type ImportPlan = {
  readonly add: readonly (PlannedShift & { readonly staffId: string })[];
  /** Those that the rota has already. */
  readonly known: number;
  readonly faults: readonly ImportFault[];
};

/** What stands in a file, whoever it is about. Pure. */
export const readShifts = (file: { readonly format: 'csv' | 'ics'; readonly text: string }): ReadFile =>
  file.format === 'csv' ? readCsv(file.text) : readIcs(file.text);

/**
 * What a file would add, and everything that is wrong with it. Names are those of staff members. A shift is known where
 * its person is on for all of it, by whatever rule; of one that runs, for what is left. Pure.
 * @param rota as it is since the first of these shifts
 */
export function planImport(
  { shifts, faults }: ReadFile,
  rota: Rota,
  staff: ReadonlyMap<string, string>,
  now: Date,
): ImportPlan {
  const all = [...faults];
  const add: (PlannedShift & { staffId: string })[] = [];
  let known = 0;
  let planned = rota;
  for (const { line, column, ...shift } of shifts) {
    const staffId = staff.get(shift.name.normalize('NFC'));
    const found = staffId === undefined ? 'name' : look(planned, { ...shift, staffId }, now);
    if (found === 'known') known += 1;
    else if (typeof found === 'string')
      all.push({ line, column, code: found, found: shift.name.slice(0, 40) });
    else {
      add.push({ ...shift, staffId: found.staffId });
      planned = withShift(planned, found);
    }
    if (add.length > MOST_IMPORTED) {
      all.push({ line: 1, column: 1, code: 'too-many', found: String(shifts.length) });
      break;
    }
  }
  return { add, known, faults: all.sort((a, b) => a.line - b.line || a.column - b.column) };
}

type Wanted = Pick<SingleShift, 'staffId' | 'duty' | 'startsAt' | 'endsAt'>;

function look(
  rota: Rota,
  { staffId, duty, startsAt, endsAt }: Wanted,
  now: Date,
): 'known' | ImportFault['code'] | SingleShift {
  const wanted = { staffId, duty, startsAt: endsAt > now ? laterOf(startsAt, now) : startsAt, endsAt };
  if (lengthOf(wanted) > LONGEST_KNOWN_DAYS * DAY_MS) return 'too-long';
  const missing = missingOf(rota, wanted);
  if (missing === 0) return 'known';
  if (endsAt <= now) return 'past';
  if (lengthOf(wanted) > LONGEST_DAYS * DAY_MS) return 'too-long';
  const shift = { kind: 'single' as const, id: 'planned', ...wanted, madeAt: now, endedAt: null };
  // A swap or somebody who stands in would take it away again at once: it would be added for nothing.
  return missingOf(withShift(rota, shift), wanted) < missing ? shift : 'given-away';
}

const withShift = (rota: Rota, shift: SingleShift): Rota => ({ ...rota, rules: [...rota.rules, shift] });

const lengthOf = ({ startsAt, endsAt }: Pick<Wanted, 'startsAt' | 'endsAt'>): number =>
  endsAt.getTime() - startsAt.getTime();

/** For how long of it that person would not be on, in milliseconds. */
function missingOf(rota: Rota, wanted: Wanted): number {
  const { staffId, duty, startsAt, endsAt } = wanted;
  const near = {
    ...rota,
    rules: rota.rules.filter((rule) => !('startsAt' in rule) || overlap(rule, wanted)),
  };
  const stints = listStints(near, duty, startsAt, endsAt).filter((stint) => stint.staffId === staffId);
  const on = stints.map((stint) => ({ ...stint, startsAt: minuteOf(stint.startsAt) }));
  return cutOut(wanted, on).reduce((sum, piece) => sum + lengthOf(piece), 0);
}

/** Files carry whole minutes; a rule may have been made in the middle of one. */
const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
