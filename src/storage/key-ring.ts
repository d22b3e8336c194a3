import type { DataKey, Vault } from '../access/vault.ts';
import type { Session } from './database.ts';

/** Data keys as rows: made inside the transaction that needs them, unwrapped on the way in and out of sealed columns. */
export interface KeyRing {
  make(session: Session, now: Date): Promise<DataKey>;
  load(session: Session, keyId: string): Promise<DataKey>;
  unwrap(row: { id: string; kid: string; wrapped: Buffer | null }): DataKey;
  readonly vault: Vault;
}

export class KeyDestroyedError extends Error {
  override readonly name = 'KeyDestroyedError';
}

export function createKeyRing(vault: Vault, newId: () => string): KeyRing {
  const unwrap: KeyRing['unwrap'] = (row) => {
    if (row.wrapped === null) throw new KeyDestroyedError('the key of this row was destroyed');
    return vault.unwrap({ id: row.id, kid: row.kid, wrapped: row.wrapped });
  };
  return {
    vault,
    unwrap,
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
