import { borrowDatabase } from '../app/database.ts';
import { createEndings } from '../app/endings.ts';
import { knownNotifiers } from '../app/known-notifiers.ts';
import { createLogger } from '../app/log.ts';
import { createOffice } from '../app/office.ts';
import { openCentre } from '../app/open-centre.ts';
import type { OfficeParts } from '../conversation/desks/people/staff-office.ts';
import type { Environment } from '../settings/environment.ts';
import { describeProblem } from '../settings/problem.ts';
import { findMasterKey, readProcessEnvironment, readSettings, type Settings } from '../settings.ts';
import type { OpenStore } from '../storage/open-store.ts';
import { createPostgresPartStore } from '../storage/postgres-part-store.ts';
import { complain } from './command.ts';

export type Borrowed = {
  readonly store: OpenStore;
  readonly office: OfficeParts;
  readonly config: Settings['config'];
};

/**
 * Opens the database of a running app, or that of the folder for as long as the command takes, and closes all of it
 * again. What the command says is sent by the running app's sweep.
 */
export async function withStore(work: (borrowed: Borrowed) => Promise<number>): Promise<number> {
  const settings = await readAllSettings();
  if (settings === null) return 1;
  const { environment } = settings;
  const borrowed = await borrowDatabase(environment);
  if (!borrowed.ok) {
    complain(borrowed.message);
    return 1;
  }
  const { database } = borrowed;
  const endings = createEndings();
  endings.add(() => database.stop());
  try {
    const log = createLogger('warn');
    const centre = await openCentre(database.url, settings, log, endings);
    if (!centre.ok) {
      complain(centre.message);
      return 1;
    }
    const { store, core } = centre;
    const publicUrl = environment.publicUrl ?? (await findUrl(store, environment));
    const notifiers = knownNotifiers(settings.notifiers);
    const office = createOffice(core, { wake: async () => undefined }, notifiers, () => publicUrl, log);
    return await work({ store, office, config: settings.config });
  } finally {
    await endings.endAll();
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
