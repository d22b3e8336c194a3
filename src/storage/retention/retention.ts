import type { Database } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import { readNow } from '../postgres-clock.ts';
import { createAuditRows } from './audit-rows.ts';
import { cases } from './cases.ts';
import { createCounselling } from './counselling.ts';
import { figures } from './figures.ts';
import { people } from './people.ts';
import type { Retained, RetainedName } from './retain.ts';
import { rosterEntries } from './roster.ts';

export type RetentionCounts = Readonly<Record<RetainedName, number>>;

/** What is deleted when its time is over, and what would be. */
export interface Retention {
  /**
   * How many would go if it were `at`, and nothing happened until then: students with counselling records, cases, audit
   * rows, accounts, people of the roster, figures. Changes nothing.
   */
  forecast(at: Date): Promise<RetentionCounts>;
  /** The same of one class, which is less to look through. */
  forecastOf(name: RetainedName, at: Date): Promise<number>;
  /** Deletes what is due, a small transaction after the other. Run twice, or by two at once, it deletes nothing more. */
  carryOut(): Promise<RetentionCounts>;
}

/** Transactions of one class in one round; the rest waits for the next. */
const MOST_BATCHES = 500;

/** `db` acts as the role that may delete. */
export function createRetention(db: Database, keys: KeyRing, newId: () => string): Retention {
  // Children before parents: an account is let go once nothing names it any more.
  const all: readonly Retained[] = [
    createCounselling(keys),
    cases,
    createAuditRows(keys),
    figures,
    rosterEntries,
    people,
  ];
  const none = (): Record<RetainedName, number> => ({
    counselling: 0,
    cases: 0,
    audit: 0,
    people: 0,
    roster: 0,
    figures: 0,
  });
  return {
    async forecast(at) {
      const counts = none();
      for (const one of all) counts[one.name] = await one.count(db, at);
      return counts;
    },
    async forecastOf(name, at) {
      let count = 0;
      for (const one of all) if (one.name === name) count += await one.count(db, at);
      return count;
    },
    async carryOut() {
      const counts = none();
      for (const one of all)
        for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
          const gone = await forgetSome(db, one, newId);
          if (gone === 0) break;
          counts[one.name] += gone;
        }
      return counts;
    },
  };
}

/** A batch and its audit row in one transaction: nothing goes uncounted, and nothing says who it was. */
const forgetSome = (db: Database, one: Retained, newId: () => string): Promise<number> =>
  db.transaction().execute(async (trx) => {
    // Two processes would wait for each other's rows; the second finds nothing left.
    await sql`select pg_advisory_xact_lock(hashtext('xinqiao retention'))`.execute(trx);
    const now = await readNow(trx);
    const gone = await one.forget(trx, now);
    if (gone > 0)
      await trx
        .insertInto('audit_entry')
        .values({
          id: newId(),
          at: now,
          actor: 'system',
          action: 'retention.delete',
          resource: `retention:${one.name}:${gone}`,
          purpose: 'administration',
          allowed: true,
        })
        .execute();
    return gone;
  });
