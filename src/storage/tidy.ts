import { addMs, daysMs } from '../core/clock.ts';
import { IS_HELD, LEADER } from './booking/led-times.ts';
import type { Database } from './database.ts';
import { sql } from './kysely.ts';
import { readNow } from './postgres-clock.ts';

/** Days of the classes that `retention/classes.ts` leaves to this file. */
const CHANGE_DAYS = 1;
/** A code that somebody had to scan, of a bot that never came back. */
const LOGIN_DAYS = 1;
/** How often codes were tried, and files that were drawn anew long ago. */
const TRY_DAYS = 1;
const UPDATE_KEY_DAYS = 30;
const LINK_DAYS = 30;
const NOTICE_DAYS = 30;
/** What `notice.first` tells students; what a case holds is kept with the case. */
const CHAT_DAYS = 180;
/** Half a year, which is the least for network logs. */
const SESSION_DAYS = 184;
const THREE_YEARS_DAYS = 3 * 365 + 1;
/** Who was on duty is known as long as the cases of that time, and as long as the workload counts it. */
const TEN_YEARS_DAYS = 10 * 365 + 3;
/** A reminder or an invitation that a quota has held back for so long is news no more. */
const HELD_DAYS = 7;

type Before = (days: number) => Date;

/** Drops what has served: machinery first, then records, then the talk that no case holds. */
export async function tidy(db: Database): Promise<void> {
  const now = await readNow(db);
  const before: Before = (days) => addMs(now, -daysMs(days));
  await dropMachinery(db, before);
  await dropRecords(db, before(THREE_YEARS_DAYS));
  await dropActivities(db, before(THREE_YEARS_DAYS));
  await dropDuty(db, before(TEN_YEARS_DAYS));
  await giveUpHeld(db, before);
  await dropOldTalk(db, before(CHAT_DAYS));
}

async function dropMachinery(db: Database, before: Before): Promise<void> {
  await db.deleteFrom('change').where('at', '<', before(CHANGE_DAYS)).execute();
  await db
    .deleteFrom('incoming')
    .where(({ or, and, eb }) =>
      or([
        and([eb('status', '=', 'done'), eb('done_at', '<', before(UPDATE_KEY_DAYS))]),
        and([eb('status', '=', 'failed'), eb('at', '<', before(UPDATE_KEY_DAYS))]),
      ]),
    )
    .execute();
  await db.deleteFrom('sign_in_link').where('made_at', '<', before(LINK_DAYS)).execute();
  await db.deleteFrom('web_upload').where('at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('move_try').where('at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('identity_try').where('at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('identity_claim').where('at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('identity_code').where('made_at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('desk_code').where('made_at', '<', before(TRY_DAYS)).execute();
  await db.deleteFrom('move_code').where('made_at', '<', before(LINK_DAYS)).execute();
  await db.deleteFrom('continue_link').where('made_at', '<', before(LINK_DAYS)).execute();
  await db
    .deleteFrom('staff_session')
    .where('last_seen_at', '<', before(SESSION_DAYS))
    .where('expires_at', '<', before(0))
    .execute();
  await db.deleteFrom('waiting_list_entry').where('settled_at', '<', before(CHAT_DAYS)).execute();
  await db.deleteFrom('calendar_feed').where('revoked_at', '<', before(LINK_DAYS)).execute();
  await db.deleteFrom('day_sheet').where('made_at', '<', before(NOTICE_DAYS)).execute();
  await db.deleteFrom('shift_notice').where('told_at', '<', before(NOTICE_DAYS)).execute();
  await db.deleteFrom('canary_run').where('ended_at', '<', before(NOTICE_DAYS)).execute();
  await db.deleteFrom('bot_listening').where('until', '<', before(LINK_DAYS)).execute();
  await sql`
    with gone as (delete from bot_login where at < ${before(LOGIN_DAYS)} returning data_key_id)
    delete from data_key where id in (select data_key_id from gone)`.execute(db);
}

async function dropRecords(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('drill').where('ended_at', '<', before).execute();
  await db.deleteFrom('alarm').where('raised_at', '<', before).execute();
  await db
    .deleteFrom('campaign')
    .where(({ or, and, eb }) =>
      or([eb('ended_at', '<', before), and([eb('status', '=', 'draft'), eb('changed_at', '<', before)])]),
    )
    .execute();
  await db.deleteFrom('centre_rule_proposal').where('proposed_at', '<', before).execute();
  await db.deleteFrom('availability_rule').where('removed_at', '<', before).execute();
  await sql`delete from availability_rule where valid_to < ${before}::date`.execute(db);
  await sql`delete from availability_exception where upper(during) < ${before}`.execute(db);
  await sql`
    delete from counsellor_absence a where upper(a.during) < ${before}
      and not exists (select from change_offer o where o.absence_id = a.id)`.execute(db);
}

/** What somebody led stays in their workload: when, and not with whom. */
const dropActivities = (db: Database, before: Date): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const over = sql`a.changed_at < ${before}
      and not exists (select from activity_date d where d.activity_id = a.id and d.ends_at >= ${before})`;
    await sql`
      insert into past_led (date_id, staff_id, starts_at, ends_at)
      select d.id, ${LEADER}, d.starts_at, d.ends_at
      from activity a join activity_date d on d.activity_id = a.id
      where ${IS_HELD} and ${over}
      on conflict do nothing`.execute(trx);
    await sql`delete from activity a where ${over}`.execute(trx);
  });

async function dropDuty(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('on_call').where('until', '<', before).execute();
  await db.deleteFrom('rota_stint').where('ends_at', '<', before).execute();
  await db.deleteFrom('rota_swap').where('ends_at', '<', before).execute();
  await db.deleteFrom('rota_shift').where('ended_at', '<', before).execute();
  await db.deleteFrom('rota_rotation').where('ended_at', '<', before).execute();
}

/** Whoever never writes again never frees what waits for them to write. */
async function giveUpHeld(db: Database, before: Before): Promise<void> {
  await db
    .updateTable('outgoing')
    .set({ status: 'failed', error_code: 'quota', held_for: null })
    .where('held_for', 'is not', null)
    .where('status', 'in', ['due', 'unknown'])
    .where(({ or, and, eb }) =>
      or([
        eb('not_before', '<', before(CHAT_DAYS)),
        and([eb('lane', 'in', ['campaign', 'reminder']), eb('not_before', '<', before(HELD_DAYS))]),
      ]),
    )
    .execute();
}

async function dropOldTalk(db: Database, before: Date): Promise<void> {
  const old = db.selectFrom('heard').select('id').where('case_id', 'is', null).where('at', '<', before);
  await db.deleteFrom('review_item').where('heard_id', 'in', old).execute();
  await db.deleteFrom('heard').where('case_id', 'is', null).where('at', '<', before).execute();
  // Pictures of staff for whom nobody ever said whose they are.
  await db
    .deleteFrom('media')
    .where('heard_id', 'is', null)
    .where('case_id', 'is', null)
    .where('at', '<', before)
    .execute();
  // Also what never left: nobody wants to read it half a year later.
  await db
    .deleteFrom('outgoing')
    .where('case_id', 'is', null)
    .where('at', '<', before)
    .where('not_before', '<', before)
    .where('status', '<>', 'sending')
    .execute();
}
