import type { Selectable } from 'kysely';
import type { DataKey } from '../../access/vault.ts';
import type { RecordBody } from '../../sessions/record.ts';
import type { RecordStore, RecordVersion } from '../../sessions/record-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { SessionRecordTable } from '../schema/sessions.ts';
import { loadFileKey, makeFileKey } from './file-key.ts';

const BODY_PLACE = 'session_record.body';

type Sealed =
  | { readonly kind: 'record'; readonly body: RecordBody }
  | { readonly kind: 'correction'; readonly text: string };

export function createPostgresRecordStore(session: Session, keys: KeyRing): RecordStore {
  const open = (key: DataKey, row: Selectable<SessionRecordTable>): RecordVersion => ({
    version: row.version,
    staffId: row.staff_id,
    changedAt: row.changed_at,
    signedAt: row.signed_at,
    ...(JSON.parse(keys.vault.open(key, { table: BODY_PLACE, row: row.id }, row.body_sealed)) as Sealed),
  });
  const seal = (key: DataKey, id: string, body: Sealed): Buffer =>
    keys.vault.seal(key, { table: BODY_PLACE, row: id }, JSON.stringify(body));
  const rowsOf = (appointmentId: string) =>
    session
      .selectFrom('session_record')
      .selectAll()
      .where('appointment_id', '=', appointmentId)
      .orderBy('version');
  // Two browsers of one counsellor write one after the other.
  const lock = (appointmentId: string) =>
    session.selectFrom('appointment').select('id').where('id', '=', appointmentId).forNoKeyUpdate().execute();

  return {
    async ofSession(appointmentId, contactId) {
      const rows = await rowsOf(appointmentId).execute();
      if (rows.length === 0) return [];
      const key = await loadFileKey(session, keys, contactId);
      if (key === null) throw new Error('a record without a counselling file');
      return rows.map((row) => open(key, row));
    },
    async write({ id, appointmentId, contactId, staffId, body, signs, seen, now }) {
      await lock(appointmentId);
      const [first] = await rowsOf(appointmentId).execute();
      if (first?.status === 'signed') return 'signed-before';
      const key = await makeFileKey(session, keys, contactId, now);
      if (first !== undefined && first.changed_at.getTime() !== seen?.getTime()) {
        const kept = open(key, first);
        if (kept.kind !== 'record' || JSON.stringify(kept.body) !== JSON.stringify(body)) return 'changed';
      }
      const row = first?.id ?? id;
      const written = {
        body_sealed: seal(key, row, { kind: 'record', body }),
        status: signs ? ('signed' as const) : ('draft' as const),
        staff_id: staffId,
        changed_at: now,
        signed_at: signs ? now : null,
      };
      if (first !== undefined)
        await session.updateTable('session_record').set(written).where('id', '=', row).execute();
      else
        await session
          .insertInto('session_record')
          .values({ ...written, id: row, appointment_id: appointmentId, version: 1 })
          .execute();
      return 'written';
    },
    async correct({ id, appointmentId, contactId, staffId, text, now }) {
      await lock(appointmentId);
      const rows = await rowsOf(appointmentId).execute();
      const last = rows.at(-1);
      if (last === undefined || last.status !== 'signed') return false;
      if (rows.some((row) => row.id === id)) return true;
      const key = await makeFileKey(session, keys, contactId, now);
      await session
        .insertInto('session_record')
        .values({
          id,
          appointment_id: appointmentId,
          version: last.version + 1,
          status: 'signed',
          staff_id: staffId,
          body_sealed: seal(key, id, { kind: 'correction', text }),
          changed_at: now,
          signed_at: now,
        })
        .execute();
      return true;
    },
  };
}
