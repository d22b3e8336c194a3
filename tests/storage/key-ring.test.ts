import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault, VaultError } from '../../src/access/vault.ts';
import { createKeyRing, KeyDestroyedError, type KeyRing } from '../../src/storage/key-ring.ts';
import { foreignKeys } from '../../src/storage/open-store.ts';
import { createPostgresAddressStore } from '../../src/storage/people/postgres-address-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const PLACE = { table: 'heard.body', row: 'row-1' };
const vaultOf = (kid: string, byte: number) => createVault({ kid, key: Buffer.alloc(32, byte) }, randomBytes);

describe('data keys as rows', () => {
  let database: TestDatabase;
  let keys: KeyRing;
  beforeAll(async () => {
    database = await createTestDatabase();
    keys = createKeyRing(vaultOf('first', 1), randomUUID);
  });
  afterAll(() => database.close());

  it('come back as they were made', async () => {
    const made = await keys.make(database.db, NOW);
    const sealed = keys.vault.seal(made, PLACE, '这句话只有老师能看');
    expect(keys.vault.open(await keys.load(database.db, made.id), PLACE, sealed)).toBe('这句话只有老师能看');
    const [row] = await database.sql<{ wrapped: Buffer }>(
      'select wrapped from xinqiao.data_key where id = $1',
      [made.id],
    );
    expect(row?.wrapped.includes(made.key)).toBe(false);
  });

  it('are gone with the transaction that made them', async () => {
    let id = '';
    const undone = database.db.transaction().execute(async (trx) => {
      id = (await keys.make(trx, NOW)).id;
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await expect(keys.load(database.db, id)).rejects.toThrow();
  });

  it('make every value unreadable once destroyed, for this process too', async () => {
    const addresses = createPostgresAddressStore(database.db, keys, randomUUID);
    const who = { channel: 'telegram', bot: 'bot', account: '4711', now: NOW } as const;
    const { addressId } = await addresses.findOrCreate(who);
    await addresses.saveFlow(addressId, '{"flow":null}');
    expect(await addresses.account(addressId)).toBe('4711');

    await database.sql(
      `update xinqiao.data_key set wrapped = null, destroyed_at = $1
       where id = (select data_key_id from xinqiao.address where id = $2)`,
      [NOW, addressId],
    );
    await expect(addresses.account(addressId)).rejects.toThrow(KeyDestroyedError);
    // The conversation begins anew: what was stored of it is gone, and a new word does not fail on it.
    expect(await addresses.byId(addressId)).toMatchObject({ flow: null });
    await expect(addresses.saveFlow(addressId, '{}')).rejects.toThrow(KeyDestroyedError);
  });

  it('cannot lose their bytes without being marked as destroyed, nor be marked without losing them', async () => {
    const { id } = await keys.make(database.db, NOW);
    const update = (set: string) => database.sql(`update xinqiao.data_key set ${set} where id = $1`, [id]);
    await expect(update('wrapped = null')).rejects.toThrow(/check constraint/);
    await expect(update('destroyed_at = now()')).rejects.toThrow(/check constraint/);
  });

  it('do not open under another master key, which a start notices by name', async () => {
    const { id } = await keys.make(database.db, NOW);
    const other = createKeyRing(vaultOf('second', 2), randomUUID);
    await expect(other.load(database.db, id)).rejects.toThrow(VaultError);
    expect(await foreignKeys(database.db, 'first')).toEqual([]);
    expect(await foreignKeys(database.db, 'second')).toEqual(['first']);
  });
});
