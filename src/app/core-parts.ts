import type { Vault } from '../access/vault.ts';
import { applyOverrides } from '../conversation/desks/content-office.ts';
import { type FirstCentre, seedCentre } from '../conversation/desks/people/seed-centre.ts';
import { applyReferralPlaces } from '../conversation/desks/sessions/referral-place-desk.ts';
import type { Override, OverrideStore } from '../conversation/ports/process-store.ts';
import type { Transactions } from '../conversation/ports/stores.ts';
import type { Centre } from '../conversation/scope.ts';
import type { Logger } from '../core/log.ts';
import { addLocalDays, DAY_MINUTES, localDay } from '../handoff/rota/local-day.ts';
import type { CentreScreening } from '../keywords/centre/compile-centre-rules.ts';
import type { SignInStore } from '../people/staff-store.ts';
import { minuteOfDay } from '../settings/centre-file.ts';
import type { Config } from '../settings/config-folder.ts';
import type { OpenStore } from '../storage/open-store.ts';
import { createPostgresSignInStore } from '../storage/people/postgres-sign-in-store.ts';
import { createPostgresOverrideStore } from '../storage/postgres-override-store.ts';
import { createPostgresTransactions } from '../storage/postgres-transactions.ts';
import { seed } from '../storage/seed.ts';
import { keepCentreRules } from './keep-centre-rules.ts';
import { oneAfterAnother } from './one-after-another.ts';
import { newId } from './random.ts';

/** What the command line and a running app both stand on. */
export type CoreParts = {
  readonly vault: Vault;
  readonly transactions: Transactions;
  readonly overrides: OverrideStore;
  readonly signIn: SignInStore;
  readonly centre: () => Centre;
  /** Screening rules of the centre, as they are in effect here. */
  readonly centreRules: () => CentreScreening;
  /** Reads anew what staff have changed. */
  readonly refreshCentre: () => Promise<void>;
};

export async function createCoreParts(
  store: OpenStore,
  vault: Vault,
  config: Config,
  log: Logger,
): Promise<CoreParts> {
  const core = assembleCoreParts(store, vault, config, log);
  await core.refreshCentre();
  return core;
}

/** The same without a word to the database: the centre is as the files say until it is refreshed. */
export function assembleCoreParts(store: OpenStore, vault: Vault, config: Config, log: Logger): CoreParts {
  const overrides = createPostgresOverrideStore(store.db);
  const transactions = createPostgresTransactions(store.db, store.keys, newId);
  const rules = keepCentreRules(config, () => transactions.read((stores) => stores.rules.list()), log);
  const terms = config.calendar.terms.map(({ from, to }) => ({
    startAt: startOfDate(from),
    endAt: startOfDate(addLocalDays(to, 1)),
  }));
  const build = (changed: readonly Override[]): Centre => ({
    contents: applyOverrides(config.contents, changed),
    screener: rules.screener(),
    escalation: config.escalation,
    followUp: config.followUp,
    canary: config.canary,
    booking: { ...config.centre.booking, terms },
    referralPlaces: applyReferralPlaces(config.referralPlaces, changed),
    reminders: reminderSettings(config.centre.reminders),
    firstVisit: config.centre.firstVisit,
    relayByMessenger: config.centre.relay.messenger,
    returnDays: config.centre.returning.days,
  });
  let centre = build([]);
  return {
    vault,
    overrides,
    transactions,
    signIn: createPostgresSignInStore(store.db, store.keys),
    centre: () => centre,
    centreRules: rules.centreRules,
    refreshCentre: oneAfterAnother(async () => {
      await rules.refresh();
      centre = build(await overrides.current());
    }),
  };
}

const startOfDate = (date: string): Date => localDay(date).startsAt;
function reminderSettings({ daySheetAt, ...rest }: Config['centre']['reminders']): Centre['reminders'] {
  return { ...rest, daySheetMinute: daySheetAt === null ? null : minuteOfDay(daySheetAt) };
}

/** Fills an empty database with the centre of the file, once. */
export const fillEmptyDatabase = (store: OpenStore, config: Pick<Config, 'centre'>): Promise<void> =>
  seed(store.db, store.keys, (stores, now) => seedCentre(stores, firstCentre(config), newId, now));

export function firstCentre({ centre }: Pick<Config, 'centre'>): FirstCentre {
  const minutes = <Row extends { from: string; to: string }>({ from, to, ...row }: Row) => ({
    ...row,
    fromMinute: minuteOfDay(from),
    toMinute: minuteOfDay(to),
  });
  const { sample, people, rooms } = centre;
  return {
    sample,
    people,
    rooms: rooms.map((room) => (typeof room === 'string' ? { name: room, campus: null } : room)),
    drill:
      centre.drill === null
        ? null
        : { weekday: centre.drill.weekday, minute: minuteOfDay(centre.drill.time) },
    rota: centre.rota.map(minutes),
    rotations: centre.rotations.map(({ handOver, ...rotation }) => {
      const turn = minutes(rotation);
      return {
        ...turn,
        // As in the console, an end that is not after its begin is on the following day.
        toMinute: turn.toMinute > turn.fromMinute ? turn.toMinute : turn.toMinute + DAY_MINUTES,
        handOverWeekday: handOver.weekday,
        handOverMinute: minuteOfDay(handOver.time),
      };
    }),
    availability: centre.availability.map(minutes),
  };
}
