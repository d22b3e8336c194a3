import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MasterKey } from './access/vault.ts';
import { type Config, readConfig } from './settings/config-folder.ts';
import { type Environment, readEnvironment } from './settings/environment.ts';
import { findOrMakeMasterKey, readMasterKeyFile } from './settings/master-key-file.ts';
import type { SettingProblem } from './settings/problem.ts';

/** The environment and `config/`, read once and frozen. */
export type Settings = {
  readonly environment: Environment;
  readonly config: Config;
  readonly masterKey: MasterKey;
  /** Where the key file stands; null when the key came from the environment. */
  readonly masterKeyFile: string | null;
  readonly masterKeyMade: boolean;
};

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Where the checkout is, wherever it is called from and whether it runs from its source or from its bundle. */
const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));
export const CONFIG_FOLDER = join(ROOT, 'config');
export const MIGRATIONS_FOLDER = join(ROOT, 'migrations');
export const PUBLIC_FOLDER = join(ROOT, 'public');

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('the program stands outside its folder');
  return findRoot(above);
}

export const readProcessEnvironment = () => readEnvironment(process.env);

/** Everything that a running part needs. Makes the master key of an embedded database when there is none yet. */
export async function readSettings(): Promise<ReadSettings> {
  const read = readProcessEnvironment();
  const config = await readConfig(CONFIG_FOLDER, false);
  if (!read.ok || !config.ok) {
    return {
      ok: false,
      problems: [...(read.ok ? [] : read.problems), ...(config.ok ? [] : config.problems)],
    };
  }
  const { environment } = read;
  const found = await findMasterKey(environment);
  if (!found.ok) return { ok: false, problems: [found.problem] };
  const { masterKey, file, made } = found;
  const settings = {
    environment,
    config: config.config,
    masterKey,
    masterKeyFile: file,
    masterKeyMade: made,
  };
  return { ok: true, settings: Object.freeze(settings) };
}

async function findMasterKey(environment: Environment) {
  const { masterKey, masterKeyFile, dataDir } = environment;
  if (masterKey !== null) return { ok: true as const, masterKey, file: null, made: false };
  return masterKeyFile === null ? findOrMakeMasterKey(dataDir) : readMasterKeyFile(masterKeyFile);
}
