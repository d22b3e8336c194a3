import type { RawBuilder } from 'kysely';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { Schema } from '../schema.ts';
import { emptyKeys } from './empty-keys.ts';
import { keepFigures } from './keep-figures.ts';
import type { Retained } from './retain.ts';

/** 咨询记录 5 年, as the consent says (config/content/zh/flows.yaml), from the last contact with counselling. */
const YEARS = 5;
/** Students in one transaction. */
const BATCH = 20;

/** Everything by which somebody was in touch with counselling, and when. */
const TOUCHES = sql`
  select contact_id, greatest(upper(during), made_at, cancelled_at) as at from xinqiao.appointment
  union all select a.contact_id, r.changed_at from xinqiao.session_record r
    join xinqiao.appointment a on a.id = r.appointment_id
  union all select a.contact_id, c.at from xinqiao.attendance_change c
    join xinqiao.appointment a on a.id = c.appointment_id
  union all select contact_id, greatest(ask_at, done_at) from xinqiao.visitor_evaluation
  union all select contact_id, greatest(offered_at, settled_at) from xinqiao.session_series
  union all select contact_id, changed_at from xinqiao.referral
  union all select r.contact_id, l.opened_at from xinqiao.referral_look l join xinqiao.referral r on r.id = l.referral_id
  union all select contact_id, greatest(joined_at, settled_at) from xinqiao.waiting_list_entry
  union all select contact_id, greatest(begun_at, finished_at) from xinqiao.intake_form
  union all select f.contact_id, w.at from xinqiao.intake_answer w join xinqiao.intake_form f on f.id = w.form_id
  union all select d.contact_id, w.at from xinqiao.booking_wish w join xinqiao.address d on d.id = w.address_id
  union all select contact_id, at from xinqiao.consent where purpose in ('counselling', 'health-data')
  union all select contact_id, made_at from xinqiao.counselling_file
  union all select b.contact_id, greatest(b.bound_at, b.ended_at) from xinqiao.identity_binding b
    where not exists (select from xinqiao.handoff_case k where k.contact_id = b.contact_id)
  union all select q.contact_id, greatest(q.at, q.decided_at) from xinqiao.identity_request q
    where not exists (select from xinqiao.handoff_case k where k.contact_id = q.contact_id)`;

/** Still in care: something is open, in counselling or after a crisis. */
const IN_CARE = sql`
  exists (select from xinqiao.waiting_list_entry w where w.contact_id = t.contact_id and w.status = 'waiting')
  or exists (select from xinqiao.session_series s where s.contact_id = t.contact_id and s.status = 'offered')
  or exists (select from xinqiao.handoff_case k where k.contact_id = t.contact_id and k.status <> 'closed')
  or exists (select from xinqiao.register_entry e where e.contact_id = t.contact_id and e.left_at is null)`;

const over = (at: Date) => sql`
  select t.contact_id from (${TOUCHES}) t group by t.contact_id
  having max(t.at) <= ${at}::timestamptz - make_interval(years => ${YEARS}) and not (${IN_CARE})`;

export const createCounselling = (keys: KeyRing): Retained => ({
  name: 'counselling',
  async count(session, at) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from (${over(at)}) o`.execute(
      session,
    );
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    const found = await sql<{
      contact_id: string;
    }>`${over(now)} order by t.contact_id limit ${BATCH}`.execute(session);
    const ids = found.rows.map((row) => row.contact_id);
    if (ids.length === 0) return 0;
    // Whoever books at this moment waits until they are through, or is seen by the second look.
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
    if (gone.length === 0) return 0;
    await keepFigures(session, keys, gone);
    await forgetStudents(session, gone);
    return gone.length;
  },
});

/** Children first; what hangs on a row with `on delete cascade` goes with it. A test holds it against the foreign keys. */
const steps = (contactIds: readonly string[]) => {
  const theirs = sql`contact_id in (${sql.join([...contactIds])})`;
  const ofAppointment = sql`appointment_id in (select id from xinqiao.appointment where ${theirs})`;
  const ofReferral = sql`referral_id in (select id from xinqiao.referral where ${theirs})`;
  const isNew = sql`new_appointment_id in (select id from xinqiao.appointment where ${theirs})`;
  // Whose case it is stays known as long as the case is kept.
  const ofNoCase = sql`${theirs} and contact_id not in (select k.contact_id from xinqiao.handoff_case k)`;
  return {
    referral_look: ofReferral,
    referral_event: ofReferral,
    referral: theirs,
    visitor_evaluation: theirs,
    session_record: ofAppointment,
    attendance_change: ofAppointment,
    session_visit: ofAppointment,
    calendar_link: ofAppointment,
    change_offer: sql`${ofAppointment} or ${isNew}`,
    appointment: theirs,
    session_series: theirs,
    waiting_list_entry: theirs,
    intake_answer: sql`form_id in (select id from xinqiao.intake_form where ${theirs})`,
    intake_form: theirs,
    booking_wish: sql`address_id in (select id from xinqiao.address where ${theirs})`,
    consent: sql`${theirs} and purpose in ('counselling', 'health-data')`,
    identity_request: ofNoCase,
    identity_binding: ofNoCase,
  } satisfies Partial<Record<keyof Schema, RawBuilder<unknown>>>;
};

/** Every table from which rows go, besides the file with its key and what a cascade takes. */
export const GOES_WITH_COUNSELLING: readonly string[] = Object.keys(steps(['']));

async function forgetStudents(session: Session, contactIds: readonly string[]): Promise<void> {
  const files = await sql<{ data_key_id: string }>`
    delete from xinqiao.counselling_file where contact_id in (${sql.join([...contactIds])})
    returning data_key_id`.execute(session);
  const keyIds = files.rows.map((row) => row.data_key_id);
  await emptyKeys(session, await nobodyElses(session, keyIds));
  for (const [table, which] of Object.entries(steps(contactIds)))
    await sql`delete from ${sql.table(table)} where ${which}`.execute(session);
}

/** Two who were taken for one have one key, and either may be kept longer than the other. */
async function nobodyElses(session: Session, keyIds: readonly string[]): Promise<string[]> {
  if (keyIds.length === 0) return [];
  const kept = await session
    .selectFrom('counselling_file')
    .select('data_key_id')
    .where('data_key_id', 'in', [...keyIds])
    .execute();
  const still = new Set(kept.map((row) => row.data_key_id));
  return keyIds.filter((id) => !still.has(id));
}
