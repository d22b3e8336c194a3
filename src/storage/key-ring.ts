import type { DataKey, Vault } from '../access/vault.ts';
import type { Session } from './database.ts';

/** Data keys as rows: made inside the transaction that needs them, unwrapped on the way in and out of sealed columns. */
export interface KeyRing {
  make(session: Session, now: Date): Promise<DataKey>;
  load(session: Session, keyId: string): Promise<DataKey>;
  /** The key of everything that belongs to an address; asked for once in a transaction. */
  ofAddress(session: Session, addressId: string): Promise<DataKey>;
  /** Reads the keys of many addresses at once, for those who ask for them next; only within a transaction. */
  prepare(session: Session, addressIds: readonly string[]): Promise<void>;
  /** Notes the key of an address that was read together with something else. */
  keepOf(session: Session, addressId: string, key: DataKey): void;
  unwrap(row: { id: string; kid: string; wrapped: Buffer | null }): DataKey;
  readonly vault: Vault;
}

export class KeyDestroyedError extends Error {
  override readonly name = 'KeyDestroyedError';
}

const keysOf = (session: Session, addressIds: readonly string[]) =>
  session
    .selectFrom('address')
    .innerJoin('data_key', 'data_key.id', 'address.data_key_id')
    .select(['data_key.id', 'data_key.kid', 'data_key.wrapped', 'address.id as address_id'])
    .where('address.id', 'in', [...addressIds]);

export function createKeyRing(vault: Vault, newId: () => string): KeyRing {
  const unwrap: KeyRing['unwrap'] = (row) => {
    if (row.wrapped === null) throw new KeyDestroyedError('the key of this row was destroyed');
    return vault.unwrap({ id: row.id, kid: row.kid, wrapped: row.wrapped });
  };
  // Only for the length of a transaction: a key that is destroyed must not live on in the memory of a process.
  const kept = new WeakMap<Session, Map<string, DataKey>>();
  const keptIn = (session: Session): Map<string, DataKey> => {
    const found = kept.get(session) ?? new Map<string, DataKey>();
    if (session.isTransaction) kept.set(session, found);
    return found;
  };
  return {
    vault,
    unwrap,
    keepOf: (session, addressId, key) => void keptIn(session).set(addressId, key),
    async prepare(session, addressIds) {
      const known = keptIn(session);
      const missing = [...new Set(addressIds)].filter((id) => !known.has(id));
      if (!session.isTransaction || missing.length < 2) return;
      for (const { address_id, ...row } of await keysOf(session, missing).execute()) {
        if (row.wrapped !== null) known.set(address_id, unwrap(row));
      }
    },
    async ofAddress(session, addressId) {
      const known = keptIn(session).get(addressId);
      if (known) return known;
      const row = await keysOf(session, [addressId]).executeTakeFirstOrThrow();
      const key = unwrap(row);
      keptIn(session).set(addressId, key);
      return key;
    },
    async make(session, now) {
      const { dataKey, wrapped } = vault.makeKey(newId());
      await session
        .insertInto('data_key')
        .values({ ...wrapped, made_at: now, destroyed_at: null })
        .execute();
      return dataKey;
    },
    async load(session, keyId) {
      const row = await session
        .selectFrom('data_key')
        .select(['id', 'kid', 'wrapped'])
        .where('id', '=', keyId)
        .executeTakeFirstOrThrow();
      return unwrap(row);
    },
  };
}
