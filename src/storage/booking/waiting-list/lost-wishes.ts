import type { WaitingListStore } from '../../../booking/waiting-list/waiting-list-store.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import { createEntrySeal, entryOfRow, selectWaiting } from './entry-rows.ts';

type LostWishes = Pick<
  WaitingListStore,
  'noteLostWishes' | 'untoldWishes' | 'claimLostWishes' | 'settleLostWishes' | 'addressOfEntry'
>;

/** Who wishes for what nobody can fulfil any more, and has heard so. */
export function createLostWishes(session: Session, keys: KeyRing): LostWishes {
  const seal = createEntrySeal(session, keys);
  const selectUntold = () =>
    selectWaiting(session).where('wishes_lost_at', 'is not', null).where('wishes_told_at', 'is', null);
  return {
    async noteLostWishes(entryId, now) {
      await session
        .updateTable('waiting_list_entry')
        .set({ wishes_lost_at: now, wishes_told_at: null })
        .where('id', '=', entryId)
        .where('status', '=', 'waiting')
        .where((eb) => eb.or([eb('wishes_lost_at', 'is', null), eb('wishes_told_at', 'is not', null)]))
        .execute();
    },
    async untoldWishes(limit) {
      const rows = await selectUntold().orderBy('wishes_lost_at').limit(limit).execute();
      return rows.map(({ id }) => id);
    },
    async claimLostWishes(entryId) {
      const row = await selectUntold().where('id', '=', entryId).forUpdate().executeTakeFirst();
      return row === undefined ? null : entryOfRow(row, seal);
    },
    async settleLostWishes(entryId, wishes, told) {
      const row = await selectUntold().where('id', '=', entryId).executeTakeFirst();
      if (row === undefined) return;
      await session
        .updateTable('waiting_list_entry')
        .set({
          wishes_sealed: await seal.seal(row, 'wishes', JSON.stringify(wishes)),
          ...(told === null ? { wishes_lost_at: null } : { wishes_told_at: told }),
        })
        .where('id', '=', entryId)
        .execute();
    },
    async addressOfEntry(entryId) {
      const row = await session
        .selectFrom('waiting_list_entry')
        .select('address_id')
        .where('id', '=', entryId)
        .executeTakeFirst();
      return row?.address_id ?? null;
    },
  };
}
