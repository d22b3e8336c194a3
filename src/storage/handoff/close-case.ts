import { fail, ok } from '../../core/result.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import { checkSight } from '../../handoff/closing/sight.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { endPlaces } from './end-places.ts';
import { IS_DANGER } from './heard-danger.ts';
import { toCase } from './open-case.ts';

const NOTE_PLACE = 'handoff_case.outcome_note';

/** Lines that were taken back count too: they were said. */
export async function countDangers(session: Session, caseId: string): Promise<number> {
  const { count } = await session
    .selectFrom('heard')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('case_id', '=', caseId)
    .where(IS_DANGER)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export const createClose =
  (session: Session, keys: KeyRing, addEvent: CaseStore['addEvent']): CaseStore['close'] =>
  async (caseId, staffId, { outcome, note, seen }, now) => {
    // Held before anything else is read: what a turn says at this moment is then seen, or comes after.
    const current = await session
      .selectFrom('handoff_case')
      .selectAll()
      .where('id', '=', caseId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!current || current.status === 'closed' || current.owner_id !== staffId) return fail('not-yours');
    const unseen = checkSight(seen, await countDangers(session, caseId), toCase(current));
    if (unseen !== null) return fail(unseen);
    const key = await keys.load(session, current.data_key_id);
    const sealed = note === '' ? null : keys.vault.seal(key, { table: NOTE_PLACE, row: caseId }, note);
    const row = await session
      .updateTable('handoff_case')
      .set({
        status: 'closed',
        outcome,
        outcome_note_sealed: sealed,
        closed_at: now,
        wake_at: null,
        tell_at: null,
      })
      .where('id', '=', caseId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await endPlaces(session, caseId, 'everybody', now);
    await addEvent(caseId, { kind: 'closed', staffId, level: row.level, at: now });
    return ok(toCase(row));
  };
