import type { Actor } from '../../../access/can.ts';
import { termAt } from '../../../core/calendar.ts';
import { addMs, daysMs, minutesMs } from '../../../core/clock.ts';
import { listStints } from '../../../handoff/rota/list-stints.ts';
import { addLocalDays, localDateOf, localDay } from '../../../handoff/rota/local-day.ts';
import { earlierOf } from '../../../handoff/rota/periods.ts';
import { planImport, readShifts } from '../../../handoff/rota/read-rota-file.ts';
import { DUTIES, type Rota, type Stint } from '../../../handoff/rota/rota.ts';
import { writeCsv } from '../../../handoff/rota/rota-csv.ts';
import { writeIcs } from '../../../handoff/rota/rota-ics.ts';
import type { Scope } from '../../scope.ts';
import { byOf, permitsRota } from '../../staff/change-rota.ts';
import { changeRotaAndTell } from '../../staff/tell-rota-changes.ts';
import type { ImportAnswer, RotaDesk, RotaFile } from './rota-desk.ts';

/** Without a term in the calendar so many days are exported. */
const NO_TERM_DAYS = 120;
/** Longer than anybody's turn in a rotation. */
const EARLIER_DAYS = 31;
const MINUTE_MS = minutesMs(1);

type ExportInput = Parameters<RotaDesk['export']>[1];

export async function exportRota(scope: Scope, actor: Actor, input: ExportInput): Promise<string | null> {
  if (!(await permitsRota(scope, actor, 'rota.see'))) return null;
  const { stores, now } = scope;
  const { from, to } = daysOf(await stores.rota.read(now), input, now);
  // From well before: a shift that runs at midnight keeps its begin, and so its name in calendars that read it daily.
  const early = firstOfMonth(addMs(from, -daysMs(EARLIER_DAYS)));
  const rota = await stores.rota.read(early);
  const stints = DUTIES.flatMap((duty) => listStints(rota, duty, early, to))
    .filter(({ staffId }) => input.staffId === null || staffId === input.staffId)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const members = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  const shifts = joined(stints)
    .filter((stint) => hasMinute(stint) && stint.endsAt > from)
    .map((stint) => ({
      uid: `${stint.from.id}-${stint.staffId}-${stint.duty}-${stint.startsAt.getTime()}@xinqiao`,
      name: members.get(stint.staffId) ?? '',
      duty: stint.duty,
      startsAt: stint.startsAt,
      endsAt: stint.endsAt,
      insteadOf: stint.insteadOf === null ? null : (members.get(stint.insteadOf) ?? null),
    }));
  return input.format === 'csv' ? writeCsv(shifts) : writeIcs(shifts, input.staffId === null, now);
}

/** Whatever goes on without a break for the same person, duty and place is one shift, whichever rules it comes from. */
function joined(stints: readonly Stint[]): Stint[] {
  const out: Stint[] = [];
  for (const stint of stints) {
    const index = out.findIndex(
      (one) =>
        one.staffId === stint.staffId &&
        one.duty === stint.duty &&
        one.insteadOf === stint.insteadOf &&
        one.endsAt >= stint.startsAt &&
        stint.endsAt > one.endsAt,
    );
    const covered = out.some(
      (one) =>
        one.staffId === stint.staffId &&
        one.duty === stint.duty &&
        one.insteadOf === stint.insteadOf &&
        one.endsAt >= stint.endsAt,
    );
    const before = out[index];
    if (before !== undefined) out[index] = { ...before, endsAt: stint.endsAt };
    else if (!covered) out.push(stint);
  }
  return out;
}

/** Files carry whole minutes: somebody who was put on and taken off within one would end when they begin. */
const hasMinute = ({ startsAt, endsAt }: Stint): boolean =>
  Math.floor(startsAt.getTime() / MINUTE_MS) < Math.floor(endsAt.getTime() / MINUTE_MS);

/** Whoever is on without an end has another begin each month, and not each day. */
const firstOfMonth = (at: Date): Date => localDay(`${localDateOf(at).slice(0, 8)}01`).startsAt;

/** The term that runs or comes, from today on; other days where they are named. */
function daysOf({ calendar }: Rota, input: ExportInput, now: Date): { from: Date; to: Date } {
  const today = localDateOf(now);
  const term = termAt(calendar, today);
  const first = input.from ?? (term !== null && term.from > today ? term.from : today);
  const last = input.to ?? term?.to ?? addLocalDays(today, NO_TERM_DAYS);
  return { from: localDay(first).startsAt, to: addMs(localDay(last).startsAt, daysMs(1)) };
}

/** All of it in the caller's transaction, or nothing. */
export async function importRota(
  scope: Scope,
  actor: Actor,
  file: RotaFile,
  dryRun: boolean,
): Promise<ImportAnswer> {
  if (!(await permitsRota(scope, actor, 'rota.change'))) return { ok: false, code: 'forbidden' };
  const { stores, now, parts } = scope;
  const members = (await stores.staff.list()).filter(({ disabledAt }) => disabledAt === null);
  const staff = new Map(members.map(({ id, name }) => [name.normalize('NFC'), id]));
  const read = readShifts(file);
  const since = read.shifts.reduce((first, { startsAt }) => earlierOf(first, startsAt), now);
  const plan = planImport(read, await stores.rota.read(since), staff, now);
  if (plan.faults.length > 0)
    return { ok: false, code: 'faults', faults: plan.faults, ignored: read.ignored };
  if (!dryRun && plan.add.length > 0) {
    await changeRotaAndTell(scope, actor, async () => {
      for (const { staffId, duty, startsAt, endsAt, insteadOfId: insteadOf } of plan.add) {
        const rule = { id: parts.newId(), staffId, duty, startsAt, endsAt };
        await stores.rota.add(
          insteadOf === null ? { kind: 'single', ...rule } : { kind: 'override', ...rule, insteadOf },
          byOf(actor),
          now,
        );
      }
    });
  }
  return { ok: true, added: plan.add, known: plan.known, ignored: read.ignored };
}
