import type { DataKey } from '../../access/vault.ts';
import { MOST_FILES_A_DAY } from '../../media/media.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

const CAPTION_PLACE = 'media.caption';

type Beside = {
  readonly filePlace: string;
  readonly bytesPlace: string;
  readonly keyOf: (addressId: string) => Promise<DataKey>;
  readonly sentLately: (addressId: string, now: Date) => Promise<number>;
};

/** What counsellors send to students; it stands in the same table, so that one round fetches it all. */
export function createStaffPictures(
  session: Session,
  { vault }: KeyRing,
  { filePlace, bytesPlace, keyOf, sentLately }: Beside,
): Pick<MediaStore, 'wantOfStaff' | 'keepOfStaff' | 'giveTo' | 'ofStaff'> {
  return {
    async wantOfStaff({ id, addressId, staffId, caseId, caption, file, now }) {
      const tooMany = (await sentLately(addressId, now)) >= MOST_FILES_A_DAY;
      const key = await keyOf(addressId);
      await session
        .insertInto('media')
        .values({
          id,
          heard_id: null,
          address_id: addressId,
          staff_id: staffId,
          case_id: caseId,
          caption_sealed: vault.seal(key, { table: CAPTION_PLACE, row: id }, caption),
          what: 'picture',
          status: tooMany ? 'lost' : 'wanted',
          code: tooMany ? 'too-many' : null,
          settled_at: tooMany ? now : null,
          file_sealed: tooMany ? null : vault.seal(key, { table: filePlace, row: id }, file),
          try_at: now,
          at: now,
        })
        .execute();
    },
    async keepOfStaff({ id, addressId, staffId, caseId, prepared, now }) {
      const key = await keyOf(addressId);
      const facts =
        prepared.state === 'kept'
          ? { kind: prepared.kind, mime: prepared.mime, extension: prepared.extension, code: null }
          : { code: prepared.code };
      await session
        .insertInto('media')
        .values({
          id,
          heard_id: null,
          address_id: addressId,
          staff_id: staffId,
          case_id: caseId,
          what: 'picture',
          status: prepared.state,
          ...facts,
          bytes_sealed: vault.sealBytes(key, { table: bytesPlace, row: id }, prepared.bytes),
          try_at: now,
          at: now,
          settled_at: now,
        })
        .execute();
    },
    async giveTo(id, caseId) {
      await session
        .updateTable('media')
        .set({ case_id: caseId })
        .where('id', '=', id)
        .where('staff_id', 'is not', null)
        .where('case_id', 'is', null)
        .execute();
    },
    async ofStaff(id) {
      const row = await session
        .selectFrom('media')
        .select(['staff_id', 'case_id', 'caption_sealed', 'address_id', 'status', 'kind'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!row || row.staff_id === null) return null;
      const { staff_id: staffId, case_id: caseId, caption_sealed: sealed, status: state, kind } = row;
      const key = await keyOf(row.address_id);
      const caption = sealed === null ? '' : vault.open(key, { table: CAPTION_PLACE, row: id }, sealed);
      return { id, staffId, caseId, caption, state, kind };
    },
  };
}
