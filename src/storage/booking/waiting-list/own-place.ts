import type { WaitingListStore } from '../../../booking/waiting-list/waiting-list-store.ts';
import { fail, ok } from '../../../core/result.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import { sql } from '../../kysely.ts';
import { createEntrySeal, entryOfRow, selectWaitingOf } from './entry-rows.ts';
import { offerOfRow, selectOffers } from './offer-rows.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type OwnPlace = Pick<
  WaitingListStore,
  'join' | 'changeWishes' | 'leave' | 'placeOf' | 'findOffer' | 'takeOffer' | 'declineOffer'
>;

/** What a student does with their place in the line. */
export function createOwnPlace(session: Session, keys: KeyRing): OwnPlace {
  const seal = createEntrySeal(session, keys);
  const standing = (offerId: string, contactId: string, now: Date) =>
    session
      .updateTable('slot_offer')
      .where('id', '=', offerId)
      .where('outcome', 'is', null)
      .where('expires_at', '>', now)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('waiting_list_entry as e')
            .select('e.id')
            .whereRef('e.id', '=', 'slot_offer.entry_id')
            .where('e.contact_id', '=', contactId)
            .where('e.status', '=', 'waiting'),
        ),
      );
  const findOffer: OwnPlace['findOffer'] = async (offerId, contactId) => {
    if (!UUID.test(offerId)) return null;
    const row = await selectOffers(session, new Date(0))
      .where('o.id', '=', offerId)
      .where('e.contact_id', '=', contactId)
      .executeTakeFirst();
    return row === undefined ? null : offerOfRow(row);
  };
  return {
    findOffer,
    async join({ id, contactId, addressId, wishes, now }) {
      const sealed = await seal.seal({ id, address_id: addressId }, 'wishes', JSON.stringify(wishes));
      await session
        .insertInto('waiting_list_entry')
        .values({
          id,
          contact_id: contactId,
          address_id: addressId,
          wishes_sealed: sealed,
          joined_at: now,
          urgent_at: null,
          urgent_by: null,
          urgent_reason_sealed: null,
          settled_at: null,
          removed_by: null,
          removed_reason_sealed: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async changeWishes(contactId, wishes) {
      const row = await selectWaitingOf(session, contactId).forUpdate().executeTakeFirst();
      if (row === undefined) return false;
      await session
        .updateTable('waiting_list_entry')
        .set({
          wishes_sealed: await seal.seal(row, 'wishes', JSON.stringify(wishes)),
          wishes_lost_at: null,
          wishes_told_at: null,
        })
        .where('id', '=', row.id)
        .execute();
      return true;
    },
    async leave(contactId, now) {
      const left = await session
        .updateTable('waiting_list_entry')
        .set({ status: 'left', settled_at: now })
        .where('contact_id', '=', contactId)
        .where('status', '=', 'waiting')
        .returning('id')
        .executeTakeFirst();
      if (left === undefined) return false;
      await endOffersOf(session, left.id, now);
      return true;
    },
    async placeOf(contactId, now) {
      const row = await selectWaitingOf(session, contactId).executeTakeFirst();
      if (row === undefined) return null;
      const { rows } = await sql<{ ahead: number }>`
        select count(*)::int as ahead from xinqiao.waiting_list_entry o
        join xinqiao.waiting_list_entry mine on mine.id = ${row.id}
        where o.status = 'waiting' and
          ((o.urgent_at is null), o.joined_at, o.id) < ((mine.urgent_at is null), mine.joined_at, mine.id)
      `.execute(session);
      const offer = await selectOffers(session, now)
        .where('o.entry_id', '=', row.id)
        .where('o.outcome', 'is', null)
        .where('o.expires_at', '>', now)
        .executeTakeFirst();
      const ahead = rows[0]?.ahead ?? 0;
      return {
        entry: await entryOfRow(row, seal),
        ahead,
        offer: offer === undefined ? null : offerOfRow(offer),
      };
    },
    async takeOffer(offerId, contactId, now, heldUntil) {
      if (!UUID.test(offerId)) return fail('over');
      const mayProlong = sql<boolean>`(prolonged_at is null and expires_at < ${heldUntil}::timestamptz and not exists (
        select from xinqiao.appointment a
        where a.contact_id = ${contactId} and a.staff_id = slot_offer.staff_id and a.during = slot_offer.during
          and a.status = 'held' and a.held_until > ${now}))`;
      const taken = await standing(offerId, contactId, now)
        .set({
          expires_at: sql<Date>`case when ${mayProlong} then ${heldUntil}::timestamptz else expires_at end`,
          prolonged_at: sql<Date | null>`case when ${mayProlong} then ${now}::timestamptz else prolonged_at end`,
          // Whoever looked by themselves at night need not be asked in the morning.
          told_at: sql<Date>`coalesce(told_at, ${now})`,
        })
        .returning('id')
        .executeTakeFirst();
      if (taken === undefined) return fail('over');
      const offer = await findOffer(offerId, contactId);
      return offer === null ? fail('over') : ok(offer);
    },
    async declineOffer(offerId, contactId, now) {
      if (!UUID.test(offerId)) return false;
      const declined = await standing(offerId, contactId, now)
        .set({ outcome: 'declined', settled_at: now, end_told_at: now })
        .returning(['staff_id', 'during'])
        .executeTakeFirst();
      if (declined === undefined) return false;
      await session
        .updateTable('appointment')
        .set({ status: 'cancelled', held_until: null, cancelled_at: now })
        .where('contact_id', '=', contactId)
        .where('staff_id', '=', declined.staff_id)
        .where('status', '=', 'held')
        .where(sql<boolean>`during = ${declined.during}::tstzrange`)
        .execute();
      return true;
    },
  };
}

/** Whoever waits no more is offered nothing any more, and need not hear so. */
export async function endOffersOf(session: Session, entryId: string, now: Date): Promise<void> {
  await session
    .updateTable('slot_offer')
    .set({ outcome: 'withdrawn', settled_at: now, end_told_at: now })
    .where('entry_id', '=', entryId)
    .where('outcome', 'is', null)
    .execute();
}
