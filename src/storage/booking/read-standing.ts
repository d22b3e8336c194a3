import type { HoldOrder, Standing } from '../../booking/appointment-store.ts';
import type { TimeRange } from '../../booking/slot.ts';
import { addMs, minutesMs } from '../../core/clock.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { isInLeave, startOf, wasClosed } from './appointment-rows.ts';

const DAY_MINUTES = 1_440;
/** For so long after a case has ended, or after words that gave cause for concern, no rule holds anybody up. */
const CARE_DAYS = 30;

/** A moved appointment is none of its own: the one that took its place counts. */
export async function readStanding(
  session: Session,
  contactId: string,
  { startAt, endAt }: TimeRange,
  now: Date,
): Promise<Standing> {
  const careSince = addMs(now, -minutesMs(CARE_DAYS * DAY_MINUTES));
  const { rows } = await sql<{ used: number; missed: number; in_care: boolean }>`
    select
      count(*) filter (where a.status = 'attended'
        or ((a.status in ('booked', 'no-show') or a.cancelled_late) and not ${wasClosed}))::int as used,
      count(*) filter (where (a.status = 'no-show' or a.cancelled_late) and not ${wasClosed}
        and not ${isInLeave})::int as missed,
      exists (
        select from xinqiao.handoff_case c
        where c.contact_id = ${contactId} and (c.status <> 'closed' or c.closed_at > ${careSince})
      ) or exists (
        select from xinqiao.heard h join xinqiao.address d on d.id = h.address_id
        where d.contact_id = ${contactId} and h.level <> 'none' and h.at > ${careSince}
      ) as in_care
    from xinqiao.appointment a
    where a.contact_id = ${contactId} and lower(a.during) >= ${startAt} and lower(a.during) < ${endAt}
  `.execute(session);
  const [row] = rows;
  return { used: row?.used ?? 0, missed: row?.missed ?? 0, inCare: row?.in_care ?? false };
}

/** Needs the lock of the contact: the limit is a count, which no constraint can hold. Whoever moves books none more. */
export async function isTermFull(
  session: Session,
  { contactId, term, now, insteadOf }: Pick<HoldOrder, 'contactId' | 'term' | 'now' | 'insteadOf'>,
): Promise<boolean> {
  if (term === undefined || insteadOf !== undefined) return false;
  return (await readStanding(session, contactId, term.counted, now)).used >= term.limit;
}

export async function readLastCounsellor(
  session: Session,
  contactId: string,
): Promise<{ staffId: string; counsellor: string } | null> {
  const row = await session
    .selectFrom('appointment as a')
    .innerJoin('staff_member as s', 's.id', 'a.staff_id')
    .select(['a.staff_id as staffId', 's.name as counsellor'])
    .where('a.contact_id', '=', contactId)
    .where('a.status', 'in', ['booked', 'attended'])
    .where('s.disabled_at', 'is', null)
    .orderBy(sql`a.status = 'attended'`, 'desc')
    .orderBy(startOf, 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
