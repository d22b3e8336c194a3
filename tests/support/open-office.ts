import { createVault } from '../../src/access/vault.ts';
import { createCoreParts } from '../../src/app/core-parts.ts';
import { knownNotifiers } from '../../src/app/known-notifiers.ts';
import { createOffice } from '../../src/app/office.ts';
import { newId, newSecret } from '../../src/app/random.ts';
import type { OfficeParts } from '../../src/conversation/desks/people/staff-office.ts';
import type { Settings } from '../../src/settings.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { TestDatabase } from './test-database.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What the command line uses beside a running program: the same desks on connections of its own. */
export async function openOffice(
  database: TestDatabase,
  settings: Settings,
  publicUrl: string,
): Promise<{ parts: OfficeParts; close(): Promise<void> }> {
  const vault = createVault(settings.masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  const store = openStore(database.url, vault, newId, SILENT);
  const core = await createCoreParts(store, vault, settings.config, SILENT);
  const notifiers = knownNotifiers(settings.notifiers);
  const parts = createOffice(core, { wake: async () => undefined }, notifiers, () => publicUrl, SILENT);
  return { parts, close: () => store.close() };
}
