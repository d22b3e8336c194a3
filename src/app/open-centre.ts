import { createVault } from '../access/vault.ts';
import type { Logger } from '../core/log.ts';
import { MIGRATIONS_FOLDER, type Settings } from '../settings.ts';
import { foreignKeys, migrateAndOpen, type OpenStore } from '../storage/open-store.ts';
import { type CoreParts, createCoreParts, fillEmptyDatabase } from './core-parts.ts';
import type { Endings } from './endings.ts';
import { newId, newSecret } from './random.ts';

export type OpenedCentre =
  | { readonly ok: true; readonly store: OpenStore; readonly core: CoreParts }
  | { readonly ok: false; readonly message: string };

/**
 * A database with its newest schema and its centre in it, sealed with our key.
 * @throws MigrationError
 */
export async function openCentre(
  url: string,
  settings: Pick<Settings, 'config' | 'masterKey' | 'masterKeyFile'>,
  log: Logger,
  endings: Endings,
): Promise<OpenedCentre> {
  const vault = createVault(settings.masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  const store = await migrateAndOpen(url, MIGRATIONS_FOLDER, vault, newId, log);
  endings.add(() => store.close());
  const foreign = await foreignKeys(store.db, settings.masterKey.kid);
  if (foreign.length > 0) return { ok: false, message: wrongKey(settings, foreign) };
  await fillEmptyDatabase(store, settings.config);
  const core = await createCoreParts(store, vault, settings.config, log);
  await core.transactions.run(async ({ rota, now }) =>
    rota.saveCalendar(settings.config.calendar, await now()),
  );
  return { ok: true, store, core };
}

const wrongKey = (
  { masterKey, masterKeyFile }: Pick<Settings, 'masterKey' | 'masterKeyFile'>,
  foreign: readonly string[],
): string =>
  `The database was sealed with another master key (${foreign.join(', ')}) than ${
    masterKeyFile ?? 'XINQIAO_MASTER_KEY'
  } (${masterKey.kid}). Give the right one in XINQIAO_MASTER_KEY_FILE: without it nothing can be opened.`;
