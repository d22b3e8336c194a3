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

/** Beside the program, wherever it is called from. */
export const CONFIG_FOLDER = fileURLToPath(new URL('../config', import.meta.url));
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));
export const PUBLIC_FOLDER = fileURLToPath(new URL('../public', import.meta.url));

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
