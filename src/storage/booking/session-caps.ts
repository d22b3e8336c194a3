import type { Caps } from '../../booking/count-sessions.ts';
import { localDateOf, momentOf, wholeWeeks } from '../../booking/local-day.ts';
import type { Slot } from '../../booking/slot.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';

const NO_CAPS: Caps = { daily: null, weekly: null };
const DAY_MINUTES = 1_440;

const isUncapped = ({ daily, weekly }: Caps): boolean => daily === null && weekly === null;

/**
 * Lets one booking at a time decide for a counsellor who has caps, and answers these: a cap is a count, which no
 * constraint can hold. It comes after the locks of the contact and of what is closed, and before any lock on an
 * appointment; with nobody's cap to keep it waits for nobody.
 */
export async function lockCaps(session: Session, staffId: string, centre: Caps = NO_CAPS): Promise<Caps> {
  const own = await session
    .selectFrom('counsellor_profiles')
    .select(['daily_cap as daily', 'weekly_cap as weekly'])
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  const caps = { daily: own?.daily ?? centre.daily, weekly: own?.weekly ?? centre.weekly };
  if (!isUncapped(caps))
    await sql`select pg_advisory_xact_lock(hashtext(${`xinqiao caps ${staffId}`}))`.execute(session);
  return caps;
}

type Asked = {
  readonly slot: Pick<Slot, 'staffId' | 'startAt' | 'endAt'>;
  /** What is promised to them alone is not in their way. */
  readonly contactId: string;
  readonly now: Date;
  /** Appointments that do not count: the one that is asked about, and one that it takes the place of. */
  readonly without?: readonly string[];
};

/** Whether the counsellor has as many other sessions on that day or in that week as their caps allow. Needs {@link lockCaps}. */
export async function isFull(session: Session, caps: Caps, asked: Asked): Promise<boolean> {
  if (isUncapped(caps)) return false;
  const { startAt, endAt } = asked.slot;
  const date = localDateOf(startAt);
  const dayFrom = momentOf(date, 0);
  const dayTo = momentOf(date, DAY_MINUTES);
  const week = wholeWeeks(startAt, endAt);
  const { rows } = await sql<{ on_day: number; in_week: number }>`
    select count(*) filter (where at >= ${dayFrom} and at < ${dayTo})::int as on_day, count(*)::int as in_week
    from (${sessionsBetween(asked, week.startAt, week.endAt)}) sessions`.execute(session);
  const [found] = rows;
  if (found === undefined) return false;
  const { daily, weekly } = caps;
  return (daily !== null && found.on_day >= daily) || (weekly !== null && found.in_week >= weekly);
}

/** When sessions start that are held, booked or promised; a counsellor has one at a time, whoever it is. */
const sessionsBetween = ({ slot, contactId, now, without = [] }: Asked, from: Date, to: Date) => sql`
    select lower(a.during) as at from xinqiao.appointment a
    where a.staff_id = ${slot.staffId} and lower(a.during) >= ${from} and lower(a.during) < ${to}
      and a.status <> 'cancelled' and (a.held_until is null or a.held_until > ${now})
      and not (a.id::text = any(${[...without]}::text[]))
    union
    select lower(o.during) from xinqiao.slot_offer o
    join xinqiao.waiting_list_entry e on e.id = o.entry_id
    where o.staff_id = ${slot.staffId} and lower(o.during) >= ${from} and lower(o.during) < ${to}
      and o.outcome is null and o.expires_at > ${now} and e.contact_id <> ${contactId}`;
