import type { Updateable } from 'kysely';
import { isNotifierKind } from '../../core/channel.ts';
import type { Address, AddressStore } from '../../people/address-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { AddressTable } from '../schema/people.ts';

export const ACCOUNT_PLACE = 'address.account';
const FLOW_PLACE = 'address.flow';

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

  const decode = (row: Awaited<ReturnType<typeof keyOf>>['row']): Address => {
    // Where the key was destroyed the conversation begins anew: a new word must not fail on an old one.
    const { data_key_id: id, kid, wrapped } = row;
    const key = wrapped === null ? null : keys.unwrap({ id, kid, wrapped });
    const place = { table: FLOW_PLACE, row: row.id };
    if (isNotifierKind(row.channel)) throw new Error('nobody talks at the address of a notifier');
    return {
      id: row.id,
      contactId: row.contact_id,
      channel: row.channel,
      bot: row.bot,
      language: row.language,
      speaksAs: row.speaks_as,
      reachable: row.reachable,
      optedOutAt: row.opted_out_at,
      flow: row.flow_sealed === null || key === null ? null : keys.vault.open(key, place, row.flow_sealed),
      madeAt: row.made_at,
    };
  };

  const set = async (addressId: string, values: Updateable<AddressTable>): Promise<void> => {
    await session.updateTable('address').set(values).where('id', '=', addressId).execute();
  };

  return {
    async findOrCreate({ channel, bot, account, now }) {
      const hash = keys.vault.hash(ACCOUNT_PLACE, `${channel}|${account}`);
      const find = () =>
        session
          .selectFrom('address')
          .select('id')
          .where('channel', '=', channel)
          .where('bot', '=', bot)
          .where('account_hash', '=', hash)
          .executeTakeFirst();
      const known = await find();
      if (known) return { addressId: known.id, created: false };
      // Two first updates at once: the second waits here and then finds what the first one made.
      await sql`select pg_advisory_xact_lock(${hash.readInt32BE(0)}, ${hash.readInt32BE(4)})`.execute(
        session,
      );
      const meanwhile = await find();
      if (meanwhile) return { addressId: meanwhile.id, created: false };
      const contactId = newId();
      const addressId = newId();
      const key = await keys.make(session, now);
      await session.insertInto('contact').values({ id: contactId, made_at: now }).execute();
      await session
        .insertInto('address')
        .values({
          id: addressId,
          contact_id: contactId,
          data_key_id: key.id,
          channel,
          bot,
          account_hash: hash,
          account_sealed: keys.vault.seal(key, { table: ACCOUNT_PLACE, row: addressId }, account),
          made_at: now,
          last_heard_at: now,
        })
        .execute();
      return { addressId, created: true };
    },
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
      const { key } = await keyOf(addressId);
      const place = { table: FLOW_PLACE, row: addressId };
      await set(addressId, { flow_sealed: flow === null ? null : keys.vault.seal(key, place, flow) });
    },
    heard: (addressId, now) => set(addressId, { last_heard_at: now, reachable: true }),
    setReachable: (addressId, reachable) => set(addressId, { reachable }),
    setLanguage: (addressId, language) => set(addressId, { language }),
    setSpeaksAs: (addressId, speaksAs) => set(addressId, { speaks_as: speaksAs }),
    setOptedOut: (addressId, optedOutAt) => set(addressId, { opted_out_at: optedOutAt }),
  };
}
