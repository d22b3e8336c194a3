import type { KnownCounsellor, WaitingListStore } from '../../../booking/waiting-list/waiting-list-store.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import { sql } from '../../kysely.ts';
import { rangeOf } from '../appointment-rows.ts';
import { lockForBooking, lockForDeciding, lockForRound } from '../offered-slots.ts';
import { meetsOnline, stillOpens } from '../rule-rows.ts';
import { createLostWishes } from './lost-wishes.ts';
import { offerOfRow, selectOffers } from './offer-rows.ts';
import { createOwnPlace } from './own-place.ts';
import { readWaitingLine } from './read-waiting-line.ts';
import { createStaffSide } from './staff-side.ts';

/** The waiting list in PostgreSQL. Everything but a look needs a transaction. */
export function createPostgresWaitingListStore(session: Session, keys: KeyRing): WaitingListStore {
  return {
    ...createOwnPlace(session, keys),
    ...createStaffSide(session, keys),
    ...createLostWishes(session, keys),
    lockForRound: () => lockForRound(session),
    lockForDeciding: () => lockForDeciding(session),
    lockForBooking: () => lockForBooking(session),
    readLine: (now) => readWaitingLine(session, keys, now),
    counsellors: () => readCounsellors(session),
    settleBooked: (now, contactId) => settleBooked(session, now, contactId ?? null),
    async hasWork() {
      const { rows } = await sql<{ work: boolean }>`
        select exists (select from xinqiao.waiting_list_entry where status = 'waiting')
          or exists (select from xinqiao.slot_offer where outcome is null) as work`.execute(session);
      return rows[0]?.work ?? false;
    },
    async addOffer({ id, entryId, slot, now, expiresAt }) {
      const added = await session
        .insertInto('slot_offer')
        .values({
          id,
          entry_id: entryId,
          staff_id: slot.staffId,
          room_id: slot.roomId,
          during: rangeOf(slot.startAt, slot.endAt),
          offered_at: now,
          expires_at: expiresAt,
          outcome: null,
          settled_at: null,
          told_at: null,
          end_told_at: null,
          prolonged_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .execute();
      return added.length === 1;
    },
    async endOffer(offerId, outcome, now) {
      const ended = await session
        .updateTable('slot_offer')
        .set({ outcome, settled_at: now })
        .where('id', '=', offerId)
        .where('outcome', 'is', null)
        .returning('id')
        .execute();
      return ended.length === 1;
    },
    async untold(limit, mayAsk) {
      const rows = await session
        .selectFrom('slot_offer')
        .select('id')
        .where(({ or, and, eb }) =>
          or([
            and([eb('told_at', 'is', null), or([eb('outcome', 'is not', null), eb.val(mayAsk)])]),
            and([eb('outcome', 'is not', null), eb('end_told_at', 'is', null)]),
          ]),
        )
        .orderBy('offered_at')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
    async addressOf(offerId) {
      const row = await session
        .selectFrom('slot_offer as o')
        .innerJoin('waiting_list_entry as e', 'e.id', 'o.entry_id')
        .select('e.address_id')
        .where('o.id', '=', offerId)
        .executeTakeFirst();
      return row?.address_id ?? null;
    },
    async claimNews(offerId, now, mayAsk) {
      const row = await selectOffers(session, now)
        .where('o.id', '=', offerId)
        .forUpdate('o')
        .executeTakeFirst();
      if (row === undefined) return null;
      const over = row.outcome !== null;
      if (over ? row.end_told_at !== null && row.told_at !== null : row.told_at !== null) return null;
      // What ran out unheard is not offered any more; a round ends it.
      if (!over && (row.expires_at <= now || row.taken || !mayAsk)) return null;
      await session
        .updateTable('slot_offer')
        .set(over ? { told_at: row.told_at ?? now, end_told_at: row.end_told_at ?? now } : { told_at: now })
        .where('id', '=', offerId)
        .execute();
      const { contact_id: contactId, address_id: addressId } = row;
      const offer = offerOfRow(row);
      if (!over) return { offer, contactId, addressId, news: 'offered' };
      // Whoever never heard of it need not hear that it is over.
      if (row.told_at === null || row.end_told_at !== null) return null;
      if (row.outcome !== 'expired' && row.outcome !== 'withdrawn') return null;
      return { offer, contactId, addressId, news: row.outcome };
    },
  };
}

/** Whoever has booked since they joined waits no more; the offer that they took is accepted, any other one is over. */
async function settleBooked(session: Session, now: Date, contactId: string | null): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update xinqiao.waiting_list_entry e set status = 'booked', settled_at = ${now}
    where e.status = 'waiting' and (${contactId}::uuid is null or e.contact_id = ${contactId}) and exists (
      select from xinqiao.appointment a
      where a.contact_id = e.contact_id and a.status = 'booked' and a.booked_at >= e.joined_at
        -- What they had before and moved is not what they wait for, unless it went to the time that was offered.
        and (a.moved_from is null or exists (
          select from xinqiao.slot_offer o
          where o.entry_id = e.id and o.outcome is null and o.staff_id = a.staff_id and o.during = a.during)))
    returning e.id`.execute(session);
  if (rows.length === 0) return 0;
  await sql`
    update xinqiao.slot_offer o set settled_at = ${now}, end_told_at = ${now}, outcome = case when exists (
        select from xinqiao.appointment a
        where a.contact_id = e.contact_id and a.staff_id = o.staff_id and a.during = o.during
          and a.status = 'booked') then 'accepted' else 'withdrawn' end
    from xinqiao.waiting_list_entry e
    where e.id = o.entry_id and e.id in (${sql.join(rows.map(({ id }) => sql`${id}::uuid`))})
      and o.outcome is null`.execute(session);
  return rows.length;
}

async function readCounsellors(session: Session): Promise<KnownCounsellor[]> {
  const rows = await session
    .selectFrom('staff_member as s')
    .leftJoin('counsellor_profiles as p', 'p.staff_id', 's.id')
    .select(['s.id as staffId', 's.name', 'p.gender', 'p.languages', 'p.topics', meetsOnline.as('online')])
    .where('s.disabled_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('availability_rule as rule')
          .select('rule.id')
          .whereRef('rule.staff_id', '=', 's.id')
          .where(stillOpens('rule')),
      ),
    )
    .orderBy('s.name')
    .execute();
  return rows.map((row) => ({
    ...row,
    languages: row.languages ?? [],
    topics: row.topics ?? [],
  }));
}
