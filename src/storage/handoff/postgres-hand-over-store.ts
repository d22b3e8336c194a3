import type { HandOverStore } from '../../handoff/hand-over-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

const NOTE_PLACE = 'hand_over.note';

export function createPostgresHandOverStore(session: Session, keys: KeyRing): HandOverStore {
  const keyOf = async (caseId: string) => {
    const row = await session
      .selectFrom('handoff_case')
      .select('data_key_id')
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow();
    return keys.load(session, row.data_key_id);
  };
  return {
    async add({ id, caseId, fromStaffId, toStaffId, note, at }) {
      const place = { table: NOTE_PLACE, row: id };
      const sealed = note === '' ? null : keys.vault.seal(await keyOf(caseId), place, note);
      await session
        .insertInto('hand_over')
        .values({
          id,
          case_id: caseId,
          from_staff_id: fromStaffId,
          to_staff_id: toStaffId,
          note_sealed: sealed,
          at,
        })
        .execute();
    },
    async addNote(id, fromStaffId, note) {
      const found = await session
        .selectFrom('hand_over')
        .select('case_id')
        .where('id', '=', id)
        .executeTakeFirst();
      if (!found) return null;
      const place = { table: NOTE_PLACE, row: id };
      const row = await session
        .updateTable('hand_over')
        .set({ note_sealed: keys.vault.seal(await keyOf(found.case_id), place, note) })
        .where('id', '=', id)
        .where('from_staff_id', '=', fromStaffId)
        .where('note_sealed', 'is', null)
        .returning(['to_staff_id', 'at'])
        .executeTakeFirst();
      if (!row) return null;
      return { id, caseId: found.case_id, fromStaffId, toStaffId: row.to_staff_id, note, at: row.at };
    },
    async caseOf(id, fromStaffId) {
      const row = await session
        .selectFrom('hand_over')
        .select('case_id')
        .where('id', '=', id)
        .where('from_staff_id', '=', fromStaffId)
        .executeTakeFirst();
      return row?.case_id ?? null;
    },
    async ofCase(caseId) {
      const rows = await session
        .selectFrom('hand_over')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('at')
        .execute();
      if (rows.length === 0) return [];
      const key = await keyOf(caseId);
      return rows.map((row) => ({
        id: row.id,
        caseId,
        fromStaffId: row.from_staff_id,
        toStaffId: row.to_staff_id,
        note:
          row.note_sealed === null
            ? ''
            : keys.vault.open(key, { table: NOTE_PLACE, row: row.id }, row.note_sealed),
        at: row.at,
      }));
    },
  };
}
