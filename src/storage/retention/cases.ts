import type { RawBuilder } from 'kysely';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { Schema } from '../schema.ts';
import { emptyKeys } from './empty-keys.ts';
import type { Retained } from './retain.ts';

/** From the last thing that was done about a student's cases: closing, follow-up, leaving the register, a note. */
const YEARS = 10;
/** Students in one transaction. */
const BATCH = 10;

/**
 * A student's cases hang together by the register, so they go together, when the last is over. An entry that was never
 * left and a case that was never closed have no end: `infinity`.
 */
const ENDS = sql`
  select contact_id, coalesce(closed_at, 'infinity') as at from xinqiao.handoff_case
  union all select contact_id, coalesce(left_at, 'infinity') from xinqiao.register_entry
  union all select e.contact_id, coalesce(f.settled_at, 'infinity') from xinqiao.follow_up f
    join xinqiao.register_entry e on e.id = f.entry_id
  union all select k.contact_id, v.at from xinqiao.case_event v join xinqiao.handoff_case k on k.id = v.case_id
  union all select k.contact_id, h.at from xinqiao.heard h join xinqiao.handoff_case k on k.id = h.case_id
  union all select k.contact_id, o.at from xinqiao.outgoing o join xinqiao.handoff_case k on k.id = o.case_id
  union all select k.contact_id, n.at from xinqiao.case_note n join xinqiao.handoff_case k on k.id = n.case_id
  union all select k.contact_id, p.noted_at from xinqiao.informed_party p
    join xinqiao.handoff_case k on k.id = p.case_id
  union all select k.contact_id, r.changed_at from xinqiao.crisis_report r
    join xinqiao.handoff_case k on k.id = r.case_id
  union all select k.contact_id, s.at from xinqiao.crisis_report_supplement s
    join xinqiao.crisis_report r on r.id = s.report_id join xinqiao.handoff_case k on k.id = r.case_id
  union all select k.contact_id, g.expires_at from xinqiao.break_glass g
    join xinqiao.handoff_case k on k.id = g.case_id`;

const limitAt = (at: Date) => sql`${at}::timestamptz - make_interval(years => ${YEARS})`;

/** Cases that a person said are about the same one wait for each other. */
const linkedToLater = (at: Date) => sql`
  exists (select from xinqiao.handoff_case mine
    join xinqiao.case_link l on l.unlinked_at is null and mine.id in (l.case_id, l.other_case_id)
    join xinqiao.handoff_case other on other.id in (l.case_id, l.other_case_id) and other.contact_id <> mine.contact_id
    where mine.contact_id = t.contact_id and coalesce(other.closed_at, 'infinity') > ${limitAt(at)})`;

const over = (at: Date) => sql`
  select t.contact_id from (${ENDS}) t group by t.contact_id
  having max(t.at) <= ${limitAt(at)} and not ${linkedToLater(at)}`;

/** When the earliest case that is kept at this time began, as a moment or `infinity`. */
export const earliestKeptCase = (at: Date) => sql`
  (select coalesce(min(k.opened_at), 'infinity') from xinqiao.handoff_case k
    where k.contact_id not in (${over(at)}))`;

export const cases: Retained = {
  name: 'cases',
  async count(session, at) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from xinqiao.handoff_case where contact_id in (${over(at)})`.execute(session);
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    const found = await sql<{
      contact_id: string;
    }>`${over(now)} order by t.contact_id limit ${BATCH}`.execute(session);
    const ids = found.rows.map((row) => row.contact_id);
    if (ids.length === 0) return 0;
    await session
      .selectFrom('contact')
      .select('id')
      .where('id', 'in', ids)
      .orderBy('id')
      .forUpdate()
      .execute();
    const still = await sql<{ contact_id: string }>`
      select contact_id from (${over(now)}) o where contact_id in (${sql.join(ids)})`.execute(session);
    const gone = still.rows.map((row) => row.contact_id);
    return gone.length === 0 ? 0 : forgetCasesOf(session, gone);
  },
};

/** Children first; what hangs on a row with `on delete cascade` goes with it. A test holds it against the foreign keys. */
const steps = (contactIds: readonly string[]) => {
  const theirs = sql`contact_id in (${sql.join([...contactIds])})`;
  const caseIds = sql`(select id from xinqiao.handoff_case where ${theirs})`;
  const ofCase = sql`case_id in ${caseIds}`;
  const ofEntry = sql`(entry_id in (select id from xinqiao.register_entry where ${theirs}) or ${ofCase})`;
  const closings = sql`(select id from xinqiao.closing where ${ofCase})`;
  const reports = sql`(select id from xinqiao.crisis_report where ${ofCase})`;
  return {
    informed_party: sql`${ofCase} or closing_id in ${closings}`,
    closing: ofCase,
    follow_up: ofEntry,
    register_change: ofEntry,
    register_entry: theirs,
    crisis_report_supplement: sql`report_id in ${reports}`,
    crisis_report: ofCase,
    review_item: sql`heard_id in (select id from xinqiao.heard where ${ofCase})`,
    heard: ofCase,
    media: ofCase,
    outgoing: ofCase,
    page: ofCase,
    case_event: ofCase,
    case_question: ofCase,
    case_fact: ofCase,
    case_resumption: ofCase,
    break_glass: ofCase,
    case_report: ofCase,
    case_link: sql`${ofCase} or other_case_id in ${caseIds}`,
    case_request: ofCase,
    case_member: ofCase,
    case_note: ofCase,
    screener_run: ofCase,
    safety_plan: ofCase,
    hand_over: ofCase,
    shift_notice: ofCase,
    same_day_offer: ofCase,
  } satisfies Partial<Record<keyof Schema, RawBuilder<unknown>>>;
};

/** Every table from which rows go with their case, besides the case itself. */
export const GOES_WITH_CASE: readonly string[] = Object.keys(steps(['']));

async function forgetCasesOf(session: Session, contactIds: readonly string[]): Promise<number> {
  for (const [table, which] of Object.entries(steps(contactIds)))
    await sql`delete from ${sql.table(table)} where ${which}`.execute(session);
  const gone = await sql<{ data_key_id: string }>`
    delete from xinqiao.handoff_case where contact_id in (${sql.join([...contactIds])})
    returning data_key_id`.execute(session);
  await emptyKeys(
    session,
    gone.rows.map((row) => row.data_key_id),
  );
  return gone.rows.length;
}
