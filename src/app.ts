/** The composition root: the only place where the parts of a running program are put together. */
import { hostname } from 'node:os';
import { alarmAddresses, createAlarmRound, forgetSwitchedOff } from './app/alarms.ts';
import { awaitCentre } from './app/await-centre.ts';
import { createChannels, type OnLogin, startBots } from './app/bots.ts';
import { openCrisisPath, openWatchdog } from './app/crisis-path/open-crisis-path.ts';
import type { DatabaseOutcome } from './app/database.ts';
import { createEndings, type Endings } from './app/endings.ts';
import { every } from './app/every.ts';
import { createFault } from './app/fault.ts';
import { createFaultPages } from './app/fault-pages.ts';
import { createFront } from './app/front.ts';
import { handOver } from './app/hand-over.ts';
import { knownNotifiers } from './app/known-notifiers.ts';
import { createOffice } from './app/office.ts';
import { openCentre } from './app/open-centre.ts';
import { newId, newTag } from './app/random.ts';
import { startRounds } from './app/rounds.ts';
import { CRISIS_PATH, readStatus, type Switch } from './app/status.ts';
import { createTelegramDoor } from './app/telegram-door.ts';
import { tellRotaFile } from './app/tell-rota-file.ts';
import { startWebServer } from './app/web-server.ts';
import { deliver } from './conversation/delivery/deliver.ts';
import { FIRST_ADMINISTRATOR } from './conversation/desks/people/seed-centre.ts';
import { issueLink, type OfficeParts } from './conversation/desks/people/staff-office.ts';
import { wakeFailOpen } from './conversation/escalation/fail-open.ts';
import type { WakeHandlers } from './conversation/ports/wake-queue.ts';
import { inScope } from './conversation/scope.ts';
import { takeTurns } from './conversation/turns.ts';
import { describeError, type Logger } from './core/log.ts';
import { createBullQueue } from './queue/bull-queue.ts';
import { createNearQueue } from './queue/near-queue.ts';
import type { Environment } from './settings/environment.ts';
import type { Settings } from './settings.ts';
import { createPostgresBotStore } from './storage/conversation/postgres-bot-store.ts';
import { createPostgresWebSessionStore } from './storage/people/postgres-web-session-store.ts';
import { startPostgresChangeFeed } from './storage/postgres-change-feed.ts';
import { createPostgresLeaseStore } from './storage/postgres-lease-store.ts';
import { createPostgresPartStore } from './storage/postgres-part-store.ts';

/** How often every process looks for what staff have changed, whatever it was told, in ms. */
const LOOK_MS = 5_000;

/** Which parts this process runs; `npm start` runs them all. */
export type ProcessRole = 'web' | 'bot' | 'worker';

export type App = {
  /** Where the student's page is. */
  readonly url: string;
  /** A one-time sign-in link for the first administrator while there is no other; null afterwards. */
  readonly administratorLink: string | null;
  readonly switches: readonly Switch[];
  readonly notes: readonly string[];
  /** Ends in good order, the database last. */
  stop(): Promise<void>;
};

export type StartOutcome =
  | { readonly ok: true; readonly app: App }
  | { readonly ok: false; readonly message: string };

/** How a start goes on while there is no database. */
export type Patience = {
  /** Tries once more to have one. */
  readonly again: () => Promise<DatabaseOutcome>;
  /** Told once, when students are already answered without one. */
  readonly onAway: (told: {
    readonly url: string | null;
    readonly why: string;
    readonly reachesPeople: boolean;
  }) => void;
  /** Aborted when the program is to end meanwhile. */
  readonly stopping: AbortSignal;
};

/**
 * @param starting the database, which may already be on its way; ended with the app, also when the app cannot start
 * @param patience null ends the start where there is no database
 */
export async function startApp(
  settings: Settings,
  roles: readonly ProcessRole[],
  log: Logger,
  starting: Promise<DatabaseOutcome>,
  onLogin: OnLogin = () => undefined,
  patience: Patience | null = null,
): Promise<StartOutcome> {
  const endings = createEndings();
  try {
    const outcome = await start(settings, roles, log, starting, endings, onLogin, patience);
    if (!outcome.ok) await endings.endAll();
    return outcome;
  } catch (error) {
    await endings.endAll().catch(() => undefined);
    throw error;
  }
}

