import type { UploadStore } from '../../media/upload-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

const BYTES_PLACE = 'web_upload.bytes';

export function createPostgresUploadStore(session: Session, keys: KeyRing): UploadStore {
  return {
    async put({ id, addressId, bytes, now }) {
      const key = await keys.ofAddress(session, addressId);
      await session
        .insertInto('web_upload')
        .values({
          id,
          address_id: addressId,
          bytes_sealed: keys.vault.sealBytes(key, { table: BYTES_PLACE, row: id }, bytes),
          at: now,
        })
        .execute();
    },
    async read(id) {
      const row = await session
        .selectFrom('web_upload')
        .select(['address_id', 'bytes_sealed'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      const key = await keys.ofAddress(session, row.address_id);
      return keys.vault.openBytes(key, { table: BYTES_PLACE, row: id }, row.bytes_sealed);
    },
  };
}
