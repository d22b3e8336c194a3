import { addMs, daysMs } from '../../core/clock.ts';
import { checkInPhase, checkInTime } from '../../groups/activity.ts';
import { checkInCodeFrom, checkInTurn } from '../../groups/activity-code.ts';
import type { CheckInDate } from '../../groups/activity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

const PLACE = 'activity_date.check_in';
/** Whoever comes too late on the same day is told so. */
const REMEMBERED_MS = daysMs(1);

const codeOf = ({ vault }: KeyRing, dateId: string, turn: number): string =>
  checkInCodeFrom(vault.hash(PLACE, `${dateId}:${turn}`));

/** Computed and never stored: every process that has the master key shows the same. */
export const codeShown = (keys: KeyRing, dateId: string, at: Date): string =>
  codeOf(keys, dateId, checkInTurn(at));

type Found = { readonly dateId: string; readonly activityId: string; readonly phase: CheckInDate['phase'] };

/** Of the dates that check in now or did within a day, the one whose code it is; what is good now comes first. */
export async function findCheckIn(
  session: Session,
  keys: KeyRing,
  code: string,
  now: Date,
): Promise<Found | null> {
  const rows = await session
    .selectFrom('activity_date as d')
    .innerJoin('activity as a', 'a.id', 'd.activity_id')
    .select(['d.id', 'd.activity_id', 'd.starts_at', 'd.ends_at'])
    .where('a.status', 'in', ['open', 'closed'])
    .where('d.starts_at', '<', addMs(now, REMEMBERED_MS))
    .where('d.ends_at', '>', addMs(now, -REMEMBERED_MS))
    .orderBy('d.starts_at', 'desc')
    .orderBy('d.id')
    .execute();
  const found = rows.flatMap((row): Found[] => {
    const time = { startsAt: row.starts_at, endsAt: row.ends_at };
    const open = checkInPhase(time, now);
    if (open === 'early') return [];
    const { from, to } = checkInTime(time);
    const last = checkInTurn(open === 'now' ? now : to);
    const turn = lastTurnOf(keys, row.id, code, { first: checkInTurn(from), last });
    if (turn === null) return [];
    // The one before is good too: a code is never shown for less than it takes to type it.
    const phase = open === 'over' ? open : turn >= last - 1 ? 'now' : 'changed';
    return [{ dateId: row.id, activityId: row.activity_id, phase }];
  });
  return found.find(({ phase }) => phase === 'now') ?? found[0] ?? null;
}

function lastTurnOf(
  keys: KeyRing,
  dateId: string,
  code: string,
  { first, last }: { readonly first: number; readonly last: number },
): number | null {
  for (let turn = last; turn >= first; turn -= 1) if (codeOf(keys, dateId, turn) === code) return turn;
  return null;
}
