import type { IgnoredColumn } from '../../core/ignored-columns.ts';
import { cutOut } from './cut-away.ts';
import { listStints } from './list-stints.ts';
import { DAY_MS, laterOf, overlap } from './periods.ts';
import type { ImportFault, PlannedShift } from './planned-shift.ts';
import type { Override, Rota, SingleShift, Stint } from './rota.ts';
import { type FoundShift, readCsv } from './rota-csv.ts';
import { readIcs } from './rota-ics.ts';

/** As many shifts as one file may add. */
export const MOST_IMPORTED = 1_000;
const LONGEST_DAYS = 366;
/** An export over years makes one long shift of somebody who is always on. */
const LONGEST_KNOWN_DAYS = 10 * LONGEST_DAYS;
const MINUTE_MS = 60_000;

/** Rules that are not written down yet. */
const PLANNED = 'planned';

type Period = { readonly startsAt: Date; readonly endsAt: Date };
type ReadFile = {
  readonly shifts: readonly FoundShift[];
  readonly faults: readonly ImportFault[];
  /** Columns of a table that nobody knows. */
  readonly ignored: readonly IgnoredColumn[];
};

/** A rule that a row would make; of single shifts that were to be overrides, who is not on then anyway. */
export type PlannedRule = PlannedShift & {
  readonly staffId: string;
  readonly insteadOfId: string | null;
  readonly absent: string | null;
};

export type ImportPlan = {
  /** Single shifts, and overrides where somebody stands in. */
  readonly add: readonly PlannedRule[];
  /** Those that the rota has already. */
  readonly known: number;
  readonly faults: readonly ImportFault[];
};

/** What stands in a file, whoever it is about. Pure. */
export const readShifts = (file: { readonly format: 'csv' | 'ics'; readonly text: string }): ReadFile =>
  file.format === 'csv' ? readCsv(file.text) : { ...readIcs(file.text), ignored: [] };

/**
 * What a file would add, and everything that is wrong with it. Names are those of staff members. A row is known where its
 * person is on for all of it, by whatever rule, and whom they stand in for is not; of one that runs, for what is left.
 * Where whom they stand in for is on at no moment of it, it is a single shift, so that an export can be read into a rota
 * that has not their shifts. Pure.
 * @param rota as it is since the first of these shifts
 */
export function planImport(
  { shifts, faults }: Pick<ReadFile, 'shifts' | 'faults'>,
  rota: Rota,
  staff: ReadonlyMap<string, string>,
  now: Date,
): ImportPlan {
  const all = [...faults];
  const add: PlannedRule[] = [];
  let known = 0;
  let planned = rota;
  const rows = shifts.map((shift) => ({ shift, wanted: nameRow(shift, staff) }));
  const stands = rows.flatMap(({ wanted }) =>
    typeof wanted === 'string' || wanted.insteadOfId === null ? [] : [wanted],
  );
  // Those who stand in last: whom they stand in for may be put on by the same file.
  const inOrder = [...rows].sort(
    (a, b) => Number(a.shift.insteadOf !== null) - Number(b.shift.insteadOf !== null),
  );
  for (const { shift, wanted } of inOrder) {
    const found = typeof wanted === 'string' ? wanted : lookAt(planned, wanted, stands, now);
    if (found === 'known') known += 1;
    else if (typeof found === 'string') all.push(faultOf(shift, found));
    else {
      add.push(toPlanned(shift, found));
      planned = withRule(planned, found);
    }
    if (add.length > MOST_IMPORTED) {
      all.push({ line: 1, column: 1, code: 'too-many', found: String(shifts.length) });
      break;
    }
  }
  return { add, known, faults: all.sort((a, b) => a.line - b.line || a.column - b.column) };
}

type Wanted = Pick<SingleShift, 'staffId' | 'duty' | 'startsAt' | 'endsAt'> & {
  readonly insteadOfId: string | null;
};
type Planned = SingleShift | Override;
type Code = ImportFault['code'];

/** A row with the ids of whom it names, or what is wrong with them. */
function nameRow(shift: FoundShift, staff: ReadonlyMap<string, string>): Wanted | Code {
  const { name, duty, startsAt, endsAt, insteadOf } = shift;
  const staffId = staff.get(name.normalize('NFC'));
  if (staffId === undefined) return 'name';
  if (insteadOf === null) return { staffId, duty, startsAt, endsAt, insteadOfId: null };
  const insteadOfId = staff.get(insteadOf.normalize('NFC'));
  if (insteadOfId === undefined) return 'instead-name';
  return insteadOfId === staffId ? 'same-person' : { staffId, duty, startsAt, endsAt, insteadOfId };
}

