import { sealCut } from '../access/postgres-audit.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { earliestKeptCase } from './cases.ts';
import type { Retained } from './retain.ts';

const YEARS = 10;
/** Links in one transaction. */
const BATCH = 2_000;

/**
 * Rows before this moment may go: after ten years, and never those from the time of a case that is still kept. A chain can
 * only be cut at its beginning, so whatever stands behind such a row stays with it.
 */
const limitAt = (at: Date) =>
  sql`least(${at}::timestamptz - make_interval(years => ${YEARS}), ${earliestKeptCase(at)})`;

/** Everything before the first link that stays; the last link of all stays in any case, so that the chain goes on. */
const before = (at: Date) => sql`
  (select coalesce(
    (select min(c.seq) from xinqiao.audit_chain c join xinqiao.audit_entry e on e.id = c.entry_id
      where e.at > (select ${limitAt(at)})),
    (select max(seq) from xinqiao.audit_chain)))`;

export const createAuditRows = (keys: KeyRing): Retained => ({
  name: 'audit',
  async count(session, at) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from xinqiao.audit_chain where seq < ${before(at)}`.execute(session);
    return rows[0]?.count ?? 0;
  },
  async forget(session, now) {
    // The one who links waits until the cut is made.
    await sql`select pg_advisory_xact_lock(hashtext('xinqiao audit chain'))`.execute(session);
    const { rows } = await sql<{ seq: number; mac: Buffer; entry_id: string }>`
      select seq, mac, entry_id from xinqiao.audit_chain where seq < ${before(now)}
      order by seq limit ${BATCH}`.execute(session);
    const last = rows.at(-1);
    if (last === undefined) return 0;
    await cut(session, keys.vault.auditKey(), {
      seq: last.seq,
      mac: last.mac,
      removed: rows.length,
      at: now,
    });
    await session.deleteFrom('audit_chain').where('seq', '<=', last.seq).execute();
    await session
      .deleteFrom('audit_entry')
      .where(
        'id',
        'in',
        rows.map((row) => row.entry_id),
      )
      .execute();
    return rows.length;
  },
});

async function cut(
  session: Session,
  key: Buffer,
  made: { seq: number; mac: Buffer; removed: number; at: Date },
): Promise<void> {
  await session
    .insertInto('audit_cut')
    .values({ ...made, seal: sealCut(key, made) })
    .execute();
}
