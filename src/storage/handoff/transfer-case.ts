import { fail, ok } from '../../core/result.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import { toCase } from './open-case.ts';
import { NOTHING_OWED } from './watch-columns.ts';

/** The one update by which a case changes hands. */
export const createTransfer =
  (session: Session, addEvent: CaseStore['addEvent']): CaseStore['transfer'] =>
  async (caseId, from, to, now) => {
    const row = await session
      .updateTable('handoff_case')
      .set((eb) => {
        const talking = eb('status', '=', 'acknowledged');
        return {
          owner_id: to,
          acknowledged_at: now,
          owner_active_at: now,
          ...NOTHING_OWED,
          // Whoever takes it over has not said a word yet; a case that is only followed up owes none.
          contacted_at: eb.case().when(talking).then(null).else(eb.ref('contacted_at')).end(),
          unanswered_since: eb.case().when(talking).then(now).else(eb.ref('unanswered_since')).end(),
          wake_at: eb.case().when(talking).then(now).else(eb.ref('wake_at')).end(),
        };
      })
      .where('id', '=', caseId)
      .where('owner_id', '=', from)
      .where('status', 'in', ['acknowledged', 'following-up'])
      .returningAll()
      .executeTakeFirst();
    if (!row) return fail('not-yours');
    await addEvent(caseId, { kind: 'transferred', staffId: from, toStaffId: to, level: row.level, at: now });
    return ok(toCase(row));
  };
