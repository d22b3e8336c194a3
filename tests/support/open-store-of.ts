import { createVault, readMasterKey } from '../../src/access/vault.ts';
import { newId, newSecret } from '../../src/app/random.ts';
import { type OpenStore, openStore } from '../../src/storage/open-store.ts';
import { TEST_MASTER_KEY, type World } from './world.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The store of another process beside the world's, with the same master key. */
export function openStoreOf({ database }: World): OpenStore {
  const master = readMasterKey(TEST_MASTER_KEY);
  if (master === null) throw new Error('the key of the tests is none');
  const vault = createVault(master, (bytes) => Buffer.from(newSecret(bytes), 'base64url'));
  return openStore(database.url, vault, newId, SILENT);
}
