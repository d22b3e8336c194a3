import type { AuditChain } from '../access/audit.ts';
import type { Vault } from '../access/vault.ts';
import type { Logger } from '../core/log.ts';
import { describeError } from '../core/log.ts';
import { createPostgresAuditChain } from './access/postgres-audit.ts';
import { type Database, openDatabase } from './database.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { migrate } from './migrate.ts';
import { createRetention, type Retention } from './retention/retention.ts';

export type OpenStore = {
  readonly db: Database;
  readonly keys: KeyRing;
  readonly auditChain: AuditChain;
  readonly retention: Retention;
  close(): Promise<void>;
};

/** Connections of one process for its own work; the queue and the change feed have theirs beside. */
const CONNECTIONS = 20;

/** Opens a migrated database as the application's roles. */
export function openStore(url: string, vault: Vault, newId: () => string, log: Logger): OpenStore {
  let closing = false;
  // A server that stops right behind us may still answer a connection that is being closed; nothing is lost by that.
  const onError = (error: Error): void => {
    if (!closing) log.warn('database.connection-lost', describeError(error));
  };
  const db = openDatabase({ url, role: 'xinqiao_app', connections: CONNECTIONS, name: 'xinqiao', onError });
  const auditDb = openDatabase({
    url,
    role: 'xinqiao_audit',
    connections: 1,
    name: 'xinqiao audit',
    onError,
  });
  const retentionDb = openDatabase({
    url,
    role: 'xinqiao_retention',
    connections: 1,
    name: 'xinqiao retention',
    onError,
  });
  const keys = createKeyRing(vault, newId);
  return {
    db,
    keys,
    retention: createRetention(retentionDb, keys, newId),
    auditChain: createPostgresAuditChain(auditDb, vault.auditKey()),
    async close() {
      closing = true;
      await db.destroy();
      await auditDb.destroy();
      await retentionDb.destroy();
    },
  };
}

/** Brings the schema up to date and opens it. @throws MigrationError */
export async function migrateAndOpen(
  url: string,
  folder: string,
  vault: Vault,
  newId: () => string,
  log: Logger,
): Promise<OpenStore> {
  await migrate(url, folder);
  return openStore(url, vault, newId, log);
}

/** Ids of master keys that sealed something here, other than this one: what they sealed cannot be opened. */
export async function foreignKeys(db: Database, kid: string): Promise<string[]> {
  const rows = await db
    .selectFrom('data_key')
    .select('kid')
    .distinct()
    .where('kid', '!=', kid)
    .where('wrapped', 'is not', null)
    .limit(5)
    .execute();
  return rows.map((row) => row.kid);
}
