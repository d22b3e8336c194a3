import type { CaseStore } from '../../handoff/case-store.ts';
import type { Session } from '../database.ts';
import { toCase } from './open-case.ts';

/** A person finds the danger greater than the words told; only upwards. What is due sooner from now on is due now. */
export const createRaise =
  (session: Session, addEvent: CaseStore['addEvent']): CaseStore['raise'] =>
  async (caseId, staffId, now) => {
    const row = await session
      .updateTable('handoff_case')
      .set({ level: 'imminent', level_since: now, step: 0, wake_at: now })
      .where('id', '=', caseId)
      .where('level', '=', 'high')
      .where('status', '!=', 'closed')
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    await addEvent(caseId, { kind: 'raised', staffId, level: row.level, at: now });
    return toCase(row);
  };