async function start(
  settings: Settings,
  roles: readonly ProcessRole[],
  log: Logger,
  starting: Promise<DatabaseOutcome>,
  endings: Endings,
  onLogin: OnLogin,
  patience: Patience | null,
): Promise<StartOutcome> {
  const { environment, config } = settings;
  openWatchdog(settings, log, endings);
  const channels = roles.includes('bot') ? createChannels(settings, log) : [];
  const fault = createFault(settings, channels, log);
  endings.add(() => fault.stop());
  const front = createFront(environment);
  endings.add(() => front.stop());
  const isWeb = roles.includes('web');
  const opened = await awaitCentre({
    starting,
    again: patience?.again ?? null,
    open: (database, inner) => openCentre(database.url, settings, log, inner),
    onAway: (why) => beginAway(why),
    stopping: patience?.stopping ?? new AbortController().signal,
    log,
    endings,
    isFirstStart: settings.masterKeyMade,
  });
  if (!opened.ok) return opened;
  const { database, centre } = opened;
  const { store, core } = centre;
  await tellRotaFile(core, config, log);

  async function beginAway(why: string): Promise<string | null> {
    const door = createTelegramDoor(environment, fault.receive.orKeep, log);
    const pages = createFaultPages(settings, fault.desk, door, log);
    const shown = isWeb ? await front.open(pages.fetch) : null;
    if (shown?.ok === false) return shown.message;
    await fault.beginWithout();
    const { reachesPeople } = fault;
    patience?.onAway({
      url: shown === null ? null : (environment.publicUrl ?? shown.url),
      why,
      reachesPeople,
    });
    return null;
  }

  const changes = await startPostgresChangeFeed(store.db, database.url, log);
  endings.add(() => changes.stop());
  changes.follow(['override', 'rule'], null, () => {
    core.refreshCentre().catch((error: unknown) => log.warn('centre.not-refreshed', describeError(error)));
  });
  // A change that could not be read when it was told is found a little later.
  const looking = every(LOOK_MS, 'centre', log, core.refreshCentre);
  endings.add(() => looking.stop());
  const backend = backendOf(environment, database.url);
  const queue = createNearQueue(createBullQueue({ backend, log }), log);
  endings.add(() => queue.close());
  let url = environment.publicUrl ?? '';
  const office = createOffice(core, queue, knownNotifiers(settings.notifiers), () => url, log);

  const leases = createPostgresLeaseStore(store.db);
  // Nobody else can be on a database of our own: what an earlier process held is free.
  if (database.ours) await leases.releaseAll();
  const holder = `${hostname()}:${process.pid}:${newTag()}`;
  if (roles.includes('bot')) await loseRemovedNotifiers(office);
  const botStore = createPostgresBotStore(store.db, store.keys);
  const bots = await startBots(
    settings,
    office,
    leases,
    botStore,
    roles.includes('bot'),
    holder,
    endings,
    onLogin,
    fault,
    channels,
  );
  const sessions = createPostgresWebSessionStore(store.db, store.keys, newId);
  await fault.attach({ url: database.url, office, leases, sessions, holder });
  const voices = handOver({
    voices: bots.voices,
    transactions: core.transactions,
    changes,
    bots: bots.names,
    deliver: (own, outgoingId) => deliver(office, own, outgoingId),
    log,
  });
  const handlers: WakeHandlers = {
    turn: (addressId) => takeTurns(office, addressId),
    delivery: (outgoingId) => deliver(office, voices, outgoingId),
    escalation: (wakeId) => wakeFailOpen(office, wakeId),
  };

  const parts = createPostgresPartStore(store.db);
  const switches = switchesOf(environment);
  const status = () => readStatus(core.transactions, parts, switches, office.centre().escalation);
  const { web } = bots;
  if (roles.includes('bot')) await forgetSwitchedOff(parts, switches, settings.notifiers);
  const beside = alarmAddresses(settings.notifiers);
  const alarm = createAlarmRound(office, parts, switches, beside);
  const crisisPath = openCrisisPath(settings, office, leases, parts, holder, beside);
  if (crisisPath === null && roles.includes('worker')) await parts.forget([CRISIS_PATH]);
  const rounds = startRounds(office, store, handlers, bots, tellStates, alarm, crisisPath, endings);
  if (isWeb) {
    const isReady = rounds.swept;
    const base = { environment, config, store, core, office, changes, web, handlers, status, isReady, log };
    const server = await startWebServer({ ...base, fault }, front);
    if (!server.ok) return server;
    endings.add(() => server.stop());
    url = environment.publicUrl ?? server.url;
  }
  if (roles.some((role) => role !== 'web')) await queue.startWorkers(handlers);

  async function tellStates(): Promise<void> {
    await parts.tell('queue', queue.state().state, queue.state().code);
    if (isWeb && url !== '') await parts.tell('web', web.state().state, web.state().code, url);
    await bots.tellStates(parts);
    await crisisPath?.tellState();
    // Beside a program with pages, links lead to where that one is.
    if (!isWeb && environment.publicUrl === null)
      url = (await parts.list()).find(({ name }) => name === 'web')?.url ?? url;
  }

  const administratorLink = isWeb ? await firstLink(office) : null;
  return {
    ok: true,
    app: { url, administratorLink, switches, notes: database.notes, stop: () => endings.endAll() },
  };
}

const backendOf = ({ redisUrl }: Environment, databaseUrl: string) =>
  redisUrl === null
    ? { kind: 'postgres' as const, url: databaseUrl }
    : { kind: 'redis' as const, url: redisUrl };

const switchesOf = ({ telegram, wechat, redisUrl, databaseUrl, canary }: Environment): Switch[] => [
  { name: 'telegram', on: telegram !== null, variable: 'TELEGRAM_BOT_TOKEN' },
  { name: 'wechat', on: wechat !== null, variable: 'WECHATY_PUPPET' },
  { name: 'redis', on: redisUrl !== null, variable: 'REDIS_URL' },
  { name: 'external PostgreSQL', on: databaseUrl !== null, variable: 'DATABASE_URL' },
  { name: CRISIS_PATH, on: canary?.on ?? false, variable: 'CANARY' },
];

/** Whoever is reached by a notifier that the centre has taken out counts as reached no more. */
const loseRemovedNotifiers = (office: OfficeParts): Promise<void> =>
  inScope(office, ({ stores }) =>
    stores.notifiers.loseOthers(office.notifiers.map(({ kind, name }) => ({ channel: kind, bot: name }))),
  );

/** Until another administrator exists, each start offers the first one a way in. */
async function firstLink(office: OfficeParts): Promise<string | null> {
  const members = await inScope(office, (scope) => scope.stores.staff.list());
  const administrators = members.filter(
    (member) => member.roles.includes('administrator') && member.disabledAt === null,
  );
  const [only, another] = administrators;
  if (only?.name !== FIRST_ADMINISTRATOR || another !== undefined) return null;
  return issueLink(office, only.id);
}
