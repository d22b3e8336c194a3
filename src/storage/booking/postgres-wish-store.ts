import { ANY, type Wish } from '../../booking/wish.ts';
import type { WishStore } from '../../booking/wish-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { meetsOnline, stillOpens } from './rule-rows.ts';

const WISH_PLACE = 'booking_wish.wish';

export function createPostgresWishStore(session: Session, keys: KeyRing): WishStore {
  return {
    async of(addressId) {
      const query = session
        .selectFrom('booking_wish')
        .select('wish_sealed')
        .where('address_id', '=', addressId);
      const row = await query.executeTakeFirst();
      if (row === undefined) return ANY;
      const key = await keys.ofAddress(session, addressId);
      const text = keys.vault.open(key, { table: WISH_PLACE, row: addressId }, row.wish_sealed);
      return { ...ANY, ...(JSON.parse(text) as Partial<Wish>) };
    },
    async keep(addressId, wish, now) {
      const key = await keys.ofAddress(session, addressId);
      const place = { table: WISH_PLACE, row: addressId };
      const row = { wish_sealed: keys.vault.seal(key, place, JSON.stringify(wish)), at: now };
      await session
        .insertInto('booking_wish')
        .values({ address_id: addressId, ...row })
        .onConflict((conflict) => conflict.column('address_id').doUpdateSet(row))
        .execute();
    },
    async counsellors() {
      const rows = await session
        .selectFrom('staff_member as s')
        .leftJoin('counsellor_profiles as p', 'p.staff_id', 's.id')
        .select([
          's.id as staffId',
          's.name as counsellor',
          'p.gender',
          'p.topics',
          'p.languages',
          meetsOnline.as('online'),
          'p.introduction',
        ])
        .where('s.disabled_at', 'is', null)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('availability_rule as rule')
              .select('rule.id')
              .whereRef('rule.staff_id', '=', 's.id')
              .where(stillOpens('rule')),
          ),
        )
        .orderBy('s.name')
        .execute();
      return rows.map(({ topics, languages, ...row }) => ({
        ...row,
        topics: topics ?? [],
        languages: languages ?? [],
      }));
    },
  };
}
