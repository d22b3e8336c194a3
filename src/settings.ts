import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MasterKey } from './access/vault.ts';
import type { NotifierSettings } from './notifiers/settings.ts';
import { checkPages } from './settings/check-pages.ts';
import { type Config, readConfig } from './settings/config-folder.ts';
import { type Environment, readEnvironment } from './settings/environment.ts';
import { findOrMakeMasterKey, readMasterKeyFile } from './settings/master-key-file.ts';
import { readNotifiers } from './settings/notifiers-file.ts';
import type { SettingProblem } from './settings/problem.ts';

/** The environment and `config/`, read once and frozen. */
export type Settings = {
  readonly environment: Environment;
  readonly config: Config;
  readonly notifiers: readonly NotifierSettings[];
  /** Names of notifiers that call while no database can be reached; null: those that tell alarms. */
  readonly emergency: readonly string[] | null;
  readonly masterKey: MasterKey;
  /** Where the key file stands; null when the key came from the environment. */
  readonly masterKeyFile: string | null;
  readonly masterKeyMade: boolean;
};

export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Where the checkout is, wherever it is called from and whether it runs from its source or from its bundle. */
const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = findRoot(HERE);
/** The folder of this bundle, new with every change of the source; null where the program runs from its source. */
export const BUNDLE_FOLDER = HERE.startsWith(join(ROOT, 'dist')) ? HERE : null;
/** What runs the command line. */
export const PROGRAM_FILE = join(ROOT, 'xinqiao.js');
export const CONFIG_FOLDER = join(ROOT, 'config');
export const ESCALATION_FILE = join(CONFIG_FOLDER, 'escalation.yaml');
export const MIGRATIONS_FOLDER = join(ROOT, 'migrations');
export const PUBLIC_FOLDER = join(ROOT, 'public');
export const FONTS_FOLDER = join(ROOT, 'fonts');

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('the program stands outside its folder');
  return findRoot(above);
}

/** The environment of a process that this one starts. */
export const childEnvironment = (extra: Readonly<Record<string, string>>) => ({ ...process.env, ...extra });

export const readProcessEnvironment = () => readEnvironment(process.env);

/** `config/notifiers.yaml`, whose secrets stand in the environment. */
export const readProcessNotifiers = () => readNotifiers(join(CONFIG_FOLDER, 'notifiers.yaml'), process.env);

export type FoundKey = Pick<Settings, 'masterKey' | 'masterKeyFile' | 'masterKeyMade'>;

/** The key that seals; made for an embedded database that is yet to be. To be called before that is begun. */
export async function findMasterKey(
  environment: Environment,
): Promise<{ ok: true; key: FoundKey } | { ok: false; problem: SettingProblem }> {
  const { masterKey, masterKeyFile, dataDir } = environment;
  if (masterKey !== null) return { ok: true, key: { masterKey, masterKeyFile: null, masterKeyMade: false } };
  const found = await (masterKeyFile === null
    ? findOrMakeMasterKey(dataDir)
    : readMasterKeyFile(masterKeyFile));
  if (!found.ok) return found;
  return {
    ok: true,
    key: { masterKey: found.masterKey, masterKeyFile: found.file, masterKeyMade: found.made },
  };
}

/** `config/` beside what the environment said. */
export async function readSettings(environment: Environment, key: FoundKey): Promise<ReadSettings> {
  const [config, notifiers] = await Promise.all([
    readConfig(CONFIG_FOLDER, false, BUNDLE_FOLDER),
    readProcessNotifiers(),
  ]);
  if (!config.ok) return config;
  if (!notifiers.ok) return notifiers;
  const problems = checkPages(ESCALATION_FILE, config.config.escalation, notifiers.notifiers);
  if (problems.length > 0) return { ok: false, problems };
  const { emergency } = notifiers;
  const settings = { environment, config: config.config, notifiers: notifiers.notifiers, emergency, ...key };
  return { ok: true, settings: Object.freeze(settings) };
}
