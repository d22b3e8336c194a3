import { fail, ok } from '../../core/result.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import { endPlaces } from './end-places.ts';
import { toCase } from './open-case.ts';
import { NOTHING_OWED } from './watch-columns.ts';

/** The one update by which a case changes hands. */
export const createTransfer =
  (session: Session, addEvent: CaseStore['addEvent']): CaseStore['transfer'] =>
  async (caseId, from, to, now) => {
    const row = await session
      .updateTable('handoff_case')
      .set({
        owner_id: to,
        acknowledged_at: now,
        owner_active_at: now,
        ...NOTHING_OWED,
        // Whoever takes it over has not said a word yet.
        contacted_at: null,
        unanswered_since: now,
        wake_at: now,
      })
      .where('id', '=', caseId)
      .where('owner_id', '=', from)
      .where('status', '=', 'acknowledged')
      .returningAll()
      .executeTakeFirst();
    if (!row) return fail('not-yours');
    await endPlaces(session, caseId, { staffId: to }, now);
    await addEvent(caseId, { kind: 'transferred', staffId: from, toStaffId: to, level: row.level, at: now });
    return ok(toCase(row));
  };
