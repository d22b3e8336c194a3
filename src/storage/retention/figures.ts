import { sql } from '../kysely.ts';
import type { Retained } from './retain.ts';

/** As long as the duty that is counted beside them. */
const YEARS = 10;
const BATCH = 2_000;

/** Figures of the workload; whose they were is not known any more. */
export const figures: Retained = {
  name: 'figures',
  async count(session, at) {
    const before = sql`${at}::timestamptz - make_interval(years => ${YEARS})`;
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from xinqiao.past_session where upper(during) <= ${before})
        + (select count(*) from xinqiao.past_evaluation where on_date <= (${before})::date)
        + (select count(*) from xinqiao.past_led where ends_at <= ${before}) as count`.execute(session);
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    const before = sql`${now}::timestamptz - make_interval(years => ${YEARS})`;
    const gone = [
      sql`delete from xinqiao.past_session where id in (
        select id from xinqiao.past_session where upper(during) <= ${before} limit ${BATCH})`,
      sql`delete from xinqiao.past_evaluation where id in (
        select id from xinqiao.past_evaluation where on_date <= (${before})::date limit ${BATCH})`,
      sql`delete from xinqiao.past_led where date_id in (
        select date_id from xinqiao.past_led where ends_at <= ${before} limit ${BATCH})`,
    ];
    let count = 0;
    for (const one of gone) count += Number((await one.execute(session)).numAffectedRows ?? 0n);
    return count;
  },
};