function faultOf({ line, column, insteadAt, name, insteadOf }: FoundShift, code: Code): ImportFault {
  const ofInstead = code === 'instead-name' || code === 'same-person';
  const place = ofInstead && insteadAt !== null ? insteadAt : { line, column };
  return { ...place, code, found: (ofInstead ? (insteadOf ?? '') : name).slice(0, 40) };
}

const toPlanned = ({ name, duty, insteadOf }: FoundShift, rule: Planned): PlannedRule => {
  const { staffId, startsAt, endsAt } = rule;
  const times = { name, duty, startsAt, endsAt, staffId };
  return rule.kind === 'override'
    ? { ...times, insteadOf, insteadOfId: rule.insteadOf, absent: null }
    : { ...times, insteadOf: null, insteadOfId: null, absent: insteadOf };
};

/** What a row makes of the rota as it would be after the rows before it. */
function lookAt(rota: Rota, row: Wanted, stands: readonly Wanted[], now: Date): 'known' | Code | Planned {
  const { startsAt, endsAt } = row;
  const wanted = { ...row, startsAt: endsAt > now ? laterOf(startsAt, now) : startsAt };
  if (lengthOf(wanted) > LONGEST_KNOWN_DAYS * DAY_MS) return 'too-long';
  const missing = missingOf(rota, wanted, stands);
  const others = insteadOn(rota, wanted, stands);
  if (missing === 0 && others.length === 0) return 'known';
  if (endsAt <= now) return 'past';
  if (lengthOf(wanted) > LONGEST_DAYS * DAY_MS) return 'too-long';
  if (others.length > 0 && totalOf(cutOut<Period>(wanted, others)) > 0) return 'part';
  const rule = ruleOf(wanted, others.length > 0, now);
  // A swap or somebody who stands in would take it away again at once: it would be added for nothing.
  const left = missingOf(withRule(rota, rule), wanted, stands);
  return left === 0 || left < missing ? rule : 'given-away';
}

function ruleOf(wanted: Wanted, standsIn: boolean, now: Date): Planned {
  const { staffId, insteadOfId, duty, startsAt, endsAt } = wanted;
  const life = { id: PLANNED, staffId, duty, startsAt, endsAt, madeAt: now, endedAt: null };
  return standsIn ? { kind: 'override', insteadOf: insteadOfId, ...life } : { kind: 'single', ...life };
}

const withRule = (rota: Rota, rule: Planned): Rota => ({ ...rota, rules: [...rota.rules, rule] });

const lengthOf = ({ startsAt, endsAt }: Period): number => endsAt.getTime() - startsAt.getTime();
const totalOf = (periods: readonly Period[]): number =>
  periods.reduce((sum, piece) => sum + lengthOf(piece), 0);

/** For how long of it that person would not be on, in ms; what the file itself gives to others counts as on. */
function missingOf(rota: Rota, wanted: Wanted, stands: readonly Wanted[]): number {
  const { staffId, insteadOfId } = wanted;
  const counts = ({ staffId: who, insteadOf }: Stint): boolean =>
    who === staffId ||
    (insteadOfId === null && insteadOf === staffId && isWanted(stands, wanted, who, staffId));
  const on = stintsNear(rota, wanted).filter(counts);
  return totalOf(
    cutOut<Period>(
      wanted,
      on.map((stint) => ({ startsAt: minuteOf(stint.startsAt), endsAt: stint.endsAt })),
    ),
  );
}

/** When whom they stand in for is on all the same, but where another row of the file has them stand in for somebody. */
function insteadOn(rota: Rota, wanted: Wanted, stands: readonly Wanted[]): Period[] {
  const { insteadOfId } = wanted;
  if (insteadOfId === null) return [];
  return stintsNear(rota, wanted)
    .filter(({ staffId }) => staffId === insteadOfId)
    .filter(({ insteadOf }) => !isWanted(stands, wanted, insteadOfId, insteadOf))
    .map(({ startsAt, endsAt }) => ({ startsAt: minuteOf(startsAt), endsAt: minuteOf(endsAt) }))
    .filter((period) => lengthOf(period) > 0);
}

/** Whether a row wants one to stand in for the other at that time. */
const isWanted = (
  stands: readonly Wanted[],
  at: Wanted,
  staffId: string,
  insteadOfId: string | null,
): boolean =>
  stands.some(
    (row) =>
      row.staffId === staffId && row.insteadOfId === insteadOfId && row.duty === at.duty && overlap(row, at),
  );

/** Rules of other times are left out: there may be a thousand. */
function stintsNear(rota: Rota, wanted: Wanted): readonly Stint[] {
  const rules = rota.rules.filter((rule) => !('startsAt' in rule) || overlap(rule, wanted));
  return listStints({ ...rota, rules }, wanted.duty, wanted.startsAt, wanted.endsAt);
}

/** Files carry whole minutes; a rule may have been made in the middle of one. */
const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS);
