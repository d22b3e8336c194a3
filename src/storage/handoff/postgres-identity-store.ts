import type { IdentityStore } from '../../handoff/identity-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadCaseKey } from './case-key.ts';

const VALUE_PLACE = 'case_fact.value';

export function createPostgresIdentityStore(session: Session, keys: KeyRing): IdentityStore {
  return {
    async facts(caseId) {
      const rows = await session
        .selectFrom('case_fact')
        .selectAll()
        .distinctOn('field')
        .where('case_id', '=', caseId)
        .orderBy('field')
        .orderBy('at', 'desc')
        .execute();
      if (rows.length === 0) return [];
      const key = await loadCaseKey(session, keys, caseId);
      return rows
        .map((row) => ({
          field: row.field,
          value: keys.vault.open(key, { table: VALUE_PLACE, row: row.id }, row.value_sealed),
          staffId: row.staff_id,
          at: row.at,
        }))
        .filter(({ value }) => value !== '');
    },
    async addFact({ id, caseId, field, value, staffId, at }) {
      const key = await loadCaseKey(session, keys, caseId);
      const sealed = keys.vault.seal(key, { table: VALUE_PLACE, row: id }, value);
      await session
        .insertInto('case_fact')
        .values({ id, case_id: caseId, field, value_sealed: sealed, staff_id: staffId, at })
        .execute();
    },
    async setCollege(caseId, college) {
      await session.updateTable('handoff_case').set({ college }).where('id', '=', caseId).execute();
    },
    async otherCases(caseId) {
      const rows = await session
        .selectFrom('handoff_case as mine')
        .innerJoin('handoff_case as other', 'other.contact_id', 'mine.contact_id')
        .select('other.id')
        .where('mine.id', '=', caseId)
        .whereRef('other.id', '!=', 'mine.id')
        .orderBy('other.number')
        .execute();
      return rows.map((row) => row.id);
    },
  };
}
