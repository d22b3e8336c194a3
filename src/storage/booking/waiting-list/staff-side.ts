import { compareWaiting } from '../../../booking/waiting-list/decide-offers.ts';
import type { WaitingListStore, WaitingRow } from '../../../booking/waiting-list/waiting-list-store.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import { createEntrySeal, entryOfRow, selectWaiting } from './entry-rows.ts';
import { offerOfRow, selectOffers } from './offer-rows.ts';
import { endOffersOf } from './own-place.ts';

type StaffSide = Pick<WaitingListStore, 'list' | 'setUrgent' | 'remove'>;

/** What staff see of the line and decide about it. */
export function createStaffSide(session: Session, keys: KeyRing): StaffSide {
  const seal = createEntrySeal(session, keys);
  const lockEntry = (entryId: string) =>
    selectWaiting(session).where('id', '=', entryId).forUpdate().executeTakeFirst();
  return {
    async list(now) {
      const entries = await selectWaiting(session).execute();
      await keys.prepare(
        session,
        entries.map((row) => row.address_id),
      );
      const names = new Map(
        (await session.selectFrom('staff_member').select(['id', 'name']).execute()).map(({ id, name }) => [
          id,
          name,
        ]),
      );
      const offers = (
        await selectOffers(session, now)
          .where('e.status', '=', 'waiting')
          .orderBy('o.offered_at', 'desc')
          .execute()
      ).map(offerOfRow);
      const rows: WaitingRow[] = [];
      for (const row of entries) {
        const entry = await entryOfRow(row, seal);
        rows.push({
          entryId: entry.id,
          number: entry.number,
          wishes: entry.wishes,
          joinedAt: entry.joinedAt,
          urgentAt: entry.urgentAt,
          urgentBy: row.urgent_by === null ? null : (names.get(row.urgent_by) ?? null),
          urgentReason:
            row.urgent_reason_sealed === null
              ? null
              : await seal.open(row, 'urgent', row.urgent_reason_sealed),
          wishesLostAt: entry.wishesLostAt,
          offers: offers.filter(({ entryId }) => entryId === entry.id),
        });
      }
      return rows.sort((one, other) => compareWaiting(inLine(one), inLine(other)));
    },
    async setUrgent({ entryId, staffId, reason, now, urgent }) {
      const row = await lockEntry(entryId);
      if (row === undefined) return false;
      await session
        .updateTable('waiting_list_entry')
        .set(
          urgent
            ? {
                urgent_at: row.urgent_at ?? now,
                urgent_by: staffId,
                urgent_reason_sealed: await seal.seal(row, 'urgent', reason),
              }
            : { urgent_at: null, urgent_by: null, urgent_reason_sealed: null },
        )
        .where('id', '=', row.id)
        .execute();
      return true;
    },
    async remove({ entryId, staffId, reason, now }) {
      const row = await lockEntry(entryId);
      if (row === undefined) return null;
      await session
        .updateTable('waiting_list_entry')
        .set({
          status: 'removed',
          settled_at: now,
          removed_by: staffId,
          removed_reason_sealed: await seal.seal(row, 'removed', reason),
        })
        .where('id', '=', row.id)
        .execute();
      await endOffersOf(session, row.id, now);
      return { addressId: row.address_id, number: Number(row.number) };
    },
  };
}

const inLine = ({ entryId, joinedAt, urgentAt }: WaitingRow) => ({
  entryId,
  joinedAt,
  urgent: urgentAt !== null,
});
