import { sql } from '../kysely.ts';
import type { Schema } from '../schema.ts';
import { emptyKeys } from './empty-keys.ts';
import type { Retained } from './retain.ts';

/** As long as their talk; what somebody consented to can be proven a while longer. */
const DAYS = 180;
const CONSENTED_YEARS = 3;
/** Addresses in one transaction. */
const BATCH = 10;

type Table = keyof Schema;

/** What keeps an account: as long as one of these names it, it stays. A test holds the list against the foreign keys. */
export const HOLDS_ADDRESS: Readonly<Partial<Record<Table, readonly string[]>>> = {
  staff_address: ['address_id'],
  incoming: ['address_id'],
  heard: ['address_id'],
  outgoing: ['address_id'],
  media: ['address_id'],
  review_item: ['address_id'],
  handoff_case: ['address_id'],
  appointment: ['address_id'],
  campaign_delivery: ['address_id'],
  continue_link: ['address_id'],
  move_code: ['address_id'],
  web_upload: ['address_id'],
  desk_code: ['address_id'],
  calendar_link: ['address_id'],
  booking_wish: ['address_id'],
  identity_claim: ['address_id'],
  identity_try: ['address_id'],
  identity_code: ['address_id'],
  identity_binding: ['address_id'],
  identity_request: ['address_id'],
  intake_form: ['address_id'],
  waiting_list_entry: ['address_id'],
  change_offer: ['address_id'],
  session_series: ['address_id'],
  sign_up: ['address_id'],
};

/** What goes with the account. */
export const GOES_WITH_ADDRESS: Readonly<Partial<Record<Table, readonly string[]>>> = {
  web_session: ['address_id'],
  page_departure: ['address_id'],
  address_join: ['from_address_id', 'to_address_id'],
  consent: ['address_id'],
};

/** What keeps a person of whom no account is left. */
export const HOLDS_CONTACT: Readonly<Partial<Record<Table, readonly string[]>>> = {
  address: ['contact_id'],
  consent: ['contact_id'],
  handoff_case: ['contact_id'],
  case_report: ['reporter_contact_id'],
  safety_plan: ['contact_id'],
  register_entry: ['contact_id'],
  appointment: ['contact_id'],
  campaign_delivery: ['contact_id'],
  counselling_file: ['contact_id'],
  session_series: ['contact_id'],
  referral: ['contact_id'],
  visitor_evaluation: ['contact_id'],
  intake_form: ['contact_id'],
  identity_claim: ['contact_id'],
  identity_binding: ['contact_id'],
  identity_request: ['contact_id'],
  waiting_list_entry: ['contact_id'],
  sign_up: ['contact_id'],
};

const held = (by: Readonly<Partial<Record<Table, readonly string[]>>>, id: string) =>
  sql.join(
    Object.entries(by).flatMap(([table, columns]) =>
      (columns ?? []).map(
        (column) =>
          sql`exists (select from ${sql.table(table)} x where x.${sql.ref(column)} = ${sql.ref(id)})`,
      ),
    ),
    sql` or `,
  );

/** Accounts that nothing holds, silent for half a year; for three years where their person consented to something. */
const over = (at: Date) => sql`
  select a.id, a.contact_id, a.data_key_id from xinqiao.address a
  where a.last_heard_at <= ${at}::timestamptz - make_interval(days => ${DAYS})
    and not exists (select from xinqiao.web_session w where w.address_id = a.id
      and w.last_seen_at > ${at}::timestamptz - make_interval(days => ${DAYS}))
    and not (${held(HOLDS_ADDRESS, 'a.id')})
    and (not exists (select from xinqiao.consent c where c.address_id = a.id)
      or not exists (select from xinqiao.address b where b.contact_id = a.contact_id
        and b.last_heard_at > ${at}::timestamptz - make_interval(years => ${CONSENTED_YEARS})))`;

export const people: Retained = {
  name: 'people',
  async count(session, at) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from (${over(at)}) o`.execute(
      session,
    );
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    const { rows } = await sql<{ id: string; contact_id: string; data_key_id: string }>`
      ${over(now)} order by a.id limit ${BATCH} for update of a skip locked`.execute(session);
    if (rows.length > 0) {
      const ids = sql.join(rows.map((row) => row.id));
      for (const [table, columns] of Object.entries(GOES_WITH_ADDRESS))
        for (const column of columns ?? [])
          await sql`delete from ${sql.table(table)} where ${sql.ref(column)} in (${ids})`.execute(session);
      await sql`delete from xinqiao.address where id in (${ids})`.execute(session);
      await emptyKeys(
        session,
        rows.map((row) => row.data_key_id),
      );
    }
    const alone = await sql`
      delete from xinqiao.contact where id in (
        select c.id from xinqiao.contact c
        where c.made_at <= ${now}::timestamptz - make_interval(days => ${DAYS})
          and not (${held(HOLDS_CONTACT, 'c.id')}) limit ${BATCH})`.execute(session);
    return Math.max(rows.length, Number(alone.numAffectedRows ?? 0n));
  },
};
