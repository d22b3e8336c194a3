import type { Selectable } from 'kysely';
import type { DataKey } from '../../access/vault.ts';
import type { ScreenerAnswers } from '../../handoff/screener.ts';
import type { ScreenerRun, ScreenerStore } from '../../handoff/screener-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { ScreenerRunTable } from '../schema/case-work.ts';
import { loadCaseKey } from './case-key.ts';

const ANSWERS_PLACE = 'screener_run.answers';

export function createPostgresScreenerStore(session: Session, keys: KeyRing): ScreenerStore {
  const seal = (key: DataKey, id: string, answers: ScreenerAnswers): Buffer =>
    keys.vault.seal(key, { table: ANSWERS_PLACE, row: id }, JSON.stringify(answers));
  const toRun = (key: DataKey, row: Selectable<ScreenerRunTable>): ScreenerRun => ({
    id: row.id,
    caseId: row.case_id,
    staffId: row.staff_id,
    status: row.status,
    answers: JSON.parse(
      keys.vault.open(key, { table: ANSWERS_PLACE, row: row.id }, row.answers_sealed),
    ) as ScreenerAnswers,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  });

  return {
    async start({ id, caseId, staffId, now }) {
      const key = await loadCaseKey(session, keys, caseId);
      const row = await session
        .insertInto('screener_run')
        .values({
          id,
          case_id: caseId,
          staff_id: staffId,
          status: 'running',
          answers_sealed: seal(key, id, {}),
          started_at: now,
          ended_at: null,
        })
        .onConflict((oc) => oc.column('case_id').where('status', '=', 'running').doNothing())
        .returningAll()
        .executeTakeFirst();
      return row ? toRun(key, row) : null;
    },
    async running(caseId) {
      const row = await session
        .selectFrom('screener_run')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('status', '=', 'running')
        .forUpdate()
        .executeTakeFirst();
      return row ? toRun(await loadCaseKey(session, keys, caseId), row) : null;
    },
    async save({ id, caseId, status, answers, endedAt }) {
      const key = await loadCaseKey(session, keys, caseId);
      await session
        .updateTable('screener_run')
        .set({ status, answers_sealed: seal(key, id, answers), ended_at: endedAt })
        .where('id', '=', id)
        .execute();
    },
    async ofCase(caseId) {
      const rows = await session
        .selectFrom('screener_run')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('started_at')
        .execute();
      if (rows.length === 0) return [];
      const key = await loadCaseKey(session, keys, caseId);
      return rows.map((row) => toRun(key, row));
    },
  };
}
