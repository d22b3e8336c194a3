import type { ChannelName } from '../../core/channel.ts';
import type { AddressStore } from '../../people/address-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';

export const ACCOUNT_PLACE = 'address.account';

type Finder = Pick<AddressStore, 'findOrCreate' | 'findOrCreateAll'>;
type Account = { readonly channel: ChannelName; readonly bot: string; readonly account: string };
/** An account and the hash under which it is found. */
type Wanted = Account & { readonly hash: Buffer };
type Found = ReadonlyMap<string, string>;

const keyOf = ({ channel, bot, hash }: Pick<Wanted, 'channel' | 'bot' | 'hash'>): string =>
  `${channel}|${hash.toString('hex')}|${bot}`;

/** Accounts are found by a keyed hash; those that nobody knows become addresses of new contacts. */
export function createFinder(session: Session, keys: KeyRing, newId: () => string): Finder {
  const find = async (wanted: readonly Wanted[]): Promise<Found> => {
    const rows = await session
      .selectFrom('address')
      .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
      .select(['address.id', 'channel', 'bot', 'account_hash', 'data_key_id', 'kid', 'wrapped'])
      .where('channel', 'in', [...new Set(wanted.map(({ channel }) => channel))])
      .where('bot', 'in', [...new Set(wanted.map(({ bot }) => bot))])
      .where(
        'account_hash',
        'in',
        wanted.map(({ hash }) => hash),
      )
      .execute();
    for (const { id, data_key_id, kid, wrapped } of rows) {
      if (wrapped !== null) keys.keepOf(session, id, keys.unwrap({ id: data_key_id, kid, wrapped }));
    }
    return new Map(rows.map((row) => [keyOf({ ...row, hash: row.account_hash }), row.id]));
  };

  /** In one statement: keys, contacts and addresses. Whoever was quicker has made the address, which is found then. */
  const create = async (missing: readonly Wanted[], now: Date): Promise<Found> => {
    const made = missing.map((one) => ({
      one,
      addressId: newId(),
      contactId: newId(),
      ...keys.vault.makeKey(newId()),
    }));
    const rows = await session
      .with('keys', (query) =>
        query
          .insertInto('data_key')
          .values(made.map(({ wrapped }) => ({ ...wrapped, made_at: now, destroyed_at: null }))),
      )
      .with('contacts', (query) =>
        query.insertInto('contact').values(made.map(({ contactId }) => ({ id: contactId, made_at: now }))),
      )
      .insertInto('address')
      .values(
        made.map(({ one, addressId, contactId, dataKey }) => ({
          id: addressId,
          contact_id: contactId,
          data_key_id: dataKey.id,
          channel: one.channel,
          bot: one.bot,
          account_hash: one.hash,
          account_sealed: keys.vault.seal(dataKey, { table: ACCOUNT_PLACE, row: addressId }, one.account),
          made_at: now,
          last_heard_at: now,
        })),
      )
      .onConflict((oc) => oc.columns(['channel', 'bot', 'account_hash']).doNothing())
      .returning('id')
      .execute();
    const stored = new Set(rows.map(({ id }) => id));
    const mine = made.filter(({ addressId }) => stored.has(addressId));
    for (const { addressId, dataKey } of mine) keys.keepOf(session, addressId, dataKey);
    const late = made.filter(({ addressId }) => !stored.has(addressId));
    if (late.length > 0) await forget(late);
    return new Map(mine.map(({ one, addressId }) => [keyOf(one), addressId]));
  };

  const forget = async (late: readonly { contactId: string; dataKey: { id: string } }[]): Promise<void> => {
    const contactIds = late.map(({ contactId }) => contactId);
    const keyIds = late.map(({ dataKey }) => dataKey.id);
    await session.deleteFrom('contact').where('id', 'in', contactIds).execute();
    await session.deleteFrom('data_key').where('id', 'in', keyIds).execute();
  };

  const findOrCreateAll = async (accounts: readonly Account[], now: Date) => {
    if (accounts.length === 0) return { ids: [], created: 0 };
    const wanted = accounts.map((one) => ({
      ...one,
      hash: keys.vault.hash(ACCOUNT_PLACE, `${one.channel}|${one.account}`),
    }));
    const known = await find(wanted);
    const missing = new Map(wanted.map((one) => [keyOf(one), one]));
    for (const key of known.keys()) missing.delete(key);
    // Always in the same order, so that two batches of first words never wait for each other in a ring.
    const inOrder = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const made = inOrder.length === 0 ? new Map<string, string>() : await create(inOrder, now);
    const late = inOrder.filter((one) => !made.has(keyOf(one)));
    const meanwhile = late.length === 0 ? new Map<string, string>() : await find(late);
    const found = new Map([...known, ...made, ...meanwhile]);
    return { ids: wanted.map((one) => idIn(found, one)), created: made.size };
  };

  return {
    async findOrCreate({ now, ...account }) {
      const { ids, created } = await findOrCreateAll([account], now);
      return { addressId: ids[0] ?? '', created: created > 0 };
    },
    findOrCreateAll: async (accounts, now) => (await findOrCreateAll(accounts, now)).ids,
  };
}

function idIn(found: Found, one: Wanted): string {
  const id = found.get(keyOf(one));
  if (id === undefined) throw new Error('an address was neither found nor made');
  return id;
}
