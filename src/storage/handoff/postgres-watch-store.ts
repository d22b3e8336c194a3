import { fail, ok } from '../../core/result.ts';
import type { WatchStore } from '../../handoff/watch-store.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { toCase } from './open-case.ts';

export function createPostgresWatchStore(session: Session): WatchStore {
  const owned = (caseId: string, staffId: string) =>
    session
      .updateTable('handoff_case')
      .where('id', '=', caseId)
      .where('owner_id', '=', staffId)
      .where('status', '=', 'acknowledged')
      .returningAll();

  return {
    async studentWrote(caseId, owes, now) {
      const row = await session
        .updateTable('handoff_case')
        .set((eb) => ({
          ...(owes ? { unreplied_since: eb.fn.coalesce('unreplied_since', eb.val(now)) } : {}),
          // What asks for no answer is a sign of theirs all the same: from then on they are silent again.
          student_silent_since: owes
            ? null
            : sql<Date | null>`case when unanswered_since is null
            and unreplied_since is null then ${now}::timestamptz end`,
          wake_at: now,
        }))
        .where('id', '=', caseId)
        .where('status', '=', 'acknowledged')
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async hold(caseId, staffId, kind, until, now) {
      const row = await owned(caseId, staffId)
        .set({ hold_kind: kind, hold_since: now, hold_until: until, owner_active_at: now, wake_at: now })
        .executeTakeFirst();
      return row ? ok(toCase(row)) : fail('not-yours');
    },
    async arrive(caseId, staffId, now) {
      const row = await owned(caseId, staffId)
        .set({ arrived_at: now, owner_active_at: now, wake_at: now })
        .executeTakeFirst();
      return row ? ok(toCase(row)) : fail('not-yours');
    },
    async withdrawArrival(caseId, staffId, now) {
      const row = await owned(caseId, staffId)
        .where('arrived_at', 'is not', null)
        .set({ arrived_at: null, owner_active_at: now, wake_at: now })
        .executeTakeFirst();
      return row ? ok(toCase(row)) : fail('not-arrived');
    },
    async sign(caseId, staffId, now) {
      await session
        .updateTable('handoff_case')
        .set({ owner_active_at: sql<Date>`greatest(owner_active_at, ${now}::timestamptz)` })
        .where('id', '=', caseId)
        .where('owner_id', '=', staffId)
        .where('status', '=', 'acknowledged')
        .execute();
    },
    async saveNudge(caseId, wakeAt, now) {
      await session
        .updateTable('handoff_case')
        .set({ nudged_at: now, wake_at: wakeAt })
        .where('id', '=', caseId)
        .execute();
    },
    async saveCall(caseId, wakeAt, now) {
      await session
        .updateTable('handoff_case')
        .set({ called_at: now, wake_at: wakeAt })
        .where('id', '=', caseId)
        .execute();
    },
  };
}
