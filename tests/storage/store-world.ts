import { randomBytes, randomUUID } from 'node:crypto';
import { createVault } from '../../src/access/vault.ts';
import type { Stores, Transactions } from '../../src/conversation/ports/stores.ts';
import type { ChannelName } from '../../src/core/channel.ts';
import { createKeyRing, type KeyRing } from '../../src/storage/key-ring.ts';
import { createPostgresStores, createPostgresTransactions } from '../../src/storage/postgres-transactions.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** As many as a test database has. */
export const CONNECTIONS = 20;

export const MADE_AT = new Date('2026-09-01T00:00:00Z');

/** The real stores on a database of this file's own, with people to fill them. */
export type StoreWorld = {
  readonly database: TestDatabase;
  readonly keys: KeyRing;
  /** Each call its own statement, unless `transactions` is used. */
  readonly stores: Stores;
  readonly transactions: Transactions;
  /** The stores of a process that was started after everything so far: it has the database and the master key. */
  reopen(): Stores;
  addPerson(channel?: ChannelName, bot?: string): Promise<{ contactId: string; addressId: string }>;
  addStaff(name: string): Promise<string>;
  close(): Promise<void>;
};

export async function openStoreWorld(): Promise<StoreWorld> {
  const database = await createTestDatabase();
  const newKeys = () =>
    createKeyRing(createVault({ kid: 'test', key: Buffer.alloc(32, 5) }, randomBytes), randomUUID);
  const keys = newKeys();
  await openAllConnections(database);
  const stores = createPostgresStores(database.db, keys, randomUUID);
  const transactions = createPostgresTransactions(database.db, keys, randomUUID);
  return {
    database,
    keys,
    stores,
    transactions,
    reopen: () => createPostgresStores(database.db, newKeys(), randomUUID),
    async addPerson(channel = 'web', bot = 'bot') {
      const who = { channel, bot, account: randomUUID(), now: MADE_AT };
      const { addressId } = await transactions.run(({ addresses }) => addresses.findOrCreate(who));
      return { addressId, contactId: (await stores.addresses.byId(addressId)).contactId };
    },
    async addStaff(name) {
      const member = { id: randomUUID(), name, roles: ['counsellor'] as const, sample: false, now: MADE_AT };
      const added = await stores.staff.add(member);
      if (!added.ok) throw new Error(added.code);
      return added.value.id;
    },
    close: () => database.close(),
  };
}

/** Opens every connection of the pool, so that what is started at once in a test runs at once. */
async function openAllConnections({ db }: TestDatabase): Promise<void> {
  let missing = CONNECTIONS;
  let open: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  const hold = () =>
    db.connection().execute(async () => {
      missing -= 1;
      if (missing === 0) open();
      await all;
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, hold));
}
