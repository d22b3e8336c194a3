import type { CaseNoteStore } from '../../handoff/case-note-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { loadCaseKey } from './case-key.ts';

const NOTE_PLACE = 'case_note.text';

export function createPostgresCaseNoteStore(session: Session, keys: KeyRing): CaseNoteStore {
  return {
    async add({ id, caseId, staffId, text, at }) {
      const key = await loadCaseKey(session, keys, caseId);
      const sealed = keys.vault.seal(key, { table: NOTE_PLACE, row: id }, text);
      const row = await session
        .insertInto('case_note')
        .values({ id, case_id: caseId, staff_id: staffId, text_sealed: sealed, at })
        .onConflict((oc) => oc.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async ofCase(caseId) {
      const rows = await session
        .selectFrom('case_note')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('at')
        .orderBy('id')
        .execute();
      if (rows.length === 0) return [];
      const key = await loadCaseKey(session, keys, caseId);
      return rows.map((row) => ({
        id: row.id,
        caseId,
        staffId: row.staff_id,
        text: keys.vault.open(key, { table: NOTE_PLACE, row: row.id }, row.text_sealed),
        at: row.at,
      }));
    },
  };
}
