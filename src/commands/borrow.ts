import { createVault } from '../access/vault.ts';
import { createCoreParts, fillEmptyDatabase } from '../app/core-parts.ts';
import { borrowDatabase } from '../app/database.ts';
import { createLogger } from '../app/log.ts';
import { newCode, newId, newSecret, newTag } from '../app/random.ts';
import type { OfficeParts } from '../conversation/staff-office.ts';
import type { Environment } from '../settings/environment.ts';
import { describeProblem } from '../settings/problem.ts';
import {
  findMasterKey,
  MIGRATIONS_FOLDER,
  readProcessEnvironment,
  readSettings,
  type Settings,
} from '../settings.ts';
import { foreignKeys, migrateAndOpen, type OpenStore } from '../storage/open-store.ts';
import { createPostgresPartStore } from '../storage/postgres-part-store.ts';
import { complain } from './command.ts';

export type Borrowed = { readonly store: OpenStore; readonly office: OfficeParts };

/**
 * Opens the database of a running app, or that of the folder for as long as the command takes, and closes all of it
 * again. What the command says is sent by the running app's sweep.
 */
export async function withStore(work: (borrowed: Borrowed) => Promise<number>): Promise<number> {
  const settings = await readAllSettings();
  if (settings === null) return 1;
  const { environment, config, masterKey } = settings;
  const borrowed = await borrowDatabase(environment);
  if (!borrowed.ok) {
    complain(borrowed.message);
    return 1;
  }
  const { database } = borrowed;
  try {
    const log = createLogger('warn');
    const vault = createVault(masterKey, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
    const store = await migrateAndOpen(database.url, MIGRATIONS_FOLDER, vault, newId, log);
    try {
      if ((await foreignKeys(store.db, masterKey.kid)).length > 0) {
        complain('XINQIAO_MASTER_KEY_FILE: found another key than the one that sealed this database');
        return 1;
      }
      await fillEmptyDatabase(store, config);
      const core = await createCoreParts(store, vault, config);
      const queue = { wake: async () => undefined };
      const publicUrl = environment.publicUrl ?? (await findUrl(store, environment));
      const office = {
        ...core,
        queue,
        newId,
        newTag,
        newCode,
        newSecret: () => newSecret(32),
        publicUrl,
        log,
      };
      return await work({ store, office });
    } finally {
      await store.close();
    }
  } finally {
    await database.stop();
  }
}

/** Complains and answers null where something is wrong. */
async function readAllSettings(): Promise<Settings | null> {
  const found = readProcessEnvironment();
  const key = found.ok ? await findMasterKey(found.environment) : null;
  const problems = found.ok ? [] : [...found.problems];
  if (key?.ok === false) problems.push(key.problem);
  const read = found.ok && key?.ok ? await readSettings(found.environment, key.key) : null;
  if (read?.ok === false) problems.push(...read.problems);
  for (const problem of problems) complain(describeProblem(problem));
  return read?.ok ? read.settings : null;
}

/** Where the running app told that it is; where it would be when none runs. */
async function findUrl(store: OpenStore, { host, port }: Environment): Promise<string> {
  const parts = await createPostgresPartStore(store.db).list();
  return parts.find((part) => part.name === 'web')?.url ?? `http://${host}:${port}`;
}
