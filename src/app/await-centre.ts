import { setTimeout as wait } from 'node:timers/promises';
import { describeError, type Logger } from '../core/log.ts';
import { isAwayCode } from '../storage/is-away.ts';
import type { DatabaseOutcome, RunningDatabase } from './database.ts';
import { createEndings, type Endings } from './endings.ts';
import type { OpenedCentre } from './open-centre.ts';

/** A start that takes longer is told to students, and words are taken without a database, in ms. */
const PATIENCE_MS = 5_000;
/** The very first start makes its database, and nobody knows of the program yet. */
const FIRST_PATIENCE_MS = 60_000;
const AGAIN_MS = 1_000;

export type AwaitedCentre =
  | { readonly ok: true; readonly database: RunningDatabase; readonly centre: OpenedCentre & { ok: true } }
  | { readonly ok: false; readonly message: string };

export type AwaitCentreParts = {
  readonly starting: Promise<DatabaseOutcome>;
  /** Tries once more; null where a database that is away ends the start. */
  readonly again: (() => Promise<DatabaseOutcome>) | null;
  readonly open: (database: RunningDatabase, endings: Endings) => Promise<OpenedCentre>;
  /** Told once, when the database is away or slow; a message when the start cannot go on. */
  readonly onAway: (why: string) => Promise<string | null>;
  /** Aborted when the program is to end; then waiting ends too. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
  readonly endings: Endings;
  readonly isFirstStart: boolean;
};

/** Waits for a database and for the centre in it, as long as it takes; students are not kept waiting for either. */
export async function awaitCentre(parts: AwaitCentreParts): Promise<AwaitedCentre> {
  const { again, stopping, endings } = parts;
  let told = false;
  const tellAway = async (why: string): Promise<string | null> => {
    if (told) return null;
    told = true;
    return parts.onAway(why);
  };
  const first = await (again === null ? parts.starting : firstOutcome(parts, tellAway));
  if (typeof first === 'string') return { ok: false, message: first };
  let outcome: DatabaseOutcome = first;
  while (!outcome.ok) {
    if (again === null || !outcome.away) return outcome;
    const refusal = await tellAway(outcome.message);
    if (refusal !== null) return { ok: false, message: refusal };
    await pause(stopping);
    if (stopping.aborted) return STOPPED;
    outcome = await again();
  }
  const { database } = outcome;
  endings.add(() => database.stop());
  for (;;) {
    const inner = createEndings();
    try {
      const centre = await parts.open(database, inner);
      endings.add(() => inner.endAll());
      return centre.ok ? { ok: true, database, centre } : centre;
    } catch (error) {
      await inner.endAll().catch(() => undefined);
      const { code } = describeError(error);
      if (again === null || !isAwayCode(code)) throw error;
      parts.log.warn('centre.not-opened', { code });
      const refusal = await tellAway(`The database went away (${code}).`);
      if (refusal !== null) return { ok: false, message: refusal };
      await pause(stopping);
      if (stopping.aborted) return STOPPED;
    }
  }
}

const STOPPED = { ok: false, message: 'stopped while waiting for the database' } as const;

/** The outcome of the start under way; students are told when it takes long. A text refuses the start. */
async function firstOutcome(
  { starting, stopping, isFirstStart }: AwaitCentreParts,
  tellAway: (why: string) => Promise<string | null>,
): Promise<DatabaseOutcome | string> {
  const early = await Promise.race([
    starting,
    wait(isFirstStart ? FIRST_PATIENCE_MS : PATIENCE_MS, null, { ref: false }),
  ]);
  if (early !== null) return early;
  const refusal = await tellAway('The database takes long to start.');
  const stopped = new Promise<string>((resolve) => {
    if (stopping.aborted) resolve(STOPPED.message);
    stopping.addEventListener('abort', () => resolve(STOPPED.message), { once: true });
  });
  const outcome = refusal ?? (await Promise.race([starting, stopped]));
  // What starts all the same ends with us.
  if (typeof outcome === 'string') {
    starting.then((late) => (late.ok ? late.database.stop() : undefined)).catch(() => undefined);
  }
  return outcome;
}

const pause = (signal: AbortSignal): Promise<unknown> =>
  wait(AGAIN_MS, undefined, { signal }).catch(() => undefined);
