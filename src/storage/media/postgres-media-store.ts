import { type DataKey, VaultError } from '../../access/vault.ts';
import { addMs, hoursMs } from '../../core/clock.ts';
import { MOST_FILES_A_DAY } from '../../media/media.ts';
import type { ClaimedMedia, MediaStore } from '../../media/media-store.ts';
import type { Session } from '../database.ts';
import { KeyDestroyedError, type KeyRing } from '../key-ring.ts';
import { findMedia } from './find-media.ts';
import { createStaffPictures } from './staff-pictures.ts';

const FILE_PLACE = 'media.file';
const BYTES_PLACE = 'media.bytes';

export function createPostgresMediaStore(session: Session, keys: KeyRing): MediaStore {
  const keyOf = async (addressId: string): Promise<DataKey> => {
    const address = await session
      .selectFrom('address')
      .select('data_key_id')
      .where('id', '=', addressId)
      .executeTakeFirstOrThrow();
    return keys.load(session, address.data_key_id);
  };

  const openFile = async (row: { id: string; address_id: string; file_sealed: Buffer | null }) => {
    if (row.file_sealed === null) return null;
    try {
      return keys.vault.open(
        await keyOf(row.address_id),
        { table: FILE_PLACE, row: row.id },
        row.file_sealed,
      );
    } catch (error) {
      if (error instanceof VaultError || error instanceof KeyDestroyedError) return null;
      throw error;
    }
  };

  /** The row of this attempt, if nobody has begun another one since. */
  const mine = ({ id, attempts }: ClaimedMedia) =>
    session
      .updateTable('media')
      .where('id', '=', id)
      .where('status', '=', 'wanted')
      .where('attempts', '=', attempts)
      .returning('id');

  const sentLately = async (addressId: string, now: Date): Promise<number> => {
    const { count } = await session
      .selectFrom('media')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('address_id', '=', addressId)
      .where('at', '>', addMs(now, -hoursMs(24)))
      .executeTakeFirstOrThrow();
    return Number(count);
  };

  return {
    async want({ id, heardId, addressId, what, file, now }) {
      const tooMany = (await sentLately(addressId, now)) >= MOST_FILES_A_DAY;
      const place = { table: FILE_PLACE, row: id };
      const file_sealed = tooMany ? null : keys.vault.seal(await keyOf(addressId), place, file);
      await session
        .insertInto('media')
        .values({
          id,
          heard_id: heardId,
          address_id: addressId,
          what,
          status: tooMany ? 'lost' : 'wanted',
          code: tooMany ? 'too-many' : null,
          settled_at: tooMany ? now : null,
          file_sealed,
          try_at: now,
          at: now,
        })
        .execute();
    },
    ...createStaffPictures(session, keys, {
      filePlace: FILE_PLACE,
      bytesPlace: BYTES_PLACE,
      keyOf,
      sentLately,
    }),
    async giveUp({ unended, before }, now) {
      const given = await session
        .updateTable('media')
        .set({ status: 'lost', code: 'gave-up', file_sealed: null, settled_at: now })
        .where('status', '=', 'wanted')
        .where('try_at', '<=', now)
        .where((eb) =>
          eb.or([eb('unended', '>', unended), eb.and([eb('attempts', '>', 0), eb('at', '<', before)])]),
        )
        .returning('id')
        .execute();
      return given.map(({ id }) => id);
    },
    async claim(bots, now, until) {
      if (bots.length === 0) return null;
      const row = await session
        .with('due', (db) =>
          db
            .selectFrom('media')
            .innerJoin('address', 'address.id', 'media.address_id')
            .select(['media.id', 'address.channel', 'address.bot'])
            .where('media.status', '=', 'wanted')
            .where('media.try_at', '<=', now)
            .where((eb) =>
              eb.or(
                bots.map(({ channel, bot }) =>
                  eb.and([eb('address.channel', '=', channel), eb('address.bot', '=', bot)]),
                ),
              ),
            )
            .orderBy('media.try_at')
            .limit(1)
            .forUpdate('media')
            .skipLocked(),
        )
        .updateTable('media')
        .from('due')
        .set((eb) => ({
          try_at: until,
          attempts: eb('media.attempts', '+', 1),
          unended: eb('media.unended', '+', 1),
        }))
        .whereRef('media.id', '=', 'due.id')
        .returning(['media.id', 'media.address_id', 'media.file_sealed', 'media.attempts', 'media.at'])
        .returning(['due.channel', 'due.bot'])
        .executeTakeFirst();
      if (!row) return null;
      const { id, channel, bot, attempts, at } = row;
      return { id, channel, bot, attempts, at, file: await openFile(row) };
    },
    async keep(claimed, prepared, now) {
      const row = await session
        .selectFrom('media')
        .select('address_id')
        .where('id', '=', claimed.id)
        .executeTakeFirst();
      if (!row) return false;
      const place = { table: BYTES_PLACE, row: claimed.id };
      const bytes_sealed = keys.vault.sealBytes(await keyOf(row.address_id), place, prepared.bytes);
      const facts =
        prepared.state === 'kept'
          ? { kind: prepared.kind, mime: prepared.mime, extension: prepared.extension, code: null }
          : { code: prepared.code };
      const kept = await mine(claimed)
        .set({ ...facts, status: prepared.state, bytes_sealed, file_sealed: null, settled_at: now })
        .executeTakeFirst();
      return kept !== undefined;
    },
    async retry(claimed, tryAt, code) {
      const retried = await mine(claimed)
        .set((eb) => ({ try_at: tryAt, code, unended: eb('unended', '-', 1) }))
        .executeTakeFirst();
      return retried !== undefined;
    },
    async lose(claimed, code, now) {
      const lost = await mine(claimed)
        .set({ status: 'lost', code, file_sealed: null, settled_at: now })
        .executeTakeFirst();
      return lost !== undefined;
    },
    find: (id) => findMedia(session, id),
    async read(id) {
      const row = await session
        .selectFrom('media')
        .select(['address_id', 'bytes_sealed', 'kind', 'mime', 'extension'])
        .where('id', '=', id)
        .where('status', '=', 'kept')
        .executeTakeFirst();
      if (!row || row.bytes_sealed === null || row.kind === null || row.mime === null) return null;
      const key = await keyOf(row.address_id);
      const bytes = keys.vault.openBytes(key, { table: BYTES_PLACE, row: id }, row.bytes_sealed);
      return { kind: row.kind, mime: row.mime, extension: row.extension, bytes };
    },
  };
}
