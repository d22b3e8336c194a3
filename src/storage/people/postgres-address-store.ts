import type { Updateable } from 'kysely';
import type { Address, AddressStore } from '../../people/address-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { AddressTable } from '../schema/people.ts';
import { type AddressRow, decodeAddress, FLOW_PLACE } from './address-row.ts';
import { ACCOUNT_PLACE, createFinder } from './find-addresses.ts';

export function createPostgresAddressStore(
  session: Session,
  keys: KeyRing,
  newId: () => string,
): AddressStore {
  const withKey = () =>
    session
      .selectFrom('address')
      .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
      .selectAll('address')
      .select(['data_key.kid', 'data_key.wrapped']);

  const keyOf = async (addressId: string) => {
    const row = await withKey().where('address.id', '=', addressId).executeTakeFirstOrThrow();
    return { row, key: keys.unwrap({ id: row.data_key_id, kid: row.kid, wrapped: row.wrapped }) };
  };

  const decode = (row: AddressRow): Address => decodeAddress(session, keys, row);

  const set = async (addressId: string, values: Updateable<AddressTable>): Promise<void> => {
    await session.updateTable('address').set(values).where('id', '=', addressId).execute();
  };

  return {
    ...createFinder(session, keys, newId),
    async lock(addressId) {
      const row = await withKey()
        .where('address.id', '=', addressId)
        .forNoKeyUpdate(['address'])
        .executeTakeFirstOrThrow();
      return decode(row);
    },
    async byId(addressId) {
      return decode(await withKey().where('address.id', '=', addressId).executeTakeFirstOrThrow());
    },
    async account(addressId) {
      const { row, key } = await keyOf(addressId);
      return keys.vault.open(key, { table: ACCOUNT_PLACE, row: addressId }, row.account_sealed);
    },
    async language(addressId) {
      const found = session.selectFrom('address').select('language').where('id', '=', addressId);
      return (await found.executeTakeFirstOrThrow()).language;
    },
    async saveFlow(addressId, flow) {
      const key = await keys.ofAddress(session, addressId);
      const place = { table: FLOW_PLACE, row: addressId };
      await set(addressId, { flow_sealed: flow === null ? null : keys.vault.seal(key, place, flow) });
    },
    heardSince({ channel, bot }, since) {
      return session
        .selectFrom('address')
        .select(['id', 'contact_id as contactId', 'language'])
        .where('channel', '=', channel)
        .where('bot', '=', bot)
        .where('last_heard_at', '>=', since)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('staff_address')
                .select('staff_address.id')
                .whereRef('staff_address.address_id', '=', 'address.id')
                .where('staff_address.revoked_at', 'is', null),
            ),
          ),
        )
        .orderBy('last_heard_at', 'desc')
        .execute();
    },
    async closeWindows({ channel, bot }, writtenBefore) {
      await session
        .updateTable('address')
        .set({ reachable: false })
        .where('channel', '=', channel)
        .where('bot', '=', bot)
        .where('reachable', '=', true)
        .where('last_heard_at', '<', writtenBefore)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('staff_address')
              .select('staff_address.id')
              .whereRef('staff_address.address_id', '=', 'address.id')
              .where('staff_address.active_at', 'is not', null)
              .where('staff_address.revoked_at', 'is', null),
          ),
        )
        .execute();
    },
    heard: (addressId, now) => set(addressId, { last_heard_at: now, reachable: true }),
    async setReachable(addressId, reachable) {
      const { numUpdatedRows } = await session
        .updateTable('address')
        .set({ reachable })
        .where('id', '=', addressId)
        .where('reachable', '!=', reachable)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    setLanguage: (addressId, language) => set(addressId, { language }),
    setTimeZone: (addressId, timeZone) => set(addressId, { time_zone: timeZone }),
    setSpeaksAs: (addressId, speaksAs) => set(addressId, { speaks_as: speaksAs }),
    setOptedOut: (addressId, optedOutAt) => set(addressId, { opted_out_at: optedOutAt }),
  };
}
