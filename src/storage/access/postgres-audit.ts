import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditChain, AuditLog, AuditVerification } from '../../access/audit.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import type { Database, Session } from '../database.ts';
import { sql } from '../kysely.ts';
import type { AuditEntryTable } from '../schema/program.ts';

type Entry = Selectable<AuditEntryTable>;

/** An entry is committed at most this long after its time was read; older ones need not be looked for. */
const LATEST_COMMIT_MS = daysMs(1);
const EPOCH = new Date(0);
const GENESIS: Buffer = Buffer.alloc(32);
/** Rows read at once while verifying. */
const PAGE = 5_000;

export function createPostgresAuditLog(session: Session, newId: () => string): AuditLog {
  return {
    async record(entry, now) {
      await session
        .insertInto('audit_entry')
        .values({ id: newId(), at: now, ...entry })
        .execute();
    },
  };
}

/** The last link that is gone, in a chain whose beginning was cut off at the end of its time. */
type Cut = { readonly seq: number; readonly mac: Buffer };

export function sealCut(key: Buffer, { seq, mac, removed, at }: Cut & { removed: number; at: Date }): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['cut', seq, mac.toString('hex'), removed, at.toISOString()]))
    .digest();
}

/** Where the chain begins; null where the cut was not made by the holder of the key. */
async function readCut(session: Session, key: Buffer): Promise<Cut | null> {
  const row = await session
    .selectFrom('audit_cut')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return { seq: 0, mac: GENESIS };
  const seal = sealCut(key, row);
  return row.seal.length === seal.length && timingSafeEqual(row.seal, seal) ? row : null;
}

function macOf(key: Buffer, previous: Buffer, seq: number, entry: Entry): Buffer {
  const fields = [entry.id, entry.at.toISOString(), entry.actor, entry.action, entry.resource, entry.purpose];
  const line = JSON.stringify([seq, ...fields, entry.allowed]);
  return createHmac('sha256', key).update(previous).update(line).digest();
}

/**
 * Entries are written by anybody, each in its own transaction; linking them is left to this one writer, so that
 * no student waits for an audit row. `db` acts as the insert-only role.
 */
export function createPostgresAuditChain(db: Database, key: Buffer): AuditChain {
  return {
    extend: (limit) =>
      db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtext('xinqiao audit chain'))`.execute(trx);
        const last = await trx
          .selectFrom('audit_chain')
          .innerJoin('audit_entry', 'audit_entry.id', 'audit_chain.entry_id')
          .select(['audit_chain.seq', 'audit_chain.mac', 'audit_entry.at'])
          .orderBy('audit_chain.seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        const entries = await trx
          .selectFrom('audit_entry')
          .selectAll('audit_entry')
          .leftJoin('audit_chain', 'audit_chain.entry_id', 'audit_entry.id')
          .where('audit_chain.seq', 'is', null)
          .where('audit_entry.at', '>=', addMs(last?.at ?? EPOCH, -LATEST_COMMIT_MS))
          .orderBy('audit_entry.at')
          .limit(limit)
          .execute();
        // A cut never takes the last link away, so that without one nothing was ever linked.
        let seq = last?.seq ?? 0;
        let previous: Buffer = last?.mac ?? GENESIS;
        for (const entry of entries) {
          seq += 1;
          const mac = macOf(key, previous, seq, entry);
          await trx
            .insertInto('audit_chain')
            .values({ seq, entry_id: entry.id, previous_mac: previous, mac })
            .execute();
          previous = mac;
        }
        return entries.length;
      }),
    // One picture of all of it: a cut made meanwhile must not look like rows that are missing.
    verify: () =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((trx) => verifyChain(trx, key)),
  };
}

async function verifyChain(db: Session, key: Buffer): Promise<AuditVerification> {
  const cut = await readCut(db, key);
  if (cut === null) return { ok: false, code: 'changed', seq: 0 };
  let { seq } = cut;
  let previous: Buffer = cut.mac;
  for (;;) {
    const rows = await db
      .selectFrom('audit_chain')
      .leftJoin('audit_entry', 'audit_entry.id', 'audit_chain.entry_id')
      .selectAll('audit_entry')
      .select(['audit_chain.seq', 'audit_chain.previous_mac', 'audit_chain.mac', 'audit_chain.entry_id'])
      .where('audit_chain.seq', '>', seq)
      .orderBy('audit_chain.seq')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      seq += 1;
      const { id, at, actor, action, resource, purpose, allowed } = row;
      if (row.seq !== seq || id === null || at === null || actor === null || action === null) {
        return { ok: false, code: 'missing', seq };
      }
      if (resource === null || purpose === null || allowed === null)
        return { ok: false, code: 'missing', seq };
      const mac = macOf(key, previous, seq, { id, at, actor, action, resource, purpose, allowed });
      if (!row.previous_mac.equals(previous) || !timingSafeEqual(mac, row.mac)) {
        return { ok: false, code: 'changed', seq };
      }
      previous = mac;
    }
    if (rows.length < PAGE) break;
  }
  const waiting = await db
    .selectFrom('audit_entry')
    .leftJoin('audit_chain', 'audit_chain.entry_id', 'audit_entry.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('audit_chain.seq', 'is', null)
    .executeTakeFirstOrThrow();
  return { ok: true, chained: seq, waiting: Number(waiting.count), head: previous.toString('hex') };
}
